"""The accounts of one event against each other: the model that the command, the pages and notebooks show."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.comparing.gathering import gather, kind_of, words_of
from kg.comparing.judging import aspects_of
from kg.comparing.model import Comparison, Pair, Side
from kg.errors import NotFoundError
from kg.querying.explain import find_thing
from kg.querying.walking import Walker
from kg.rdf.namespaces import KG, RDF
from kg.storage import Store


def compare(store: Store, what: str) -> Comparison:
    """Set the sources of an event side by side.

    `what` names the event: its IRI, a prefixed name (kgd:event/0123456789abcdef), a path below the base, or the words
    of its label. Rows are outlets and, told apart, the speakers whom they cite; copies of one text are one row.

    Raises:
        NotFoundError: nothing is so called, several things are, or it is no incident or operation.
        StoreError: the store cannot be read.
    """
    walker = Walker(store)
    event = find_thing(walker, what)
    if not walker.subjects(KG.reportOf, event):
        raise NotFoundError(
            f"{walker.label(event)} ({walker.kind(event)}) is no incident or operation: there is nothing to compare. "
            "Find incidents with `kg query incidents/disputed` or `kg query incidents/in-period`."
        )
    sources = gather(walker, event)
    return Comparison(
        iri=event.value,
        short=walker.short(event),
        label=walker.label(event),
        kind=kind_of(walker, event),
        date=walker.when(event),
        sources=sources,
        aspects=aspects_of(walker, sources),
        contradictions=_pairs(walker, event, KG.Contradiction),
        corroborations=_pairs(walker, event, KG.Corroboration),
    )


def _pairs(walker: Walker, event: NamedNode, kind: NamedNode) -> tuple[Pair, ...]:
    """The derived pairs that concern the event, or one of whose statements is about it."""
    told = set(walker.subjects(KG.reportOf, event))
    told |= {c for r in told for c in walker.subjects(KG.about, r)}
    nodes = set(walker.subjects(KG.concerns, event))
    nodes |= {p for t in told for way in (KG.first, KG.second) for p in walker.subjects(way, t)}
    found = [
        _pair(walker, node)
        for node in nodes
        if kind in walker.nodes(node, RDF.type)
        # A claim about two events may stand in a pair that concerns the other one.
        and event in (walker.nodes(node, KG.concerns) or [event])
    ]
    return tuple(sorted(found, key=lambda p: (p.matter, p.reason, p.iri)))


def _pair(walker: Walker, node: NamedNode) -> Pair:
    first, second = (walker.node(node, way) or node for way in (KG.first, KG.second))
    return Pair(
        iri=walker.short(node),
        matter=walker.text(node, KG.matter),
        reason=walker.text(node, KG.reason),
        first=_side(walker, first),
        second=_side(walker, second),
    )


def _side(walker: Walker, statement: NamedNode) -> Side:
    article = walker.node(statement, KG.inArticle)
    outlet = walker.outlet(article) if article else ""
    is_claim = KG.Claim in walker.nodes(statement, RDF.type)
    words = words_of(walker, statement, KG.contentEvidence if is_claim else KG.evidence)
    return Side(
        statement=walker.short(statement),
        who=", ".join(walker.texts(statement, KG.claimant)) or outlet,
        outlet=outlet,
        article=walker.short(article) if article else "",
        content=" … ".join(" ".join(w.quote.split()) for w in words),
        words=words,
    )
