"""What a run did: counts, times, issues. Plain values; the command line prints them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from kg.domain.decisions import Outcome
from kg.domain.issues import Issues


class Progress(Protocol):
    """Told how far a run is. `total` is None where nobody knows; a stage ends when the next begins."""

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """`done` of `total` articles have gone through `stage`."""
        ...


def silent(stage: str, done: int, total: int | None) -> None:
    """Progress that nobody watches."""


@dataclass(slots=True)
class BuildReport:
    """What one run did. Counts are articles unless they say otherwise.

    `found` counts what the whole graph now holds (actors, places, events, reports, claims …), `seconds` the time of
    each stage in order. `changed` tells whether a new graph was published, `decisions` what
    became of each decision of a person.
    """

    issues: Issues = field(default_factory=Issues)
    given: int = 0
    new: int = 0
    replaced: int = 0
    removed: int = 0
    read_anew: int = 0
    failed: int = 0
    unsupported: int = 0
    articles: int = 0
    mapped: int = 0
    changed: bool = False
    found: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    decisions: tuple[Outcome, ...] = ()

    @property
    def total_seconds(self) -> float:
        """Seconds of all stages together."""
        return sum(self.seconds.values())

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the time of the block to a stage's."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - start
