from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Kg

COUNT = "SELECT (COUNT(?a) AS ?n) WHERE { ?a a kg:Article }"


@pytest.mark.parametrize("way", ["text", "file", "-"])
def test_sparql_when_given_in_any_way_then_answered(kg: Kg, seeds_store: Path, tmp_path: Path, way: str) -> None:
    file = tmp_path / "count.rq"
    file.write_text(COUNT)
    query, stdin = {"text": (COUNT, None), "file": (str(file), None), "-": ("-", COUNT)}[way]
    done = kg("sparql", query, "--format", "csv", "--store", seeds_store, stdin=stdin)
    assert done.stdout.split() == ["n", "5"]


@pytest.mark.parametrize(
    ("query", "format_", "words"),
    [
        ("ASK { ?a a kg:Article }", "table", "true"),
        ("ASK { ?a a kg:Nothing }", "json", '{"head": {}, "boolean": false}'),
        ("CONSTRUCT { ?a a kg:Article } WHERE { ?a a kg:Article }", "table", "a kg:Article"),
    ],
)
def test_sparql_when_no_select_then_its_own_form(
    kg: Kg, seeds_store: Path, query: str, format_: str, words: str
) -> None:
    assert words in kg("sparql", query, "-f", format_, "--store", seeds_store).stdout


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT ?x WHERE { ?x", "line 1"),
        ("INSERT DATA { kgd:x a kg:Article }", "INSERT is refused"),
        ("absent.rq", "absent.rq cannot be read"),
        ("CONSTRUCT { ?a a ?b } WHERE { ?a a ?b }", "give Turtle, not csv"),
    ],
)
def test_sparql_when_it_cannot_be_answered_then_error_says_why(
    kg: Kg, seeds_store: Path, query: str, words: str
) -> None:
    done = kg("sparql", query, "-f", "csv", "--store", seeds_store)
    assert done.returncode == 3
    assert words in done.stderr
    assert done.stdout == ""
