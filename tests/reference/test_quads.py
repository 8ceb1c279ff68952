from __future__ import annotations

from pyoxigraph import BlankNode, NamedNode

from kg.rdf.iris import Names
from kg.rdf.namespaces import KG, RDF, RDFS, kg
from kg.reference import load_ontology_quads, load_reference_quads


def test_load_ontology_quads_when_read_twice_then_they_are_the_same() -> None:
    first = list(load_ontology_quads())
    assert first == list(load_ontology_quads())
    assert any(isinstance(q.subject, BlankNode) for q in first)
    assert {q.graph_name for q in first} == {Names().graph("ontology")}


def test_load_ontology_quads_when_read_then_classes_and_concepts_are_there_and_no_trigger_words() -> None:
    quads = list(load_ontology_quads())
    assert any(q.subject == kg("AirStrike") and q.predicate == RDFS.subClassOf for q in quads)
    assert any(q.subject == kg("sarin") for q in quads)
    assert not [q for q in quads if q.predicate == KG.lemma]


def test_load_reference_quads_when_an_actor_is_asked_for_then_it_comes_with_its_state() -> None:
    names = Names()
    subjects = {q.subject for q in load_reference_quads(["actor/quds-force"])}
    assert subjects == {names.data(f"actor/{i}") for i in ("quds-force", "irgc", "iranian-armed-forces", "iran")}


def test_load_reference_quads_when_an_id_is_unknown_then_nothing_is_said_of_it() -> None:
    assert list(load_reference_quads(["actor/nobody-knows"])) == []


def test_load_reference_quads_when_the_base_is_another_then_all_addresses_are_below_it() -> None:
    names = Names("https://example.org/data/")
    quads = list(load_reference_quads(["place/palmyra"], names))
    data = {t.value for q in quads for t in (q.subject, q.object) if isinstance(t, NamedNode) and "/data/" in t.value}
    assert data
    assert all(iri.startswith("https://example.org/data/") for iri in data)
    assert (names.data("place/palmyra"), RDF.type, kg("Settlement")) in {
        (q.subject, q.predicate, q.object) for q in quads
    }
