from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

import kg
from kg.client import Answer, Row
from kg.errors import ExportError, QueryError
from kg.querying.results import Table
from kg.rdf import literals
from kg.rdf.namespaces import XSD


def answer_of(*rows: tuple[object, ...], columns: str = "a b", lists: str = "") -> Answer:
    return Answer(Table(columns=tuple(columns.split()), rows=rows), frozenset(lists.split()))  # type: ignore[arg-type]


def column(*cells: object) -> pd.Series:
    return answer_of(*((cell,) for cell in cells), columns="a").df()["a"]


def typed(value: str, local: str) -> Literal:
    return Literal(value, datatype=NamedNode(XSD.namespace + local))


DAY = literals.day(date(2016, 5, 1))


@pytest.mark.parametrize(
    ("cells", "dtype", "first"),
    [
        ((DAY, None), "datetime64[s]", pd.Timestamp(2016, 5, 1)),
        ((literals.integer(3), literals.integer(4)), "int64", 3),
        ((literals.integer(3), None), "Int64", 3),
        ((typed("99999999999999999999", "integer"),), "str", "99999999999999999999"),
        ((literals.decimal(0.5), None), "float64", 0.5),
        ((typed("1e3", "double"),), "float64", 1000.0),
        ((literals.boolean(True), literals.boolean(False)), "bool", True),
        ((literals.boolean(True), None), "boolean", True),
        ((NamedNode("urn:a"), None), "category", "urn:a"),
        ((Literal("2016"), Literal("5")), "str", "2016"),
        ((Literal("ja", language="de"), Literal("x")), "str", "ja"),
        ((typed("2016-05-01T10:00:00Z", "dateTime"),), "datetime64", pd.Timestamp("2016-05-01T10:00Z")),
        ((typed("12345-05-01", "date"), DAY), "str", "12345-05-01"),
        ((typed("yes", "boolean"),), "str", "yes"),
        ((typed("three", "integer"),), "str", "three"),
        ((DAY, literals.integer(1)), "str", "2016-05-01"),
        ((BlankNode("b"),), "str", "_:b"),
        ((None, None), "str", None),
        ((), "str", None),
    ],
)
def test_column_when_typed_then_the_dtype_is_that_of_its_terms(
    cells: tuple[object, ...], dtype: str, first: object
) -> None:
    series = column(*cells)
    assert str(series.dtype).startswith(dtype)
    assert len(series) == len(cells)
    if first is not None:
        assert series[0] == first
    if None in cells:
        assert series.isna().sum() == cells.count(None)


def test_list_column_when_a_frame_then_tuples_that_explode() -> None:
    frame = answer_of((Literal("x"), Literal("b | c")), (Literal("y"), None), lists="b").df()
    assert list(frame["b"]) == [("b", "c"), ()]
    assert len(frame.explode("b")) == 3


def test_labels_and_closed_lists_when_a_frame_then_categories(graph: kg.Graph) -> None:
    frame = graph.query("incidents/in-period").df()
    assert str(frame["eventLabel"].dtype) == str(frame["kind"].dtype) == "category"
    assert str(graph.claims().df()["content"].dtype) == "str"


def test_frame_when_the_answer_is_empty_then_it_has_its_columns(graph: kg.Graph) -> None:
    frame = graph.query("claims/search", text="no such words").df()
    assert len(frame) == 0
    assert "claimant" in frame.columns


def test_rows_when_iterated_then_values_are_python_s(graph: kg.Graph) -> None:
    row = graph.query("incidents/in-period", since=2015)[0]
    assert isinstance(row.earliest, date)
    assert isinstance(row.agents, tuple)
    assert isinstance(row.lat, Decimal)
    assert isinstance(row.articles, int)
    assert dict(row)["eventLabel"] == row["eventLabel"] == row[1]


def test_row_when_a_column_is_misspelt_then_the_error_lists_them() -> None:
    row = Row(("kind", "count"), ("a", 1))
    assert row.count == 1
    with pytest.raises(AttributeError, match="the columns are kind, count"):
        _ = row.kinds
    with pytest.raises(KeyError, match="the columns are kind, count"):
        _ = row["kinds"]
    assert {"kind", "count"} <= set(dir(row))


def test_answer_when_large_then_it_shows_a_part_and_says_how_to_get_all() -> None:
    answer = answer_of(*((literals.integer(n), None) for n in range(1234)))
    for shown in (repr(answer), answer._repr_html_()):
        assert "50 of 1,234 rows are shown" in shown
        assert ".df()" in shown
        assert ".to_csv" in shown
    assert answer._repr_html_().count("<tr>") == 51
    assert len(list(answer)) == len(answer.df()) == 1234


def test_html_when_cells_hold_markup_then_it_is_text() -> None:
    shown = answer_of((Literal("<script>alert(1)</script>"), NamedNode("urn:x'onmouseover='y"))).table
    html = Answer(shown)._repr_html_()
    assert "<script>" not in html
    assert "' onmouseover" not in html.replace("&#x27;", "")


def test_html_when_an_iri_has_a_label_then_the_label_is_shown_and_the_iri_is_its_tip(graph: kg.Graph) -> None:
    html = graph.query("places/map")[:1]._repr_html_()
    assert "<th style" in html
    assert ">location</th>" in html
    assert "Palmyra" in html
    assert "title='https://w3id.org/conflict-kg/data/place/palmyra'" in html


def test_html_when_empty_then_it_says_so(graph: kg.Graph) -> None:
    assert "No rows" in graph.query("claims/search", text="no such words")._repr_html_()


def test_csv_when_written_then_every_row_is_in_the_file(graph: kg.Graph, tmp_path: Path) -> None:
    answer = graph.query("places/map")
    answer.to_csv(tmp_path / "rows.csv")
    assert len(pd.read_csv(tmp_path / "rows.csv")) == len(answer)
    with pytest.raises(ExportError, match="cannot be written"):
        answer.to_csv(tmp_path / "no folder" / "rows.csv")


def test_geojson_when_there_are_points_then_a_feature_for_each_row(graph: kg.Graph) -> None:
    answer = graph.query("incidents/in-period")
    document = answer.geojson()
    features = document["features"]
    assert isinstance(features, list)
    assert len(features) + int(str(document["rowsWithoutPoint"])) == len(answer)
    json.dumps(document)


def test_one_when_there_are_several_then_an_error_counts_them(graph: kg.Graph) -> None:
    with pytest.raises(QueryError, match="rows, not one"):
        graph.query("places/map").one()


def test_slice_when_taken_then_an_answer_with_the_same_columns(graph: kg.Graph) -> None:
    answer = graph.query("places/map")
    assert answer[:2].columns == answer.columns
    assert len(answer[:2]) == 2
    assert answer[-1] == list(answer)[-1]
