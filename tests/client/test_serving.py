"""The Python door on our own server: the same calls, the same answers as on the store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg.errors import QuerySyntaxError
from tests.client.servers import kg_serve


@pytest.fixture(scope="module")
def served(seeds_store: Path) -> Iterator[kg.Graph]:
    with kg_serve(seeds_store) as url, kg.open(url) as graph:
        yield graph


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("incidents/at-place", {"place": "Palmyra"}),
        ("incidents/near-place", {"place": "Palmyra", "km": 80}),
        ("claims/by-source", {"source": "Russia"}),
        ("claims/search", {"text": '"} #'}),
        ("actors/opponents", {}),
        ("quality/counts", {}),
    ],
)
def test_canned_query_when_asked_of_our_server_then_the_rows_of_the_store(
    served: kg.Graph, graph: kg.Graph, name: str, parameters: dict[str, object]
) -> None:
    assert served.query(name, **parameters).table == graph.query(name, **parameters).table


def test_explanation_and_comparison_when_asked_of_our_server_then_those_of_the_store(
    served: kg.Graph, graph: kg.Graph
) -> None:
    event = str(graph.incidents()[0].event)
    assert served.explain(event).to_json() == graph.explain(event).to_json()
    assert served.compare(event).to_json() == graph.compare(event).to_json()


def test_query_with_a_typo_when_asked_of_our_server_then_line_and_column_are_those_of_the_query(
    served: kg.Graph,
) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        served.query("SELECT ?s WHERE {\n ?s kg:stance }")
    assert caught.value.line == 2
    assert "^" in str(caught.value)


def test_other_forms_when_asked_of_our_server_then_truth_and_triples(served: kg.Graph, graph: kg.Graph) -> None:
    query = "CONSTRUCT { ?a schema:headline ?h } WHERE { ?a schema:headline ?h }"
    assert served.construct(query).to_ntriples() == graph.construct(query).to_ntriples()
    assert served.ask("ASK { ?a a kg:Article }")
