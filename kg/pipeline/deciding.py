"""A decision from a person's words to the graph: drawn up on the graph as it is, kept in the file, brought in by a build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kg.config import Settings
from kg.curation import append_decisions, decisions_path, new_decision, read_decisions
from kg.curation.desk import Desk, Draft
from kg.curation.standing import WAITING, standing_of
from kg.curation.words import sentence
from kg.domain.decisions import Decision, Outcome, Standing
from kg.errors import StoreBusyError
from kg.linking import Gazetteer
from kg.linking.place_entities import known_places, named_places
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

    def lines(self) -> list[str]:
        """What is told of it: what was decided, and what became of it."""
        found = [f"Decided    {sentence(self.decision)}"]
        if self.outcome is not None:
            detail = f": {self.outcome.detail}" if self.outcome.detail else ""
            found.append(f"           {self.outcome.standing}{detail}")
            found += [f"           {identifier}" for identifier in self.outcome.concerns]
        else:
            why = "another build is running; " if self.busy else ""
            found.append(f"           kept; {why}the next `kg build` brings it in")
        return found


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
    decision = new_decision(
        draft.action,
        draft.about,
        author=author,
        reason=reason,
        out=draft.out,
        value=draft.value,
        spot=draft.spot,
    )
    append_decisions(folder, lambda _: [decision])
    if not apply:
        return Decided(decision=decision)
    try:
        report = build([], folder, settings, progress)
    except StoreBusyError:
        return Decided(decision=decision, busy=True)
    outcome = next((o for o in report.decisions if o.decision.id == decision.id), None)
    return Decided(decision=decision, outcome=outcome, report=report)


@contextmanager
def at_desk(folder: Path, settings: Settings) -> Iterator[Desk]:
    """The desk of a store, with the gazetteer at hand."""
    knowledge = load_knowledge()
    with open_store(folder) as store, Gazetteer.open(settings.gazetteer.expanduser(), knowledge.places) as gazetteer:
        yield Desk(
            store,
            partial(known_places, gazetteer),
            read_decisions(folder),
            partial(named_places, gazetteer),
        )


def decision_rows(folder: Path) -> list[dict[str, str]]:
    """Every decision of a store with what became of it in the graph as it is now, in the order made.

    Columns: id, time, author, decision (in words), reason, standing, because. A decision that no build has seen yet is
    `waiting`.
    """
    decisions = read_decisions(folder)
    with open_store(folder) as store:
        found = {d.id: standing_of(store, d) for d in decisions}
    return [
        {
            "id": d.id,
            "time": d.time,
            "author": d.author,
            "decision": sentence(d),
            "reason": d.reason,
            "standing": found[d.id][0],
            "because": found[d.id][1],
        }
        for d in decisions
    ]


def decision_lines(folder: Path) -> Iterator[str]:
    """How many decisions there are, what became of them, and those that do not apply; nothing where there are none."""
    rows = decision_rows(folder) if decisions_path(folder).exists() else []
    if rows:
        counts = Counter(row["standing"] for row in rows)
        yield f"{len(rows)}: {', '.join(f'{n} {standing}' for standing, n in sorted(counts.items()))}"
    for row in rows:
        if row["standing"] in (Standing.LOST, Standing.PARTLY, WAITING):
            yield f"  {row['id']} {row['standing']}: {row['decision']} ({row['because']})"
