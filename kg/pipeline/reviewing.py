"""A person goes through the agenda: item after item, each decision kept at once, all of them brought in at the end."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kg.config import Settings
from kg.curation import read_decisions
from kg.curation.agenda import Item, Topic, agenda
from kg.curation.choices import Choice, card, choices_for
from kg.curation.desk import Desk
from kg.curation.words import sentence
from kg.errors import DecisionError, NotFoundError
from kg.pipeline.build import build
from kg.pipeline.deciding import at_desk, keep
from kg.pipeline.report import Progress, silent
from kg.storage import Store, open_store

_MORE = 12  # sentences of each thing when more are asked for


@dataclass(slots=True)
class Review:
    """One sitting: where it is in the agenda, and what was decided."""

    settings: Settings
    store: Store
    desk: Desk
    items: list[Item]
    at: int = 0
    kept: int = 0
    reasons: dict[str, str] = field(default_factory=dict)  # the last one given, by topic
    stopped: bool = False
    full: bool = False  # whether the item is shown with more of its sentences
    done: list[str] = field(default_factory=list)  # decisions of this sitting that are in force

    @classmethod
    @contextmanager
    def open(cls, settings: Settings, topics: Sequence[str] = ()) -> Iterator[Review]:
        """Begin a sitting on the store of the settings.

        Raises:
            DecisionError: nobody is named as author.
            StoreMissingError: there is no store.
        """
        if not (settings.author or "").strip():
            raise DecisionError("Who decides? Give --author NAME, or set author in kg.toml (or KG_AUTHOR).")
        with open_store(settings.store) as store, at_desk(settings.store, settings) as desk:
            items = agenda(store, read_decisions(settings.store), [Topic(t) for t in topics])
            yield cls(settings=settings, store=store, desk=desk, items=items)

    @property
    def usual_reason(self) -> str:
        """The last reason given on this topic, to be taken again with one key."""
        return self.reasons.get(self.items[self.at].topic, "")

    def page(self) -> str:
        """The item as it is shown, with the keys, as short as the terminal; empty at the end."""
        if self.at >= len(self.items):
            return ""
        item, size = self.items[self.at], shutil.get_terminal_size()
        head = f"{self.at + 1} of {len(self.items)} · {item.topic} · bears on {item.reach}"
        keys = [f"[{c.key}] {c.words}" for c in choices_for(item)]
        keys += ["[space] skip", "[b] back", "[e] more", *(["[z] undo the last"] if self.done else []), "[q] end"]
        keys = [k.replace(" ", "\N{NO-BREAK SPACE}") for k in keys]
        width = max(40, min(120, size.columns))
        for sentences in (_MORE,) if self.full else (2, 1):
            lines = [head, "", *card(self.store, item, sentences=sentences), "", "   ".join(keys)]
            text = "\n".join(_wrapped(line, width) for line in lines)
            if text.count("\n") < size.lines - 1:
                break
        return text

    def short(self) -> str:
        """The item again, without what only the full view has."""
        self.full = False
        return self.page()

    def press(self, key: str) -> Choice | None:
        """What a key chooses; None where it moves on, back, or ends."""
        self.full = key == "e"
        if key in ("q", "\x1b", "\x03", "\x04"):
            self.stopped = True
        elif key in (" ", "s", "\r", "\n", "\x1b[C", "\x1b[B"):
            self.at += 1
        elif key in ("b", "\x7f", "\x1b[D", "\x1b[A"):
            self.at = max(0, self.at - 1)
        elif key == "z" and self.done:
            self._take_back()
        return (
            next((c for c in choices_for(self.items[self.at]) if c.key == key), None)
            if self.at < len(self.items)
            else None
        )

    def decide(self, choice: Choice, given: str, reason: str) -> str:
        """Keep what was chosen and go on; what is wrong with it, where something is."""
        try:
            draft = choice.draw(self.desk, self.items[self.at], given)
            kept = keep(
                self.settings.store, self.settings, draft, author=self.settings.author or "", reason=reason, apply=False
            )
        except (DecisionError, NotFoundError) as error:
            return str(error)
        self.reasons[self.items[self.at].topic] = reason
        self.done.append(kept.decision.id)
        self.kept += 1
        self.at += 1
        return ""

    def bring_in(self, progress: Progress = silent) -> list[str]:
        """Build with what was decided; what became of it, in lines."""
        report = build([], self.settings.store, self.settings, progress)
        return [
            f"{o.standing:<18} {sentence(o.decision)}{f' ({o.detail})' if o.detail else ''}"
            for o in report.decisions
            if o.decision.id in self.done
        ]

    def _take_back(self) -> None:
        """Undo the last decision of this sitting, and show its item again."""
        last = self.done.pop()
        with at_desk(self.settings.store, self.settings) as desk:
            draft = desk.undo([last])
        keep(self.settings.store, self.settings, draft, author=self.settings.author or "", reason="a slip", apply=False)
        self.kept += 1
        self.at = max(0, self.at - 1)


def agenda_rows(folder: Path, topics: Sequence[str] = ()) -> list[dict[str, object]]:
    """The agenda as rows: topic, title, why, weight, reach, things (joined by spaces)."""
    with open_store(folder) as store:
        found = agenda(store, read_decisions(folder), [Topic(t) for t in topics])
    return [
        {
            "topic": str(i.topic),
            "title": i.title,
            "why": i.why,
            "weight": i.weight,
            "reach": i.reach,
            "things": " ".join(i.things),
        }
        for i in found
    ]


def _wrapped(line: str, width: int) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(line, width, subsequent_indent=indent + "  ", break_long_words=False) if line.strip() else ""
