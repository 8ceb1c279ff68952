"""The W3C's SPARQL tests against a running server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.storage import BuildMeta, write_generation
from tests.serving.client import TOKEN, Client, Server, serving
from tests.serving.w3c import Suites, run_query_case
from tests.serving.w3c_http import run_description_case, run_http_case

QUERY_SUITES = ("query11", "results11", "query10", "query12")
_KNOWN = Path(__file__).parent / "w3c_known.txt"


def known_failures() -> set[str]:
    """Cases that pyoxigraph 0.5.13 itself fails."""
    lines = _KNOWN.read_text(encoding="utf-8").splitlines()
    return {line.split()[0] for line in lines if line.strip() and not line.startswith("#")}


@pytest.fixture(scope="module")
def writer(empty_server: Server) -> Client:
    return empty_server.client(TOKEN)


@pytest.fixture(scope="module")
def query_client(suites: Suites, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server that holds every data file of the query suites as a named graph."""
    folder = tmp_path_factory.mktemp("w3c")
    quads = list(suites.quads(case for suite in QUERY_SUITES for case in suites.cases(suite)))
    with write_generation(folder / "store") as writer:
        writer.alter(lambda store: store.extend(quads))
        writer.publish(BuildMeta(digest="w3c"))
    with serving(folder / "store", folder, default_graph="unnamed", query_seconds=10) as server:
        yield server.client()


@pytest.mark.parametrize(("suite", "cases"), [("protocol", 34), ("gsp", 13)])
def test_http_cases_when_sent_then_all_are_answered_as_the_standard_says(
    suites: Suites, writer: Client, suite: str, cases: int
) -> None:
    wrong = {case.name: run_http_case(suites, case, writer) for case in suites.cases(suite)}
    assert len(wrong) == cases
    assert {name: why for name, why in wrong.items() if why} == {}


def test_description_cases_when_asked_then_all_are_met(suites: Suites, writer: Client) -> None:
    wrong = {case.name: run_description_case(case, writer) for case in suites.cases("sd")}
    assert len(wrong) == 3
    assert {name: why for name, why in wrong.items() if why} == {}


@pytest.mark.parametrize("suite", QUERY_SUITES)
def test_query_cases_when_asked_then_only_those_fail_that_the_engine_fails(
    suites: Suites, query_client: Client, suite: str
) -> None:
    wrong = {case.name: run_query_case(suites, case, query_client) for case in suites.cases(suite) if _asked(case.kind)}
    assert len(wrong) >= 10
    unexpected = {name: why for name, why in wrong.items() if why and name not in known_failures()}
    assert unexpected == {}


def _asked(kind: str) -> bool:
    return "Update" not in kind and ("Query" in kind or "Syntax" in kind or "CSV" in kind)
