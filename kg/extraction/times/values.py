"""What a time expression is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.domain.spans import Span
from kg.domain.times import TimeBounds


class TimeKind(StrEnum):
    """How an expression places a happening in time."""

    POINT = "point"  # a day, month, year or run of days in which it happened
    DURATION = "duration"  # how long it took
    SINCE = "since"  # from a day on, up to the publication
    UNTIL = "until"  # up to a day
    OFFSET = "offset"  # counts from a day told before, and dates what follows ("two days after rebels seized it")
    SET = "set"  # again and again ("every day")
    VAGUE = "vague"  # no day can be drawn from it ("recently", "for months")
    STAMP = "stamp"  # the day of the article itself, in a dateline


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that say when. `bounds` is None where no day can be settled.

    `since_at` is the offset of a "since" that opens the clause in which the words stand ("since the war began in
    March"): what is told before it has gone on from then; what stands inside happened then.
    """

    span: Span
    kind: TimeKind
    bounds: TimeBounds | None
    since_at: int | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """An expression bound to a trigger; the lower the cost, the closer. `why` says in one line by which rule."""

    bounds: TimeBounds
    span: Span
    cost: float
    why: str = ""
