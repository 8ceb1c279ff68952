"""One graph in the values that two builds are compared by: articles, reports with what they say, incidents, decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pyoxigraph import NamedNode

from kg.querying.accounts import figure_of
from kg.querying.results import lexical
from kg.querying.walking import Walker
from kg.rdf.namespaces import KG, PROV, RDF, SCHEMA, SEM, local_name
from kg.storage import Store


class Fact(NamedTuple):
    """One thing that a report says, in words that do not depend on addresses: ("agent", "Russia")."""

    field: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenArticle:
    """An article as one graph has it. `read` is what was read from it, whatever its names were linked to."""

    iri: str
    title: str
    outlet: str
    published: str
    read: frozenset[tuple[str, str]]

    @property
    def name(self) -> str:
        """How a person names it."""
        parts = (f"“{self.title}”" if self.title else self.iri, self.outlet, self.published)
        return ", ".join(p for p in parts if p)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenReport:
    """A report: its article, its event, the addresses of its words, what it says."""

    iri: str
    article: str
    event: str
    words: frozenset[str]
    facts: frozenset[Fact]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenEvent:
    """An incident or operation with its reports and the reasons for each merge."""

    iri: str
    label: str
    reports: frozenset[str]
    why: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """All that is compared of one graph, keyed by IRI. `made_with` names software and reference knowledge."""

    articles: dict[str, SeenArticle]
    reports: dict[str, SeenReport]
    events: dict[str, SeenEvent]
    entities: dict[str, str]
    decisions: dict[str, str]
    made_with: tuple[str, ...]


def snapshot(store: Store) -> Snapshot:
    """Read what is compared out of a graph: one pass over each property, whatever the number of things.

    Raises:
        StoreError: the store cannot be read.
    """
    walker = Walker(store)
    reports = {r.iri: r for r in _reports(walker)}
    read = _readings(walker, reports)
    of_event: dict[str, set[str]] = defaultdict(set)
    for report in reports.values():
        of_event[report.event].add(report.iri)
    return Snapshot(
        articles={a.iri: a for a in _articles(walker, read)},
        reports=reports,
        events={
            event: SeenEvent(
                iri=event,
                label=walker.label(NamedNode(event)),
                reports=frozenset(found),
                why=frozenset(walker.texts(NamedNode(event), KG.mergedBecause)),
            )
            for event, found in of_event.items()
        },
        entities=_entities(walker),
        decisions={
            q.subject.value: f"{walker.label(q.subject)} ({walker.text(q.subject, KG.standing)})"
            for q in store.matching(predicate=RDF.type, value=KG.Decision)
            if isinstance(q.subject, NamedNode)
        },
        made_with=_made_with(walker),
    )


def _articles(walker: Walker, read: dict[str, set[tuple[str, str]]]) -> Iterator[SeenArticle]:
    for node in walker.subjects(RDF.type, KG.Article):
        yield SeenArticle(
            iri=node.value,
            title=walker.text(node, SCHEMA.headline),
            outlet=walker.outlet(node),
            published=walker.text(node, SCHEMA.datePublished),
            read=frozenset(read.get(node.value, ())),
        )


_LINKED = {"agent", "target", "place", "claim"}  # facts whose words depend on what names were linked to


def _readings(walker: Walker, reports: dict[str, SeenReport]) -> dict[str, set[tuple[str, str]]]:
    """For each article what was read from it: its reports with their words and figures, and the words of roles."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for report in reports.values():
        found[report.article] |= {(report.iri, words) for words in report.words}
        found[report.article] |= {(report.iri, f"{f.field} {f.value}") for f in report.facts if f.field not in _LINKED}
    words = _map(walker, KG.evidence)
    for part, report_node in _links(walker, KG.inReport):
        if (of := reports.get(report_node.value)) is not None:
            found[of.article] |= {(part.value, w) for w in words.get(part.value, ())}
    for claim, article in _links(walker, KG.inArticle):
        if claim.value in words and walker.store.names.path(claim).startswith("claim/"):
            found[article.value] |= {(claim.value, w) for w in words[claim.value]}
    return found


def _reports(walker: Walker) -> Iterator[SeenReport]:
    article, event, words = (_map(walker, p) for p in (KG.inArticle, KG.reportOf, KG.evidence))
    facts: dict[str, set[Fact]] = defaultdict(set)
    for report, fact in _facts(walker):
        facts[report].add(fact)
    for iri, events in event.items():
        when = walker.when(NamedNode(iri))
        yield SeenReport(
            iri=iri,
            article=next(iter(article.get(iri, ())), ""),
            event=min(events),
            words=frozenset(words.get(iri, ())),
            facts=frozenset(facts[iri] | ({Fact("date", when)} if when else set())),
        )


def _facts(walker: Walker) -> Iterator[tuple[str, Fact]]:
    """What stands of things that may be reports, property by property."""
    for name, predicate in (("agent", KG.agent), ("target", KG.target), ("place", SEM.hasPlace)):
        for node, value in _links(walker, predicate):
            yield node.value, Fact(name, walker.label(value))
    for name, predicate in (("target", KG.targetText), ("means", KG.means), ("status", KG.status)):
        for quad in walker.store.matching(predicate=predicate):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject.value, Fact(name, " ".join(lexical(quad.object).split()))
    for node, value in _links(walker, KG.eventType):
        yield node.value, Fact("type", local_name(value))
    for count, report in _links(walker, KG.countIn):
        figure = figure_of(walker, count)
        yield report.value, Fact(figure.kind, str(figure).removeprefix(figure.kind).strip())
    for claim, report in _links(walker, KG.about):
        who = ", ".join(walker.texts(claim, KG.claimant))
        yield report.value, Fact("claim", f"{who} {walker.text(claim, KG.stance)} it")


def _links(walker: Walker, predicate: NamedNode) -> Iterator[tuple[NamedNode, NamedNode]]:
    for quad in walker.store.matching(predicate=predicate):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            yield quad.subject, quad.object


def _map(walker: Walker, predicate: NamedNode) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for subject, value in _links(walker, predicate):
        found[subject.value].add(value.value)
    return found


def _entities(walker: Walker) -> dict[str, str]:
    """Actors and places that articles name, with their labels."""
    graph = walker.store.names.graph("entities")
    quads = walker.store.matching(predicate=RDF.type, graph=graph)
    things = {q.subject for q in quads if isinstance(q.subject, NamedNode) and _is_entity(walker, q.subject)}
    return {node.value: walker.label(node) for node in things}


def _is_entity(walker: Walker, node: NamedNode) -> bool:
    path = walker.store.names.path(node)
    return path.startswith(("actor/", "place/")) and not path.endswith("/geometry")


def _made_with(walker: Walker) -> tuple[str, ...]:
    names = walker.store.names
    software: Iterable[NamedNode] = walker.subjects(RDF.type, PROV.SoftwareAgent)
    made = [f"{walker.label(s)} {walker.text(s, SCHEMA.softwareVersion)}" for s in software]
    knowledge = walker.text(names.graph("ontology"), SCHEMA.version)
    return (*sorted(made), *((f"reference knowledge {knowledge[:12]}",) if knowledge else ()))
