from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import QueryError, QueryParameterError, QuerySyntaxError, StoreError, StoreFormatError, StoreMissingError
from kg.rdf.iris import Names
from kg.rdf.namespaces import KG, kg
from kg.storage import BuildMeta, memory_store, open_store, sorted_nquads, write_generation
from kg.storage.translate import while_iterating

NAMES = Names()
GRAPH = NAMES.graph("events")


def quad(number: int, graph: NamedNode = GRAPH) -> Quad:
    return Quad(NAMES.event(f"{number:016x}"), KG.status, Literal("asserted"), graph)


def build(folder: Path, *numbers: int) -> bool:
    with write_generation(folder) as writer:
        writer.replace_graph(GRAPH, [quad(n) for n in numbers])
        return writer.publish(BuildMeta(digest=str(numbers)))


def test_open_store_when_nothing_is_there_then_it_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError, match="kg build"):
        open_store(tmp_path / "none")
    with pytest.raises(StoreMissingError, match="Nothing is built"):
        open_store(tmp_path)


def test_open_store_when_the_folder_is_something_else_then_it_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("words")
    with pytest.raises(StoreFormatError, match="no store"):
        open_store(tmp_path)
    with pytest.raises(StoreFormatError, match="is a file"):
        open_store(tmp_path / "thesis.doc")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"format": "conflict-kg store", "version": 99}', "newer conflict-kg"),
        ('{"format": "conflict-kg store", "version": 0}', "build it again"),
        ('{"format": "conflict-kg store", "version": 1}', "damaged"),
        ('{"format": "something"}', "another program"),
        ("{", "damaged"),
        ("[]", "damaged"),
    ],
)
def test_open_store_when_kg_json_is_of_another_kind_then_it_says_which(
    tmp_path: Path, content: str, message: str
) -> None:
    build(tmp_path / "s", 1)
    (tmp_path / "s" / "kg.json").write_text(content)
    with pytest.raises(StoreFormatError, match=message):
        open_store(tmp_path / "s")


def test_open_store_when_the_generation_is_gone_then_the_store_is_damaged(tmp_path: Path) -> None:
    build(tmp_path, 1)
    (tmp_path / "generations" / "1.lock").unlink()
    with pytest.raises(StoreFormatError, match="generation 1 is missing"):
        open_store(tmp_path)


def test_open_store_when_a_data_file_is_gone_then_the_error_names_the_store(tmp_path: Path) -> None:
    build(tmp_path, 1)
    (tmp_path / "generations" / "1" / "CURRENT").unlink()
    with pytest.raises(StoreError, match=str(tmp_path)):
        open_store(tmp_path)


def test_select_when_prefixes_are_not_declared_then_the_usual_ones_are_known_and_graphs_are_united() -> None:
    store = memory_store([quad(1), quad(2, NAMES.graph("entities"))])
    found = store.select("SELECT ?e WHERE { ?e kg:status ?s } ORDER BY ?e")
    assert found.variables == ("e",)
    assert [row[0] for row in found] == [NAMES.event(f"{n:016x}") for n in (1, 2)]


def test_select_when_the_query_names_its_graphs_then_only_these_are_asked() -> None:
    store = memory_store([quad(1), quad(2, NAMES.graph("entities"))])
    query = f"SELECT ?e FROM <{NAMES.graph('entities').value}> WHERE {{ ?e kg:status ?s }}"
    assert [row[0] for row in store.select(query)] == [NAMES.event(f"{2:016x}")]


def test_select_when_a_variable_is_substituted_then_it_is_bound_as_a_term() -> None:
    store = memory_store([quad(1), quad(2)])
    rows = store.select("SELECT ?e ?s WHERE { ?e kg:status ?s }", {"e": quad(2).subject})
    assert list(rows) == [(quad(2).subject, Literal("asserted"))]


def test_select_when_the_substituted_variable_is_not_projected_then_it_is_refused() -> None:
    with pytest.raises(QueryParameterError, match="SELECT list"):
        list(memory_store([quad(1)]).select("SELECT ?s WHERE { ?e kg:status ?s }", {"e": quad(1).subject}))


def test_select_when_the_syntax_is_wrong_then_line_and_column_are_known() -> None:
    with pytest.raises(QuerySyntaxError, match="line 2, column 7") as caught:
        memory_store([]).select("SELECT ?s\nWHERE ?s ?p ?o }")
    assert (caught.value.line, caught.value.column) == (2, 7)
    assert len(str(caught.value)) < 500


def test_select_when_a_function_of_ours_fails_then_its_variable_is_unbound() -> None:
    def broken(*_: object) -> Literal:
        raise ValueError("no answer")

    store = memory_store([quad(1)])
    rows = store.select("SELECT (kg:broken(?s) AS ?x) { ?e kg:status ?s }", functions={kg("broken"): broken})
    assert list(rows) == [(None,)]


def test_while_iterating_when_the_evaluation_fails_late_then_the_error_is_ours() -> None:
    def late() -> Iterator[int]:
        yield 1
        raise OSError(28, "No space left on device")

    items = while_iterating(late(), "SELECT", None)
    assert next(items) == 1
    with pytest.raises(StoreError, match="disk is full"):
        next(items)


@pytest.mark.parametrize("method", ["select", "ask", "construct"])
def test_query_when_it_is_of_another_form_then_it_is_refused(method: str) -> None:
    forms = {"select": "ASK {}", "ask": "SELECT * {}", "construct": "ASK {}"}
    with pytest.raises(QueryError, match="is no"):
        getattr(memory_store([]), method)(forms[method])


def test_ask_and_construct_when_asked_then_they_answer() -> None:
    store = memory_store([quad(1)])
    assert store.ask("ASK { ?e kg:status 'asserted' }") and not store.ask("ASK { ?e kg:agent ?a }")
    (triple,) = store.construct("CONSTRUCT WHERE { ?e kg:status ?s }")
    assert triple == quad(1).triple


def test_query_when_it_would_change_the_graph_then_it_is_refused() -> None:
    with pytest.raises(QuerySyntaxError):
        memory_store([quad(1)]).answer("DELETE WHERE { ?s ?p ?o }")


def test_sorted_nquads_when_quads_came_in_another_order_then_the_lines_are_the_same() -> None:
    quads = [quad(n) for n in range(50)]
    shuffled = random.Random(1).sample(quads, len(quads))
    assert sorted_nquads(memory_store(quads)) == sorted_nquads(memory_store(shuffled))


def test_graphs_when_there_are_several_then_they_are_sorted() -> None:
    store = memory_store([quad(1, NAMES.graph(name)) for name in ("events", "build", "entities")])
    assert store.graphs() == [NAMES.graph(name) for name in ("build", "entities", "events")]
