"""What a relative time expression counts from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kg.domain.times import TimeBounds
from kg.extraction.times.phrases import Days, Reading

_NEAR = 80  # characters ahead in which a year may follow: "on 4 April and from 5-6 April 2016"
_BACK, _ON = timedelta(days=31), timedelta(days=183)  # how far a text that tells things in order steps back and on


@dataclass(frozen=True, slots=True)
class Reference:
    """The day of publication as far as it is known, the written dates with their year, the day told last.

    `dated` gives offset and days of each date that names its year, in order.
    """

    published: TimeBounds | None
    dated: tuple[tuple[int, Days], ...] = ()
    told: TimeBounds | None = None

    @property
    def is_exact(self) -> bool:
        """Whether the day of publication is known."""
        return (
            self.published is not None
            and self.published.earliest is not None
            and self.published.earliest == self.published.latest
        )

    def year_of(self, start: int, read: Reading) -> Days | None:
        """The days of a date without year at offset `start`, in the year that the dates around it leave; else None.

        A text that tells things in order gives the year once: the date is the one nearest to the dated day before it, or to
        one right after, if it lies within half a year on or a month back.
        """
        anchor = max((d for d in self.dated if d[0] < start + _NEAR), key=lambda d: d[0], default=None)
        if anchor is None:
            return None
        first, last = anchor[1]
        options = [days for day in (first, last) for future in (False, True) if (days := read(day, future))]
        fitting = [d for d in options if first - _BACK <= d[0] <= last + _ON]
        return min(fitting, key=lambda d: abs(_middle(d) - _middle((first, last)))) if fitting else None


def _middle(days: tuple[date, date]) -> float:
    return (days[0].toordinal() + days[1].toordinal()) / 2
