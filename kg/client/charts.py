"""Charts that fit the columns of an answer: ranges of figures, or bars. Private: `Answer.chart` is the door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kg.client.figures import COLOURS, DATA, INK, Figure, counted, drawing_library, nothing_to_draw, styled
from kg.client.frames import LABEL
from kg.client.rows import Cell, Row
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.client.answer import Answer

_WIDTH = 480
_MOST_BARS = 25
_MOST_RANGES = 40
_NO_AMOUNTS = {"lat", "long", "score", "start", "distance", "similarity"}
_RANGES = (("lowest", "highest"), ("minimum", "maximum"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A figure as a range; a side left open is None, never both."""

    name: str
    kind: str
    low: int | None
    high: int | None

    def words(self) -> str:
        """The range in words."""
        if self.low == self.high:
            return f"{self.low:,}"
        if self.high is None:
            return f"at least {self.low:,}"
        return f"at most {self.high:,}" if self.low is None else f"{self.low:,} to {self.high:,}"


def chart_of(answer: Answer, value: str | None, by: str | None) -> Figure:
    """The chart that fits. Raises as `Answer.chart` does."""
    for column in (value, by):
        if column is not None and column not in answer.columns:
            raise QueryError(f"There is no column {column!r}: the columns are {', '.join(answer.columns)}.")
    if not len(answer):
        raise nothing_to_draw("the answer has no rows")
    bounds = next((pair for pair in _RANGES if set(pair) <= set(answer.columns)), None)
    if bounds is not None and value is None:
        return _ranges(answer, bounds, by)
    return _bars(answer, value, by)


def _ranges(answer: Answer, bounds: tuple[str, str], by: str | None) -> Figure:
    alt = drawing_library()
    ranges = [r for row in answer if (r := _range(answer, row, bounds, by)) is not None]
    if not ranges:
        raise nothing_to_draw("no row has a figure")
    shown = ranges[:_MOST_RANGES]
    top = max(value for r in shown for value in (r.low, r.high) if value is not None)
    reach = max(1.0, top * 1.12)
    values = [
        {
            "row": f"{number:03}",
            "name": r.name,
            "kind": r.kind or "figure",
            "low": r.low if r.low is not None else 0,
            "high": r.high if r.high is not None else reach,
            "point": r.low == r.high,
            "open": "►" if r.high is None else "",
            "text": r.words(),
            "end": r.high if r.high is not None else reach,
            "says": f"{r.name}: {r.kind} {r.words()}",
        }
        for number, r in enumerate(shown)
    ]
    chart = _range_chart(alt, values, reach)
    wide = max(shown, key=lambda r: (r.high or r.low or 0) - (r.low or 0))
    says = f"Each line is a figure as its source gives it, from the least to the most: {counted(len(shown), 'figure')}."
    if wide.low is not None and wide.high is not None and wide.high > wide.low:
        says += f" They lie furthest apart for {wide.name}: {wide.kind} {wide.words()}."
    if any(r.high is None or r.low is None for r in shown):
        says += " An arrow marks “at least”: no upper bound is given."
    if len(ranges) > len(shown):
        says += f" The first {len(shown)} of {len(ranges):,} are drawn."
    rows = tuple((r.name, r.kind, r.words()) for r in shown)
    return Figure(chart=styled(chart), says=says, columns=("what", "kind", "figure"), rows=rows)


def _range_chart(alt: Any, values: list[dict[str, Any]], reach: float) -> Any:
    kinds = sorted({str(v["kind"]) for v in values})
    labels = f"{_names(values)}[parseInt(datum.value)]"
    y = alt.Y("row:O", title=None, sort=None, axis=alt.Axis(labelExpr=labels, tickSize=0, labelPadding=8))
    scale = alt.Scale(domain=[0, reach * 1.15], nice=False)
    x = alt.X("low:Q", title="people", scale=scale, axis=alt.Axis(tickMinStep=1, format=",d"))
    colour = alt.Color(
        "kind:N",
        title=None,
        scale=alt.Scale(domain=kinds, range=list(COLOURS[: len(kinds)])),
        legend=alt.Legend(orient="top"),
    )
    base = alt.Chart(alt.Data(values=values)).encode(y=y, color=colour, description="says:N")
    bars = base.transform_filter("!datum.point").mark_bar(height=7, cornerRadius=3, ariaRoleDescription=DATA)
    dots = base.transform_filter("datum.point").mark_point(size=80, filled=True, opacity=1, ariaRoleDescription=DATA)
    ends = base.mark_text(align="left", dx=12, fontSize=11, color=INK, aria=False)
    tips = base.transform_filter("datum.open != ''").mark_text(fontSize=13, dx=4, aria=False)
    at_end = alt.X("end:Q", scale=scale)
    layers = [bars.encode(x=x, x2="high:Q"), dots.encode(x=x), tips.encode(x=at_end, text="open:N")]
    words = ends.encode(x=at_end, text="text:N", color=alt.value(INK))
    return alt.layer(*layers, words).properties(width=_WIDTH, height=alt.Step(22))


