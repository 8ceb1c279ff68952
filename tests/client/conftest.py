"""A graph on disk and the same graph behind an endpoint that is not ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from tests.client.servers import oxigraph


@pytest.fixture(scope="session")
def graph(seeds_store: Path) -> Iterator[kg.Graph]:
    with kg.open(seeds_store) as opened:
        yield opened


@pytest.fixture(scope="session")
def endpoint(seeds_store: Path) -> Iterator[str]:
    with oxigraph(seeds_store, "--union-default-graph") as url:
        yield url


@pytest.fixture(scope="session")
def remote(endpoint: str) -> Iterator[kg.Graph]:
    with kg.open(endpoint) as opened:
        yield opened
