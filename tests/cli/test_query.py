from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from tests.conftest import Kg


def test_list_when_asked_then_every_query_with_its_title(kg: Kg) -> None:
    lines = kg("query", "--list").stdout.splitlines()[1:]
    assert len(lines) >= 25
    assert all(len(line.split(maxsplit=1)) == 2 for line in lines)


def test_list_when_a_group_is_named_then_only_its_queries(kg: Kg) -> None:
    lines = kg("query", "claims", "--list").stdout.splitlines()[1:]
    assert lines
    assert all(line.startswith("claims/") for line in lines)


def test_query_when_answered_then_the_same_rows_in_every_form(kg: Kg, seeds_store: Path) -> None:
    call = ("query", "incidents/in-period", "--store", seeds_store, "--format")
    rows = list(csv.DictReader(io.StringIO(kg(*call, "csv").stdout)))
    assert len(rows) >= 3
    bindings = json.loads(kg(*call, "json").stdout)["results"]["bindings"]
    assert [b["event"]["value"] for b in bindings] == [row["event"] for row in rows]
    table = kg(*call, "table")
    assert f"{len(rows)} rows" in table.stderr
    assert "\x1b" not in table.stdout
    collection = json.loads(kg(*call, "geojson").stdout)
    assert collection["type"] == "FeatureCollection"
    assert len(collection["features"]) + collection["rowsWithoutPoint"] == len(rows)


def test_query_when_parameter_is_given_with_equals_sign_then_the_same(kg: Kg, seeds_store: Path) -> None:
    call = ("query", "incidents/in-period", "-f", "csv", "--store", seeds_store)
    assert kg(*call, "--since=2016").stdout == kg(*call, "--since", "2016").stdout


def test_query_when_parameter_is_wrong_then_its_parameters_are_shown(kg: Kg, seeds_store: Path) -> None:
    done = kg("query", "incidents/in-period", "--sinse", "2016", "--store", seeds_store)
    assert done.returncode == 3
    assert "Did you mean since?" in done.stderr
    assert done.stdout == ""


def test_query_when_parameter_lacks_its_value_then_usage_error(kg: Kg, seeds_store: Path) -> None:
    done = kg("query", "incidents/in-period", "--store", seeds_store, "--since")
    assert done.returncode == 2
    assert "--since needs a value" in done.stderr
