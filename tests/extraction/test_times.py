from datetime import date

import pytest

from kg.domain.spans import Span
from kg.domain.times import DateBasis
from kg.extraction.times import bind_time, date_event, find_times, said_on
from tests.extraction.reading import annotated

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
