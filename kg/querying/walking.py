"""Reading single things out of the graph: their values, labels, articles and evidence, without a query for each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from kg.querying.names import shortened
from kg.querying.results import Term, lexical
from kg.rdf.namespaces import DCTERMS, KG, OA, RDF, RDFS, SCHEMA, SEM, SKOS, local_name
from kg.storage import Store

_LABELS = (RDFS.label, SKOS.prefLabel, SCHEMA.headline, KG.content, KG.roleLabel, DCTERMS.identifier)


@dataclass(frozen=True, slots=True)
class Walker:
    """A store with small questions to it. Answers are distinct and sorted, so that the same graph reads the same."""

    store: Store
    _bodies: dict[NamedNode, str] = field(default_factory=dict)
    _labels: dict[NamedNode, str] = field(default_factory=dict)

    def values(self, subject: NamedNode, predicate: NamedNode) -> list[Term]:
        """What stands as value of a property."""
        return _sorted(quad.object for quad in self.store.matching(subject, predicate))

    def nodes(self, subject: NamedNode, *path: NamedNode) -> list[NamedNode]:
        """The things at the end of a path of properties."""
        found = [subject]
        for predicate in path:
            found = [v for node in found for v in self.values(node, predicate) if isinstance(v, NamedNode)]
        return list(dict.fromkeys(found))

    def node(self, subject: NamedNode, *path: NamedNode) -> NamedNode | None:
        """The first thing at the end of a path."""
        return next(iter(self.nodes(subject, *path)), None)

    def text(self, subject: NamedNode, predicate: NamedNode) -> str:
        """The first value as text, empty where there is none."""
        return lexical(next(iter(self.values(subject, predicate)), None))

    def texts(self, subject: NamedNode, predicate: NamedNode) -> tuple[str, ...]:
        """Every value as text; things by their labels."""
        return tuple(self.label(v) if isinstance(v, NamedNode) else lexical(v) for v in self.values(subject, predicate))

    def number(self, subject: NamedNode, predicate: NamedNode) -> int | None:
        """A whole number, None where there is none."""
        text = self.text(subject, predicate)
        return int(text) if text.lstrip("-").isdigit() else None

    def subjects(self, predicate: NamedNode, value: NamedNode) -> list[NamedNode]:
        """The things whose property has this value."""
        found = (quad.subject for quad in self.store.matching(None, predicate, value))
        return [node for node in _sorted(found) if isinstance(node, NamedNode)]

    def properties(self, subject: NamedNode) -> list[tuple[NamedNode, Term]]:
        """Every property with its value."""
        pairs = {(quad.predicate, quad.object) for quad in self.store.matching(subject)}
        return sorted(pairs, key=lambda pair: (local_name(pair[0]), str(pair[1])))

    def exists(self, node: NamedNode) -> bool:
        """Whether the graph says anything of it or with it."""
        return any(True for _ in self.store.matching(node)) or any(True for _ in self.store.matching(value=node))

    def kinds(self, node: NamedNode) -> list[NamedNode]:
        """Its classes."""
        return self.nodes(node, RDF.type)

    def kind(self, node: NamedNode) -> str:
        """Its most special class, as its own graph has it and not as the rules conclude; "thing" without one."""
        inferred = self.store.names.graph("inferred")
        own = {
            local_name(quad.object)
            for quad in self.store.matching(node, RDF.type)
            if quad.graph_name != inferred and isinstance(quad.object, NamedNode)
        }
        return ", ".join(sorted(own)) or "thing"

    def label(self, node: NamedNode) -> str:
        """Its name, headline or words; else its shortened IRI."""
        if node not in self._labels:
            found = next((text for predicate in _LABELS if (text := self.text(node, predicate))), "")
            self._labels[node] = found or self.short(node)
        return self._labels[node]

    def short(self, node: NamedNode) -> str:
        """Its IRI as a prefixed name."""
        return shortened(node.value, self.store.names.prefixes)

    def outlet(self, article: NamedNode) -> str:
        """The name of the article's outlet, empty where it is not known."""
        outlet = self.node(article, SCHEMA.publisher)
        return self.label(outlet) if outlet else ""

    def body(self, article: NamedNode) -> str:
        """The article's text, to which all offsets refer."""
        if article not in self._bodies:
            self._bodies[article] = self.text(article, SCHEMA.articleBody)
        return self._bodies[article]

    def when(self, node: NamedNode) -> str:
        """The bounds of a happening or a saying: one day, or `first..last` with an open side left empty."""
        first, last = (self.text(node, p) for p in (SEM.hasEarliestBeginTimeStamp, SEM.hasLatestEndTimeStamp))
        return first if first == last else f"{first}..{last}"

    def span(self, evidence: NamedNode) -> tuple[NamedNode, int, int] | None:
        """Article, first character and the one after the last, of an evidence node."""
        target = self.node(evidence, OA.hasTarget)
        article = self.node(target, OA.hasSource) if target else None
        for selector in self.nodes(target, OA.hasSelector) if target else ():
            start, end = self.number(selector, OA.start), self.number(selector, OA.end)
            if article and start is not None and end is not None:
                return article, start, end
        return None


def plain(term: Term) -> str:
    """A literal's text, cut where it is very long."""
    text = " ".join(lexical(term).split())
    return text if not isinstance(term, Literal) or len(text) <= 300 else text[:300].rsplit(" ", 1)[0] + " …"


def _sorted(terms: Iterable[Term]) -> list[Term]:
    return sorted(set(terms), key=str)
