from __future__ import annotations

from collections.abc import Callable

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.rdf.iris import Names
from kg.rdf.namespaces import DCTERMS, GEO, KG, OA, ORG, PROV, RDF, RDFS, SCHEMA, SEM, XSD, kg
from kg.reference.turtle import read_triples, turtle_files
from kg.validation import validate
from tests.validation.world import whole_graph

Change = Callable[[list[Quad]], list[Quad]]
DATE = XSD.date
GRAPH = Names().graph("test")


def without(predicate: NamedNode, of: NamedNode | None = None) -> Change:
    """Take a property away, of members of a class or of all."""

    def change(quads: list[Quad]) -> list[Quad]:
        members = {q.subject for q in quads if q.predicate == RDF.type and (of is None or q.object == of)}
        return [q for q in quads if not (q.predicate == predicate and q.subject in members)]

    return change


def saying(of: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> Change:
    """Set a property of the members of a class to a value."""

    def change(quads: list[Quad]) -> list[Quad]:
        members = {q.subject: q.graph_name for q in quads if q.predicate == RDF.type and q.object == of}
        kept = [q for q in quads if not (q.predicate == predicate and q.subject in members)]
        return kept + [Quad(m, predicate, value, graph) for m, graph in members.items()]

    return change


def adding(of: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> Change:
    """Add a value to the members of a class."""

    def change(quads: list[Quad]) -> list[Quad]:
        members = {q.subject: q.graph_name for q in quads if q.predicate == RDF.type and q.object == of}
        return quads + [Quad(m, predicate, value, graph) for m, graph in members.items()]

    return change


def integer(value: int) -> Literal:
    return Literal(str(value), datatype=XSD.integer)


def decimal(value: str) -> Literal:
    return Literal(value, datatype=XSD.decimal)


AIR_STRIKE = kg("AirStrike")
SOMETHING = NamedNode("https://example.org/x")
BREAKS: list[tuple[str, str, Change]] = [
    ("ArticleShape", "dcterms", without(DCTERMS.identifier)),
    ("ArticleShape", "text", without(SCHEMA.articleBody)),
    ("ArticleShape", "digest", saying(KG.Article, KG.digest, Literal("abc"))),
    ("ArticleShape", "day as text", saying(KG.Article, SCHEMA.datePublished, Literal("2016-01-01"))),
    ("ArticleShape", "basis", saying(KG.Article, KG.dateBasis, Literal("guessed"))),
    ("RevisionShape", "order was found", adding(KG.Article, KG.revisionOf, SOMETHING)),
    ("CopyShape", "similarity", without(KG.copySimilarity)),
    ("RegionShape", "kind", saying(KG.Region, KG.regionKind, Literal("advert"))),
    ("AnnotationShape", "target", without(OA.hasTarget)),
    ("SpecificResourceShape", "source", without(OA.hasSource)),
    ("SpecificResourceShape", "selectors", without(OA.hasSelector)),
    ("TextPositionSelectorShape", "start after end", saying(OA.TextPositionSelector, OA.start, integer(10**6))),
    ("TextPositionSelectorShape", "start below zero", saying(OA.TextPositionSelector, OA.start, integer(-1))),
    ("TextQuoteSelectorShape", "quote", without(OA.exact)),
    ("TextQuoteSelectorShape", "long prefix", saying(OA.TextQuoteSelector, OA.prefix, Literal("x" * 33))),
    ("MentionShape", "form", saying(KG.Mention, KG.form, Literal("nickname"))),
    ("MentionShape", "evidence", without(KG.evidence, KG.Mention)),
    ("LinkShape", "why", without(KG.why, KG.Link)),
    ("CandidateShape", "second", without(KG.second, KG.Candidate)),
    ("ReportShape", "type", saying(KG.Report, KG.eventType, kg("Violence"))),
    ("ReportShape", "status", saying(KG.Report, KG.status, Literal("true"))),
    ("ReportShape", "score", saying(KG.Report, KG.score, decimal("1.5"))),
    (
        "ReportShape",
        "reversed days",
        saying(KG.Report, SEM.hasEarliestBeginTimeStamp, Literal("2099-01-01", datatype=DATE)),
    ),
    ("ReportShape", "part of no report", saying(KG.Report, KG.partOf, SOMETHING)),
    ("ParticipationShape", "role", saying(KG.Participation, KG.role, KG.about)),
    ("ParticipationShape", "participant", without(KG.participant)),
    ("CasualtyCountShape", "kind", saying(KG.CasualtyCount, KG.kind, Literal("lost"))),
    ("CasualtyCountShape", "minimum above maximum", saying(KG.CasualtyCount, KG.maximum, integer(1))),
    ("ClaimShape", "stance", saying(KG.Claim, KG.stance, Literal("doubts"))),
    ("ClaimShape", "two claimants", adding(KG.Claim, KG.claimant, SOMETHING)),
    ("ClaimShape", "content without language", saying(KG.Claim, KG.content, Literal("words"))),
    ("ContradictionShape", "reason", without(KG.reason)),
    ("RelationShape", "predicate", saying(KG.Relation, KG.predicate, kg("likes"))),
    ("MembershipShape", "role", without(KG.roleLabel)),
    ("MembershipShape", "member", without(ORG.member)),
    ("ActorShape", "label", without(RDFS.label, kg("State"))),
    ("ActorShape", "Wikidata", saying(kg("State"), KG.wikidata, SOMETHING)),
    ("PlaceShape", "latitude", saying(kg("Settlement"), KG.latitude, decimal("95.0"))),
    ("PlaceShape", "GeoNames", saying(kg("Settlement"), KG.geonames, Literal("Q5"))),
    ("LocatedPlaceShape", "longitude", without(KG.longitude)),
    ("GeometryShape", "WKT", saying(GEO.Geometry, GEO.asWKT, Literal("35, 36"))),
    ("EventShape", "label", without(RDFS.label, AIR_STRIKE)),
    ("EventShape", "status", saying(AIR_STRIKE, KG.status, Literal("proved"))),
    ("ActivityShape", "software", without(PROV.wasAssociatedWith)),
    ("SoftwareAgentShape", "version", without(SCHEMA.softwareVersion)),
    ("DecisionShape", "reason", without(KG.why, KG.Decision)),
    ("DecisionShape", "standing", saying(KG.Decision, KG.standing, Literal("forgotten"))),
    ("DecisionShape", "author", saying(KG.Decision, PROV.wasAssociatedWith, SOMETHING)),
    ("HumanStatementShape", "person", without(PROV.wasAttributedTo)),
]


@pytest.fixture(scope="module")
def graph() -> list[Quad]:
    return whole_graph()


def test_validate_when_the_graph_is_whole_then_it_conforms(graph: list[Quad]) -> None:
    report = validate(graph)
    assert report.conforms, "\n".join(map(str, report.violations))
    assert report.triples == len({q.triple for q in graph})


@pytest.mark.parametrize(("shape", "what", "change"), BREAKS, ids=[f"{s} {w}" for s, w, _ in BREAKS])
def test_validate_when_something_is_broken_then_its_shape_tells(
    graph: list[Quad], shape: str, what: str, change: Change
) -> None:
    broken = change(graph)
    assert broken != graph, what
    report = validate(broken)
    assert not report.conforms
    assert shape in report.by_shape(), report.by_shape()
    assert all(v.message and v.focus for v in report.violations)


def test_shapes_when_compared_with_the_examples_then_each_has_one_that_fails_it() -> None:
    shape = NamedNode("http://www.w3.org/ns/shacl#NodeShape")
    named = {
        t.subject.value.removeprefix(KG.namespace)
        for path in turtle_files("shapes")
        for t in read_triples(path)
        if t.predicate == RDF.type and t.object == shape and isinstance(t.subject, NamedNode)
    }
    assert named == {s for s, _, _ in BREAKS}


@pytest.mark.parametrize("lexical", ["2016", "2016-13-01", "soon"])
def test_validate_when_a_day_is_no_day_then_it_is_told_and_nothing_fails(graph: list[Quad], lexical: str) -> None:
    wrong = saying(AIR_STRIKE, SEM.hasLatestEndTimeStamp, Literal(lexical, datatype=DATE))(graph)
    (violation,) = validate(wrong).violations
    assert (violation.shape, violation.path) == ("WellTypedLiteral", "hasLatestEndTimeStamp")
    assert lexical in str(violation)


def test_validate_when_given_triples_of_one_article_then_it_conforms(graph: list[Quad]) -> None:
    first = next(q.graph_name for q in graph if q.object == KG.Article)
    triples: list[Quad | Triple] = [q.triple for q in graph if q.graph_name == first]
    assert validate(triples).conforms


def test_validate_when_given_nothing_then_it_conforms() -> None:
    assert validate([]).conforms
