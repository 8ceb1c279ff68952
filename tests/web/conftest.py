"""The sites that tests of the pages share."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.storage import open_store
from tests.web.world import Site, empty_store, small_store


@pytest.fixture(scope="session")
def seeds_site(seeds_store: Path) -> Site:
    """The pages over the seeds' graph."""
    return Site(open_store(seeds_store))


@pytest.fixture(scope="session")
def small_site() -> Site:
    """The pages over three articles, one with a script for a headline, one in Arabic."""
    return Site(small_store())


@pytest.fixture(scope="session")
def empty_site() -> Site:
    """The pages over nothing."""
    return Site(empty_store())
