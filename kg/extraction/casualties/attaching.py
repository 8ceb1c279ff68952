"""Give each casualty figure to the event that caused it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.domain.annotations import AnnotatedArticle
from kg.domain.extraction import CasualtyCount, CasualtyKind, EventType
from kg.domain.spans import Span
from kg.extraction.casualties.values import CasualtyMention
from kg.extraction.clauses import Clauses, clauses_of

_BACK = 2  # sentences that a figure may lie behind its event
_ANOTHER = frozenset({"another", "elsewhere", "meanwhile", "separately", "separate", "since"})
_TOLL_OF_WAR = 5000
_HARM = frozenset(
    {
        EventType.AIR_STRIKE, EventType.SHELLING, EventType.BOMBING, EventType.CHEMICAL_ATTACK, EventType.ARMED_CLASH,
        EventType.AIRCRAFT_SHOOTDOWN, EventType.KILLING, EventType.DESTRUCTION, EventType.CAPTURE, EventType.SIEGE,
        EventType.OPERATION, EventType.ADVANCE,
    }
)  # fmt: skip
# The types of event that do to people what a figure tells.
_DOES: dict[CasualtyKind, frozenset[EventType]] = {
    CasualtyKind.KILLED: _HARM,
    CasualtyKind.WOUNDED: _HARM | {EventType.PROTEST},
    CasualtyKind.CAPTURED: frozenset(
        {EventType.DETENTION, EventType.CAPTURE, EventType.ARMED_CLASH, EventType.OPERATION}
    ),
    CasualtyKind.MISSING: _HARM | {EventType.DETENTION},
    CasualtyKind.DISPLACED: frozenset({EventType.DISPLACEMENT}),
}


@dataclass(frozen=True, slots=True)
class _Given:
    """A figure given to an event, and in words why."""

    figure: CasualtyMention
    why: str


def attach(
    casualties: Sequence[CasualtyMention],
    events: Sequence[Sequence[Span]],
    annotated: AnnotatedArticle,
    types: Sequence[EventType] = (),
) -> tuple[tuple[CasualtyCount, ...], ...]:
    """For each event, given by its triggers and type, the figures that belong to it; a figure told again is given once.

    A figure goes to the nearest event of its own sentence, by syntax; else to the last one told before it, else to the
    one told right after. Only events whose type does so to people count where `types` are given (a meeting kills nobody); a
    figure with no such event near by goes to none.
    """
    clauses = clauses_of(annotated)
    placed = [(_sentence(t, clauses), n, t) for n, triggers in enumerate(events) for t in triggers]
    given: list[list[_Given]] = [[] for _ in events]
    for casualty in casualties:
        fitting = [p for p in placed if not types or types[p[1]] in _DOES[casualty.kind]]
        owner = _owner(casualty, fitting, clauses)
        if owner is not None:
            number, why = owner
            _give(_Given(casualty, f"rule: counted by “{casualty.governor.quote}”; {why}"), given[number])
    return tuple(tuple(_count(g) for g in figures) for figures in given)


def _give(new: _Given, figures: list[_Given]) -> None:
    """Add a figure to an event's, unless it is told again: "12 dead" in the headline is "at least 12 were killed" below."""
    casualty = new.figure
    for n, known in enumerate(g.figure for g in figures):
        if known.kind is not casualty.kind or known.minimum != casualty.minimum or _is_beside(known, casualty):
            continue
        if known.maximum == casualty.maximum:
            return
        if known.minimum is not None and None in {known.maximum, casualty.maximum} and known.subset == casualty.subset:
            if casualty.maximum is None:
                figures[n] = new
            return
    figures.append(new)


def _is_beside(known: CasualtyMention, casualty: CasualtyMention) -> bool:
    """Whether two equal figures count others in one breath: "two women and two soldiers were killed"."""
    return (
        known.governor == casualty.governor
        and known.victims != casualty.victims
        and None not in {known.victims, casualty.victims, known.minimum}
    )


def _count(given: _Given) -> CasualtyCount:
    casualty = given.figure
    return CasualtyCount(
        kind=casualty.kind,
        minimum=casualty.minimum,
        maximum=casualty.maximum,
        victims=casualty.victims,
        span=casualty.span,
        subset=casualty.subset,
        why=given.why,
    )


def _owner(casualty: CasualtyMention, placed: list[tuple[int, int, Span]], clauses: Clauses) -> tuple[int, str] | None:
    """The index of the event that a figure belongs to, and in words why."""
    sentence = _sentence(casualty.governor, clauses)
    here = [(n, t) for s, n, t in placed if s == sentence]
    if here:
        return min(here, key=lambda nt: _distance(casualty, nt[1], clauses))[0], "the nearest event of its sentence"
    before = [(s, t.start, n) for s, n, t in placed if 0 < sentence - s <= _BACK]
    if before and _tells_of_another(casualty, sentence, clauses):
        return None
    if before:
        return max(before)[2], "the last event told before it"
    after = [(s, t.start, n) for s, n, t in placed if s - sentence == 1]
    return (min(after)[2], "the event told right after it") if after else None


def _tells_of_another(casualty: CasualtyMention, sentence: int, clauses: Clauses) -> bool:
    """Whether a sentence without an event of its own tells of something else than the sentence before it.

    Another attack ("elsewhere another child was killed"), or the toll of a war. Of 20 such figures of the training articles
    none belonged to the event before.
    """
    where = clauses.annotated.sentences[sentence]
    words = {clauses.tokens[i].text.lower() for i in range(where.first, where.last)}
    return bool(words & _ANOTHER) or (casualty.minimum or 0) >= _TOLL_OF_WAR


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
