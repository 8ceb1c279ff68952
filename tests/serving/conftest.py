"""Servers that several tests talk to: each is a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.storage import BuildMeta, write_generation
from tests.serving.client import TOKEN, Server, serving
from tests.serving.w3c import Suites


@pytest.fixture(scope="session")
def suites(shared: Path) -> Suites:
    """The W3C's test suites."""
    folder = shared / "data" / "w3c" / "sparql"
    if not folder.is_dir():
        pytest.skip("the W3C's SPARQL tests are not in shared/data/w3c")
    return Suites(folder)


@pytest.fixture(scope="session")
def empty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on an empty store that may be written, whose default graph is the unnamed one."""
    folder = tmp_path_factory.mktemp("empty")
    with write_generation(folder / "store") as writer:
        writer.publish(BuildMeta(digest="empty"))
    with serving(folder / "store", folder, token=TOKEN, default_graph="unnamed", replica_quads=0, workers=1) as server:
        yield server


@pytest.fixture(scope="session")
def server(seeds_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on the seeds' graph that only reads, with quick limits."""
    folder = tmp_path_factory.mktemp("server")
    with serving(
        seeds_store, folder, query_seconds=10, query_memory=600_000_000, access_log=folder / "access.log"
    ) as running:
        yield running
