from __future__ import annotations

import pytest
from pyoxigraph import Triple

from kg.errors import ResourceError
from kg.rdf.iris import Names
from kg.rdf.namespaces import KG, RDF, kg
from kg.reasoning import check_consistency, classification, classify
from kg.reasoning.hermit import find_java
from tests.validation.world import whole_graph

NAMES = Names()
EVENT, PLACE = NAMES.event("wrong"), NAMES.data("place/wrong")


@pytest.fixture(autouse=True)
def java() -> None:
    try:
        find_java()
    except ResourceError as error:
        pytest.skip(str(error))


def test_check_consistency_when_run_on_the_ontology_then_every_class_can_have_a_member() -> None:
    found = check_consistency()
    assert found.consistent
    assert found.unsatisfiable == ()


def test_classify_when_the_graph_is_whole_then_it_is_consistent_and_defined_classes_have_members() -> None:
    found = classify(whole_graph())
    assert found.consistent, found.conflicts
    kinds = {class_.rsplit("#", 1)[-1] for _, class_ in found.inferred}
    assert {"StateBasedIncident", "ViolenceAgainstPopulation"} <= kinds
    assert found.individuals > 10


def test_classify_when_a_place_is_an_agent_then_the_conflict_is_named_among_all_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong = [
        Triple(EVENT, RDF.type, kg("AirStrike")),
        Triple(EVENT, KG.agent, PLACE),
        Triple(PLACE, RDF.type, kg("Settlement")),
    ]
    monkeypatch.setattr(classification, "CHUNK", 16)  # many chunks: what is pointed at lies in another
    found = classify([*(q.triple for q in whole_graph() if q.predicate == RDF.type), *wrong])
    assert not found.consistent
    (conflict,) = found.conflicts
    assert conflict.subjects == (EVENT.value,)
    assert str(wrong[1]) in conflict.statements
    assert str(wrong[2]) in conflict.statements
