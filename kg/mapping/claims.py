"""Claims → quads."""

from __future__ import annotations

from kg.domain.extraction import Claim
from kg.mapping.scope import Scope
from kg.rdf import literals
from kg.rdf.namespaces import KG, RDF


def write_claim(scope: Scope, claim: Claim) -> None:
    """Write a claim: who says, in which words, with which stance, about which reports."""
    w = scope.writer
    node = scope.claim(claim.key)
    w.add(node, RDF.type, KG.Claim)
    w.add(node, KG.inArticle, w.node)
    w.add(node, KG.claimant, scope.entity(claim.claimant))
    if scope.links.outlet:
        w.add(node, KG.reportedBy, w.names.data(scope.links.outlet))
    if claim.cue is not None:
        w.add(node, KG.cue, literals.string(claim.cue.quote))
        w.cite(node, claim.cue, KG.cueEvidence)
    w.add(node, KG.content, literals.text(claim.content.quote, scope.article.language))
    w.add(node, KG.stance, literals.string(claim.stance.value))
    for report in claim.about:
        w.add(node, KG.about, scope.report(report))
    w.add_bounds(node, claim.said)
    w.add(node, KG.score, literals.decimal(claim.score))
    w.add(node, KG.producer, scope.producer)
    w.cite(node, claim.span)
    w.cite(node, claim.content, KG.contentEvidence)
    w.cite(node, claim.claimant_span, KG.claimantEvidence)
