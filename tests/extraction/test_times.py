from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.domain.calendar import WEEKDAY_NAMES, month_end
from kg.domain.spans import Span
from kg.domain.times import DateBasis, TimeBounds
from kg.extraction.times import bind_time, date_event, find_times, said_on
from kg.extraction.times.phrases import find_phrases
from kg.extraction.times.reference import Reference
from tests.extraction.reading import annotated
from tests.factories import make_article

DATED = "4 August 2016 "  # a Thursday, the day of publication


def bounds_of(text: str, words: str) -> str | None:
    found = [t for t in find_times(annotated(text)) if words in t.span.quote]
    assert found, f"{words!r} is no time expression here"
    return found[0].bounds.edtf if found[0].bounds else None


@pytest.mark.parametrize(
    ("words", "sentence", "edtf"),
    [
        ("Wednesday", "Rebels shelled the town on Wednesday.", "2016-08-03"),
        ("Thursday", "Rebels shelled the town on Thursday.", "2016-08-04"),
        ("last month", "Rebels shelled the town last month.", "2016-07-01/2016-07-31"),
        ("two days ago", "Rebels shelled the town two days ago.", "2016-08-02"),
        ("yesterday", "Rebels shelled the town yesterday.", "2016-08-03"),
        ("May 2015", "Rebels took the town in May 2015.", "2015-05-01/2015-05-31"),
        ("spring of 2015", "Rebels took the town in the spring of 2015.", "2015-03-01/2015-05-31"),
        ("the weekend", "Rebels shelled the town over the weekend.", "2016-07-30/2016-07-31"),
        ("2012", "He died in the 2012 Benghazi terror attack.", "2012-01-01/2012-12-31"),
        ("two days later", "Rebels fled on Sunday and the army came two days later.", "2016-08-02"),
        ("That night", "Rebels fled on Sunday. That night the army came.", "2016-07-31"),
        ("10 July", "On the night of 10 July 122-mm shells struck a kindergarten.", "2016-07-10"),
        ("July 16", "July 16: two strikes near the town.", "2016-07-16"),
        ("Sunday", "A second convoy is planned for Sunday.", "2016-08-07"),
        ("September 30, 2015", "The campaign began on September 30, 2015.", "2015-09-30"),
    ],
)
def test_find_times_when_the_day_of_publication_is_known_gives_days(words: str, sentence: str, edtf: str) -> None:
    assert bounds_of(DATED + sentence, words) == edtf


def test_find_times_when_publication_is_unknown_leaves_weekdays_open() -> None:
    assert bounds_of("Rebels shelled the town on Wednesday and withdrew.", "Wednesday") is None


def test_find_times_when_publication_is_unknown_still_reads_full_dates() -> None:
    text = "Rebels took the town on 12 May 2015 and withdrew."
    (time,) = find_times(annotated(text))
    assert time.bounds is not None
    assert (time.bounds.edtf, time.bounds.basis) == ("2015-05-12", DateBasis.STATED)


def test_bind_time_takes_the_expression_of_the_own_clause() -> None:
    text = DATED + "Rebels shelled the town on Tuesday and the army bombed the port on Wednesday."
    read = annotated(text)
    times = find_times(read)

    def day(word: str) -> date | None:
        at = text.index(word)
        bound = bind_time(Span(at, at + len(word), word), read, times)
        return bound[0].earliest if bound else None

    assert (day("shelled"), day("bombed")) == (date(2016, 8, 2), date(2016, 8, 3))


def test_date_event_when_no_sentence_names_a_day_invents_none() -> None:
    text = "Rebels shelled the town and burned the mill."
    read = annotated(text)
    assert date_event([Span(7, 14, "shelled")], read, find_times(read)) is None


