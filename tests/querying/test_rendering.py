from __future__ import annotations

import pytest

from kg.querying import read_catalogue, run, table_text
from tests.queries.world import world_store

STORE = world_store()


@pytest.mark.parametrize("width", [40, 80, 120, 200, 400])
def test_table_text_when_terminal_is_narrow_never_runs_over(width: int) -> None:
    for name, query in read_catalogue().items():
        if not any(p.required for p in query.parameters):
            lines = table_text(run(STORE, name), width).splitlines()
            assert max(map(len, lines)) <= width, name


def test_table_text_when_wide_shows_every_column() -> None:
    table = run(STORE, "incidents/disputed")
    head = table_text(table, 400).splitlines()[1].split()
    assert head == list(table.columns)


def test_table_text_when_too_narrow_for_columns_shows_cards_with_whole_iris() -> None:
    text = table_text(run(STORE, "incidents/disputed"), 60)
    assert text.startswith("-- 1 of 1")
    assert "kgd:event/strike" in text


def test_table_text_when_middling_leaves_out_iris_with_a_label() -> None:
    text = table_text(run(STORE, "places/timeline", place="Palmyra"), 190)
    assert "locationLabel" in text
    assert "kgd:place/palmyra" not in text
    assert "kgd:event/strike" in text


def test_table_text_when_there_are_no_rows_says_so() -> None:
    assert table_text(run(STORE, "incidents/in-period", until="1900")) == "No rows.\n"


def test_table_text_when_words_look_like_markup_shows_them_as_they_are() -> None:
    from pyoxigraph import Literal

    from kg.querying.results import Table

    assert "[bold]x[/bold]" in table_text(Table(columns=("a",), rows=((Literal("[bold]x[/bold]"),),)))
