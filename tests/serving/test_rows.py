"""Counting rows, cutting between two, and cells that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.serving.rows import LAYOUTS, EnoughError, FormulaGuard, RowLimit

FORMS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
VALUES = ['}},{"', "</result>", "a\tb", "line\nbreak", 'quo"te', "=1+1", "plain", ""]


def answer(form: str, rows: int) -> bytes:
    store = ox.Store()
    for number in range(rows):
        value = ox.Literal(VALUES[number % len(VALUES)] + str(number))
        store.add(ox.Quad(ox.NamedNode(f"urn:{number}"), ox.NamedNode("urn:p"), value))
    found = store.query("SELECT ?s ?o { ?s ?p ?o }")
    assert isinstance(found, ox.QuerySolutions)
    return found.serialize(format=FORMS[form]) or b""


def limited(data: bytes, form: str, most: int, clean: bool, piece: int) -> tuple[bytes, bool]:
    out: list[bytes] = []
    limit = RowLimit(LAYOUTS[form], most, clean, out.append)
    try:
        for at in range(0, len(data), piece):
            limit.write(data[at : at + piece])
        limit.finish()
    except EnoughError:
        return b"".join(out), True
    return b"".join(out), False


def count(data: bytes, form: str) -> int:
    if form == "csv":
        return len(list(csv.reader(io.StringIO(data.decode())))) - 1
    found = ox.parse_query_results(data, format=FORMS[form])
    assert isinstance(found, ox.QuerySolutions)
    return len(list(found))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("piece", [1, 7, 100_000])
def test_limit_when_clean_then_the_answer_is_whole_with_so_many_rows(form: str, piece: int) -> None:
    data = answer(form, 20)
    for most in (1, 2, 19):
        cut, stopped = limited(data, form, most, True, piece)
        assert stopped
        assert count(cut, form) == most


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("piece", [1, 64])
def test_limit_when_not_clean_then_exactly_so_many_rows_pass_and_one_more_stops(form: str, piece: int) -> None:
    data = answer(form, 20)
    assert limited(data, form, 20, False, piece) == (data, False)
    assert limited(data, form, 0, False, piece) == (data, False)
    assert limited(data, form, 19, False, piece)[1]


def safe(data: bytes, piece: int) -> bytes:
    out: list[bytes] = []
    guard = FormulaGuard(out.append)
    for at in range(0, len(data), piece):
        guard.write(data[at : at + piece])
    guard.finish()
    return b"".join(out)


cells = st.text(alphabet="=+-@\t\r\n\",ab1.eE'", max_size=8)


@given(rows=st.lists(st.lists(cells, min_size=2, max_size=3), max_size=6), piece=st.integers(1, 40))
def test_formulas_when_guarded_then_only_such_cells_change_and_by_an_apostrophe(
    rows: list[list[str]], piece: int
) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    got = list(csv.reader(io.StringIO(safe(text.getvalue().encode(), piece).decode(), newline="")))
    before = list(csv.reader(io.StringIO(text.getvalue(), newline="")))
    for row, changed in zip(before, got, strict=True):
        for cell, new in zip(row, changed, strict=True):
            number = re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", cell)
            risky = cell[:1] in set("=+-@\t\r") - {""} and not number
            assert new == ("'" + cell if risky else cell)


def test_formulas_when_a_cell_begins_a_piece_or_line_then_they_are_found_there() -> None:
    data = b'a,b\r\n=1+1,"-x ""y"", =z"\r\n,\r\n"\r=2",-3.5e1\r\n'
    guarded = b'a,b\r\n\'=1+1,"\'-x ""y"", =z"\r\n,\r\n"\'\r=2",-3.5e1\r\n'
    assert {safe(data, piece) for piece in range(1, len(data) + 1)} == {guarded}
