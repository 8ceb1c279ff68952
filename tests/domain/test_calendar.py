from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.domain.calendar import MONTH_NAMES, WEEKDAY_NAMES, find_dates, parse_date, weekday_on_or_before


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Sun 05 Jul 2015", date(2015, 7, 5)),
        ("7 July 2015", date(2015, 7, 7)),
        ("2017-05-03", date(2017, 5, 3)),
        ("May 2nd, 2016", date(2016, 5, 2)),
        ("Sept. 15, 2017", date(2017, 9, 15)),
        ("24.09.2014", date(2014, 9, 24)),
        ("Apr 232017", date(2017, 4, 23)),
        ("Jan 202015", date(2015, 1, 20)),
        ("Wednesday, the 3rd of May 2017", date(2017, 5, 3)),
        ("23-02-2015", date(2015, 2, 23)),
    ],
)
def test_parse_date_when_a_day_is_written_gives_that_day(text: str, day: date) -> None:
    mention = parse_date(text)
    assert mention is not None
    assert mention.exact == day
    assert mention.swapped is None


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("in August 2013 they", "2013-08-01/2013-08-31"),
        ("since 2011 the", "2011-01-01/2011-12-31"),
        ("in the spring of 2015,", "2015-03-01/2015-05-31"),
        ("March 14-16, 2016", "2016-03-14/2016-03-16"),
    ],
)
def test_bounds_when_a_period_is_written_are_its_first_and_last_day(text: str, edtf: str) -> None:
    [mention] = find_dates(text)
    bounds = mention.bounds()
    assert bounds is not None
    assert bounds.edtf == edtf
    assert mention.exact is None


def test_parse_date_when_figures_can_be_read_two_ways_keeps_both() -> None:
    mention = parse_date("06-08-2013")
    assert mention is not None
    assert (mention.exact, mention.swapped) == (date(2013, 8, 6), date(2013, 6, 8))


def test_parse_date_when_only_one_order_is_a_day_takes_it() -> None:
    mention = parse_date("12/25/2015")
    assert mention is not None
    assert (mention.exact, mention.swapped) == (date(2015, 12, 25), None)


def test_find_dates_when_no_year_is_written_gives_bounds_for_a_given_year_only() -> None:
    [mention] = find_dates("On March 14, President Putin ordered")
    assert mention.bounds() is None
    bounds = mention.bounds(2016)
    assert bounds is not None
    assert bounds.edtf == "2016-03-14"


def test_find_dates_when_a_comma_was_lost_after_a_month_does_not_read_a_count_as_a_day() -> None:
    [mention] = find_dates("In May 20 people were killed")
    assert (mention.month, mention.day) == (5, None)


@pytest.mark.parametrize(
    "text", ["31 June 2015", "30.02.2016", "they may 20", "a force of 2000 fighters", "2011-style"]
)
def test_find_dates_when_nothing_is_a_date_finds_none(text: str) -> None:
    assert [m for m in find_dates(text) if m.exact or m.bounds()] == []


def test_weekday_on_or_before_when_it_is_that_day_gives_the_day() -> None:
    assert weekday_on_or_before(date(2015, 7, 5), 6) == date(2015, 7, 5)
    assert weekday_on_or_before(date(2015, 7, 5), 5) == date(2015, 7, 4)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_find_dates_when_a_day_is_spelled_out_in_a_sentence_gives_it_back(day: date) -> None:
    spelled = f"{WEEKDAY_NAMES[day.weekday()]} {day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
    text = f"Issued on {spelled}, it said."
    [mention] = find_dates(text)
    assert mention.exact == day
    assert mention.weekday == day.weekday()
    assert text[mention.start : mention.end] == spelled


@given(st.text(alphabet=st.sampled_from("0123456789 -/.,MayJun rch'thsi"), max_size=60))
def test_find_dates_on_any_text_gives_ordered_offsets_that_do_not_overlap(text: str) -> None:
    last = 0
    for mention in find_dates(text):
        assert last <= mention.start < mention.end <= len(text)
        last = mention.end
        mention.bounds(2001)
