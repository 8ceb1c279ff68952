"""How right the rules are by themselves: `python -m tests.quality.rules SHARED`, where SHARED holds gold/train.

Days and figures are read from the training articles with the words of the annotation for triggers, so that what the learned
reader misses counts for nothing here. Each figure is given for both halves of the articles: a rule must help in each.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.domain.annotations import AnnotatedArticle
from kg.domain.extraction import CasualtyCount, EventType
from kg.domain.spans import Span
from kg.domain.times import TimeBounds

Gold = Mapping[str, Any]


@dataclass(slots=True)
class Days:
    """Events with a day in the gold (`told`) and how many got one that meets it or not; those without, and how many got one."""

    told: int = 0
    within: int = 0
    wrong: int = 0
    silent: int = 0
    invented: int = 0

    def add(self, gold: Gold | None, found: TimeBounds | None) -> None:
        """Count one event; a day without a first one is none, as for the score."""
        start = (gold or {}).get("start")
        first = found.earliest.isoformat() if found and found.earliest else None
        if start is None:
            self.silent += 1
            self.invented += first is not None
            return
        self.told += 1
        if first is None or found is None:
            return
        last = found.latest.isoformat() if found.latest else first
        meets = max(start, first) <= min((gold or {}).get("end") or start, last)
        self.within += meets
        self.wrong += not meets

    def __str__(self) -> str:
        within, wrong = (n / max(self.told, 1) for n in (self.within, self.wrong))
        invented = self.invented / max(self.silent, 1)
        return f"days: within {within:.3f}, wrong {wrong:.3f} of {self.told}; invented {invented:.3f} of {self.silent}"


@dataclass(slots=True)
class Figures:
    """Figures of victims that are the gold's, those that are not, and the gold's that were missed."""

    right: int = 0
    false: int = 0
    missed: int = 0

    def add(self, gold: Sequence[Gold], found: Iterable[CasualtyCount]) -> None:
        """Count one event's figures: kind and either side of the range must be the gold's."""
        left = list(found)
        for g in gold:
            hit = next((f for f in left if f.kind == g["kind"] and _same(f, g)), None)
            if hit is None:
                self.missed += 1
            else:
                left.remove(hit)
                self.right += 1
        self.false += len(left)

    def __str__(self) -> str:
        precision = self.right / max(self.right + self.false, 1)
        recall = self.right / max(self.right + self.missed, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        return f"figures: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}"


def _same(found: CasualtyCount, gold: Gold) -> bool:
    return found.minimum == gold.get("min") or (found.maximum is not None and found.maximum == gold.get("max"))


def measure(articles: Iterable[tuple[AnnotatedArticle, Gold]]) -> tuple[Days, Figures]:
    """Both measures over articles with their annotations; optional events are left out."""
    from kg.extraction.casualties import attach, find_casualties
    from kg.extraction.times import date_event, find_times

    days, figures = Days(), Figures()
    for annotated, gold in articles:
        text, times = annotated.article.text, find_times(annotated)
        triggers = [[Span(i, i + len(q), q) for q in e["quotes"] if (i := text.find(q)) >= 0] for e in gold["events"]]
        types = [EventType(e["type"]) for e in gold["events"]]
        given = attach(find_casualties(annotated), triggers, annotated, types)
        for event, words, counts in zip(gold["events"], triggers, given, strict=True):
            if not event.get("optional"):
                bound = date_event(words, annotated, times)
                days.add(event.get("date"), bound.bounds if bound else None)
                figures.add(event.get("casualties", []), counts)
    return days, figures


def load(gold: Path) -> list[tuple[AnnotatedArticle, Gold]]:
    """The training articles, cleaned and with their language read, each with its annotation."""
    from kg.annotation import annotate
    from kg.cleaning import clean
    from kg.domain.articles import RawArticle
    from kg.domain.issues import Issues

    records = [json.loads(line) for line in (gold / "train.jsonl").read_text(encoding="utf-8").splitlines()]
    raw = [RawArticle(source_id=r["id"], where=r["id"], text=r["text"], title=r.get("title")) for r in records]
    cleaned = [article for r in raw if (article := clean(r, Issues())) is not None]
    read = {a.article.source_id: a for a in annotate(cleaned)}
    return [
        (a, json.loads((gold / "train" / f"{i}.json").read_text(encoding="utf-8"))) for i, a in sorted(read.items())
    ]


def main() -> None:
    """Print the figures over all and over both halves."""
    articles = load(Path(sys.argv[1]) / "gold")
    for name, part in (("all", articles), ("even", articles[::2]), ("odd", articles[1::2])):
        for result in measure(part):
            print(f"{name:5} {result}")


if __name__ == "__main__":
    main()
