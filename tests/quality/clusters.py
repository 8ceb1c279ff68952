"""The clusters annotated by hand over FA-KES (see clusters/README.md), and what a linking says of the same items."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.domain.articles import Article
from kg.domain.extraction import EventType, Extraction, Report
from kg.domain.links import Links
from tests.quality.coreference import Item

FOLDER = Path(__file__).parent / "clusters"
_FORCE = {
    EventType.AIR_STRIKE, EventType.SHELLING, EventType.BOMBING, EventType.CHEMICAL_ATTACK, EventType.ARMED_CLASH,
    EventType.KILLING, EventType.DESTRUCTION, EventType.AIRCRAFT_SHOOTDOWN,
}  # fmt: skip
_GROUND = {EventType.CAPTURE, EventType.WITHDRAWAL, EventType.ADVANCE, EventType.SIEGE}
_SENTENCE_END = re.compile(r"[.!?][\"”)]*\s+(?=[\"“(]?[A-Z0-9])")


@dataclass(frozen=True, slots=True)
class GoldItem:
    """What one article tells of one thing: the characters of each telling."""

    article: str  # source id
    cluster: str
    type: str
    spans: tuple[tuple[int, int], ...]

    @property
    def item(self) -> Item:
        """Its name in a clustering."""
        return self.article, self.cluster


def halves() -> dict[str, str]:
    """The half of each annotated article: `develop` or `measured`."""
    return {r["article"]: r["half"] for r in _lines("articles")}


def gold(kind: str, articles: Iterable[str]) -> list[GoldItem]:
    """The items of `events`, `actors` or `places` in these articles (source ids)."""
    wanted = set(articles)
    return [
        GoldItem(r["article"], c["cluster"], c["type"], tuple((s, e) for s, e in r["spans"]))
        for c in _lines(kind)
        for r in c["reports"]
        if r["article"] in wanted
    ]


def _lines(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()]  # type: ignore[misc]


def broad(kind: str) -> str:
    """Kinds that accounts of one happening mix up count as one: any use of force, any change of ground."""
    member = EventType(kind)
    return "force" if member in _FORCE else "ground" if member in _GROUND else member.value


def aligned_reports(
    items: Sequence[GoldItem], corpus: Sequence[tuple[Article, Extraction]], *, blends: bool
) -> dict[Item, list[tuple[str, str]]]:
    """For each item the reports that tell of it, best first, as (article id, report key); no report for two items.

    A report tells of an item when one of its triggers lies in a telling, or else in a sentence of one and the two
    are of one broad kind. Where the reader blended two items in one report, no linking can be right or wrong of it: it
    is left out or, with `blends`, taken for the item in whose tellings most of its triggers lie, then for the one that
    more articles tell.
    """
    by_article: dict[str, list[GoldItem]] = defaultdict(list)
    tellers = Counter(i.cluster for i in items)
    for item in items:
        by_article[item.article].append(item)
    found: dict[Item, list[tuple[int, tuple[str, str]]]] = defaultdict(list)
    for article, extraction in corpus:
        candidates = by_article.get(article.source_id, [])
        for report in extraction.reports if candidates else ():
            ranked = [(r, i) for i in candidates if (r := _rank(i, report, article.text)) is not None]
            if ranked and (blends or sum(_hits(i, report) > 0 for i in candidates) < 2):
                rank, item = min(
                    ranked, key=lambda x: (x[0], -_hits(x[1], report), -tellers[x[1].cluster], x[1].cluster)
                )
                found[item.item].append((rank, (article.id, report.key)))
    return {item: [key for _, key in sorted(reports)] for item, reports in found.items()}


def _hits(item: GoldItem, report: Report) -> int:
    return sum(any(t.start < end and start < t.end for start, end in item.spans) for t in report.triggers)


def _rank(item: GoldItem, report: Report, text: str) -> int | None:
    """0 when a trigger lies in a telling; else, in a sentence of one, the distance; None when it tells of another thing."""
    same = broad(report.type) == broad(item.type)
    best: int | None = None
    for trigger in report.triggers:
        for start, end in item.spans:
            if trigger.start < end and start < trigger.end:
                return 0 if same else 1
            if same and _one_sentence(text, trigger.start, start):
                away = 2 + max(start - trigger.end, trigger.start - end)
                best = away if best is None else min(best, away)
    return best


def _one_sentence(text: str, a: int, b: int) -> bool:
    return not _SENTENCE_END.search(text, min(a, b), max(a, b))


def event_labels(links: Links, reports: Mapping[Item, Sequence[tuple[str, str]]]) -> dict[Item, list[str]]:
    """The events of each item's reports, best first."""
    of = {key: e.id for e in links.events for key in e.reports}
    return {item: list(dict.fromkeys(of[k] for k in keys)) for item, keys in reports.items()}


def entity_labels(
    items: Sequence[GoldItem], corpus: Sequence[tuple[Article, Extraction]], links: Links
) -> dict[Item, list[str]]:
    """The entity that an item's wordings were mostly taken for, by how well mentions cover them; items without are left out."""
    of = {(link.article, link.key): link.entity for link in links.entity_links}
    by_source = {article.source_id: (article, extraction) for article, extraction in corpus}
    kinds = {e.id: e.type.is_place for e in links.entities}
    found: dict[Item, list[str]] = {}
    for item in items:
        if item.article not in by_source:
            continue
        article, extraction = by_source[item.article]
        is_place = item.type in ("Country", "Province", "Settlement", "Facility", "NaturalFeature")
        votes: dict[str, float] = defaultdict(float)
        for entity in extraction.entities:
            identifier = of[article.id, entity.key]
            if kinds[identifier] is not is_place:
                continue
            for mention in entity.mentions:
                span = (mention.span.start, mention.span.end)
                votes[identifier] += max((_overlap(span, own) for own in item.spans), default=0.0)
        best = min(votes, key=lambda v: (-votes[v], v), default=None)
        if best and votes[best]:
            found[item.item] = [best]
    return found


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    """The characters that two spans share, as a share of all that either has: "Assad" in "Assad's regime" is little."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared / (max(a[1], b[1]) - min(a[0], b[0])) if shared > 0 else 0.0


def labels(
    items: Sequence[GoldItem], found: Mapping[Item, Sequence[str]], *, everything: bool
) -> tuple[dict[Item, Hashable], dict[Item, Hashable]]:
    """Key and response over the items that were found, or over all: one that was not found then stands alone."""
    kept = [i for i in items if everything or i.item in found]
    key: dict[Item, Hashable] = {i.item: i.cluster for i in kept}
    response: dict[Item, Hashable] = {
        i.item: found[i.item][0] if i.item in found else ("missing", *i.item) for i in kept
    }
    return key, response
