"""GraphML: actors, places and events as nodes; roles, containment and relations between actors as edges."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import NamedNode

from kg.domain.extraction import EntityType, EventType, Predicate
from kg.exporting.facts import Facts, facts_of
from kg.rdf.namespaces import KG, ORG, RDF, RDFS, SEM, kg, local_name
from kg.storage import Store

_NODE_KEYS = {
    "label": "string", "kind": "string", "type": "string", "status": "string", "date_start": "string",
    "date_end": "string", "latitude": "double", "longitude": "double",
}  # fmt: skip
_EDGE_KEYS = {"relation": "string", "articles": "int"}
_ROLES = {KG.agent: "agent", KG.target: "target", SEM.hasPlace: "place", KG.partOf: "partOf"}
# XML 1.0 has no way to write these, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_Edge = tuple[str, str, str]


def write_graphml(store: Store, stream: BinaryIO) -> None:
    """Write a directed graph with several edges between two nodes allowed, sorted by id.

    `articles` on an edge counts the articles that say so; for roles of events those stand in the tables.
    """
    stream.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
    for owner, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        for name, kind in keys.items():
            stream.write(f'<key id="{owner}-{name}" for="{owner}" attr.name="{name}" attr.type="{kind}"/>\n'.encode())
    stream.write(b'<graph edgedefault="directed">\n')
    known: set[str] = set()
    roles: set[_Edge] = set()
    for node, kind, facts in _nodes(store):
        identifier = store.names.path(node)
        known.add(identifier)
        start, end = facts.days(node)
        data = {
            "label": facts.text(node, RDFS.label), "kind": kind, "type": next(iter(facts.types(node)), ""),
            "status": facts.text(node, KG.status), "date_start": start, "date_end": end,
            "latitude": facts.text(node, KG.latitude), "longitude": facts.text(node, KG.longitude),
        }  # fmt: skip
        stream.write(f"<node id={_attribute(identifier)}>{_data('node', data)}</node>\n".encode())
        roles |= {(identifier, other, name) for p, name in _ROLES.items() for other in facts.ids(node, p)}
        roles |= {(identifier, other, "within") for other in facts.ids(node, KG.within)}
    _write_edges(stream, known, _with_counts(roles, _relations(store)))
    stream.write(b"</graph>\n</graphml>\n")


def _nodes(store: Store) -> Iterator[tuple[NamedNode, str, Facts]]:
    kinds = {kg(t): "place" if t.is_place else "actor" for t in EntityType} | {kg(t): "event" for t in EventType}
    for name in ("entities", "events"):
        graph = store.names.graph(name)
        found = {
            q.subject: kind
            for t, kind in kinds.items()
            for q in store.matching(predicate=RDF.type, value=t, graph=graph)
        }
        nodes = ((node, kind) for node, kind in found.items() if isinstance(node, NamedNode))
        for node, kind in sorted(nodes, key=lambda pair: pair[0].value):
            yield node, kind, facts_of(store, node, graph)


def _relations(store: Store) -> dict[_Edge, set[str]]:
    """Relations between actors and the organisations that persons speak for, with the graphs that say so."""
    articles: dict[_Edge, set[str]] = defaultdict(set)
    path = store.names.path
    for predicate in Predicate:
        for quad in store.matching(predicate=kg(predicate)):
            graph = quad.graph_name
            if not (isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)):
                continue
            if isinstance(graph, NamedNode) and store.names.is_article_graph(graph):
                articles[(path(quad.subject), path(quad.object), predicate.value)].add(graph.value)
    members = {q.subject: q.object for q in store.matching(predicate=ORG.member)}
    for quad in store.matching(predicate=ORG.organization):
        person = members.get(quad.subject)
        if isinstance(person, NamedNode) and isinstance(quad.object, NamedNode):
            edge = (path(person), path(quad.object), local_name(ORG.organization))
            articles[edge].add(str(quad.graph_name))
    return articles


def _with_counts(roles: Iterable[_Edge], relations: Mapping[_Edge, set[str]]) -> list[tuple[_Edge, str]]:
    counted = [(edge, str(len(graphs))) for edge, graphs in relations.items()]
    return sorted([(edge, "") for edge in roles if edge not in relations] + counted)


def _write_edges(stream: BinaryIO, known: set[str], edges: Iterable[tuple[_Edge, str]]) -> None:
    number = 0
    for (source, target, relation), articles in edges:
        if source in known and target in known:
            ends = f"source={_attribute(source)} target={_attribute(target)}"
            data = _data("edge", {"relation": relation, "articles": articles})
            stream.write(f'<edge id="e{number}" {ends}>{data}</edge>\n'.encode())
            number += 1


def _data(owner: str, values: Mapping[str, str]) -> str:
    return "".join(
        f'<data key="{owner}-{name}">{escape(_NOT_XML.sub("�", value))}</data>'
        for name, value in values.items()
        if value
    )


def _attribute(value: str) -> str:
    return quoteattr(_NOT_XML.sub("�", value))
