"""Rows of an answer along time. Private: `Answer.timeline` is the door."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from kg.client.figures import COLOURS, DATA, Figure, counted, drawing_library, nothing_to_draw, styled
from kg.client.rows import Row
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.client.answer import Answer

_WIDTH = 560
_MOST_BARS = 40
_MOST_KINDS = len(COLOURS) - 1
_OTHER = "other"
_STRAY, _SHRINKS = 0.02, 3  # 2% at each end may be left out where that makes the time shown 3 times shorter
_BOUNDS = (("earliest", "latest"), ("saidFrom", "saidTo"), ("published", "published"), ("first", "last"))
_NAMES = ("eventLabel", "operationLabel", "claimantLabel", "headline", "outletLabel", "content")
_BY = ("kind", "stance", "role", "outletLabel", "status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A row's possible days; a side left open is None, never both."""

    name: str
    kind: str
    first: date | None
    last: date | None

    @property
    def start(self) -> date:
        """Where it stands in order."""
        return self.first or self.last or date.min

    def words(self) -> str:
        """The days in words."""
        if self.first == self.last:
            return str(self.first)
        if self.last is None:
            return f"from {self.first}"
        return f"until {self.last}" if self.first is None else f"{self.first} to {self.last}"


def timeline_of(answer: Answer) -> Figure:
    """The rows along time. Raises as `Answer.timeline` does."""
    alt = drawing_library()
    bounds = next((pair for pair in _BOUNDS if set(pair) <= set(answer.columns)), None)
    if bounds is None:
        raise QueryError("This answer has no days: a timeline needs columns as earliest and latest, or published.")
    name = next((column for column in _NAMES if column in answer.columns), "")
    kind = next((column for column in _BY if column in answer.columns), "")
    stretches = _stretches(answer, bounds, name, kind)
    if not stretches:
        raise nothing_to_draw(f"none of {counted(len(answer), 'row')} has a day")
    undated = len({_key(row) for row in answer}) - len(stretches)
    draw = _bars if len(stretches) <= _MOST_BARS else _counts
    chart, says = draw(alt, stretches)
    if undated > 0:
        says += f" {counted(undated, 'row')} without any day {'is' if undated == 1 else 'are'} not shown."
    return Figure(
        chart=styled(chart),
        says=says,
        columns=("what", "kind", "days"),
        rows=tuple((s.name, s.kind, s.words()) for s in stretches),
    )


def _key(row: Row) -> object:
    return row.get("event") or row.get("operation") or row.get("claim") or row.get("article") or row


def _stretches(answer: Answer, bounds: tuple[str, str], name: str, kind: str) -> list[Stretch]:
    """One for each thing, however many rows (places, roles) it has; in order of time."""
    found: dict[object, Stretch] = {}
    for row in answer:
        first, last = (value if isinstance(value := row.get(bound), date) else None for bound in bounds)
        if first or last:
            label = str(row.get(name) or "") if name else ""
            found.setdefault(_key(row), Stretch(name=label, kind=str(row.get(kind) or ""), first=first, last=last))
    return sorted(found.values(), key=lambda s: (s.start, s.last or date.max, s.name))


def _bars(alt: Any, stretches: list[Stretch]) -> tuple[Any, str]:
    """A bar a row, from the first to the last possible day; an arrow where a side is open; a dot for a short one."""
    low = min(s.start for s in stretches)
    high = max(s.last or s.start for s in stretches)
    pad = max(timedelta(days=2), (high - low) / 20)
    kinds = _main_kinds(stretches)
    values = []
    for number, s in enumerate(stretches):
        first, last = s.first or low - pad, s.last or high + pad
        values.append(
            {
                "row": f"{number:03}",
                "name": s.name or s.kind or "row",
                "from": str(first),
                "to": str(last + timedelta(days=1)),
                "kind": s.kind if s.kind in kinds else _OTHER,
                "short": (last - first) < (high - low + 2 * pad) / 60,
                "open": "►" if s.last is None else "◄" if s.first is None else "",
                "end": str(last if s.last is None else first),
                "says": f"{s.name}: {s.words()}",
            }
        )
    names = [v["name"] for v in values]
    labels = f"{_js_list(names)}[parseInt(datum.value)]"
    y = alt.Y("row:O", title=None, sort=None, axis=alt.Axis(labelExpr=labels, grid=True, tickSize=0, labelPadding=8))
    domain = alt.Scale(domain=[str(low - pad * 1.3), str(high + pad * 1.3)])
    x = alt.X("from:T", title=None, scale=domain, axis=_time_axis(alt, (high - low).days))
    base = alt.Chart(alt.Data(values=values)).encode(y=y, color=_colour(alt, kinds, stretches), description="says:N")
    bars = base.transform_filter("!datum.short").mark_bar(height=9, cornerRadius=3, ariaRoleDescription=DATA)
    dots = base.transform_filter("datum.short").mark_point(size=70, filled=True, opacity=1, ariaRoleDescription=DATA)
    tips = base.transform_filter("datum.open != ''").mark_text(fontSize=13, dx=5, aria=False)
    layers = [bars.encode(x=x, x2="to:T"), dots.encode(x=x), tips.encode(x=alt.X("end:T", scale=domain), text="open:N")]
    chart = alt.layer(*layers).properties(width=_WIDTH, height=alt.Step(20))
    says = (
        f"Each line is one row, over the days on which it can have been: {counted(len(stretches), 'row')} "
        f"from {low} to {high}, the first {stretches[0].name or stretches[0].kind}."
    )
    if any(v["open"] for v in values):
        says += " An arrow marks a side that is open."
    return chart, says


