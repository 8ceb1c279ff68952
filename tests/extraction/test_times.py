from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.domain.spans import Span
from kg.domain.times import DateBasis, TimeBounds
from kg.extraction.times import bind_time, date_event, find_times, said_on
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
    return (found[0].edtf, found[0].basis) if found else None


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
