"""Who did what to whom, and who stands with whom: actors as nodes, incidents and stated relations as links."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from pyoxigraph import Literal, NamedNode

from kg.domain.extraction import EntityType
from kg.rdf.namespaces import KG, ORG, RDF, kg, local_name
from kg.storage import Store
from kg.web.cache import once
from kg.web.filters import Filters
from kg.web.matching import matching_incidents, resolved
from kg.web.views.events import label_of
from kg.web.words import counted, spaced

MOST_NODES = 30
EDGES_EACH = 3
"""Links drawn for each actor, on average: more cannot be followed."""
MOST_STATEMENTS = 6
"""Statements that a link of the table leads to; the actors' pages have them all."""

_WITH = {"allied with", "supports"}
_AGAINST = {"fights against"}


@dataclass(frozen=True, slots=True)
class Node:
    """An actor. `weight` counts what links it; `kind` is state, armed, person or nothing."""

    iri: str
    label: str
    kind: str
    weight: int
    centre: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """A link: `kind` is against, with, part (of a whole) or nothing. `evidence` are addresses of what it rests on.

    For incidents that is the list of them; for stated relations each statement, with the words it was read from.
    """

    source: str
    target: str
    kind: str
    label: str
    count: int
    evidence: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Network:
    """Actors and links, the strongest first. `left_out` and `weaker` count actors and links beyond the number asked for."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_out: int
    weaker: int
    centre: str = ""


@dataclass(slots=True)
class _Drawing:
    """What is gathered before the strongest are chosen."""

    edges: list[Edge] = field(default_factory=list)
    weights: Counter[str] = field(default_factory=Counter)

    def add(self, edge: Edge) -> None:
        self.edges.append(edge)
        self.weights[edge.source] += edge.count
        self.weights[edge.target] += edge.count


def network(store: Store, filters: Filters, href: Callable[[str], str], most: int = MOST_NODES) -> Network:
    """The actors of the incidents that fit, and the relations that articles state between them.

    With one actor in the filters it is the network around this actor: those linked with it, and the links between them.

    Raises:
        FilterError: a filter names nothing in this graph, or several things.
    """
    key = ("network", filters.to_query(page=1), most)
    return once(store, key, lambda: _network(store, resolved(store, filters), href, most))


def _network(store: Store, filters: Filters, href: Callable[[str], str], most: int) -> Network:
    centre = _iri(store, filters.actor[0]) if len(filters.actor) == 1 else ""
    drawing = _Drawing()
    for edge in (*_incident_edges(store, filters), *_stated_edges(store, href)):
        drawing.add(edge)
    if centre:
        near = {n for e in drawing.edges if centre in {e.source, e.target} for n in (e.source, e.target)}
        weights = Counter({n: w for n, w in _weights_to(drawing.edges, centre).items() if n in near and n != centre})
    else:
        weights = drawing.weights
    ranked = sorted(weights, key=lambda n: (-weights[n], n))
    kept = {*ranked[:most], *({centre} if centre else ())}
    found = [e for e in drawing.edges if e.source in kept and e.target in kept]
    found.sort(key=lambda e: (-e.count, e.label, e.source, e.target))
    edges = _strongest(found, centre, EDGES_EACH * most)
    linked = {n for e in edges for n in (e.source, e.target)}
    kinds = _kinds(store)
    nodes = [
        Node(n, label_of(store, n), kinds.get(n, ""), drawing.weights[n], n == centre)
        for n in sorted(linked, key=lambda n: (n != centre, -drawing.weights[n], n))
    ]
    return Network(tuple(nodes), tuple(edges), len(ranked) + bool(centre) - len(nodes), len(found) - len(edges), centre)


def _strongest(edges: list[Edge], centre: str, most: int) -> list[Edge]:
    """The first so many, those of the centre before others."""
    if centre:
        edges = sorted(edges, key=lambda e: centre not in {e.source, e.target})
    return edges[:most]


def _iri(store: Store, path: str) -> str:
    return path if ":" in path else store.names.base + path


def _weights_to(edges: Iterable[Edge], centre: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for edge in edges:
        if centre in {edge.source, edge.target}:
            found[edge.target if edge.source == centre else edge.source] += edge.count
    return found


def _incident_edges(store: Store, filters: Filters) -> Iterable[Edge]:
    kinds: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for event in matching_incidents(store, filters):
        for agent in event.agents:
            for target in event.targets:
                kinds[agent, target][event.kind] += 1
    for (agent, target), counts in kinds.items():
        if agent == target:
            continue
        total = counts.total()
        common, times = counts.most_common(1)[0]
        label = spaced(common).lower() if times == total else f"{spaced(common).lower()} and other"
        path = (store.names.path(NamedNode(agent)), store.names.path(NamedNode(target)))
        query = replace(filters, actor=(), agent=(path[0],), target=(path[1],)).to_query(page=1)
        yield Edge(
            agent, target, "against", f"{label} ×{total}" if total > 1 else label, total,
            ((counted(total, "incident"), f"/incidents?{query}"),),
        )  # fmt: skip


def _stated_edges(store: Store, href: Callable[[str], str]) -> Iterable[Edge]:
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for one in once(store, "statements", lambda: [*_relations(store), *_memberships(store)]):
        found[one.subject, one.words, one.object].append(one.iri)
    for (subject, words, target), statements in sorted(found.items()):
        kind = "with" if words in _WITH else "against" if words in _AGAINST else "part"
        times = len(statements)
        label = f"{words} ×{times}" if times > 1 else words
        told = sorted(statements)[:MOST_STATEMENTS]
        evidence = [(f"statement {number}", href(iri)) for number, iri in enumerate(told, start=1)]
        yield Edge(subject, target, kind, label, times, tuple(evidence))


@dataclass(frozen=True, slots=True)
class _Statement:
    iri: str
    subject: str
    words: str
    object: str


def _relations(store: Store) -> Iterable[_Statement]:
    subjects, predicates, objects = (_values(store, p) for p in (KG.subject, KG.predicate, KG.object))
    for quad in store.matching(predicate=RDF.type, value=KG.Relation):
        if isinstance(quad.subject, NamedNode):
            iri = quad.subject.value
            if iri in subjects and iri in objects and iri in predicates:
                words = spaced(local_name(NamedNode(predicates[iri]))).lower()
                yield _Statement(iri, subjects[iri], words, objects[iri])


def _memberships(store: Store) -> Iterable[_Statement]:
    members, wholes, roles = (_values(store, p) for p in (ORG.member, ORG.organization, KG.roleLabel))
    told: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for iri, member in members.items():
        if iri in wholes:
            told[member, wholes[iri]][roles.get(iri, "member of")] += 1
    common = {pair: counts.most_common(1)[0][0] + (" …" if len(counts) > 1 else "") for pair, counts in told.items()}
    for iri, member in members.items():
        if iri in wholes:
            yield _Statement(iri, member, common[member, wholes[iri]], wholes[iri])


def _values(store: Store, predicate: NamedNode) -> Mapping[str, str]:
    return {
        quad.subject.value: quad.object.value
        for quad in store.matching(predicate=predicate)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal)
    }


_KINDS = {
    EntityType.STATE: "state",
    EntityType.ARMED_FORCE: "armed",
    EntityType.ARMED_GROUP: "armed",
    EntityType.PERSON: "person",
}


def _kinds(store: Store) -> Mapping[str, str]:
    return once(store, "actor kinds", lambda: _read_kinds(store))


def _read_kinds(store: Store) -> dict[str, str]:
    found = {}
    for kind, name in _KINDS.items():
        for quad in store.matching(predicate=RDF.type, value=kg(kind.value), graph=store.names.graph("entities")):
            if isinstance(quad.subject, NamedNode):
                found[quad.subject.value] = name
    return found


def network_json(found: Network, href: Callable[[str], str]) -> str:
    """The network as its drawing takes it: {nodes: […], edges: […]}; texts for labels, addresses for links."""
    nodes = [
        {"id": n.iri, "label": n.label, "kind": n.kind, "size": n.weight, "centre": n.centre, "href": href(n.iri)}
        for n in found.nodes
    ]
    edges = [
        {
            "id": f"e{number}",
            "source": e.source,
            "target": e.target,
            "kind": e.kind,
            "label": e.label,
            "width": e.count,
            "href": e.evidence[0][1] if e.evidence else None,
        }
        for number, e in enumerate(found.edges)
    ]
    return json.dumps({"nodes": nodes, "edges": edges}, ensure_ascii=False)
