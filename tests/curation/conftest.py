"""A bench with two articles that tell of the same two incidents, and one that tells of them on another day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from kg.linking.gazetteer import Gazetteer
from tests.curation.bench import Bench, Pair, tell
from tests.linking.builders import DAY, atlas


@pytest.fixture(scope="session")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gazetteer]:
    with atlas(tmp_path_factory.mktemp("atlas")) as opened:
        yield opened


@pytest.fixture(scope="session")
def corpus() -> list[Pair]:
    return [tell("a"), tell("b"), tell("c", toll=40, day=DAY + timedelta(days=9))]


@pytest.fixture
def bench(gazetteer: Gazetteer, corpus: list[Pair]) -> Bench:
    return Bench(gazetteer, corpus)


@pytest.fixture
def new_bench(gazetteer: Gazetteer) -> Callable[[list[Pair]], Bench]:
    return lambda pairs: Bench(gazetteer, pairs)
