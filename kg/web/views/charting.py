"""The timeline's geometry: positions in percent of the width, so that the chart fits any screen without a script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kg.web.views.spanning import Bar, Span, Step, TimelineView
from kg.web.words import bounds_words

HEIGHT = 150
"""Of the bars, in pixels."""

_NARROWEST = 0.6  # percent of the width: a day in ten years must still be seen


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar: its place in percent, heights in pixels, where it leads."""

    bar: Bar
    x: float
    width: float
    certain: float
    possible: float


@dataclass(frozen=True, slots=True)
class DrawnSpan:
    """An incident's span; `look` is day, span, from (open end), by (open begin)."""

    span: Span
    x: float
    width: float
    look: str
    when: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A date below the chart; narrow screens leave the minor ones out."""

    x: float
    text: str
    minor: bool


def drawn_bars(view: TimelineView) -> list[DrawnBar]:
    """The bars, first to last."""
    scale = HEIGHT / view.highest
    found = []
    for bar in view.bars:
        x, end = view.position(bar.first), view.position(bar.last + timedelta(days=1))
        gap = min(0.15, (end - x) * 0.15)
        certain, possible = round(bar.certain * scale, 2), round(bar.possible * scale, 2)
        found.append(DrawnBar(bar, round(x, 3), round(end - x - gap, 3), certain, possible))
    return found


def drawn_span(view: TimelineView, span: Span) -> DrawnSpan:
    """Where a span stands in the view's period; what reaches beyond it is cut at the edge."""
    start = view.position(span.first) if span.first else 0.0
    end = view.position(span.last + timedelta(days=1)) if span.last and span.last < date.max else 100.0
    width = max(_NARROWEST, end - start)
    look = "day" if span.known else "by" if span.first is None else "from" if span.last is None else "span"
    when = bounds_words(span.event.earliest, span.event.latest)
    return DrawnSpan(span, round(min(start, 100 - width), 3), round(width, 3), look, when)


def ticks(view: TimelineView) -> list[Tick]:
    """About eight dates at round places."""
    found = [day for day in _round_days(view) if view.first <= day <= view.last]
    return [
        Tick(round(view.position(day), 3), _tick_words(day, view.step, i == 0), bool(i % 2))
        for i, day in enumerate(found)
    ]


def _round_days(view: TimelineView) -> Iterator[date]:
    days = (view.last - view.first).days + 1
    if days <= 62:
        every = max(1, round(days / 8))
        yield from (view.first + timedelta(days=n) for n in range(0, days, every))
        return
    months = next((m for m in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600) if days / (30.4 * m) <= 10), 1200)
    year, month = view.first.year, 1
    while (year, month) <= (view.last.year, view.last.month):
        yield date(year, month, 1)
        year, month = year + (month - 1 + months) // 12, (month - 1 + months) % 12 + 1
        if year > date.max.year:
            return


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _tick_words(day: date, step: Step, first: bool) -> str:
    month = _MONTHS[day.month - 1]
    if step is Step.DAY:
        return f"{day.day} {month}{f' {day.year}' if first else ''}"
    if day.month == 1:
        return str(day.year)
    return f"{month} {day.year}" if first else month
