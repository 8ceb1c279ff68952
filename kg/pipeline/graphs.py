"""The graphs that hold across articles: written whole the first time, afterwards only what changed in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from kg import __version__
from kg.domain.decisions import Outcome
from kg.domain.extraction import Predicate, Producer
from kg.domain.knowledge import Knowledge
from kg.domain.links import Links
from kg.mapping import BuildRecord, changed_parts, map_build, map_entities, map_events, overridden
from kg.pipeline.coding import code_digest, digest_of
from kg.rdf.iris import Names
from kg.rdf.namespaces import KG, RDF, kg
from kg.reasoning import inferred_quads
from kg.reference import load_ontology_quads, load_reference_quads
from kg.storage import GenerationWriter

if TYPE_CHECKING:
    from pyoxigraph import Quad


@dataclass(frozen=True, slots=True)
class Across:
    """What the graphs across articles are made of; `articles` are ids with the producers of their extractions."""

    links: Links
    knowledge: Knowledge
    decisions: Sequence[Outcome]
    articles: tuple[tuple[str, Producer], ...]


def mapped_form(names: Names, knowledge: Knowledge) -> str:
    """All that the quads of links depend on beside the links."""
    return digest_of(names.base, __version__, knowledge.version, code_digest("kg.mapping", "kg.rdf", "kg.reasoning"))


def relations_of(generation: GenerationWriter) -> list[Quad]:
    """The plain relations between actors that the articles of a generation tell of."""
    view, articles = generation.view(), set(filter(generation.names.is_article_graph, generation.graphs()))
    return [q for p in Predicate for q in view.matching(None, kg(p), None) if q.graph_name in articles]


def write_across(
    generation: GenerationWriter, across: Across, before: Links | None, relations: Sequence[Quad] = ()
) -> None:
    """Make the graphs across articles hold what follows from the links, the knowledge and the decisions.

    `before` are the links that the generation's graphs of entities and events were made of, and `relations` those that
    its articles then told of: what both have stays as it is. None writes these graphs anew.
    """
    names, links = generation.names, across.links
    record = BuildRecord(
        software_version=__version__,
        settings=digest_of(names.base),
        knowledge=across.knowledge.version,
        articles=across.articles,
    )
    generation.replace_graph(names.graph("build"), map_build(record, names))
    generation.replace_graph(names.graph("ontology"), load_ontology_quads(names))
    generation.replace_graph(names.graph("reference"), _reference(links, across.decisions, names))
    if before is None:
        _write_anew(generation, links)
    else:
        _write_changes(generation, before, links, relations)


def _write_anew(generation: GenerationWriter, links: Links) -> None:
    names = generation.names
    entities, events = list(map_entities(links, names)), list(map_events(links, names))
    generation.replace_graph(names.graph("entities"), entities)
    generation.replace_graph(names.graph("events"), events)
    data = chain(entities, events, relations_of(generation))
    generation.replace_graph(names.graph("inferred"), inferred_quads(data, names))


def _write_changes(generation: GenerationWriter, before: Links, links: Links, relations: Sequence[Quad]) -> None:
    """Change the graphs of entities and events by the parts that changed, and what is inferred by what follows of these.

    Every rule of `ontology/rules` looks at one statement, but for the chains of places and the relations that several
    articles may tell of: these are few, and taken whole where anything about them changed.
    """
    names, graph = generation.names, generation.names.graph
    gone, come = changed_parts(before, links)
    old, new = [list(map_entities(p, names)) for p in (gone, come)], [list(map_events(p, names)) for p in (gone, come)]
    generation.change_graph(graph("entities"), *old)
    generation.change_graph(graph("events"), *new)
    told = relations_of(generation)
    if _triples(told) == _triples(relations):
        told, relations = [], []
    places = [_containment(side, names) for side in (before, links)]
    if set(places[0]) == set(places[1]):
        places = [[], []]
    was = inferred_quads(chain(old[0], new[0], places[0], relations), names)
    now = inferred_quads(chain(old[1], new[1], places[1], told), names)
    generation.change_graph(graph("inferred"), was, now)


def _triples(quads: Iterable[Quad]) -> set[tuple[object, ...]]:
    return {(q.subject, q.predicate, q.object) for q in quads}


def _containment(links: Links, names: Names) -> list[Quad]:
    """What is said of the places' types and of where they lie."""
    places = Links(entities=tuple(e for e in links.entities if e.type.is_place))
    return [q for q in map_entities(places, names) if q.predicate in (RDF.type, KG.within)]


def _reference(links: Links, decisions: Sequence[Outcome], names: Names) -> Iterator[Quad]:
    """What the reference data says of the entities, but for what people decided otherwise."""
    decided_otherwise = overridden(decisions, names)
    for quad in load_reference_quads(sorted(e.id for e in links.entities), names):
        if (quad.subject, quad.predicate) not in decided_otherwise:
            yield quad
