from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, QuerySolutions, Triple, parse_query_results

from kg.errors import QueryError
from kg.querying.results import Table, python_value
from kg.rdf.namespaces import GEO, XSD

WORDS = st.text(st.characters(exclude_categories=["Cs"]))


def table(*rows: tuple[object, ...], columns: tuple[str, ...]) -> Table:
    return Table(columns=columns, rows=rows, prefixes={"x": "https://x/"})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (None, None),
        (NamedNode("urn:a"), "urn:a"),
        (Literal("a", language="en"), "a"),
        (Literal("3", datatype=XSD.integer), 3),
        (Literal("0.50", datatype=XSD.decimal), Decimal("0.50")),
        (Literal("1e3", datatype=NamedNode(XSD.namespace + "double")), 1000.0),
        (Literal("1", datatype=XSD.boolean), True),
        (Literal("2016-12-13", datatype=XSD.date), date(2016, 12, 13)),
        (Literal("2016", datatype=XSD.date), "2016"),
        (Literal("many", datatype=XSD.decimal), "many"),
    ],
)
def test_python_value_when_term_is_typed_gives_its_python_form(term: object, value: object) -> None:
    assert python_value(term) == value  # type: ignore[arg-type]


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1))
def test_to_csv_when_read_back_gives_the_same_words(rows: list[tuple[str, str]]) -> None:
    made = table(*[(Literal(a), Literal(b)) for a, b in rows], columns=("a", "b"))
    read = list(csv.reader(io.StringIO(made.to_csv(), newline="")))
    assert read[0] == ["a", "b"]
    assert [tuple(row) for row in read[1:]] == rows


def test_to_json_when_read_by_pyoxigraph_gives_the_same_terms() -> None:
    row = (
        NamedNode("urn:a"),
        Literal("b", language="en"),
        Literal("3", datatype=XSD.integer),
        Literal("c"),
        None,
        BlankNode("n"),
    )
    made = table(row, columns=("a", "b", "c", "d", "e", "f"))
    answer = parse_query_results(made.to_json(), QueryResultsFormat.JSON)
    assert isinstance(answer, QuerySolutions)
    assert [tuple(solution) for solution in answer] == [row]


def test_to_json_when_a_term_is_a_triple_nests_it() -> None:
    triple = Triple(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c"))
    binding = json.loads(table((triple,), columns=("t",)).to_json())["results"]["bindings"][0]["t"]
    assert binding["value"]["object"] == {"type": "literal", "value": "c"}


def test_to_geojson_when_columns_are_lat_and_long_puts_longitude_first() -> None:
    degrees = [Literal("34.5", datatype=XSD.decimal), Literal("38.25", datatype=XSD.decimal)]
    made = table((Literal("a"), *degrees), (Literal("b"), None, None), columns=("name", "lat", "long"))
    document = json.loads(made.to_geojson())
    assert document["features"] == [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [38.25, 34.5]}, "properties": {"name": "a"}}
    ]
    assert document["rowsWithoutPoint"] == 1


def test_to_geojson_when_a_column_holds_wkt_uses_it() -> None:
    made = table((Literal("POINT(38.25 34.5)", datatype=GEO.wktLiteral),), columns=("where",))
    assert json.loads(made.to_geojson())["features"][0]["geometry"]["coordinates"] == [38.25, 34.5]


def test_to_geojson_when_there_are_no_coordinates_is_refused() -> None:
    made = table((Literal("a"),), columns=("name",))
    assert not made.has_coordinates
    with pytest.raises(QueryError, match="no coordinates"):
        made.to_geojson()


def test_cells_when_iri_has_a_prefix_are_short() -> None:
    assert list(table((NamedNode("https://x/y"), None), columns=("a", "b")).cells()) == [("x:y", "")]
