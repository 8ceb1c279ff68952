"""The reader's costliest errors: `python -m tests.quality.errors ARTICLES.jsonl GOLD PRED SHARED [COUNT]`.

PRED holds what `from_tables.py` in SHARED/gold (or `kg.training.judging`) wrote of the articles. An error is what has one cause: an event
missed or told that is none, a role, day, figure, claim or entity. Its cost is the number of scored items that it spoils. The kinds by
cause and what would mend them are judged by reading: `docs/errors.md`.
"""

from __future__ import annotations

import json
import runpy
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Thing = Mapping[str, Any]
_ROLES = ("agents", "targets", "places")


@dataclass(frozen=True, slots=True)
class Error:
    """One error: what kind of, how many scored items it spoils, where its words stand, and what gold and reader say."""

    article: str
    kind: str
    items: int
    spans: tuple[tuple[int, int], ...]
    gold: str
    reader: str


class Judge:
    """One article's annotation beside what was read in it, matched as the scorer does."""

    def __init__(self, score: Mapping[str, Any], text: str, gold: Thing, pred: Thing) -> None:
        self.score, self.text, self.gold, self.pred = score, text, gold, pred
        self.names = {True: score["names_of"](gold), False: score["names_of"](pred)}
        for side in (gold, pred):
            for e in side["events"]:
                e["_s"] = score["spans"](e, text)
        pairs, near = score["event_pairs"](
            gold["events"], pred["events"], text, score["sentences"](text), self.names[True], self.names[False]
        )
        self.of_gold = dict(pairs)
        self.of_pred = {p: g for g, p in pairs}
        self.optional = {p for _, g, p in near if gold["events"][g].get("optional")}

    def errors(self) -> Iterator[Error]:
        """Every error of the article."""
        yield from self._missed()
        yield from self._invented()
        for g, p in self.of_gold.items():
            if not self.gold["events"][g].get("optional"):
                yield from self._within(self.gold["events"][g], self.pred["events"][p])
        yield from self._claims()
        yield from self._entities()

    def _missed(self) -> Iterator[Error]:
        for n, e in enumerate(self.gold["events"]):
            if n not in self.of_gold and not e.get("optional"):
                ties = sum(e["id"] in c.get("events", ()) for c in self.gold["claims"])
                yield self._error("event missed", 3 + _weight(e) + ties, e["_s"], _told(e), self._beside(e, "pred"))

    def _invented(self) -> Iterator[Error]:
        for n, e in enumerate(self.pred["events"]):
            match = self.of_pred.get(n)
            if match is None and n not in self.optional:
                ties = sum(e["id"] in c.get("events", ()) for c in self.pred["claims"])
                about = self._beside(e, "gold")
                yield self._error("event that is none of its own", 2 + _weight(e) + ties, e["_s"], about, _told(e))

    def _within(self, g: Thing, p: Thing) -> Iterator[Error]:
        if g["type"] != p["type"]:
            yield self._error("another type", 3, g["_s"], _told(g), _told(p))
        for role in _ROLES:
            sets = [[self.names[own].get(k, set()) for k in e.get(role, [])] for e, own in ((g, True), (p, False))]
            _, false, missed = self.score["set_match"](*sets)
            if false + missed:
                said = [f"{role}: {', '.join(e.get(role, [])) or 'none'}" for e in (g, p)]
                yield self._error(role, false + missed + 1, g["_s"], *said)
        days = [(e.get("date") or {}).get("start") for e in (g, p)]
        if days[0] != days[1] and any(days):
            yield self._error("day", 1, g["_s"], *map(str, days))
        figures = [
            sorted(str((c["kind"], c.get("min"), c.get("max"))) for c in e.get("casualties", [])) for e in (g, p)
        ]
        if figures[0] != figures[1]:
            off = set(figures[0]) ^ set(figures[1])
            yield self._error("figures of victims", len(off), g["_s"], *("; ".join(f) or "none" for f in figures))

    def _claims(self) -> Iterator[Error]:
        spans = self.score["spans"]
        reach = {True: [], False: []}  # type: dict[bool, list[list[tuple[int, int]]]]
        for own, side in ((True, self.gold), (False, self.pred)):
            for c in side["claims"]:
                content = [tuple(c["content_span"])] if c.get("content_span") else spans(c, self.text, ("content",))
                reach[own].append([*spans(c, self.text, ("quote",)), *content])
        for own, other, kind in ((True, False, "claim missed"), (False, True, "claim that is none")):
            side = self.gold if own else self.pred
            for c, where in zip(side["claims"], reach[own], strict=True):
                if not any(_meet(where, there) for there in reach[other]):
                    said = f"{c['source']} {c['stance']}"
                    yield self._error(
                        kind, 2 + len(c.get("events", ())), where, *((said, "none") if own else ("none", said))
                    )

    def _entities(self) -> Iterator[Error]:
        same = self.score["same_name"]
        for own, kind in ((True, "actor or place missed"), (False, "actor or place that is none")):
            side, others = (self.gold, self.names[False]) if own else (self.pred, self.names[True])
            for e in side["entities"]:
                if not any(same(self.names[own][e["key"]], o) for o in others.values()):
                    where = self.score["spans"]({"quotes": e["names"][-1:]}, self.text)
                    yield self._error(kind, 1, where, *((e["key"], "none") if own else ("none", e["key"])))

    def _beside(self, event: Thing, side: str) -> str:
        """What the other side tells in the same words."""
        told = [e for e in (self.pred if side == "pred" else self.gold)["events"] if _meet(event["_s"], e["_s"])]
        return " / ".join(_told(e) + (" (optional)" if e.get("optional") else "") for e in told) or "nothing"

    def _error(self, kind: str, items: int, spans: Sequence[Sequence[int]], gold: str, reader: str) -> Error:
        return Error(self.gold["id"], kind, items, tuple((s[0], s[1]) for s in spans), gold, reader)


