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
class Versus:
    """Two claims that cannot both hold, with the reason."""

    first: ClaimLine
    second: ClaimLine
    reason: str


def contradictions_among(walker: Walker, claims: Iterable[NamedNode]) -> list[Versus]:
    """The contradictions in which any of these claims stands, each once."""
    nodes = dict.fromkeys(node for claim in claims for p in (KG.first, KG.second) for node in walker.subjects(p, claim))
    found = []
    for node in sorted(nodes, key=lambda n: n.value):
        first, second = walker.node(node, KG.first), walker.node(node, KG.second)
        if first and second:
            found.append(Versus(claim_line(walker, first), claim_line(walker, second), walker.text(node, KG.reason)))
    return found
