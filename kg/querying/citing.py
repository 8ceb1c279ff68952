"""Which words stand behind a thing: its own evidence, and that of what is said of it."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from kg.querying.accounts import cited_by_claim, cited_by_report, figure_of
from kg.querying.passages import Cited
from kg.querying.walking import Walker
from kg.rdf.namespaces import KG, OA, ORG


def cited_for(walker: Walker, node: NamedNode) -> Iterator[Cited]:
    """The evidence of a thing and of what is said of it, most telling first."""
    kinds = set(walker.kinds(node))
    if OA.Annotation in kinds:
        for body in walker.nodes(node, OA.hasBody) or [node]:
            yield Cited(node, walker.kind(body).lower(), body)
        return
    if KG.Claim in kinds:
        yield from cited_by_claim(walker, node)
    elif KG.Report in kinds:
        yield from cited_by_report(walker, node)
    else:
        shows = str(figure_of(walker, node)) if KG.CasualtyCount in kinds else walker.kind(node).lower()
        for evidence in walker.nodes(node, KG.evidence):
            yield Cited(evidence, shows, node)
    for report in walker.subjects(KG.reportOf, node):
        yield from cited_by_report(walker, report)
    for claim in [*walker.nodes(node, KG.accordingTo), *walker.nodes(node, KG.first), *walker.nodes(node, KG.second)]:
        if KG.Claim in walker.kinds(claim):
            yield from cited_by_claim(walker, claim)
    if KG.Article in kinds:
        yield from _cited_in_article(walker, node)
    yield from _cited_of_entity(walker, node)
    if KG.Link in kinds:
        yield from _cited_by_link(walker, node)


def _cited_in_article(walker: Walker, article: NamedNode) -> Iterator[Cited]:
    for statement in walker.subjects(KG.inArticle, article):
        kinds = set(walker.kinds(statement))
        if KG.Report in kinds:
            yield from cited_by_report(walker, statement)
        elif KG.Claim in kinds:
            yield from cited_by_claim(walker, statement)


def _cited_of_entity(walker: Walker, entity: NamedNode) -> Iterator[Cited]:
    for predicate in (KG.subject, KG.object, ORG.member, ORG.organization):
        for statement in walker.subjects(predicate, entity):
            shows = "relation" if predicate in {KG.subject, KG.object} else "office"
            for evidence in walker.nodes(statement, KG.evidence):
                yield Cited(evidence, shows, statement)
    for claim in walker.subjects(KG.claimant, entity):
        yield from cited_by_claim(walker, claim)
    for mention in walker.subjects(KG.mentionOf, entity):
        for evidence in walker.nodes(mention, KG.evidence):
            yield Cited(evidence, walker.text(mention, KG.form) or "mention", mention)


def _cited_by_link(walker: Walker, link: NamedNode) -> Iterator[Cited]:
    """The mentions, in the link's article, of the entity that it links to."""
    articles = set(walker.nodes(link, KG.inArticle))
    for entity in walker.nodes(link, KG.linksTo):
        for mention in walker.subjects(KG.mentionOf, entity):
            if articles & set(walker.nodes(mention, KG.inArticle)):
                for evidence in walker.nodes(mention, KG.evidence):
                    yield Cited(evidence, walker.text(mention, KG.form) or "mention", mention)