def _weight(event: Thing) -> int:
    """Roles, figures and day of an event."""
    day = bool((event.get("date") or {}).get("start"))
    return sum(len(event.get(role, ())) for role in _ROLES) + len(event.get("casualties", ())) + day


def _told(event: Thing) -> str:
    parts = (", ".join(event.get(role, [])) for role in _ROLES)
    return f"{event['type']} [{' | '.join(parts)}] {(event.get('date') or {}).get('start') or ''}".strip()


def _meet(some: Sequence[Sequence[int]], others: Sequence[Sequence[int]]) -> bool:
    return any(a[0] < b[1] and b[0] < a[1] for a in some for b in others)


def find_errors(articles: Path, gold: Path, pred: Path, shared: Path) -> list[Error]:
    """Every error, costliest first."""
    sys.path.insert(0, str(shared / "gold"))
    score = runpy.run_path(str(shared / "gold" / "score.py"))
    texts = score["read_texts"](str(articles))
    found: list[Error] = []
    for file in sorted(gold.glob("*.json")):
        annotation = json.loads(file.read_text(encoding="utf-8"))
        read = json.loads((pred / file.name).read_text(encoding="utf-8"))
        found += Judge(score, texts[annotation["id"]], annotation, read).errors()
    return sorted(found, key=lambda e: (-e.items, e.article, e.spans))


def main() -> None:
    """Command line."""
    articles, gold, pred, shared = (Path(a) for a in sys.argv[1:5])
    count = int(sys.argv[5]) if len(sys.argv) > 5 else 100
    texts = {d["id"]: d["text"] for d in map(json.loads, articles.read_text(encoding="utf-8").splitlines())}
    for n, e in enumerate(find_errors(articles, gold, pred, shared)[:count], 1):
        print(f"{n}. {e.article} {e.kind} ({e.items}) gold: {e.gold}; reader: {e.reader}")
        for start, end in e.spans[:3]:
            text = texts[e.article]
            print(f"    {start}-{end} …{text[max(start - 60, 0) : start]}[{text[start:end]}]{text[end : end + 40]}…")


if __name__ == "__main__":
    main()
