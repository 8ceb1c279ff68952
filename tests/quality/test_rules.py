from __future__ import annotations

from datetime import date

from kg.domain.times import DateBasis, TimeBounds
from tests.extraction.reading import annotated
from tests.quality.rules import Days, measure

TEXT = (
    "4 August 2016 An air strike killed at least 12 civilians in Idlib on Tuesday, a monitor said. "
    "Talks have been held in Geneva."
)


def gold(day: str, least: int) -> dict[str, object]:
    return {
        "events": [
            {
                "type": "AirStrike",
                "quotes": ["air strike killed"],
                "date": {"start": day, "end": day},
                "casualties": [{"kind": "killed", "min": least, "max": None}],
            },
            {"type": "Meeting", "quotes": ["Talks have been held"], "date": None, "casualties": []},
        ]
    }


def test_measure_when_day_and_figure_are_the_gold_s_counts_them_right() -> None:
    days, figures = measure([(annotated(TEXT), gold("2016-08-02", 12))])
    assert (days.told, days.within, days.wrong, days.silent, days.invented) == (1, 1, 0, 1, 0)
    assert (figures.right, figures.false, figures.missed) == (1, 0, 0)


def test_measure_when_they_are_not_counts_them_wrong() -> None:
    days, figures = measure([(annotated(TEXT), gold("2016-08-03", 13))])
    assert (days.within, days.wrong) == (0, 1)
    assert (figures.right, figures.false, figures.missed) == (0, 1, 1)


def test_days_when_the_text_settles_none_a_given_one_is_invented() -> None:
    days = Days()
    days.add(None, TimeBounds(date(2016, 8, 2), date(2016, 8, 2), DateBasis.STATED))
    assert (days.silent, days.invented) == (1, 1)
