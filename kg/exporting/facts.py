"""A named graph, or one node of the graph, as plain values: what the tables, GeoJSON and GraphML are made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from kg.rdf.iris import Names
from kg.rdf.namespaces import KG, RDF, RDFS, SEM, XSD, local_name
from kg.storage import Store

SEPARATOR = "|"
"""Between the values of a list in a table."""


class Facts:
    """Quads by subject and predicate; every answer is sorted, so that it does not depend on the order of the quads."""

    def __init__(self, quads: Iterable[Quad], names: Names) -> None:
        self._names = names
        self._values: dict[str, dict[str, list[NamedNode | Literal]]] = defaultdict(dict)
        for quad in quads:
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, (NamedNode, Literal)):
                self._values[quad.subject.value].setdefault(quad.predicate.value, []).append(quad.object)

    def of_type(self, *types: NamedNode) -> list[NamedNode]:
        """The nodes of any of these classes, sorted by IRI."""
        wanted = set(types)
        found = (s for s, facts in self._values.items() if not wanted.isdisjoint(facts.get(RDF.type.value, ())))
        return [NamedNode(s) for s in sorted(found)]

    def values(self, subject: NamedNode, predicate: NamedNode) -> list[NamedNode | Literal]:
        """The objects, sorted by their text."""
        found = self._values.get(subject.value, {}).get(predicate.value, ())
        return sorted(set(found), key=lambda term: (term.value, str(term)))

    def texts(self, subject: NamedNode, predicate: NamedNode) -> list[str]:
        """The literals' text, sorted; each once."""
        found = (v.value for v in self.values(subject, predicate) if isinstance(v, Literal))
        return list(dict.fromkeys(found))

    def text(self, subject: NamedNode, predicate: NamedNode) -> str:
        """The first literal's text, or "" where there is none."""
        return next(iter(self.texts(subject, predicate)), "")

    def nodes(self, subject: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        """The objects that are nodes, sorted."""
        return [v for v in self.values(subject, predicate) if isinstance(v, NamedNode)]

    def ids(self, subject: NamedNode, predicate: NamedNode) -> list[str]:
        """The objects' ids (paths below the base IRI), sorted."""
        return [self._names.path(node) for node in self.nodes(subject, predicate)]

    def id(self, subject: NamedNode, predicate: NamedNode) -> str:
        """The first object's id, or ""."""
        return next(iter(self.ids(subject, predicate)), "")

    def types(self, subject: NamedNode) -> list[str]:
        """The local names of the node's classes, sorted."""
        return [local_name(node) for node in self.nodes(subject, RDF.type)]

    def days(self, subject: NamedNode) -> tuple[str, str]:
        """Earliest begin and latest end, ISO, each "" where it is open."""
        return self.text(subject, SEM.hasEarliestBeginTimeStamp), self.text(subject, SEM.hasLatestEndTimeStamp)

    def spans(self, subject: NamedNode, predicate: NamedNode = KG.evidence) -> list[tuple[int, int]]:
        """The stretches of text that evidence the node, in the order of the text."""
        parts = (node.value.rsplit("/", 1)[-1].split("-") for node in self.nodes(subject, predicate))
        return sorted((int(start), int(end)) for start, end in parts)

    def whole_number(self, subject: NamedNode, predicate: NamedNode) -> int | None:
        """The first `xsd:integer`, or None."""
        for value in self.values(subject, predicate):
            if isinstance(value, Literal) and value.datatype == XSD.integer:
                return int(value.value)
        return None


def facts_of(store: Store, node: NamedNode, graph: NamedNode | None = None) -> Facts:
    """What a graph, or all of them, says of one node."""
    return Facts(store.matching(subject=node, graph=graph), store.names)


def joined(values: Iterable[str]) -> str:
    """A list in one cell; the separator inside a value becomes `¦`, so that the cell splits into the values again."""
    return SEPARATOR.join(value.replace(SEPARATOR, "¦") for value in values)


class Labels:
    """The labels of entities, looked up once each."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._graph = store.names.graph("entities")
        self._known: dict[str, str] = {}

    def of(self, node: NamedNode) -> str:
        """The label, or the id where there is none."""
        if node.value not in self._known:
            label = facts_of(self._store, node, self._graph).text(node, RDFS.label)
            self._known[node.value] = label or self._store.names.path(node)
        return self._known[node.value]
