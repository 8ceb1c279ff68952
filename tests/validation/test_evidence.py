from __future__ import annotations

from pyoxigraph import Literal, Quad

from kg.rdf.namespaces import OA, SCHEMA, XSD
from kg.validation.evidence import evidence_violations
from tests.validation.world import whole_graph


def test_evidence_violations_when_every_quote_is_the_text_then_there_are_none() -> None:
    graph = whole_graph()
    assert sum(q.predicate == OA.exact for q in graph) > 30
    assert evidence_violations(graph) == []


def test_evidence_violations_when_one_quote_is_another_then_it_is_named() -> None:
    graph = whole_graph()
    quote = next(q for q in graph if q.predicate == OA.exact)
    wrong = Quad(quote.subject, quote.predicate, Literal("never said"), quote.graph_name)
    (violation,) = evidence_violations([wrong if q == quote else q for q in graph])
    assert violation.focus.replace("/target", "/quote") == quote.subject.value  # type: ignore[union-attr]
    assert "never said" in violation.message


def test_evidence_violations_when_offsets_are_shifted_then_it_is_told() -> None:
    graph = whole_graph()
    start = next(q for q in graph if q.predicate == OA.start and q.object.value != "0")
    shifted = Literal(str(int(start.object.value) - 1), datatype=XSD.integer)
    wrong = Quad(start.subject, start.predicate, shifted, start.graph_name)
    assert len(evidence_violations([wrong if q == start else q for q in graph])) == 1


def test_evidence_violations_when_the_context_is_another_then_it_is_told() -> None:
    graph = whole_graph()
    for predicate in (OA.prefix, OA.suffix):
        found = next(q for q in graph if q.predicate == predicate and q.object.value.strip())
        wrong = Quad(found.subject, predicate, Literal("elsewhere"), found.graph_name)
        assert len(evidence_violations([wrong if q == found else q for q in graph])) == 1


def test_evidence_violations_when_the_text_is_not_there_then_it_is_told() -> None:
    graph = [q for q in whole_graph() if q.predicate != SCHEMA.articleBody]
    assert all("not there" in v.message for v in evidence_violations(graph))
    assert evidence_violations(graph)