def test_said_on_gives_the_day_of_the_saying_not_of_the_deed() -> None:
    text = DATED + "Rebels shelled the town on Tuesday, a monitor said on Wednesday."
    read = annotated(text)
    at = text.index("said")
    bound = said_on(Span(at, at + 4, "said"), read, find_times(read))
    assert bound is not None
    assert bound[0].edtf == "2016-08-03"


def dated(text: str, *words: str) -> tuple[str, DateBasis] | None:
    read = annotated(text)
    spans = [Span(text.index(w), text.index(w) + len(w), w) for w in words]
    found = date_event(spans, read, find_times(read))
    return (found.bounds.edtf, found.bounds.basis) if found else None


def test_date_event_when_the_sentence_names_no_day_takes_the_day_told_before_as_inferred() -> None:
    text = DATED + "Rebels shelled the town on Tuesday. Jets then bombed the port."
    assert dated(text, "bombed") == ("2016-08-02", DateBasis.INFERRED)


@pytest.mark.parametrize(
    "sentence",
    [
        "Jets have bombed the port in recent weeks.",
        "Jets have bombed the port.",
        "Jets will bomb the port.",
    ],
)
def test_date_event_when_the_happening_is_not_a_finished_one_takes_no_day_from_before(sentence: str) -> None:
    assert dated(DATED + "Rebels shelled the town on Tuesday. " + sentence, "bomb") is None


def test_date_event_when_the_day_is_that_of_the_saying_leaves_the_deed_undated() -> None:
    text = DATED + "Rebels have captured the town, a monitor said on Wednesday."
    assert dated(text, "captured") is None


def test_date_event_when_it_goes_on_since_a_clause_reaches_to_the_publication() -> None:
    text = DATED + "More than 300 people have been killed since the siege began in March 2016."
    assert dated(text, "killed") == ("2016-03-01/2016-08-04", DateBasis.STATED)


def test_date_event_when_it_is_told_as_days_before_another_counts_back() -> None:
    text = DATED + "The bodies were found on Tuesday two days after militants kidnapped them."
    assert dated(text, "kidnapped") == ("2016-07-31", DateBasis.RELATIVE)


def test_find_times_when_a_meeting_is_to_come_takes_the_next_weekday() -> None:
    assert bounds_of(DATED + "The ministers will meet in Geneva on Monday.", "Monday") == "2016-08-08"


@pytest.mark.parametrize(
    ("published", "edtf"),
    [
        (("2016-08-08", "2016-08-09"), "2016-08-06"),  # Monday or Tuesday: the Saturday before is one day
        (("2016-08-05", "2016-08-09"), "2016-07-30/2016-08-06"),  # Friday to Tuesday: two Saturdays
    ],
)
def test_find_times_when_only_bounds_of_the_publication_are_known_gives_no_closer_bounds(
    published: tuple[str, str], edtf: str
) -> None:
    read = annotated("Rebels shelled the town on Saturday.")
    first, last = (date.fromisoformat(p) for p in published)
    article = replace(read.article, published=TimeBounds(first, last, DateBasis.INFERRED))
    (time,) = find_times(replace(read, article=article))
    assert time.bounds is not None
    assert (time.bounds.edtf, time.bounds.basis) == (edtf, DateBasis.INFERRED)


_WORDS = st.sampled_from(
    [
        "on", "in", "since", "late", "last", "next", "Monday", "night", "May", "12", "2016", "March", "31",
        "February", "29", "two", "days", "ago", "a", "week", "the", "past", "year", "and", "to", "until", "before",
        "early", "end", "of", "this", "month", "overnight", "today", "spring", "999", "decades",
    ]
)  # fmt: skip


