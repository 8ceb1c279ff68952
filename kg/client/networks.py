"""Pairs of an answer as a network. Private: `Answer.network` is the door.

The layout is Fruchterman and Reingold's, with fixed starting places: the same answer gives the same picture.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.client.figures import COLOURS, DATA, INK, Figure, counted, drawing_library, nothing_to_draw, styled
from kg.client.labels import Labels, around, text_looks
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.client.answer import Answer

_WIDTH, _HEIGHT = 680, 500
_MOST_NODES = 26
_STEPS = 400
_PAIRS = (("subjectLabel", "objectLabel"), ("agentLabel", "targetLabel"), ("personLabel", "organisationLabel"))
_IN_WORDS = {
    "fightsAgainst": "fights against", "alliedWith": "is allied with", "supports": "supports", "memberOf": "is member of",
    "inChargeOf": "is in charge of",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """Two names, what holds between them, and how often it is said."""

    source: str
    target: str
    relation: str
    times: int


def network_of(answer: Answer) -> Figure:
    """The pairs as a network. Raises as `Answer.network` does."""
    alt = drawing_library()
    pair = next((pair for pair in _PAIRS if set(pair) <= set(answer.columns)), None)
    if pair is None:
        raise QueryError("This answer names no pairs: a network needs columns as subjectLabel and objectLabel.")
    links = _links(answer, pair)
    if not links:
        raise nothing_to_draw("no row names two things")
    weight: Counter[str] = Counter()
    for link in links:
        weight[link.source] += link.times
        weight[link.target] += link.times
    kept = {name for name, _ in sorted(weight.items(), key=lambda item: (-item[1], item[0]))[:_MOST_NODES]}
    shown = [link for link in links if link.source in kept and link.target in kept]
    nodes = sorted({name for link in shown for name in (link.source, link.target)})
    places = _layout(nodes, shown)
    chart = _chart(alt, nodes, shown, places, weight)
    first = max(nodes, key=lambda name: (weight[name], name))
    most = max(shown, key=lambda link: (link.times, link.source))
    says = (
        f"Points are actors, arrows run from who acts to whom it is done to: {counted(len(nodes), 'actor')} in "
        f"{counted(len(shown), 'relation')}. {first} has the most; the strongest is {most.source} – {most.relation} – "
        f"{most.target} ({most.times})."
    )
    if len(weight) > len(nodes):
        says += f" The {len(nodes)} with the most relations are drawn, of {len(weight)}."
    rows = tuple((link.source, link.relation, link.target, f"{link.times}") for link in links)
    return Figure(chart=styled(chart), says=says, columns=("who", "relation", "whom", "times"), rows=rows)


def _links(answer: Answer, pair: tuple[str, str]) -> list[Link]:
    tally: Counter[tuple[str, str, str]] = Counter()
    for row in answer:
        source, target = row[pair[0]], row[pair[1]]
        if source and target and source != target:
            name = str(row.get("predicate") or row.get("role") or "acts against")
            times = row.get("incidents")
            tally[str(source), str(target), _IN_WORDS.get(name, name)] += times if isinstance(times, int) else 1
    links = [Link(source, target, relation, times) for (source, target, relation), times in tally.items()]
    return sorted(links, key=lambda link: (-link.times, link.source, link.target, link.relation))


def _layout(nodes: list[str], links: list[Link]) -> dict[str, tuple[float, float]]:
    """Places within 0..1: linked points draw together, all push each other away."""
    import numpy as np

    count = len(nodes)
    index = {name: number for number, name in enumerate(nodes)}
    turn = np.arange(count) * math.pi * (3 - math.sqrt(5))  # a sunflower's spiral: spread out, and no chance in it
    at = np.stack([np.cos(turn), np.sin(turn)], axis=1) * np.sqrt((np.arange(count) + 0.5) / count)[:, None]
    pulls = np.zeros((count, count))
    for link in links:
        a, b = index[link.source], index[link.target]
        pulls[a, b] = pulls[b, a] = 1 + math.log(link.times)
    ideal = 1.15 / math.sqrt(count)
    for step in range(_STEPS):
        apart = at[:, None, :] - at[None, :, :]
        distance = np.maximum(np.linalg.norm(apart, axis=2), 1e-3)
        force = ideal**2 / distance**2 - pulls * distance / ideal * 0.6
        np.fill_diagonal(force, 0)
        move = (apart * force[:, :, None]).sum(axis=1) - 0.9 * at  # a slight pull to the middle keeps parts together
        length = np.maximum(np.linalg.norm(move, axis=1), 1e-9)
        at = at + move / length[:, None] * np.minimum(length, 0.12 * (1 - step / _STEPS))[:, None]
    low, high = at.min(axis=0), at.max(axis=0)
    scaled = (at - low) / np.maximum(high - low, 1e-9)
    return {name: (float(scaled[n, 0]), float(scaled[n, 1])) for name, n in index.items()}


def _chart(
    alt: Any,
    nodes: list[str],
    links: list[Link],
    places: dict[str, tuple[float, float]],
    weight: Counter[str],
) -> Any:
    pixel = {name: (60 + x * (_WIDTH - 120), 30 + y * (_HEIGHT - 60)) for name, (x, y) in places.items()}
    top = max(weight[name] for name in nodes)
    radius = {name: 4 + 9 * math.sqrt(weight[name] / top) for name in nodes}
    lines, tips = _arrows(links, pixel, radius)
    dots = [_dot(name, pixel[name], radius[name], weight[name]) for name in nodes]
    labels = Labels(_WIDTH, _HEIGHT, {n: around(*pixel[n], radius[n]) for n in nodes})
    for name in sorted(nodes, key=lambda n: (-weight[n], n)):
        labels.beside(name, name, *pixel[name], radius[name])
    relations = sorted({link.relation for link in links})
    colours = alt.Scale(domain=relations, range=list(COLOURS[: len(relations)]))
    colour = alt.Color("relation:N", title=None, scale=colours, legend=alt.Legend(orient="top", symbolType="stroke"))
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, _WIDTH]))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[_HEIGHT, 0]))

    def layer(values: list[dict[str, Any]]) -> Any:
        return alt.Chart(alt.Data(values=values)).encode(x=x, y=y)

    halo, ink = text_looks()
    width = alt.StrokeWidth("width:Q", scale=None, legend=None)
    layers = [
        layer(lines).mark_rule(opacity=0.6, ariaRoleDescription=DATA)
        .encode(x2="x2:Q", y2="y2:Q", color=colour, strokeWidth=width, description="says:N"),
        layer(tips).mark_point(shape="triangle-up", filled=True, size=46, opacity=0.9, aria=False)
        .encode(color=colour, angle=alt.Angle("angle:Q", scale=None)),
        layer(dots).mark_point(shape="circle", filled=True, color=INK, opacity=1, ariaRoleDescription=DATA)
        .encode(size=alt.Size("size:Q", scale=None, legend=None), description="says:N"),
        layer(labels.placed).mark_text(**halo).encode(text="text:N"),
        layer(labels.placed).mark_text(**ink).encode(text="text:N"),
    ]  # fmt: skip
    return alt.layer(*layers).properties(width=_WIDTH, height=_HEIGHT)


def _dot(name: str, at: tuple[float, float], radius: float, times: int) -> dict[str, Any]:
    return {"x": at[0], "y": at[1], "size": math.pi * radius**2, "says": f"{name}: {times}"}


def _arrows(
    links: list[Link], pixel: dict[str, tuple[float, float]], radius: dict[str, float]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Lines that end at the edge of the target's circle, and the tips at their ends."""
    lines, tips = [], []
    for link in links:
        (x, y), (x2, y2) = pixel[link.source], pixel[link.target]
        back = (radius[link.target] + 4) / (math.hypot(x2 - x, y2 - y) or 1.0)
        tip_x, tip_y = x2 - (x2 - x) * back, y2 - (y2 - y) * back
        says = f"{link.source} {link.relation} {link.target}: {link.times}"
        width = 1 + 1.2 * math.log(link.times)
        same = {"relation": link.relation, "says": says}
        lines.append({"x": x, "y": y, "x2": tip_x, "y2": tip_y, "width": width, **same})
        tips.append({"x": tip_x, "y": tip_y, "angle": math.degrees(math.atan2(y2 - y, x2 - x)) + 90, **same})
    return lines, tips
