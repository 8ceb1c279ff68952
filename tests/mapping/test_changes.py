"""Changing a graph by the parts that changed must give the graph that mapping all links anew gives."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Quad

from kg.domain.links import Links
from kg.mapping import changed_parts, map_entities, map_events
from tests.factories import make_article, make_links

WHOLE = make_links(*(make_article(k) for k in "abc"))
ROWS = ("entities", "entity_links", "events", "same_as", "contradictions", "corroborations", "copies", "revisions")


def quads(links: Links) -> set[Quad]:
    return {*map_entities(links), *map_events(links)}


@st.composite
def some_links(draw: st.DrawFn) -> Links:
    """Any part of the links, some of them said otherwise or twice."""
    kept: dict[str, object] = {}
    for row in ROWS:
        parts = [p for p in getattr(WHOLE, row) if draw(st.booleans())]
        if row in ("entity_links", "same_as", "revisions"):
            parts = [replace(p, why="otherwise") if draw(st.booleans()) else p for p in parts]
        if row == "same_as":
            parts += [replace(p, score=0.11) for p in parts if draw(st.booleans())]
        if row in ("contradictions", "corroborations"):
            parts += [replace(p, event="event/other", reason="another") for p in parts if draw(st.booleans())]
        kept[row] = tuple(parts)
    return Links(**kept)  # type: ignore[arg-type]


@given(before=some_links(), after=some_links())
def test_changed_parts_when_applied_to_the_old_quads_then_the_new_ones(before: Links, after: Links) -> None:
    gone, come = changed_parts(before, after)
    assert (quads(before) - (quads(gone) - quads(come))) | quads(come) == quads(after)


def test_changed_parts_when_one_link_has_another_reason_then_that_link_alone() -> None:
    first, *rest = WHOLE.entity_links
    after = replace(WHOLE, entity_links=(replace(first, why="otherwise"), *rest))
    gone, come = changed_parts(WHOLE, after)
    assert gone == Links(entity_links=(first,))
    assert come == Links(entity_links=(replace(first, why="otherwise"),))
