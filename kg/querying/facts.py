"""What is said of a thing, and by whom: its properties, and what other things of the graph say of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.querying.accounts import figure_of
from kg.querying.results import Term
from kg.querying.walking import Walker, plain
from kg.rdf.namespaces import GEO, KG, OA, ORG, RDF, RDFS, SCHEMA, SEM, local_name

_EVIDENCE = {KG.evidence, KG.contentEvidence, KG.claimantEvidence, KG.cueEvidence}
_SILENT = _EVIDENCE | {RDF.type, SCHEMA.articleBody, KG.digest, RDFS.label, GEO.hasGeometry, OA.hasTarget, SEM.hasActor}


_IN_WORDS = {
    "altLabel": "also called",
    "disputedIn": "accounts differ in",
    "edtf": "date",
    "hasBody": "evidence of",
    "hasEarliestBeginTimeStamp": "not before",
    "hasLatestEndTimeStamp": "not after",
    "hasPlace": "place",
    "mergedBecause": "one event because",
    "reportOf": "report of",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing said. `iri` is the value's, where it is a thing; `by` are the outlets and sources that say so."""

    says: str
    value: str
    iri: str = ""
    by: tuple[str, ...] = ()


def facts_of(walker: Walker, node: NamedNode) -> tuple[Fact, ...]:
    """Everything said of a thing: each fact once, with everyone who says so."""
    return tuple(_merged(_all_facts(walker, node)))


def _all_facts(walker: Walker, node: NamedNode) -> Iterator[Fact]:
    source = _by_article(walker, walker.node(node, KG.inArticle))
    reports = walker.subjects(KG.reportOf, node)
    for predicate, value in walker.properties(node):
        if predicate not in _SILENT:
            by = tuple(_who_says(walker, reports, predicate, value)) if reports else source
            yield _fact(walker, _words(predicate), value, by)
    if source and not walker.values(node, KG.reportedBy):
        yield Fact(says="told by", value=", ".join(source))
    for predicate, says in _INCOMING:
        for other in walker.subjects(predicate, node):
            yield from _incoming(walker, predicate, says, other)


_INCOMING = (
    (OA.hasBody, ""),
    (KG.inReport, "role"),
    (KG.countIn, "figure"),
    (KG.about, "claim"),
    (KG.agent, "agent of"),
    (KG.target, "target of"),
    (SEM.hasPlace, "place of"),
    (KG.partOf, "has part"),
    (KG.within, "contains"),
    (KG.subject, ""),
    (KG.object, ""),
    (ORG.member, "holds the office"),
    (ORG.organization, "office held by"),
    (KG.claimant, "claims"),
    (KG.copyOf, "copied by"),
    (KG.contradicts, ""),
)


def _incoming(walker: Walker, predicate: NamedNode, says: str, other: NamedNode) -> Iterator[Fact]:
    """What another node says of the thing; nodes that only belong to the machinery say nothing."""
    by = _by_article(walker, walker.node(other, KG.inArticle))
    if predicate in {KG.subject, KG.object}:
        first, relation, second = (walker.node(other, p) for p in (KG.subject, KG.predicate, KG.object))
        if first and relation and second:
            words = f"{walker.label(first)} {local_name(relation)} {walker.label(second)}"
            yield Fact(says="relation", value=words, iri=walker.short(other), by=by)
    elif predicate in {KG.agent, KG.target, SEM.hasPlace}:
        event = walker.node(other, KG.reportOf)
        if event and KG.Report in walker.kinds(other):
            yield Fact(says=says, value=walker.label(event), iri=walker.short(event), by=by)
    elif predicate == KG.partOf:
        part = walker.node(other, KG.reportOf) or other
        yield Fact(says=says, value=walker.label(part), iri=walker.short(part), by=by)
    elif predicate == ORG.member:
        holder = walker.node(other, ORG.organization)
        role = walker.text(other, KG.roleLabel)
        yield Fact(says=says, value=f"{role} ({walker.label(holder)})" if holder else role, by=by)
    elif predicate == ORG.organization:
        words = f"{', '.join(walker.texts(other, ORG.member))}, {walker.text(other, KG.roleLabel)}"
        yield Fact(says=says, value=words, iri=walker.short(other), by=by)
    elif predicate == KG.inReport:
        played = walker.node(other, KG.role)
        filled = walker.texts(other, KG.participant) or tuple(
            walker.body(source)[start:end]
            for evidence in walker.nodes(other, KG.evidence)
            if (span := walker.span(evidence))
            for source, start, end in [span]
        )
        words = f"{_words(played) if played else ''}: {', '.join(filled)}"
        yield Fact(says=says, value=words, iri=walker.short(other), by=by)
    elif predicate == KG.countIn:
        yield Fact(says=says, value=str(figure_of(walker, other)), iri=walker.short(other), by=by)
    elif predicate in {KG.about, KG.claimant}:
        claimant = () if predicate == KG.claimant else walker.texts(other, KG.claimant)
        words = f"{walker.text(other, KG.stance)}: {walker.text(other, KG.content)}"
        yield Fact(says=says, value=words, iri=walker.short(other), by=(*claimant, *by))
    elif says:
        yield Fact(says=says, value=walker.label(other), iri=walker.short(other), by=by)


def _words(predicate: NamedNode) -> str:
    """A property as a person says it."""
    name = local_name(predicate)
    return _IN_WORDS.get(name) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _who_says(walker: Walker, reports: Iterable[NamedNode], predicate: NamedNode, value: Term) -> Iterator[str]:
    """The outlets whose reports give the event this value."""
    for report in reports:
        if value in walker.values(report, predicate):
            yield from _by_article(walker, walker.node(report, KG.inArticle))


def _by_article(walker: Walker, article: NamedNode | None) -> tuple[str, ...]:
    if article is None:
        return ()
    return (walker.outlet(article) or walker.label(article),)


def _fact(walker: Walker, says: str, value: Term, by: tuple[str, ...]) -> Fact:
    if isinstance(value, NamedNode):
        return Fact(says=says, value=walker.label(value), iri=walker.short(value), by=by)
    return Fact(says=says, value=plain(value), by=by)


def _merged(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Each fact once, with everyone who says so, in the order first met."""
    by: dict[tuple[str, str, str], dict[str, None]] = {}
    for fact in facts:
        by.setdefault((fact.says, fact.value, fact.iri), {}).update(dict.fromkeys(fact.by))
    for (says, value, iri), sources in by.items():
        yield Fact(says=says, value=value, iri=iri, by=tuple(sources))
