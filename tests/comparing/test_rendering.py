from __future__ import annotations

import csv
import io
import json

import pytest

from kg.comparing import (
    Comparison,
    compare,
    comparison_csv,
    comparison_json,
    comparison_markdown,
    comparison_text,
)
from tests.queries.world import world_store


@pytest.fixture(scope="module")
def strike() -> Comparison:
    return compare(world_store(), "event/strike")


def test_text_when_printed_then_marks_what_differs_and_shows_words(strike: Comparison) -> None:
    text = comparison_text(strike, 200)
    assert "agent ≠" in text and "killed" in text and "place ≠" not in text
    assert "also printed by: Morning Post" in text
    assert "“40 civilians were killed” kgd:article/a2" in text
    assert "casualties: one denies that civilians were hurt" in text


def test_text_when_words_are_not_wanted_then_left_out(strike: Comparison) -> None:
    assert "In their words" not in comparison_text(strike, 200, words=False)


def test_json_when_read_back_then_holds_every_source_with_values_marks_and_words(strike: Comparison) -> None:
    document = json.loads(comparison_json(strike))
    assert [s["name"] for s in document["sources"]] == [s.name for s in strike.sources]
    assert "agent" in document["disputed"]
    agent = document["sources"][0]["values"]["agent"][0]
    assert agent["text"] == "Russia" and agent["mark"] and agent["words"][0]["quote"] == "Russian"


def test_csv_when_read_back_then_has_one_row_a_value(strike: Comparison) -> None:
    rows = list(csv.DictReader(io.StringIO(comparison_csv(strike))))
    assert len(rows) == sum(len(v) for s in strike.sources for v in s.values.values())
    toll = next(r for r in rows if r["value"] == "40 civilians")
    assert (toll["minimum"], toll["speaker"], toll["quote"], toll["part"]) == (
        "40", "activists", "40 civilians were killed", "false",
    )  # fmt: skip


def test_markdown_when_written_then_every_row_has_all_columns(strike: Comparison) -> None:
    lines = [line for line in comparison_markdown(strike).splitlines() if line.startswith("|")]
    assert len(lines) == 2 + len(strike.sources)
    assert len({line.count("|") for line in lines}) == 1