@given(st.lists(_WORDS, max_size=14).map(" ".join))
def test_find_times_when_words_of_time_stand_in_any_order_keeps_to_the_text_in_order(text: str) -> None:
    read = replace(annotated("Rain fell."), article=make_article(text=text or "x"), sentences=(), tokens=())
    found = find_times(read)
    assert all(text[t.span.start : t.span.end] == t.span.quote for t in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("sentence", "word", "edtf"),
    [
        ("Fighting raged in the north and on Sunday rebels seized the town.", "seized", "2016-07-31"),  # lost its comma
        ("The ministry reported a chemical attack on July 19.", "attack", "2016-07-19"),
        ("The group claimed an October 2 bomb attack at a police station.", "bomb", "2015-10-02"),
        ("It is one of four such zones agreed at May peace talks on the conflict.", "agreed", "2016-05-01/2016-05-31"),
        ("Jets killed 300 men in one day when they raided the town on Tuesday.", "killed", "2016-08-02"),
        ("A monitor on Wednesday raised the death toll from a strike in the town the previous day to 61.", "strike", "2016-08-02"),
        ("The blast comes one week after a bomber attacked a crossing.", "attacked", "2016-07-25/2016-07-31"),
        ("Rebels fired at dawn rocket shells on two districts of the city.", "fired", "2016-08-04"),
    ],
)  # fmt: skip
def test_date_event_when_the_sentence_names_its_day_takes_it(sentence: str, word: str, edtf: str) -> None:
    found = dated(DATED + sentence, word)
    assert found is not None
    assert found[0] == edtf


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("On Tuesday the army after days of fierce fighting won back the hospital.", "fighting"),
        ("On Tuesday jets bombed the hill in retaliation for mortar fire.", "mortar fire"),
        ("A monitor said on Wednesday that rebels have captured the town.", "captured"),
    ],
)
def test_date_event_when_the_day_of_the_sentence_is_another_s_takes_none(sentence: str, word: str) -> None:
    assert dated(DATED + sentence, word) is None


def test_date_event_when_the_day_was_told_some_sentences_before_takes_it_as_inferred() -> None:
    text = DATED + "Rebels shelled the town on Tuesday. Two people were hurt. A mill burned down. Jets bombed the port."
    assert dated(text, "bombed") == ("2016-08-02", DateBasis.INFERRED)


def test_date_event_when_it_goes_on_for_years_has_no_first_day() -> None:
    assert dated(DATED + "The town has been besieged for nearly two years.", "besieged") is None


def test_date_event_when_it_goes_on_for_days_reaches_to_the_publication() -> None:
    assert dated(DATED + "Rebels have been battling troops for three days.", "battling") == (
        "2016-08-01/2016-08-04",
        DateBasis.RELATIVE,
    )


def test_date_event_when_a_witness_tells_it_in_the_first_person_takes_no_day_from_before() -> None:
    text = DATED + "Rebels shelled the town on Tuesday. My house was also bombed, he said."
    assert dated(text, "bombed") is None


def test_find_times_when_the_text_opens_with_the_day_after_its_stamp_counts_from_that_day() -> None:
    text = DATED + "A monitor on Friday named two more victims. Jets bombed the port on Thursday."
    assert bounds_of(text, "Friday") == "2016-08-05"
    assert bounds_of(text, "Thursday") == "2016-08-04"


def test_find_times_when_the_publication_is_unknown_takes_the_year_from_the_dates_around() -> None:
    text = "The operation began in early November 2005. On 5 November troops took the town. On 2 January they left."
    assert bounds_of(text, "5 November") == "2005-11-05"
    assert bounds_of(text, "2 January") == "2006-01-02"


def test_find_times_when_no_date_around_has_a_year_leaves_a_day_of_a_month_open() -> None:
    assert bounds_of("Troops took the town on 5 November and left.", "5 November") is None


def test_date_event_when_days_head_the_parts_of_a_text_takes_the_day_of_its_part() -> None:
    text = "15 September 2016: Jets bombed a mortar team. They also hit a truck.\n17 September 2016: A drone killed three men."
    days = [found[0] if (found := dated(text, word)) else None for word in ("bombed", "hit", "killed")]
    assert days == ["2016-09-15", "2016-09-15", "2016-09-17"]


