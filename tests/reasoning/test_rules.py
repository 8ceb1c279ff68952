from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Triple

from kg.errors import ResourceError
from kg.rdf.iris import Names
from kg.rdf.namespaces import KG, RDF, SEM, kg
from kg.reasoning import infer, inferred_quads, rules
from tests.validation.world import whole_graph

NAMES = Names()
SEM_NS = "http://semanticweb.cs.vu.nl/2009/11/sem/"


def data(path: str) -> NamedNode:
    return NAMES.data(path)


def is_a(path: str, kind: str) -> Triple:
    return Triple(data(path), RDF.type, kg(kind))


def test_infer_when_an_event_has_a_type_then_it_has_the_broader_ones() -> None:
    found = infer([is_a("event/1", "AirStrike")])
    types = {t.object.value.rsplit("#", 1)[-1].rsplit("/", 1)[-1] for t in found if t.predicate == RDF.type}
    assert types == {"ExplosiveViolence", "Violence", "Incident", "Event"}
    assert Triple(data("event/1"), RDF.type, NamedNode(SEM_NS + "Event")) in found


def test_infer_when_an_event_has_agent_and_target_then_they_are_its_actors() -> None:
    event, one, two = data("event/1"), data("actor/1"), data("actor/2")
    assert set(infer([Triple(event, KG.agent, one), Triple(event, KG.target, two)])) == {
        Triple(event, SEM.hasActor, one),
        Triple(event, SEM.hasActor, two),
    }


def test_infer_when_places_lie_in_one_another_then_containment_reaches_through() -> None:
    chain = [Triple(data(f"place/{i}"), KG.within, data(f"place/{i + 1}")) for i in range(40)]
    found = infer(chain)
    assert len(found) == 41 * 40 // 2 - 40
    assert Triple(data("place/0"), KG.within, data("place/40")) in found


def test_infer_when_containment_goes_round_then_it_ends_and_nothing_is_within_itself() -> None:
    a, b = data("place/a"), data("place/b")
    assert infer([Triple(a, KG.within, b), Triple(b, KG.within, a)]) == []


def test_infer_when_two_fight_then_they_do_both_ways_but_support_is_one_way() -> None:
    a, b = data("actor/a"), data("actor/b")
    assert infer([Triple(a, kg("fightsAgainst"), b), Triple(a, kg("supports"), b)]) == [
        Triple(b, kg("fightsAgainst"), a)
    ]


def test_infer_when_an_incident_is_part_of_an_operation_then_sem_says_so_both_ways() -> None:
    a, b = data("event/a"), data("event/b")
    assert set(infer([Triple(a, KG.partOf, b)])) == {
        Triple(a, NamedNode(SEM_NS + "subEventOf"), b),
        Triple(b, NamedNode(SEM_NS + "hasSubEvent"), a),
    }


def test_infer_when_run_on_its_own_conclusions_then_nothing_is_new() -> None:
    graph = [q.triple for q in whole_graph()]
    found = infer(graph)
    assert found
    assert not set(found) & set(graph)
    assert infer([*graph, *found]) == []


def test_inferred_quads_when_data_comes_in_another_order_then_they_are_the_same() -> None:
    graph = whole_graph()
    found = inferred_quads(graph)
    assert found == inferred_quads(list(reversed(graph)))
    assert {q.graph_name for q in found} == {NAMES.graph("inferred")}


@pytest.fixture
def own_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "ontology" / "rules"
    folder.mkdir(parents=True)
    monkeypatch.setattr(rules, "find_folder", lambda name: tmp_path / name)
    rules._rules.cache_clear()
    yield folder  # type: ignore[misc]
    rules._rules.cache_clear()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("CONSTRUCT { ?s a ?o } WHERE {", "bad.rq is no valid SPARQL"),
        ("SELECT * WHERE { ?s ?p ?o }", "bad.rq is no CONSTRUCT"),
        ("CONSTRUCT { ?s a [] } WHERE { ?s a ?o }", "bad.rq concludes blank nodes"),
        (
            'CONSTRUCT { ?new <x:next> ?s } WHERE { ?s a|<x:next> ?o . FILTER CONTAINS(STR(?s), "event") '
            'BIND (IRI(CONCAT(STR(?s), "x")) AS ?new) }',
            "come to no end",
        ),
    ],
)
def test_infer_when_a_rule_is_broken_then_error_says_so(own_rules: Path, text: str, problem: str) -> None:
    (own_rules / "bad.rq").write_text(text, encoding="utf-8")
    with pytest.raises(ResourceError, match=problem):
        infer([is_a("event/1", "Siege")])


def test_infer_when_there_is_no_rule_then_error_says_to_install_again(own_rules: Path) -> None:
    with pytest.raises(ResourceError, match="install it again"):
        infer([])
