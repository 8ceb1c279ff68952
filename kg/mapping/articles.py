"""One article and what was read from it → the quads of its graph."""

from __future__ import annotations

from pyoxigraph import NamedNode, Quad

from kg.domain.articles import Article
from kg.domain.extraction import Extraction, LocalEntity, Membership, Relation
from kg.errors import MappingError
from kg.mapping.claims import write_claim
from kg.mapping.equipment import EquipmentLookup
from kg.mapping.reports import write_report
from kg.mapping.scope import Scope
from kg.mapping.views import ArticleLinks
from kg.mapping.writer import ArticleWriter
from kg.rdf import literals
from kg.rdf.iris import Names, web_address
from kg.rdf.namespaces import DCTERMS, KG, ORG, RDF, SCHEMA, kg

_NO_LINKS = ArticleLinks(entities={}, events={})
_NO_EQUIPMENT = EquipmentLookup()


def map_article(
    article: Article,
    extraction: Extraction,
    links: ArticleLinks = _NO_LINKS,
    names: Names | None = None,
    equipment: EquipmentLookup = _NO_EQUIPMENT,
) -> list[Quad]:
    """The quads of one article's graph, each once; the same arguments give the same list.

    Raises:
        MappingError: a value has a key that points at nothing, a quote that is not in the text, or words that are no
            valid Unicode. The message names the article and the value.
    """
    if extraction.article != article.id:
        raise MappingError(f"The extraction of article {extraction.article} was given with article {article.id}.")
    writer = ArticleWriter(article, names or Names())
    scope = Scope(writer, extraction, links, equipment)
    with scope.naming(f"article {article.id}"):
        _write_article(scope)
    for entity in extraction.entities:
        with scope.naming(f"entity {entity.key}"):
            _write_mentions(scope, entity)
    for report in extraction.reports:
        with scope.naming(f"report {report.key}"):
            write_report(scope, report)
    for claim in extraction.claims:
        with scope.naming(f"claim {claim.key}"):
            write_claim(scope, claim)
    for number, relation in enumerate(extraction.relations, start=1):
        with scope.naming(f"relation {number}"):
            _write_relation(scope, relation, number)
    for number, membership in enumerate(extraction.memberships, start=1):
        with scope.naming(f"membership {number}"):
            _write_membership(scope, membership, number)
    return writer.finish()


def _write_article(scope: Scope) -> None:
    article, w = scope.article, scope.writer
    node = w.node
    w.add(node, RDF.type, KG.Article)
    w.add(node, DCTERMS.identifier, literals.string(article.source_id))
    if article.title:
        w.add(node, SCHEMA.headline, literals.text(article.title, article.language))
    w.add(node, SCHEMA.articleBody, literals.text(article.text, article.language))
    w.add(node, SCHEMA.inLanguage, literals.string(article.language))
    if scope.links.outlet:
        w.add(node, SCHEMA.publisher, w.names.data(scope.links.outlet))
    if article.url:
        w.add(node, SCHEMA.url, web_address(article.url) or literals.web_address(article.url))
    w.add(node, KG.digest, literals.string(article.digest))
    w.add(node, KG.characters, literals.integer(len(article.text)))
    published = article.published
    if published and published.earliest is not None and published.earliest == published.latest:
        w.add(node, SCHEMA.datePublished, literals.day(published.earliest))
    w.add_bounds(node, published)
    w.add(node, KG.supported, literals.boolean(article.supported))
    for region in article.regions:
        region_node = w.names.region(article.id, region.span.start, region.span.end)
        w.add(region_node, RDF.type, KG.Region)
        w.add(region_node, KG.inArticle, node)
        w.add(region_node, KG.regionKind, literals.string(region.kind.value))
        w.cite(region_node, region.span)


def _write_mentions(scope: Scope, entity: LocalEntity) -> None:
    w = scope.writer
    target = scope.entity(entity.key)
    for mention in entity.mentions:
        node = w.names.mention(scope.article.id, mention.span.start, mention.span.end)
        w.add(node, RDF.type, KG.Mention)
        w.add(node, KG.inArticle, w.node)
        w.add(node, KG.mentionOf, target)
        w.add(node, KG.form, literals.string(mention.form.value))
        w.add(node, KG.score, literals.decimal(mention.score))
        w.cite(node, mention.span)


def _write_relation(scope: Scope, relation: Relation, number: int) -> None:
    w = scope.writer
    node = w.names.relation(scope.article.id, number)
    subject, predicate, target = scope.entity(relation.subject), kg(relation.predicate), scope.entity(relation.object)
    w.add(node, RDF.type, KG.Relation)
    w.add(node, KG.inArticle, w.node)
    w.add(node, KG.subject, subject)
    w.add(node, KG.predicate, predicate)
    w.add(node, KG.object, target)
    w.add(node, KG.score, literals.decimal(relation.score))
    w.cite(node, relation.evidence)
    w.add(subject, predicate, target)


def _write_membership(scope: Scope, membership: Membership, number: int) -> None:
    w = scope.writer
    node: NamedNode = w.names.membership(scope.article.id, number)
    w.add(node, RDF.type, ORG.Membership)
    w.add(node, KG.inArticle, w.node)
    w.add(node, ORG.member, scope.entity(membership.person))
    if membership.organisation is not None:
        w.add(node, ORG.organization, scope.entity(membership.organisation))
    w.add(node, KG.roleLabel, literals.text(membership.role, scope.article.language))
    w.cite(node, membership.evidence)
