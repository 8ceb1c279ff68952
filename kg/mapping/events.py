"""Events with what their accounts differ in, contradictions and corroborations → the quads of `graph/events`."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Quad

from kg.domain.links import Comparison, Contradiction, Event, Links
from kg.mapping.entities import candidate, is_event
from kg.mapping.writer import GraphWriter, naming
from kg.rdf import literals
from kg.rdf.iris import Names
from kg.rdf.namespaces import KG, RDF, RDFS, SEM, kg

GRAPH = "events"


def map_events(links: Links, names: Names | None = None) -> Iterator[Quad]:
    """The quads of `graph/events`: events, candidates among events, contradictions, corroborations. Lazy, event by event.

    Raises:
        MappingError: while iterating, where a value cannot be written; the message names it.
    """
    names = names or Names()
    for event in links.events:
        with naming(f"event {event.id}"):
            yield from _event(names, event)
    for pair in links.same_as:
        if is_event(pair.first):
            with naming(f"candidate {pair.first}, {pair.second}"):
                yield from candidate(GraphWriter(names.graph(GRAPH)), names, pair)
    for comparison in (*links.contradictions, *links.corroborations):
        with naming(f"{comparison.matter} of {comparison.first} and {comparison.second}"):
            yield from _comparison(names, comparison)


def _event(names: Names, event: Event) -> list[Quad]:
    w = GraphWriter(names.graph(GRAPH))
    node = names.event(event.id)
    w.add(node, RDF.type, kg(event.type))
    w.add(node, RDFS.label, literals.text(event.label, "en"))
    w.add(node, KG.status, literals.string(event.status.value))
    w.add(node, KG.agent, *(names.data(agent) for agent in event.agents))
    w.add(node, KG.target, *(names.data(target) for target in event.targets))
    w.add(node, SEM.hasPlace, *(names.data(place) for place in event.places))
    w.add_bounds(node, event.when)
    if event.part_of is not None:
        w.add(node, KG.partOf, names.event(event.part_of))
    w.add(node, KG.mergedBecause, *(literals.string(why) for why in event.why))
    for report, other, why in event.joined:
        w.add(names.report(*report), KG.joinedBecause, literals.string(why))
        w.add(names.report(*report), KG.joinedTo, names.report(*other))
    w.add(node, KG.disputedIn, *(literals.string(what) for what in event.disputed))
    return w.quads()


def _comparison(names: Names, comparison: Comparison) -> list[Quad]:
    w = GraphWriter(names.graph(GRAPH))
    first, second = (
        names.report(*key) if own else names.claim(*key)
        for key, own in zip((comparison.first, comparison.second), comparison.own, strict=True)
    )
    parts = (*comparison.first, *comparison.second, comparison.matter, comparison.event or "")
    if isinstance(comparison, Contradiction):
        node, kind, relates = names.contradiction(*parts), KG.Contradiction, KG.contradicts
    else:
        node, kind, relates = names.corroboration(*parts), KG.Corroboration, KG.corroborates
    w.add(node, RDF.type, kind)
    w.add(node, KG.first, first)
    w.add(node, KG.second, second)
    w.add(node, KG.matter, literals.string(comparison.matter.value))
    if comparison.event is not None:
        w.add(node, KG.concerns, names.event(comparison.event))
    w.add(node, KG.reason, literals.text(comparison.reason, "en"))
    w.add(first, relates, second)
    w.add(second, relates, first)
    return w.quads()
