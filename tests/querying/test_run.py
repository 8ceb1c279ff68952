from __future__ import annotations

import re
from pathlib import Path

import pytest

import kg
from kg.errors import QueryError, QueryParameterError, QuerySyntaxError, UnknownQueryError
from kg.querying import Table, Triples, run, run_sparql
from tests.queries.world import kgd, world_store

STORE = world_store()


def test_run_when_parameters_are_given_keeps_what_was_asked() -> None:
    table = run(STORE, "incidents/at-place", place="Palmyra")
    assert table.asked == {"place": kgd("place/palmyra")}
    assert "place" not in table.columns


def test_run_when_parameter_is_none_counts_as_left_out() -> None:
    assert run(STORE, "claims/denials", source=None).rows == run(STORE, "claims/denials").rows


def test_run_when_cells_hold_lists_sorts_them() -> None:
    row = next(run(STORE, "incidents/at-place", place="Palmyra", until="2016-12-13").values())
    assert row["agents"] == "Russia | US-led coalition"


def test_run_when_name_is_unknown_raises() -> None:
    with pytest.raises(UnknownQueryError):
        run(STORE, "nothing/here")


def test_run_sparql_when_select_gives_a_table_of_the_union() -> None:
    table = run_sparql(STORE, "SELECT ?copy WHERE { ?copy kg:copyOf ?of }")
    assert isinstance(table, Table)
    assert table.rows == ((kgd("article/a3"),),)


def test_run_sparql_when_ask_gives_a_truth_value() -> None:
    assert run_sparql(STORE, "ASK { ?x kg:copyOf ?y }") is True
    assert run_sparql(STORE, "ASK { ?x kg:copyOf ?x }") is False


def test_run_sparql_when_construct_gives_distinct_sorted_triples() -> None:
    answer = run_sparql(STORE, "CONSTRUCT { ?c kg:copyOf ?o } WHERE { ?c kg:copyOf ?o . ?c ?p ?x }")
    assert isinstance(answer, Triples)
    assert len(answer) == 1
    assert answer.to_ntriples().startswith("<https://w3id.org/conflict-kg/data/article/a3>")
    turtle = answer.to_turtle()
    assert "kg:copyOf" in turtle
    declared = [line for line in turtle.splitlines() if line.startswith("@prefix")]
    assert declared == sorted(declared)


def test_run_sparql_when_broken_points_at_the_place() -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        run_sparql(STORE, "SELECT ?x\nWHERE { ?x ?y }")
    assert caught.value.line == 2
    message = str(caught.value).splitlines()
    assert message[1].strip() == "WHERE { ?x ?y }"
    assert message[2].index("^") - 2 == (caught.value.column or 0) - 1


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "PREFIX a: <urn:x>\nDELETE WHERE { ?s ?p ?o }",
        "# hello\nCLEAR ALL",
        "DROP ALL",
    ],
)
def test_run_sparql_when_it_is_an_update_is_refused_and_nothing_changes(text: str) -> None:
    before = len(STORE)
    with pytest.raises(QuerySyntaxError, match="is refused"):
        run_sparql(STORE, text)
    assert len(STORE) == before


def test_run_sparql_when_it_calls_another_machine_is_refused() -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        run_sparql(STORE, "SELECT * { SERVICE <https://example.org/> { ?s ?p ?o } }")


def test_run_when_parameter_is_no_parameter_of_the_query_is_refused_before_the_store_is_asked() -> None:
    with pytest.raises(QueryParameterError):
        run(STORE, "quality/counts", place="Palmyra")


def test_package_when_searched_holds_no_formatted_query_text() -> None:
    """No value is ever put into a query's text: neither by f-string, `%`, `.format`, `+` nor `.replace`."""
    sparql = r"(?:SELECT\s+(?:DISTINCT\s+)?[?*(]|(?:ASK|CONSTRUCT|WHERE)\s*\{)"
    string = r"(\"{3}|\"|')(?:(?!\1).)*?"
    pasted = re.compile(rf"\b[rb]?f[rb]?{string}{sparql}", re.DOTALL)
    joined = re.compile(rf"{string}{sparql}(?:(?!\1).)*\1\s*(?:%|\+|\.format|\.replace|\.join)", re.DOTALL)
    for bad in ('f"SELECT ?x WHERE {{ ?x a <{y}> }}"', "f'ASK {{}}'"):
        assert pasted.search(bad)
    for bad in ('"SELECT * WHERE { ?x a " + y', "'ASK { %s a ?x }' % y", '"CONSTRUCT { X }".replace("X", y)'):
        assert joined.search(bad)
    root = Path(kg.__file__).parent
    known = {
        root / "serving" / "federation.py",  # sends on a SERVICE block as its user wrote it, after the guard
        root / "client" / "endpoint.py",  # names nodes that pyoxigraph writes, since an endpoint takes nothing but text
    }
    for path in sorted(set(root.rglob("*.py")) - known):
        text = path.read_text(encoding="utf-8")
        assert not pasted.search(text), path
        assert not joined.search(text), path
