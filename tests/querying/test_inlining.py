from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryParameterError
from kg.querying.inlining import declared_prefixes, inline_parameters, used_prefixes

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
QUERY = """SELECT ?s ?wanted WHERE {
  ?s <urn:p> ?o . # ?wanted in a comment { is none
  FILTER (COALESCE(?o = ?wanted, true))
}"""


@given(TEXTS)
def test_literal_when_inlined_then_it_equals_itself_in_the_engine(text: str) -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal(text)))
    store.add(ox.Quad(ox.NamedNode("urn:t"), ox.NamedNode("urn:p"), ox.Literal(text + "x")))
    rows = list(store.query(inline_parameters(QUERY, {"wanted": ox.Literal(text)})))
    assert [row["s"].value for row in rows] == ["urn:s"]
    assert rows[0]["wanted"].value == text


def test_lines_when_parameters_are_inlined_then_they_keep_their_numbers() -> None:
    assert inline_parameters(QUERY, {"wanted": ox.NamedNode("urn:x")}).count("\n") == QUERY.count("\n")


@pytest.mark.parametrize(
    "inner",
    [
        "OPTIONAL { ?s <urn:q> ?x FILTER (?x = ?w) }",
        "{ ?s <urn:q> ?w } UNION { ?s <urn:r> ?w }",
        "{ SELECT ?s WHERE { ?s <urn:q> ?w } GROUP BY ?s }",
        "VALUES ?z { 1 2 } FILTER NOT EXISTS { ?s <urn:q> ?w }",
        "VALUES (?z ?y) { (1 2) } ?s <urn:q> ?w",
        "?s <urn:q> 'a { ?w } b' , \"}\" . ?s <urn:q> ?w",
    ],
)
def test_group_when_it_names_the_parameter_then_it_and_only_it_gets_the_value(inner: str) -> None:
    query = f"SELECT ?s WHERE {{ ?s <urn:p> ?o . {inner} }}"
    text = inline_parameters(query, {"w": ox.Literal("v")})
    ox.Store().query(text)
    assert text.count('VALUES ?w { "v" }') == inner.count("<urn:q> ?w") + inner.count("<urn:r> ?w") + inner.count(
        "= ?w"
    )


def test_parameter_when_the_query_does_not_have_it_then_an_error() -> None:
    with pytest.raises(QueryParameterError, match="no variable"):
        inline_parameters(QUERY, {"other": ox.Literal("v")})


def test_blank_node_when_given_then_refused() -> None:
    with pytest.raises(QueryParameterError):
        inline_parameters(QUERY, {"wanted": ox.BlankNode("b")})


def test_prefixes_when_used_and_declared_then_told_apart() -> None:
    query = (
        'PREFIX a: <urn:a#> PREFIX b: <http://b/> SELECT * { ?s a:x b:y ; kg:z "q:r" . FILTER(?s < 3 && ?s > 1) } # c:d'
    )
    assert declared_prefixes(query) == {"a", "b"}
    assert used_prefixes(query) >= {"a", "b", "kg"}
    assert not used_prefixes(query) & {"q", "c", "http"}
