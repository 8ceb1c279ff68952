"""Decisions in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from kg.domain.decisions import Action, Decision, Kind, Outcome, Standing, Target

_VERBS = {
    Action.MERGE: "one thing",
    Action.DISTINCT: "not one thing",
    Action.SPLIT: "split",
    Action.RENAME: "renamed",
    Action.RETYPE: "given another type",
    Action.RELOCATE: "placed",
    Action.REJECT: "rejected",
    Action.CONFIRM: "right as it is",
    Action.UNDO: "undone",
}


def who_says(what: str, decision: Decision) -> str:
    """What was done, by whom and why: for the reason of a link or a merge."""
    return f"{what} by {decision.author}: {decision.reason} (decision {decision.id})"


def sentence(decision: Decision) -> str:
    """A decision in one line, without its author and reason."""
    names = ", ".join(name_of(t) for t in decision.about)
    after = f" to {decision.value}" if decision.value and decision.action is not Action.SPLIT else ""
    if decision.spot is not None:
        spot = decision.spot
        after = f" at {spot.name or spot.place or f'{spot.latitude}, {spot.longitude}'}"
    if decision.action is Action.SPLIT:
        after = f": out go {', '.join(name_of(t) for t in decision.out)}"
    return f"{_VERBS[decision.action]}: {names}{after}"


def name_of(target: Target) -> str:
    """A target as a person knows it."""
    if target.kind in (Kind.ENTITY, Kind.EVENT, Kind.DECISION):
        return target.label or target.id
    return f"{target.kind} {target.label or target.id}".strip()


def outcome_lines(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """How many decisions there are and what became of them; each that does not apply, or only in part, on its line."""
    found = list(outcomes)
    counts = Counter(o.standing for o in found)
    if found:
        parts = ", ".join(f"{counts[s]} {s}" for s in Standing if counts[s])
        yield f"{len(found)}: {parts}"
    for o in found:
        if o.standing in (Standing.LOST, Standing.PARTLY):
            yield f"  {o.decision.id} {o.standing}: {sentence(o.decision)} ({o.detail})"
