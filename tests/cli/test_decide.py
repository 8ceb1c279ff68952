"""`kg decide` and `kg review` as a user or a script runs them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import Kg


@pytest.fixture
def store(seeds_store: Path, tmp_path: Path) -> Path:
    shutil.copytree(seeds_store, tmp_path / "store")
    return tmp_path / "store"


def test_decide_when_run_then_the_id_is_printed_and_what_became_of_it_is_told(kg: Kg, store: Path) -> None:
    env = {"KG_STORE": str(store), "KG_AUTHOR": "Ann"}
    done = kg("decide", "rename", "Islamic State", "IS group", "--reason", "house style", env=env)
    assert done.returncode == 0, done.stderr
    assert "renamed: Islamic State to IS group" in done.stderr
    identifier = done.stdout.strip()
    rows = json.loads(kg("decide", "list", "-f", "json", env=env).stdout)
    assert [(r["id"], r["author"], r["standing"]) for r in rows] == [(identifier, "Ann", "applied")]
    assert "1: 1 applied" in kg("status", env=env).stdout
    shown = kg("explain", "IS group", env=env).stdout
    assert "Decided by people" in shown and "house style" in shown
    undone = kg("decide", "undo", identifier[:6], "-r", "no", "--author", "Ben", "--later", env=env)
    assert "the next `kg build` brings it in" in undone.stderr
    assert "1 undone" in kg("build", env=env).stderr


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("rename", "Islamic State", "X"), 2, "--reason"),
        (("rename", "Islamic State", "X", "-r", "y"), 3, "--author"),
        (("merge", "Nobody", "No one", "-r", "y", "--author", "A"), 3, "holds nothing called 'Nobody'"),
        (("undo", "last", "-r", "y", "--author", "A"), 3, "No decision"),
    ],
)
def test_decide_when_asked_wrongly_then_it_says_what_is_missing(
    kg: Kg, seeds_store: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    done = kg("decide", *arguments, "--store", seeds_store)
    assert (done.returncode, done.stdout) == (code, "")
    assert says in done.stderr
    assert not (seeds_store / "decisions.jsonl").exists()


def test_review_when_listed_then_rows_with_the_things_to_decide_on(kg: Kg, seeds_store: Path) -> None:
    done = kg("review", "--list", "--format", "json", "--store", seeds_store)
    rows = json.loads(done.stdout)
    assert rows and list(rows[0]) == ["topic", "title", "why", "weight", "reach", "things"]
    assert [r["weight"] for r in rows] == sorted((r["weight"] for r in rows), reverse=True)
    only = json.loads(kg("review", "--topic", "type", "--format", "json", "--store", seeds_store).stdout)
    assert {r["topic"] for r in only} == {"type"}
