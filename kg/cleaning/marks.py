"""Marks: stretches of a text with their kind, collected by rules that see the whole text, then made disjoint regions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.domain.articles import Region, RegionKind
from kg.domain.spans import span_at


@dataclass(slots=True)
class Marks:
    """Stretches marked so far. The first mark on a character holds; later ones are cut around it."""

    text: str
    taken: list[tuple[int, int, RegionKind]] = field(default_factory=list)

    def add(self, start: int, end: int, kind: RegionKind) -> None:
        """Mark what is still free of the range."""
        pieces = [(start, end)]
        for t_start, t_end, _ in self.taken:
            pieces = [
                part
                for p_start, p_end in pieces
                for part in ((p_start, min(p_end, t_start)), (max(p_start, t_end), p_end))
                if part[0] < part[1]
            ]
        self.taken.extend((s, e, kind) for s, e in pieces if self.text[s:e].strip())

    def covers(self, start: int, end: int, kinds: Iterable[RegionKind] | None = None) -> bool:
        """Whether every character of the range that is not white space is marked (with one of `kinds`)."""
        wanted = set(kinds) if kinds is not None else set(RegionKind)
        position = start
        for t_start, t_end, kind in sorted(self.taken):
            if kind in wanted and t_end > position:
                if t_start >= end:
                    break
                if self.text[position:t_start].strip():
                    return False
                position = t_end
        return not self.text[position:end].strip() if position < end else True

    def regions(self) -> tuple[Region, ...]:
        """Return the regions in the order of the text, without the white space at their edges."""
        return tuple(Region(span_at(self.text, s, e), kind) for s, e, kind in sorted(self.taken))
