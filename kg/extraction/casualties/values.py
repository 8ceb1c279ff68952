"""What a casualty mention is."""

from __future__ import annotations

from dataclasses import dataclass

from kg.domain.extraction import CasualtyKind
from kg.domain.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class CasualtyMention:
    """Words that say what became of how many. Inclusive range; both sides None where the words give no number.

    `governor` is the word that says what became of them ("killed", "toll"); `subset` marks a part of another figure
    ("including six children"); `victims` is who, in the text's own words, without the number.
    """

    kind: CasualtyKind
    minimum: int | None
    maximum: int | None
    victims: str | None
    span: Span
    governor: Span
    subset: bool = False
