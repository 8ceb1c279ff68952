"""Give each casualty figure to the event that caused it."""

from __future__ import annotations

from collections.abc import Sequence

from kg.domain.annotations import AnnotatedArticle
from kg.domain.spans import Span
from kg.extraction.casualties.values import CasualtyMention
from kg.extraction.clauses import Clauses

_BACK = 3  # sentences that a figure may lie behind its event


def attach(
    casualties: Sequence[CasualtyMention], triggers: Sequence[Span], annotated: AnnotatedArticle
) -> tuple[int | None, ...]:
    """For each figure the index of the trigger of its event, None where no event near by can have caused it."""
    clauses = Clauses(annotated)
    return tuple(_attach(c, triggers, clauses) for c in casualties)


def _attach(casualty: CasualtyMention, triggers: Sequence[Span], clauses: Clauses) -> int | None:
    sentence = _sentence(casualty.span, clauses)
    placed = [(_sentence(t, clauses), n, t) for n, t in enumerate(triggers)]
    here = [(n, t) for s, n, t in placed if s == sentence]
    if here:
        return min(here, key=lambda nt: _distance(casualty, nt[1], clauses))[0]
    before = [(s, t.start, n) for s, n, t in placed if s < sentence and sentence - s <= _BACK]
    if before:
        nearest = max(before)
        return nearest[2]
    after = [(s, t.start, n) for s, n, t in placed if s > sentence and s - sentence <= 1]
    return min(after)[2] if after else None


def _sentence(span: Span, clauses: Clauses) -> int:
    inside = clauses.within(span.start, span.end)
    return clauses.tokens[inside[0]].sentence if inside else -99


def _distance(casualty: CasualtyMention, trigger: Span, clauses: Clauses) -> tuple[float, int]:
    """How far a trigger stands from a figure: words shared first, then steps in the tree, then characters."""
    if trigger.overlaps(casualty.governor) or trigger.overlaps(casualty.span):
        return 0.0, 0
    a, b = clauses.head_of(casualty.governor), clauses.head_of(trigger)
    path = clauses.path(a, b) if a is not None and b is not None else None
    gap = max(trigger.start - casualty.governor.end, casualty.span.start - trigger.end, 0)
    return float(len(path)) if path else 99.0, gap
