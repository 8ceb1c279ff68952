"""Which decisions of people a thing was touched by: its own, those about its reports, and about who and what it names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.querying.walking import Walker
from kg.rdf.namespaces import KG, PROV, RDF, RDFS, SEM


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One decision. `on` is the label of the actor, place or report that it is about, empty where it is the thing itself."""

    decision: str
    what: str
    by: str
    time: str
    reason: str
    standing: str
    because: str
    on: str = ""


def decisions_on(walker: Walker, node: NamedNode) -> tuple[Decided, ...]:
    """Every decision that touched a thing, in the order made; none twice."""
    if not any(True for _ in walker.store.matching(None, RDF.type, KG.Decision)):
        return ()
    found: dict[NamedNode, Decided] = {}
    for thing, on in _around(walker, node):
        for decision in _on(walker, thing):
            found.setdefault(decision, _decided(walker, decision, on))
    return tuple(sorted(found.values(), key=lambda d: (d.time, d.decision)))


def _around(walker: Walker, node: NamedNode) -> Iterator[tuple[NamedNode, str]]:
    """The thing, its reports, and the actors and places of an event."""
    yield node, ""
    reports = walker.subjects(KG.reportOf, node)
    for report in reports:
        yield report, ""
        for claim in walker.subjects(KG.about, report):
            yield claim, f"a claim of {', '.join(walker.texts(claim, KG.claimant))}"
    if reports:
        for predicate in (KG.agent, KG.target, SEM.hasPlace):
            for thing in walker.nodes(node, predicate):
                yield thing, walker.label(thing)


def _on(walker: Walker, thing: NamedNode) -> Iterator[NamedNode]:
    for predicate in (KG.decidesOn, KG.rejects):
        yield from walker.subjects(predicate, thing)
    for statement in walker.subjects(RDF.subject, thing):
        yield from walker.nodes(statement, PROV.wasGeneratedBy)


def _decided(walker: Walker, decision: NamedNode, on: str) -> Decided:
    by = walker.node(decision, KG.settledBy)
    because = walker.text(decision, KG.standingBecause) or (f"by {walker.short(by)}" if by else "")
    return Decided(
        decision=walker.short(decision),
        what=walker.text(decision, RDFS.label),
        by=", ".join(walker.texts(decision, PROV.wasAssociatedWith)),
        time=walker.text(decision, PROV.endedAtTime),
        reason=walker.text(decision, KG.why),
        standing=walker.text(decision, KG.standing),
        because=because,
        on=on,
    )