def test_date_event_when_numbered_items_open_with_their_days_takes_the_day_of_its_item() -> None:
    text = (
        "1. May 14, 2015, near Tabqa, Syria, via self-report: A strike killed 30 people.\n"
        "2. May 20, 2015, near Mosul, Iraq, via media report: Jets bombed a house.\n"
    )
    days = [found[0] if (found := dated(text, word)) else None for word in ("strike", "bombed")]
    assert days == ["2015-05-14", "2015-05-20"]


def test_date_event_when_another_item_of_a_list_tells_a_day_takes_none_from_it() -> None:
    text = "Updates of the day:\n• Rebels shelled the port on 14 May 2015.\n• Jets bombed a house near the market.\n"
    assert dated(text, "shelled") is not None
    assert dated(text, "bombed") is None


def test_find_times_when_it_is_a_weekend_last_weekend_is_the_one_before() -> None:
    assert (
        bounds_of("6 August 2016 Militants burned three lorries last weekend.", "last weekend")
        == "2016-07-30/2016-07-31"
    )


@given(day=st.dates(min_value=date(1990, 1, 10), max_value=date(2099, 12, 20)), weekday=st.integers(0, 6))
def test_a_weekday_when_it_lies_behind_is_its_weekday_within_the_week_before(day: date, weekday: int) -> None:
    (phrase,) = find_phrases(f"on {WEEKDAY_NAMES[weekday]}")
    assert phrase.read is not None
    days = phrase.read(day, False)
    assert days is not None
    assert days[0] == days[1]
    assert days[0].weekday() == weekday
    assert 0 <= (day - days[0]).days <= 6


@given(
    day=st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31)),
    count=st.integers(1, 12),
    unit=st.sampled_from(["hours", "days", "weeks", "months", "years"]),
)
def test_ago_when_any_count_is_given_lies_behind_and_in_order(day: date, count: int, unit: str) -> None:
    (phrase,) = [p for p in find_phrases(f"{count} {unit} ago") if p.read]
    assert phrase.read is not None
    days = phrase.read(day, False)
    assert days is not None
    assert days[0] <= days[1] <= day
    longest = {"hours": 1, "days": 1, "weeks": 7, "months": 31, "years": 366}[unit]
    assert (day - days[0]).days <= (count + 1) * longest + 3


@given(day=st.dates(min_value=date(1990, 1, 1), max_value=date(2098, 12, 31)), month=st.integers(1, 12))
def test_year_of_when_the_dated_day_is_near_gives_that_month_within_half_a_year(day: date, month: int) -> None:
    reference = Reference(None, ((0, (day, day)),))

    def read(at: date, future: bool) -> tuple[date, date]:
        year = at.year + (month < at.month if future else -(month > at.month))
        return date(year, month, 1), month_end(year, month)

    found = reference.year_of(10, read)
    if found is not None:
        assert found[0].month == month
        assert -31 <= (found[0] - day).days <= 183


def test_date_event_when_a_live_page_heads_its_items_with_clocks_takes_the_day_of_the_page() -> None:
    text = (
        "Fighting in the capital\n\nLast updated: 4 August 2016, 21:10 local time\n\n"
        "20:05 – Fighters have left the compound on Zawiya Street.\n\n"
        "17:40 – The ministry says a mortar shell hit the hospital on Tuesday.\n\n"
        "15:50 – Youths burned tyres on the coastal road.\n"
    )
    article = annotated(text)
    times = find_times(article)

    def day(words: str) -> str | None:
        found = date_event([Span(text.index(words), text.index(words) + len(words), words)], article, times)
        return found.bounds.edtf if found else None

    assert day("burned") == "2016-08-04"
    assert day("hit") == "2016-08-02"


def test_find_times_when_one_line_begins_with_a_clock_is_no_live_page() -> None:
    assert not [
        t for t in find_times(annotated(DATED + "Report.\n\n20:05 – Fighters left.\n")) if "20:05" in t.span.quote
    ]
