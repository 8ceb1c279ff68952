from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from kg.mapping import map_decisions
from kg.rdf.iris import Names
from kg.rdf.namespaces import KG, OA, PROV, RDF, RDFS, XSD
from kg.storage import memory_store
from tests.factories import make_article, make_outcomes

NAMES = Names()
OUTCOMES = make_outcomes(make_article())
QUADS = list(map_decisions(OUTCOMES, [f"line {n}" for n, _ in enumerate(OUTCOMES)]))


def of(subject: NamedNode, predicate: NamedNode) -> list[object]:
    return [q.object for q in QUADS if (q.subject, q.predicate) == (subject, predicate)]


def test_decision_when_mapped_then_who_when_why_and_what_became_of_it() -> None:
    node = NAMES.decision(OUTCOMES[0].decision.id)
    assert of(node, RDF.type) == [KG.Decision]
    assert of(node, RDFS.label) == [Literal("line 0", language="en")]
    assert of(node, KG.why) == [Literal("reason 1")]
    assert of(node, PROV.endedAtTime) == [Literal("2026-11-24T10:00:01Z", datatype=XSD.dateTime)]
    assert of(node, KG.standing) == [Literal("applied")]
    (author,) = of(node, PROV.wasAssociatedWith)
    assert isinstance(author, NamedNode)
    assert (author, set(of(author, RDF.type))) == (NAMES.author("ann-reed"), {PROV.Person})


def test_decision_when_it_says_something_then_a_statement_of_the_person_with_what_was_there() -> None:
    (statement,) = [q.subject for q in QUADS if q.object == RDF.Statement]
    assert isinstance(statement, NamedNode)
    assert of(statement, RDF.subject) == [NAMES.data("actor/norland")]
    assert of(statement, RDF.predicate) == [RDFS.label]
    assert of(statement, RDF.object) == [Literal("Kingdom of Norland", language="en")]
    assert of(statement, KG.was) == [Literal("Norland")]
    assert not [q for q in QUADS if q.subject == NAMES.data("actor/norland")], "the value stands in its own graph alone"


def test_decision_when_undone_then_it_stays_and_leads_to_what_undid_it() -> None:
    node = NAMES.decision(OUTCOMES[1].decision.id)
    assert of(node, KG.standing) == [Literal("undone")]
    assert of(node, KG.settledBy) == [NAMES.decision(OUTCOMES[2].decision.id)]


def test_decision_when_it_rejects_then_its_words_are_evidence_of_its_own() -> None:
    rows = memory_store(QUADS).select(
        "SELECT ?quote ?start WHERE { ?d kg:rejects ?r ; kg:evidence ?e . ?e a oa:Annotation ; oa:hasBody ?d ; "
        "oa:hasTarget/oa:hasSelector ?p , ?q . ?p oa:start ?start . ?q oa:exact ?quote }"
    )
    assert [tuple(t.value for t in row if t) for row in rows] == [("raid", str(make_article().text.index("raid")))]
    assert all(q.graph_name == NAMES.graph("curation") for q in QUADS)
    assert OA.Annotation in {q.object for q in QUADS}
