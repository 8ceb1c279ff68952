from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from kg.cli.query_help import query_help
from kg.querying.catalogue import read_catalogue
from tests.conftest import Kg


@pytest.mark.parametrize("name", list(read_catalogue()))
def test_help_when_shown_then_every_parameter_and_column_is_explained(name: str) -> None:
    query = read_catalogue()[name]
    text = query_help(query)
    assert all(f"--{p.name} " in text and p.help in text for p in query.parameters)
    assert all(f"  {c.name}  {c.help}" in text for c in query.columns)
    assert f"kg query {name}" in text


def test_example_when_run_as_printed_then_it_is_answered(kg: Kg, seeds_store: Path) -> None:
    example = kg("query", "incidents/in-period", "--help").stdout.splitlines()[-1]
    done = kg(*shlex.split(example)[1:], "--store", seeds_store)
    assert done.returncode == 0, done.stderr
