"""Dates as bounds: the only interval logic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DateBasis(StrEnum):
    """How bounds were come by (`kg:dateBasis`)."""

    STATED = "stated"  # the text names the day, month or year
    RELATIVE = "relative"  # resolved against another known date ("on Saturday")
    INFERRED = "inferred"  # reasoned from the rest of the text


@dataclass(frozen=True, slots=True)
class TimeBounds:
    """Earliest begin and latest end of a happening, both inclusive days; either may be open."""

    earliest: date | None
    latest: date | None
    basis: DateBasis

    def __post_init__(self) -> None:
        if self.earliest is None and self.latest is None:
            raise ValueError("bounds with both sides open say nothing: use None")
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"bounds {self.earliest}..{self.latest} are reversed")

    @property
    def edtf(self) -> str:
        """The bounds in the Extended Date/Time Format, level 1 (ISO 8601-2)."""
        if self.earliest == self.latest and self.earliest is not None:
            return self.earliest.isoformat()
        first = self.earliest.isoformat() if self.earliest else ".."
        last = self.latest.isoformat() if self.latest else ".."
        return f"{first}/{last}"

    def overlaps(self, other: TimeBounds) -> bool:
        """Whether the two may be the same day; an open side reaches for ever."""
        return not (
            (self.latest and other.earliest and self.latest < other.earliest)
            or (other.latest and self.earliest and other.latest < self.earliest)
        )
