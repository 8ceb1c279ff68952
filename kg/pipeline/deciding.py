"""A decision from a person's words to the graph: drawn up on the graph as it is, kept in the file, brought in by a build."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kg.config import Settings
from kg.curation import append_decisions, new_decision
from kg.curation.desk import Desk, Draft, undo
from kg.domain.decisions import Decision, Outcome
from kg.errors import StoreBusyError
from kg.linking import Gazetteer
from kg.linking.place_entities import known_places
from kg.pipeline.build import build
from kg.pipeline.report import BuildReport, Progress, silent
from kg.reference import load_knowledge
from kg.storage import open_store


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision that is kept.

    `outcome` and `report` are None where no build has brought it in yet; `busy`: because another build was running.
    """

    decision: Decision
    outcome: Outcome | None = None
    report: BuildReport | None = None
    busy: bool = False


def decide(
    folder: Path,
    settings: Settings,
    draw_up: Callable[[Desk], Draft],
    *,
    author: str,
    reason: str,
    apply: bool = True,
    progress: Progress = silent,
) -> Decided:
    """Keep a decision, and where `apply` bring it in at once.

    The decision is on the disk before the build begins: whatever becomes of that, the next one brings it in.

    Raises:
        NotFoundError, DecisionError: as `Desk` says; nothing is kept.
        StoreMissingError: there is no store.
        StoreError: as `append_decisions` and `build`.
    """
    with at_desk(folder, settings) as desk:
        draft = draw_up(desk)
    return keep(folder, settings, draft, author=author, reason=reason, apply=apply, progress=progress)


def take_back(
    folder: Path,
    settings: Settings,
    names: Sequence[str],
    *,
    author: str,
    reason: str,
    apply: bool = True,
    progress: Progress = silent,
) -> Decided:
    """Undo decisions by id, or `last`; see `decide`."""
    _, (decision,) = append_decisions(
        folder, lambda before: [_decision(undo(before, names), author=author, reason=reason)]
    )
    return _bring_in(folder, settings, decision, apply=apply, progress=progress)


def keep(
    folder: Path,
    settings: Settings,
    draft: Draft,
    *,
    author: str,
    reason: str,
    apply: bool = True,
    progress: Progress = silent,
) -> Decided:
    """Keep a decision that is drawn up; see `decide`."""
    _, (decision,) = append_decisions(folder, lambda _: [_decision(draft, author=author, reason=reason)])
    return _bring_in(folder, settings, decision, apply=apply, progress=progress)


@contextmanager
def at_desk(folder: Path, settings: Settings) -> Iterator[Desk]:
    """The desk of a store, with the gazetteer at hand."""
    knowledge = load_knowledge()
    with open_store(folder) as store, Gazetteer.open(settings.gazetteer.expanduser(), knowledge.places) as gazetteer:
        yield Desk(store, partial(known_places, gazetteer))


def _decision(draft: Draft, *, author: str, reason: str) -> Decision:
    return new_decision(
        draft.action,
        draft.about,
        author=author,
        reason=reason,
        out=draft.out,
        value=draft.value,
        spot=draft.spot,
    )


def _bring_in(folder: Path, settings: Settings, decision: Decision, *, apply: bool, progress: Progress) -> Decided:
    if not apply:
        return Decided(decision=decision)
    try:
        report = build([], folder, settings, progress)
    except StoreBusyError:
        return Decided(decision=decision, busy=True)
    outcome = next((o for o in report.decisions if o.decision.id == decision.id), None)
    return Decided(decision=decision, outcome=outcome, report=report)
