"""Gold annotations → training examples over characters: which spans carry which label, which pairs carry which role.

The schema of the annotations is described in the guidelines that come with them. Names in an annotation are surface forms; every
occurrence of a name in the text is taken as a mention of its entity. A quote holds the words of an event; the one word in it that
says most about the event's type is taken as its trigger.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PLACE_TYPES = frozenset({"Country", "Province", "Settlement", "Facility", "NaturalFeature"})
ROLES = ("agent", "target", "place")
# Words that stand before a country's name where it is a place, not a government.
_PLACE_BEFORE = re.compile(
    r"\b(in|into|across|inside|throughout|around|within|near|to|from|of|northern|southern|eastern|western|central)\s+(the\s+)?$",
    re.I,
)


@dataclass(slots=True)
class GoldSpan:
    """A labelled stretch of characters; `entity` is the index of its entity for a mention, of its event for a trigger."""

    start: int
    end: int
    label: str
    owner: int = -1


@dataclass(slots=True)
class GoldClaim:
    """One claim: cue and content as character ranges, its entity (source), and the events it is about, by index."""

    cue: tuple[int, int] | None
    content: tuple[int, int]
    quote: tuple[int, int] | None
    source: int
    stance: str
    about: list[int]


@dataclass(slots=True)
class GoldArticle:
    """One article's training example."""

    id: str
    text: str
    mentions: list[GoldSpan] = field(default_factory=list)
    triggers: list[GoldSpan] = field(default_factory=list)
    attribution: list[GoldSpan] = field(default_factory=list)
    claims: list[GoldClaim] = field(default_factory=list)
    entity_keys: list[str] = field(default_factory=list)
    roles: dict[tuple[int, int], set[str]] = field(default_factory=dict)  # (event, entity) → roles
    events: int = 0


@dataclass(frozen=True, slots=True)
class Word:
    """A token of the text, for choosing triggers."""

    start: int
    end: int
    lemma: str
    pos: str


def read_gold(texts: Path, folder: Path) -> list[tuple[str, str, Mapping[str, Any]]]:
    """(id, text, annotation) of every annotated article, in the order of ids."""
    by_id = {}
    for line in texts.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        by_id[record["id"]] = record["text"]
    out = []
    for file in sorted(folder.glob("*.json")):
        annotation = json.loads(file.read_text(encoding="utf-8"))
        out.append((annotation["id"], by_id[annotation["id"]], annotation))
    return out


# A second or third word of a quote is a trigger too when its score is at least this ("fired rocket shells": which of them the
# annotator had in mind cannot be known, and a reader that finds any of them is right).
CLEAR = 5.0
MOST = 3


class TriggerChooser:
    """Chooses the triggers of a quote: the words whose presence says most about the type (pointwise mutual information)."""

    def __init__(
        self,
        annotated: Iterable[tuple[list[Word], Mapping[str, Any], str]],
        known: Mapping[tuple[str, str], float],
    ) -> None:
        self._known = known
        self._in_type: dict[str, Counter[str]] = defaultdict(Counter)
        self._all: Counter[str] = Counter()
        for words, annotation, text in annotated:
            self._all.update(w.lemma for w in words)
            for event in annotation["events"]:
                for start, end in quote_ranges(event, text):
                    self._in_type[event["type"]].update(w.lemma for w in words if start <= w.start and w.end <= end)
        self._total = sum(self._all.values())

    def choose(self, words: list[Word], start: int, end: int, event_type: str) -> list[Word]:
        """The words of the range that can stand for the event, best first: the best, and others nearly as telling."""
        inside = [
            w for w in words if start <= w.start and w.end <= end and w.pos in {"NOUN", "VERB", "ADJ", "PROPN", "ADV"}
        ]
        content = [w for w in inside if w.pos in {"NOUN", "VERB"}] or inside
        ranked = sorted(content, key=lambda w: (-self._score(w, event_type), w.start))
        least = max(CLEAR, 0.4 * self._score(ranked[0], event_type)) if ranked else 0.0
        if any((w.lemma, event_type) in self._known for w in ranked):  # then only words that a curator would take, too
            ranked = [w for w in ranked if (w.lemma, event_type) in self._known]
        return [w for n, w in enumerate(ranked[:MOST]) if n == 0 or self._score(w, event_type) >= least]

    def _score(self, word: Word, event_type: str) -> float:
        known = max(self._known.get((word.lemma, event_type), 0.0), 0.0)
        seen = self._in_type[event_type]
        rate = (seen[word.lemma] + 0.1) / (sum(seen.values()) + 1)
        support = math.log1p(seen[word.lemma])
        return (
            6.0 * known
            + support * math.log(rate * self._total / max(self._all[word.lemma], 1))
            + (0.3 if word.pos == "VERB" else 0.0)
        )


