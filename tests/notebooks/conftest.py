"""The endpoint that notebooks ask: another program's server over the graph built in this run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.client.servers import oxigraph


@pytest.fixture(scope="session")
def endpoint(seeds_store: Path) -> Iterator[str]:
    with oxigraph(seeds_store, "--union-default-graph") as url:
        yield url
