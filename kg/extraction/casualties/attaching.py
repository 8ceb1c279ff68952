"""Give each casualty figure to the event that caused it."""

from __future__ import annotations

from collections.abc import Sequence

from kg.domain.annotations import AnnotatedArticle
from kg.domain.extraction import CasualtyCount
from kg.domain.spans import Span
from kg.extraction.casualties.values import CasualtyMention
from kg.extraction.clauses import Clauses, clauses_of

_BACK = 3  # sentences that a figure may lie behind its event


def attach(
    casualties: Sequence[CasualtyMention], events: Sequence[Sequence[Span]], annotated: AnnotatedArticle
) -> tuple[tuple[CasualtyCount, ...], ...]:
    """For each event, given by its triggers, the figures that belong to it; a figure told again is given once.

    A figure goes to the nearest event of its own sentence, by syntax; else to the last one told before it, else to the
    one told right after. One with no event near by goes to none.
    """
    clauses = clauses_of(annotated)
    placed = [(_sentence(t, clauses), n, t) for n, triggers in enumerate(events) for t in triggers]
    given: list[dict[tuple[object, ...], CasualtyCount]] = [{} for _ in events]
    for casualty in casualties:
        owner = _owner(casualty, placed, clauses)
        if owner is not None:
            same = (casualty.kind, casualty.minimum, casualty.maximum)
            given[owner].setdefault(same, _count(casualty))
    return tuple(tuple(counts.values()) for counts in given)


def _count(casualty: CasualtyMention) -> CasualtyCount:
    return CasualtyCount(
        kind=casualty.kind,
        minimum=casualty.minimum,
        maximum=casualty.maximum,
        victims=casualty.victims,
        span=casualty.span,
        subset=casualty.subset,
    )


def _owner(casualty: CasualtyMention, placed: list[tuple[int, int, Span]], clauses: Clauses) -> int | None:
    """The index of the event that a figure belongs to."""
    sentence = _sentence(casualty.governor, clauses)
    here = [(n, t) for s, n, t in placed if s == sentence]
    if here:
        return min(here, key=lambda nt: _distance(casualty, nt[1], clauses))[0]
    before = [(s, t.start, n) for s, n, t in placed if 0 < sentence - s <= _BACK]
    if before:
        return max(before)[2]
    after = [(s, t.start, n) for s, n, t in placed if s - sentence == 1]
    return min(after)[2] if after else None


def _sentence(span: Span, clauses: Clauses) -> int:
    inside = clauses.within(span.start, span.end)
    return clauses.tokens[inside[0]].sentence if inside else -(_BACK + 9)


def _distance(casualty: CasualtyMention, trigger: Span, clauses: Clauses) -> tuple[float, int]:
    """How far a trigger stands from a figure: words shared first, then steps in the tree, then characters."""
    if trigger.overlaps(casualty.governor) or trigger.overlaps(casualty.span):
        return 0.0, 0
    a, b = clauses.head_of(casualty.governor), clauses.head_of(trigger)
    path = clauses.path(a, b) if a is not None and b is not None else None
    gap = max(trigger.start - casualty.governor.end, casualty.span.start - trigger.end, 0)
    return float(len(path)) if path else 99.0, gap