def _names(values: list[dict[str, Any]]) -> str:
    import json

    return json.dumps([value["name"] for value in values], ensure_ascii=False)


def _range(answer: Answer, row: Row, bounds: tuple[str, str], by: str | None) -> Range | None:
    low, high = (number if isinstance(number := row[bound], int) else None for bound in bounds)
    if low is None and high is None:
        return None
    parts = (
        [row[by]]
        if by
        else [row.get("eventLabel"), row.get("claimantLabel") or row.get("outletLabel"), row.get("victims")]
    )
    name = ", ".join(str(part) for part in parts if part) or "the article itself"
    return Range(name=name, kind=str(row.get("kind") or "") if "kind" in answer.columns else "", low=low, high=high)


def _bars(answer: Answer, value: str | None, by: str | None) -> Figure:
    alt = drawing_library()
    name = by or _first_name(answer)
    what, ordered = _amounts(answer, value, name)
    if not ordered:
        raise nothing_to_draw(f"no row has a name and a number of {what}")
    shown = ordered[:_MOST_BARS]
    values = [{"name": n, "value": v, "says": f"{n}: {_plain(v)} {what}"} for n, v in shown]
    base = alt.Chart(alt.Data(values=values)).encode(
        y=alt.Y(
            "name:N", title=None, sort=[n for n, _ in shown], axis=alt.Axis(tickSize=0, labelPadding=8, grid=False)
        ),
        x=alt.X("value:Q", title=what, axis=alt.Axis(tickMinStep=1)),
    )
    bars = base.mark_bar(color=COLOURS[0], height=13, cornerRadiusEnd=2, ariaRoleDescription=DATA)
    texts = base.mark_text(align="left", dx=4, fontSize=11, color=INK, aria=False).encode(
        text=alt.Text("value:Q", format=",~r")
    )
    chart = alt.layer(bars.encode(description="says:N"), texts).properties(width=_WIDTH, height=alt.Step(20))
    per = _in_words(name.removesuffix(LABEL))
    says = f"Bars show {what} by {per}, most first: {shown[0][0]} with {_plain(shown[0][1])}"
    says += f" leads {counted(len(ordered) - 1, 'other')}." if len(ordered) > 1 else "."
    if len(ordered) > len(shown):
        says += f" The first {len(shown)} are drawn."
    nameless = sum(not _each(row[name]) for row in answer)
    if nameless:
        says += f" {counted(nameless, 'row')} with no {per} {'is' if nameless == 1 else 'are'} not counted."
    rows = tuple((n, _plain(v)) for n, v in ordered)
    return Figure(chart=styled(chart), says=says, columns=(per, what), rows=rows)


def _amounts(answer: Answer, value: str | None, name: str) -> tuple[str, list[tuple[str, float]]]:
    """What is counted, and how much of it each name has, most first; incidents count once, whatever rows they fill."""
    numbers = [c for c in answer.columns if c not in _NO_AMOUNTS and any(_is_number(row[c]) for row in answer)]
    if value is None and "event" in answer.columns:
        events: dict[str, set[Cell]] = {}
        for row in answer:
            for one in _each(row[name]):
                events.setdefault(one, set()).add(row["event"])
        return "incidents", _most_first({one: float(len(found)) for one, found in events.items()})
    number = value or next(iter(numbers), None)
    tally: dict[str, float] = {}
    for row in answer:
        amount = row[number] if number else 1
        if amount is not None and not _is_number(amount):
            raise QueryError(f"The column {number!r} holds {amount!r}, which is no number to draw.")
        for one in _each(row[name]):
            tally[one] = tally.get(one, 0.0) + float(str(amount or 0))
    return _in_words(number or "rows"), _most_first(tally)


def _most_first(tally: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(((n, v) for n, v in tally.items() if v), key=lambda item: (-item[1], item[0]))


def _first_name(answer: Answer) -> str:
    """The first label, else the first column of texts that are no IRIs."""
    labels = [c for c in answer.columns if c.endswith(LABEL) and c.removesuffix(LABEL) in answer.columns]
    texts = [c for c in answer.columns if f"{c}{LABEL}" not in answer.columns and isinstance(answer[0][c], str | tuple)]
    found: Sequence[str] = labels or texts
    if not found:
        raise QueryError(f"No column names anything to draw bars for; the columns are {', '.join(answer.columns)}.")
    return found[0]


def _each(cell: Cell) -> Sequence[str]:
    if isinstance(cell, tuple):
        return cell
    return () if cell is None else (str(cell),)


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)


def _in_words(name: str) -> str:
    """A column's name as words: `intended` stays, `casualtyFigures` becomes `casualty figures`."""
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
