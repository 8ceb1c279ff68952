"""A small world for linking tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.linking.gazetteer import Gazetteer
from tests.linking.builders import atlas


@pytest.fixture(scope="session")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gazetteer]:
    """Eighteen places and the reference places of the tests' knowledge."""
    with atlas(tmp_path_factory.mktemp("atlas")) as opened:
        yield opened


@pytest.fixture
def atlas_folder(tmp_path: Path) -> Path:
    """A folder with the small base gazetteer, for imports."""
    atlas(tmp_path).close()
    return tmp_path
