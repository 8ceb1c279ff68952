"""Actors and places as one table in memory, for their lists and pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.domain.extraction import EntityType
from kg.exporting.totals import entity_totals
from kg.rdf.namespaces import KG, RDF, SKOS, kg, local_name
from kg.storage import Store
from kg.web.cache import once
from kg.web.views.events import event_table, label_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """An actor or a place. `incidents` counts events that it takes part in or that happen there, `claims` what it says.

    `names` are its other names, sorted. `generic` marks vague ones ("activists").
    """

    iri: str
    label: str
    kind: str
    is_place: bool
    names: tuple[str, ...]
    within: str
    precision: str
    wikidata: str
    geonames: str
    generic: bool
    mentions: int
    articles: int
    incidents: int
    claims: int


def entity_table(store: Store) -> Mapping[str, Entity]:
    """Every actor and place of `graph/entities` by IRI, the most mentioned first."""
    return once(store, "entities", lambda: _read(store))


_KINDS = {kg(member.value): member for member in EntityType}


def _read(store: Store) -> dict[str, Entity]:
    facts: dict[str, dict[NamedNode, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in store.matching(graph=store.names.graph("entities")):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            facts[quad.subject.value][quad.predicate].append(quad.object.value)
    totals = entity_totals(store)
    incidents = _incidents(store)
    claims: dict[str, int] = defaultdict(int)
    for quad in store.matching(predicate=KG.claimant):
        if isinstance(quad.object, NamedNode):
            claims[quad.object.value] += 1
    found = []
    for iri, about in facts.items():
        kinds = [_KINDS[NamedNode(c)] for c in about.get(RDF.type, ()) if NamedNode(c) in _KINDS]
        if not kinds:
            continue
        total = totals.get(iri)

        def first(predicate: NamedNode, about: Mapping[NamedNode, list[str]] = about) -> str:
            return min(about.get(predicate, ()), default="")

        found.append(
            Entity(
                iri=iri,
                label=label_of(store, iri),
                kind=min(kind.value for kind in kinds),
                is_place=kinds[0].is_place,
                names=tuple(sorted(set(about.get(SKOS.altLabel, ())))),
                within=first(KG.within),
                precision=first(KG.precision),
                wikidata=local_name(NamedNode(first(KG.wikidata))) if first(KG.wikidata) else "",
                geonames=first(KG.geonames),
                generic=first(KG.generic) == "true",
                mentions=total.mentions if total else 0,
                articles=len(total.articles) if total else 0,
                incidents=incidents.get(iri, 0),
                claims=claims.get(iri, 0),
            )
        )
    found.sort(key=lambda e: (-e.mentions, -e.incidents, e.label, e.iri))
    return {entity.iri: entity for entity in found}


def _incidents(store: Store) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for event in event_table(store).values():
        for iri in {*event.agents, *event.targets, *event.places}:
            counts[iri] += 1
    return counts