def quote_ranges(event: Mapping[str, Any], text: str) -> list[tuple[int, int]]:
    """Character ranges of an annotation's quotes."""
    out = []
    for quote in event["quotes"]:
        at = text.find(quote)
        if at >= 0:
            out.append((at, at + len(quote)))
    return out


def convert(
    id_: str, text: str, annotation: Mapping[str, Any], words: list[Word], chooser: TriggerChooser
) -> GoldArticle:
    """One article's annotation as labelled spans and pairs."""
    gold = GoldArticle(id=id_, text=text)
    gold.entity_keys = [e["key"] for e in annotation["entities"]]
    index = {k: i for i, k in enumerate(gold.entity_keys)}
    gold.mentions = _mentions(annotation, text, index)
    event_index = {e["id"]: i for i, e in enumerate(annotation["events"])}
    gold.events = len(event_index)
    taken: set[int] = set()
    for number, event in enumerate(annotation["events"]):
        for start, end in quote_ranges(event, text):
            for word in chooser.choose([w for w in words if w.start not in taken], start, end, event["type"]):
                taken.add(word.start)
                gold.triggers.append(GoldSpan(word.start, word.end, event["type"], number))
        for role, name in (("agent", "agents"), ("target", "targets"), ("place", "places")):
            for key in event.get(name, []):
                gold.roles.setdefault((number, index[key]), set()).add(role)
    for claim in annotation["claims"]:
        _add_claim(gold, claim, text, index, event_index)
    return gold


def _mentions(annotation: Mapping[str, Any], text: str, index: Mapping[str, int]) -> list[GoldSpan]:
    found: dict[tuple[int, int], list[tuple[int, str]]] = defaultdict(list)
    for entity in annotation["entities"]:
        for name in set(entity["names"]):
            flags = re.I if name.islower() else 0
            for m in re.finditer(r"(?<!\w)" + re.escape(name) + r"(?!\w)", text, flags):
                found[m.span()].append((index[entity["key"]], entity["type"]))
    spans = []
    covered = 0
    for start, end in sorted(found, key=lambda s: (s[0], -s[1])):
        if start < covered:
            continue  # inside a longer name
        covered = end
        owners = found[(start, end)]
        if len(owners) > 1:
            place = bool(_PLACE_BEFORE.search(text[:start]))
            owners = [o for o in owners if (o[1] in PLACE_TYPES) == place] or owners
        spans.append(GoldSpan(start, end, owners[0][1], owners[0][0]))
    return spans


def _add_claim(
    gold: GoldArticle, claim: Mapping[str, Any], text: str, index: Mapping[str, int], event_index: Mapping[str, int]
) -> None:
    content_at = text.find(claim["content"])
    if content_at < 0:
        return
    content = (content_at, content_at + len(claim["content"]))
    quote_at = text.find(claim["quote"])
    quote = (quote_at, quote_at + len(claim["quote"])) if quote_at >= 0 else None
    cue = None
    if claim.get("cue") and quote:
        at = claim["quote"].find(claim["cue"])
        if at >= 0:
            cue = (quote[0] + at, quote[0] + at + len(claim["cue"]))
    about = [event_index[e] for e in claim.get("events", []) if e in event_index]
    gold.claims.append(GoldClaim(cue, content, quote, index[claim["source"]], claim["stance"], about))
    gold.attribution.append(GoldSpan(content[0], content[1], "Content"))
    if cue and quote:
        gold.attribution.append(GoldSpan(cue[0], cue[1], "Cue"))
        before, after = (quote[0], cue[0]), (cue[1], quote[1])
        source = before if before[1] - before[0] >= after[1] - after[0] else after
        named = [
            m for m in gold.mentions if m.owner == index[claim["source"]] and quote[0] <= m.start and m.end <= quote[1]
        ]
        if named:
            gold.attribution.append(GoldSpan(named[0].start, named[-1].end, "Source"))
        elif text[source[0] : source[1]].strip():
            gold.attribution.append(GoldSpan(source[0], source[1], "Source"))
