from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import Kg


def test_explain_when_an_event_is_named_then_its_sentences_with_marks(kg: Kg, seeds_store: Path) -> None:
    rows = kg("query", "incidents/in-period", "--store", seeds_store, "-f", "csv").stdout.splitlines()
    event = rows[1].split(",")[0]
    done = kg("explain", event, "--store", seeds_store)
    assert done.returncode == 0, done.stderr
    explained = json.loads(kg("explain", event, "-f", "json", "--store", seeds_store).stdout)
    assert explained["iri"] == event
    assert explained["passages"]
    assert explained["passages"][0]["marks"]


def test_explain_when_nothing_is_so_called_then_error(kg: Kg, seeds_store: Path) -> None:
    done = kg("explain", "Xyzzy", "Plugh", "--store", seeds_store)
    assert done.returncode == 3
    assert "'Xyzzy Plugh'" in done.stderr
