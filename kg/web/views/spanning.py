"""Incidents on time: how many are certainly and how many possibly within each stretch, and each as a span of its bounds."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from kg.storage import Store
from kg.web.cache import once
from kg.web.filters import Filters, Sort
from kg.web.matching import matching_incidents
from kg.web.views.events import Event
from kg.web.words import bounds_words, counted

_DAY = timedelta(days=1)
_FAR_OUT = 0.02
"""Share of dated incidents on each side that may lie outside the first view, when it gets at least three times shorter."""


_WIDEST = {"day": 31, "week": 92, "month": 366, "year": 3660}
"""Days that the bounds of an incident may lie apart to count as possible in bars of this step; wider ones say nothing."""


class Step(StrEnum):
    """How long a bar of the chart is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time, both days included. `possible` counts those whose bounds reach into it without lying in it."""

    first: date
    last: date
    certain: int
    possible: int

    @property
    def words(self) -> str:
        """When, and how many."""
        when = bounds_words(self.first.isoformat(), self.last.isoformat())
        more = f", {self.possible:,} more possible" if self.possible else ""
        return f"{when}: {counted(self.certain, 'incident')}{more}"


@dataclass(frozen=True, slots=True)
class Span:
    """An incident with its bounds; None where a side is open."""

    event: Event
    first: date | None
    last: date | None

    @property
    def known(self) -> bool:
        """Whether the day is known."""
        return self.first is not None and self.first == self.last

    def before(self, day: date) -> bool:
        """Whether it ended before a day; with an open end it may be still."""
        return self.last is not None and self.last < day

    def after(self, day: date) -> bool:
        """Whether it began after a day."""
        return self.first is not None and self.first > day

    def within(self, days: int) -> bool:
        """Whether both bounds are known and lie within so many days."""
        return self.first is not None and self.last is not None and (self.last - self.first).days < days


@dataclass(frozen=True, slots=True)
class TimelineView:
    """What the timeline draws, from day `first` to day `last`.

    `spans` are the dated incidents that can have happened in this period: earliest first, those in no bar last.
    `before` and `after` count those outside it, `undated` holds those of no date at all. `whole` is the time from the
    first bound of all to the last.
    """

    first: date
    last: date
    step: Step
    bars: tuple[Bar, ...]
    spans: tuple[Span, ...]
    before: int
    after: int
    undated: tuple[Event, ...]
    total: int
    whole: tuple[date, date]

    @property
    def barless(self) -> int:
        """How many spans are in no bar: a side is open, or the bounds lie too far apart."""
        return sum(not span.within(_WIDEST[self.step]) for span in self.spans)

    @property
    def highest(self) -> int:
        """The most that any bar holds, possible ones included; at least 1."""
        return max([1, *(bar.certain + bar.possible for bar in self.bars)])

    def position(self, day: date) -> float:
        """Where the beginning of a day stands, in percent of the width; days outside stand at the edges."""
        whole = (self.last - self.first).days + 1
        return 100 * min(whole, max(0, (day - self.first).days)) / whole


def timeline_view(store: Store, filters: Filters) -> TimelineView | None:
    """The incidents that fit on time; None when none of them has a date. Kept for each generation.

    Without a period in the filters, the view leaves out the few incidents that lie far from all others.

    Raises:
        FilterError: a filter names nothing in this graph, or several things.
    """
    return once(store, ("timeline", filters.to_query(page=1)), lambda: _timeline_view(store, filters))


def undated_incidents(store: Store, filters: Filters) -> Sequence[Event]:
    """The incidents that fit but for the period, and have no date."""
    anytime = replace(filters, since=None, until=None, sort=Sort.NEWEST, page=1)
    return [event for event in matching_incidents(store, anytime) if not event.earliest and not event.latest]


def _timeline_view(store: Store, filters: Filters) -> TimelineView | None:
    events = matching_incidents(store, replace(filters, sort=Sort.OLDEST, page=1))
    spans = sorted((_span(e) for e in events if e.earliest or e.latest), key=_order)
    if not spans:
        return None
    first, last = _period(spans, filters)
    shown = [s for s in spans if not s.after(last) and not s.before(first)]
    step = _step(first, last)
    shown.sort(key=lambda span: not span.within(_WIDEST[step]))
    return TimelineView(
        first=first,
        last=last,
        step=step,
        bars=tuple(_bars(first, last, step, shown)),
        spans=tuple(shown),
        before=sum(s.before(first) for s in spans),
        after=sum(s.after(last) for s in spans),
        undated=tuple(undated_incidents(store, filters)),
        total=len(events),
        whole=(min(s.first or s.last or first for s in spans), max(s.last or s.first or last for s in spans)),
    )


def _span(event: Event) -> Span:
    return Span(event, _day(event.earliest), _day(event.latest))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None  # a year of five digits, or one before ours


def _order(span: Span) -> tuple[date, date, str]:
    first = span.first or span.last or date.max
    return (first, span.last or first, span.event.iri)


def _period(spans: Sequence[Span], filters: Filters) -> tuple[date, date]:
    firsts = sorted(s.first or s.last or date.max for s in spans)
    lasts = sorted(s.last or s.first or date.min for s in spans)
    cut = int(len(spans) * _FAR_OUT)
    whole, most = (firsts[0], lasts[-1]), (firsts[cut], lasts[-1 - cut])
    near = 3 * ((most[1] - most[0]).days + 1) < (whole[1] - whole[0]).days
    low, high = most if near else whole
    return filters.since or min(low, filters.until or low), filters.until or max(high, filters.since or high)


def _step(first: date, last: date) -> Step:
    days = (last - first).days + 1
    if days <= 62:
        return Step.DAY
    if days <= 400:
        return Step.WEEK
    return Step.MONTH if days <= 366 * 9 else Step.YEAR


def _bars(first: date, last: date, step: Step, spans: Sequence[Span]) -> Iterator[Bar]:
    narrow = (s for s in spans if s.within(_WIDEST[step]))
    closed = [(s.first, s.last) for s in narrow if s.first is not None and s.last is not None]
    for start, end in _stretches(first, last, step):
        certain = sum(start <= low and high <= end for low, high in closed)
        reaching = sum(low <= end and high >= start for low, high in closed)
        yield Bar(start, end, certain, reaching - certain)


def _stretches(first: date, last: date, step: Step) -> Iterator[tuple[date, date]]:
    start = first
    while start <= last:
        end = min(last, _end(start, step))
        yield start, end
        if end == date.max:
            return
        start = end + _DAY


def _end(start: date, step: Step) -> date:
    match step:
        case Step.DAY:
            return start
        case Step.WEEK:
            return start + timedelta(days=6 - start.weekday())
        case Step.MONTH:
            return start.replace(day=calendar.monthrange(start.year, start.month)[1])
    return date(start.year, 12, 31)
