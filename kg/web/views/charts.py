"""Charts as numbers: where the bars of a histogram stand. Templates draw them as SVG whose bars are links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from kg.web.filters import Filters
from kg.web.views.events import Event

WIDTH, HEIGHT = 900, 110
_TOP, _BOTTOM = 12, 18
_MOST_BARS = 120
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its box in the drawing's units, the words for its period, its count and the query of the incidents in it."""

    x: float
    y: float
    width: float
    height: float
    label: str
    count: int
    query: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A label below the bars."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Histogram:
    """Incidents by month, or by year where the months are many. In no bar: `undated`; `wide`, of several months; a few far `earlier`.

    `before` is the first period drawn, in words.
    """

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    most: int
    undated: int
    wide: int
    earlier: int
    before: str
    unit: str
    width: int = WIDTH
    height: int = HEIGHT


def histogram(events: Iterable[Event], filters: Filters) -> Histogram:
    """Incidents by month, where their bounds leave one: one that may lie in several would be drawn where it is not."""
    months: Counter[int] = Counter()
    wide = undated = 0
    for event in events:
        if not event.earliest and not event.latest:
            undated += 1
        elif event.earliest[:7] == event.latest[:7]:
            months[_index(event.earliest)] += 1
        else:
            wide += 1
    if not months:
        return Histogram((), (), 0, undated, wide, 0, "", "month")
    earlier = _cut_early(months)
    first, last = min(months), max(months)
    per_year = last - first >= _MOST_BARS
    if per_year:
        per_month, months = months, Counter()
        for month, count in per_month.items():
            months[month // 12] += count
        first, last = first // 12, last // 12
    bars = tuple(_bar(number, first, last, months, filters, per_year) for number in range(first, last + 1))
    ticks = tuple(_ticks(bars, first, per_year))
    return Histogram(
        bars,
        ticks,
        max(months.values()),
        undated,
        wide,
        earlier,
        _before(first, per_year),
        "year" if per_year else "month",
    )


_FAR = 60  # months without any incident, before which a few do not stretch the whole chart
_FEW = 0.02  # of all


def _cut_early(months: Counter[int]) -> int:
    """Take out the few that lie far before all others; gives how many."""
    ranked, total, cut = sorted(months), sum(months.values()), 0
    for number, (this, following) in enumerate(pairwise(ranked)):
        before = sum(months[m] for m in ranked[: number + 1])
        if following - this > _FAR and before <= max(1, total * _FEW):
            cut = number + 1
    return sum(months.pop(month) for month in ranked[:cut])


def _before(first: int, per_year: bool) -> str:
    return str(first) if per_year else f"{_MONTHS[first % 12]} {first // 12}"


def _index(day: str) -> int:
    return int(day[:4]) * 12 + int(day[5:7]) - 1


def _bar(number: int, first: int, last: int, counts: Counter[int], filters: Filters, per_year: bool) -> Bar:
    step = WIDTH / max(last - first + 1, 12)
    room = HEIGHT - _TOP - _BOTTOM
    count = counts.get(number, 0)
    height = room * count / max(counts.values())
    since, until = _period(number, per_year)
    query = replace(filters, since=since, until=until, page=1).to_query()
    label = str(number) if per_year else f"{_MONTHS[number % 12]} {number // 12}"
    x = (number - first) * step
    return Bar(
        round(x, 2), round(_TOP + room - height, 2), round(step * 0.86, 2), round(height, 2), label, count, query
    )


def _period(number: int, per_year: bool) -> tuple[date, date]:
    if per_year:
        return date(number, 1, 1), date(number, 12, 31)
    year, month = divmod(number, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, 1), date.fromordinal(following.toordinal() - 1)


def _ticks(bars: tuple[Bar, ...], first: int, per_year: bool) -> Iterable[Tick]:
    every = max(1, round(len(bars) / 12)) if per_year else 0
    for offset, bar in enumerate(bars):
        number = first + offset
        if per_year and offset % every == 0:
            yield Tick(bar.x, str(number))
        elif not per_year and (number % 12 == 0 or (offset == 0 and number % 12 < 10)):
            yield Tick(bar.x, f"{_MONTHS[number % 12]} {number // 12}" if len(bars) < 40 else str(number // 12))
