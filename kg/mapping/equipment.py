"""From the words of a means ("cluster bombs") to the concepts of the equipment scheme that they name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.domain.knowledge import Equipment


@dataclass(frozen=True, slots=True)
class EquipmentLookup:
    """Finds equipment terms in a phrase: whole words, any case, with or without a plural ending; longest term wins."""

    equipment: tuple[Equipment, ...] = ()
    _kinds: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    _pattern: re.Pattern[str] | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        kinds: dict[str, dict[str, None]] = {}
        for item in self.equipment:
            for term in item.terms:
                kinds.setdefault(_fold(term), {})[item.kind] = None
        longest = sorted((t for t in kinds if t), key=lambda t: (-len(t), t))
        pattern = "|".join(re.escape(t) for t in longest)
        object.__setattr__(self, "_kinds", {term: tuple(sorted(found)) for term, found in kinds.items()})
        object.__setattr__(self, "_pattern", re.compile(rf"(?<!\w)({pattern})(?:e?s)?(?!\w)") if pattern else None)

    def kinds(self, phrases: Iterable[str]) -> tuple[str, ...]:
        """The ids of the concepts that the phrases name, sorted."""
        if self._pattern is None:
            return ()
        found = (m.group(1) for phrase in phrases for m in self._pattern.finditer(_fold(phrase)))
        return tuple(sorted({kind for term in found for kind in self._kinds[term]}))


def _fold(words: str) -> str:
    return " ".join(words.casefold().replace("’", "'").split())
