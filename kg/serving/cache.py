"""Answers kept in memory, by what was asked and of which generation; the least recently used goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """A whole answer: the index of its form (see `kg.serving.jobs.SENT`) and its bytes, packed or not as asked."""

    form: int
    body: bytes


class ResponseCache:
    """At most `most` bytes of answers; one that fills more than an eighth of it is not kept."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, Kept] = OrderedDict()
        self.size = 0
        self.hits = 0
        self.misses = 0

    def get(self, key: Hashable) -> Kept | None:
        """The answer, if it is kept."""
        found = self._held.get(key)
        if found is None:
            self.misses += 1
            return None
        self.hits += 1
        self._held.move_to_end(key)
        return found

    def put(self, key: Hashable, answer: Kept) -> None:
        """Keep an answer."""
        weight = len(answer.body) + 500
        if weight > self._most // 8 or key in self._held:
            return
        self._held[key] = answer
        self.size += weight
        while self.size > self._most:
            _, oldest = self._held.popitem(last=False)
            self.size -= len(oldest.body) + 500

    def clear(self) -> None:
        """Forget everything: another generation is served."""
        self._held.clear()
        self.size = 0
