"""Claims as lines: who says what, in which words, and what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.querying.walking import Walker
from kg.rdf.namespaces import KG, SCHEMA, SEM
from kg.web.views.incidents import Thing
from kg.web.views.quoting import Words, all_words
from kg.web.words import bounds_words


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """A claim. `about` are the events that it speaks of, `words` the claimed ones, `attribution` those naming the claimant."""

    iri: str
    claimant: Thing | None
    stance: str
    cue: str
    content: str
    said: str
    article: Thing
    outlet: str
    published: str
    about: tuple[Thing, ...]
    words: tuple[Words, ...]
    attribution: tuple[Words, ...]
    contradicted: bool


def claim_line(walker: Walker, claim: NamedNode) -> ClaimLine:
    """One claim as a line."""
    claimant = walker.node(claim, KG.claimant)
    article = walker.node(claim, KG.inArticle) or claim
    reports = walker.nodes(claim, KG.about)
    events = dict.fromkeys(walker.node(node, KG.reportOf) or node for node in reports)
    return ClaimLine(
        iri=claim.value,
        claimant=Thing(claimant.value, walker.label(claimant)) if claimant else None,
        stance=walker.text(claim, KG.stance),
        cue=walker.text(claim, KG.cue),
        content=walker.text(claim, KG.content),
        said=bounds_words(*(walker.text(claim, p) for p in (SEM.hasEarliestBeginTimeStamp, SEM.hasLatestEndTimeStamp))),
        article=Thing(article.value, walker.label(article)),
        outlet=walker.outlet(article),
        published=walker.text(article, SCHEMA.datePublished),
        about=tuple(Thing(event.value, walker.label(event)) for event in events),
        words=all_words(walker, claim, KG.contentEvidence),
        attribution=all_words(walker, claim),
        contradicted=bool(walker.nodes(claim, KG.contradicts)),
    )


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a contradiction: a claim, or a report that the outlet makes itself, which has words but no content."""

    iri: str
    who: Thing | None
    stance: str
    where: str
    content: str
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Versus:
    """Two statements that cannot both hold: in what matter (empty: not told), and why."""

    first: Side
    second: Side
    matter: str
    reason: str


def contradictions_among(walker: Walker, statements: Iterable[NamedNode]) -> list[Versus]:
    """The contradictions in which any of these claims or reports stands, each once."""
    nodes = dict.fromkeys(
        node
        for statement in statements
        for p in (KG.first, KG.second)
        for node in walker.subjects(p, statement)
        if KG.Contradiction in walker.kinds(node)
    )
    found = []
    for node in sorted(nodes, key=lambda n: n.value):
        first, second = walker.node(node, KG.first), walker.node(node, KG.second)
        if first and second:
            matter, reason = walker.text(node, KG.matter), walker.text(node, KG.reason)
            found.append(Versus(_side(walker, first), _side(walker, second), matter, reason))
    return found


def _side(walker: Walker, statement: NamedNode) -> Side:
    article = walker.node(statement, KG.inArticle)
    outlet = walker.node(article, SCHEMA.publisher) if article else None
    who = walker.node(statement, KG.claimant) or outlet
    words = all_words(walker, statement, KG.contentEvidence) or all_words(walker, statement)
    published = walker.text(article, SCHEMA.datePublished) if article else ""
    where = ", ".join(
        part for part in (walker.label(outlet) if outlet else "", bounds_words(published, published)) if part
    )
    return Side(
        iri=statement.value,
        who=Thing(who.value, walker.label(who)) if who else None,
        stance=walker.text(statement, KG.stance) or walker.text(statement, KG.status),
        where=where,
        content=walker.text(statement, KG.content),
        words=words,
    )
