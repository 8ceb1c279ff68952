"""The schema page: classes as a tree with what they mean and how many things there are; properties; schemes of values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.querying.walking import Walker
from kg.rdf.namespaces import KG, RDF, RDFS, SKOS, local_name
from kg.storage import Store
from kg.web.cache import once
from kg.web.views.events import pairs
from kg.web.views.incidents import Thing
from kg.web.views.summary import Term, schema_summary


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class in the tree: how deep it stands, its count (things typed so, rules' conclusions included)."""

    depth: int
    name: str
    label: str
    definition: str
    count: int


def class_tree(store: Store) -> list[ClassLine]:
    """The ontology's classes, narrower ones below broader ones, each once."""
    return once(store, "class tree", lambda: _tree(store))


def _tree(store: Store) -> list[ClassLine]:
    ontology = store.names.graph("ontology")
    below: dict[str, set[str]] = defaultdict(set)
    for narrower, broader in pairs(store.matching(predicate=RDFS.subClassOf, graph=ontology)):
        if _ours(narrower) and _ours(broader):
            below[broader].add(narrower)
    words = {t.iri: t for t in schema_summary(store).classes}
    walker = Walker(store)
    typed = pairs(store.matching(predicate=RDF.type, graph=ontology))
    known = {iri for iri, kind in typed if _ours(iri) and kind.endswith("owl#Class")}
    roots = known - {child for children in below.values() for child in children}
    found: list[ClassLine] = []
    seen: set[str] = set()

    def add(iri: str, depth: int) -> None:
        if iri in seen:
            return
        seen.add(iri)
        node, term = NamedNode(iri), words.get(iri)
        found.append(
            ClassLine(
                depth,
                local_name(node),
                walker.label(node),
                walker.text(node, SKOS.definition),
                term.count if term else 0,
            )
        )
        for child in sorted(below.get(iri, ()), key=lambda c: walker.label(NamedNode(c))):
            add(child, depth + 1)

    for root in sorted(roots, key=lambda r: (not below.get(r), r)):
        add(root, 0)
    return found


def _ours(iri: str) -> bool:
    return iri.startswith(KG.namespace)


def properties_of(store: Store) -> tuple[Term, ...]:
    """Properties in use, most used first."""
    return schema_summary(store).properties


@dataclass(frozen=True, slots=True)
class TermPage:
    """A term of the ontology: what it means, with what it is used, and examples of its use."""

    iri: str
    name: str
    label: str
    definition: str
    note: str
    example: str
    broader: tuple[Thing, ...]
    narrower: tuple[Thing, ...]
    facts: tuple[tuple[str, tuple[Thing, ...]], ...]
    count: int
    properties: tuple[tuple[str, int], ...]
    uses: tuple[Thing, ...]
    values: tuple[str, ...]


def term_page(store: Store, node: NamedNode) -> TermPage:
    """Everything about a term."""
    walker, summary = Walker(store), schema_summary(store)
    known: Mapping[str, Term] = {t.iri: t for t in (*summary.properties, *summary.classes)}
    term = known.get(node.value)
    parents = (
        *walker.nodes(node, RDFS.subClassOf),
        *walker.nodes(node, RDFS.subPropertyOf),
        *walker.nodes(node, SKOS.broader),
    )
    children = (
        *walker.subjects(RDFS.subClassOf, node), *walker.subjects(RDFS.subPropertyOf, node), *walker.subjects(SKOS.broader, node),
    )  # fmt: skip
    matched = tuple(
        (title, tuple(_thing(walker, n) for n in walker.nodes(node, predicate)))
        for title, predicate in (
            ("Used on", RDFS.domain),
            ("Values are", RDFS.range),
            ("Close to", SKOS.closeMatch),
            ("Within", SKOS.broadMatch),
            ("The same as", SKOS.exactMatch),
            ("In scheme", SKOS.inScheme),
        )
        if walker.nodes(node, predicate)
    )
    return TermPage(
        iri=node.value,
        name=walker.short(node),
        label=walker.label(node),
        definition=walker.text(node, SKOS.definition),
        note=walker.text(node, SKOS.scopeNote),
        example=walker.text(node, SKOS.example),
        broader=tuple(_thing(walker, n) for n in dict.fromkeys(parents)),
        narrower=tuple(_thing(walker, n) for n in dict.fromkeys(children)),
        facts=matched,
        count=term.count if term else 0,
        properties=term.properties if term else (),
        uses=_uses(store, walker, node),
        values=term.values if term else (),
    )


def _thing(walker: Walker, node: NamedNode) -> Thing:
    return Thing(node.value, walker.label(node))


def _uses(store: Store, walker: Walker, node: NamedNode, most: int = 12) -> tuple[Thing, ...]:
    """Things of the class, or things that have the property; a few, by IRI."""
    found: list[str] = []
    for quads in (store.matching(predicate=RDF.type, value=node), store.matching(predicate=node)):
        for quad in quads:
            if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(store.names.base):
                found.append(quad.subject.value)
            if len(found) >= 200:
                break
    return tuple(_thing(walker, NamedNode(iri)) for iri in sorted(set(found))[:most])
