from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from tests.conftest import Kg


def an_incident(kg: Kg, store: Path) -> str:
    done = kg("query", "incidents/in-period", "--store", store, "--format", "csv")
    return next(csv.DictReader(io.StringIO(done.stdout)))["event"]


def test_compare_when_given_an_incident_then_prints_sources_against_fields(kg: Kg, seeds_store: Path) -> None:
    event = an_incident(kg, seeds_store)
    done = kg("compare", event, "--store", seeds_store)
    assert done.returncode == 0, done.stderr
    assert "source" in done.stdout and "happened?" in done.stdout and "In their words" in done.stdout
    assert "In their words" not in kg("compare", event, "--store", seeds_store, "--no-words").stdout


def test_compare_when_asked_for_json_then_every_source_has_values(kg: Kg, seeds_store: Path) -> None:
    done = kg("compare", an_incident(kg, seeds_store), "--store", seeds_store, "--format", "json")
    assert all(source["values"] for source in json.loads(done.stdout)["sources"])


def test_compare_when_the_thing_is_an_actor_then_fails_and_says_what_to_do(kg: Kg, seeds_store: Path) -> None:
    done = kg("compare", "kgd:actor/russia", "--store", seeds_store)
    assert done.returncode == 3 and "incidents/disputed" in done.stderr
