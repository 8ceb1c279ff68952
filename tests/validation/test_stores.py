from __future__ import annotations

import pytest
from pyoxigraph import Quad

from kg.rdf.namespaces import KG, RDF, kg
from kg.storage import memory_store
from kg.validation import stores, validate_store
from tests.validation.world import whole_graph


def test_validate_store_when_the_graph_is_whole_then_it_conforms_and_tells_progress() -> None:
    told: list[tuple[int, int]] = []
    report = validate_store(memory_store(whole_graph()), lambda done, of: told.append((done, of)))
    assert report.conforms, "\n".join(map(str, report.violations))
    assert told[-1] == (6, 6)  # two articles, entities, events, build, decisions


def test_validate_store_when_batches_are_small_then_it_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = [q for q in whole_graph() if q.predicate != KG.stance]
    at_once = validate_store(memory_store(graph))
    monkeypatch.setattr(stores, "BATCH", 10)
    assert validate_store(memory_store(graph)).violations == at_once.violations
    assert at_once.by_shape() == {"ClaimShape": 4}


def test_validate_store_when_an_entity_is_gone_then_what_points_at_it_is_told() -> None:
    graph = [q for q in whole_graph() if not (q.predicate == RDF.type and q.object == kg("ArmedGroup"))]
    report = validate_store(memory_store(graph))
    assert set(report.by_shape()) == {"PointsAtDescribed"}
    assert {v.value for v in report.violations} == {"https://w3id.org/conflict-kg/data/actor/river-front"}
    assert {v.path for v in report.violations} == {"object", "mentionOf", "linksTo"}


def test_validate_store_when_quote_and_text_differ_then_it_is_told() -> None:
    graph = whole_graph()
    body = next(q for q in graph if q.predicate.value.endswith("articleBody"))
    words = type(body.object)(body.object.value.replace("bombed", "shelled"), language="en")  # type: ignore[call-arg]
    changed = [Quad(body.subject, body.predicate, words, body.graph_name) if q == body else q for q in graph]
    assert set(validate_store(memory_store(changed)).by_shape()) == {"EvidenceQuotesText"}