def _counts(alt: Any, stretches: list[Stretch]) -> tuple[Any, str]:
    """Counts by day, month or year of the first possible day, stacked by kind."""
    main = _main_part(stretches)
    low, high = min(s.start for s in main), max(s.start for s in main)
    days = (high - low).days
    length, unit = (10, "day") if days <= 92 else (7, "month") if days <= 366 * 8 else (4, "year")
    kinds = _main_kinds(main)
    tally = Counter((str(s.start)[:length], s.kind if s.kind in kinds else _OTHER) for s in main)
    sums: Counter[str] = Counter()
    values = []
    for (at, kind), n in sorted(tally.items(), key=lambda item: (item[0][0], [*kinds, _OTHER].index(item[0][1]))):
        values.append({"at": _first_day(at), "to": _next(at), "kind": kind, "low": sums[at], "high": sums[at] + n,
                       "says": f"{at}, {kind}: {n}"})  # fmt: skip
        sums[at] += n
    chart = (
        alt.Chart(alt.Data(values=values))
        .mark_rect(ariaRoleDescription=DATA, stroke="#ffffff", strokeWidth=0.5)
        .encode(
            x=alt.X("at:T", title=None, axis=_time_axis(alt, days)),
            x2="to:T",
            y=alt.Y("low:Q", title=f"rows each {unit}", axis=alt.Axis(tickMinStep=1)),
            y2="high:Q",
            color=_colour(alt, kinds, main),
            description="says:N",
        )
        .properties(width=_WIDTH + 80, height=240)
    )
    peak, most = max(sums.items(), key=lambda item: (item[1], item[0]))
    says = (
        f"Each bar is a {unit}, as high as the rows whose first possible day lies in it: {counted(len(main), 'row')} "
        f"from {low} to {high}, most in {peak} ({most})."
    )
    left_out = len(stretches) - len(main)
    if left_out:
        says += f" {counted(left_out, 'row')} far before or after {'is' if left_out == 1 else 'are'} left out."
    return chart, says


def _main_part(stretches: list[Stretch]) -> list[Stretch]:
    """All, or those in the middle where a few far ones would make the rest a blot. They are in order of time."""
    cut = int(len(stretches) * _STRAY)
    middle = stretches[cut : len(stretches) - cut]
    whole, part = (group[-1].start - group[0].start for group in (stretches, middle))
    return middle if part * _SHRINKS < whole else stretches


def _time_axis(alt: Any, days: int) -> Any:
    form = "%-d %b %Y" if days <= 62 else "%b %Y" if days <= 366 * 4 else "%Y"
    return alt.Axis(tickCount=7, labelOverlap=True, format=form, grid=False)


def _main_kinds(stretches: list[Stretch]) -> list[str]:
    return [kind for kind, _ in Counter(s.kind for s in stretches).most_common(_MOST_KINDS) if kind]


def _colour(alt: Any, kinds: list[str], stretches: list[Stretch]) -> Any:
    if not kinds:
        return alt.value(COLOURS[0])
    domain = [*kinds, _OTHER] if any(s.kind not in kinds for s in stretches) else kinds
    scale = alt.Scale(domain=domain, range=[*COLOURS[: len(kinds)], COLOURS[-1]][: len(domain)])
    return alt.Color("kind:N", title=None, scale=scale, legend=alt.Legend(orient="top", columns=4, symbolType="square"))


def _js_list(texts: list[object]) -> str:
    import json

    return json.dumps(texts, ensure_ascii=False)


def _first_day(at: str) -> str:
    return (at + "-01-01")[:10] if len(at) == 4 else (at + "-01")[:10]


def _next(at: str) -> str:
    """The first day after a day, month or year."""
    if len(at) == 10:
        return str(date.fromisoformat(at) + timedelta(days=1))
    year, month = int(at[:4]), int(at[5:7] or 12)
    return f"{year + month // 12:04}-{month % 12 + 1:02}-01"
