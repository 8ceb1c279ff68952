"""Gold annotations as extractions: a realistic input for linking that owes nothing to an extractor."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kg.domain.articles import Article
from kg.domain.extraction import (
    CasualtyCount,
    CasualtyKind,
    Claim,
    EntityType,
    EventType,
    Extraction,
    LocalEntity,
    Mention,
    MentionForm,
    Participant,
    Producer,
    Report,
    Stance,
    Status,
)
from kg.domain.spans import Span
from kg.domain.times import DateBasis, TimeBounds

_GENERIC = re.compile(r"^(?:the |armed |unnamed |islamist |syrian |local |opposition )*[a-z][a-z -]*$")


def gold_corpus(shared: Path, *, part: str = "train") -> list[tuple[Article, Extraction]]:
    """The annotated articles of a part of the gold standard, as if an extractor had read them perfectly."""
    texts = {r["id"]: r for r in map(json.loads, (shared / "gold" / f"{part}.jsonl").read_text().splitlines())}
    publishers = {
        r["id"]: r.get("publisher") for r in map(json.loads, (shared / "data" / "fakes.jsonl").read_text().splitlines())
    }
    corpus = []
    for path in sorted((shared / "gold" / part).glob("*.json")):
        gold = json.loads(path.read_text())
        record = texts[gold["id"]]
        article = _article(record, gold, publishers.get(gold["id"]))
        corpus.append((article, _extraction(article, gold)))
    return corpus


def _article(record: dict[str, Any], gold: dict[str, Any], publisher: str | None) -> Article:
    text = record["text"]
    day = date.fromisoformat(gold["published"]) if gold["published"] else None
    return Article(
        id=hashlib.sha256(record["id"].encode()).hexdigest()[:16],
        source_id=record["id"],
        where=record["id"],
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        title=record.get("title"),
        publisher=record.get("publisher") or publisher,
        url=None,
        language="en",
        supported=True,
        published=TimeBounds(day, day, DateBasis.STATED) if day else None,
    )


def _span(text: str, words: str) -> Span:
    start = max(0, text.find(words))
    end = min(len(text), start + max(1, len(words)))
    return Span(start, end, text[start:end])


def _entity(text: str, e: dict[str, Any]) -> LocalEntity:
    kind = EntityType(e["type"])
    written = e["names"] or [e["key"].replace("-", " ")]
    mentions = {
        m.start(): Mention(Span(m.start(), m.end(), m.group()), MentionForm.NAME, 1.0)
        for name in written
        for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    }
    generic = not kind.is_place and kind is not EntityType.PERSON and bool(_GENERIC.match(written[0]))
    return LocalEntity(
        key=e["key"],
        type=kind,
        names=tuple(written),
        mentions=tuple(mentions[k] for k in sorted(mentions)),
        generic=generic,
    )


def _extraction(article: Article, gold: dict[str, Any]) -> Extraction:
    text = article.text
    entities = tuple(_entity(text, e) for e in gold["entities"])
    keys = {e.key for e in entities}

    def participants(names: list[str]) -> tuple[Participant, ...]:
        return tuple(
            Participant(n, _span(text, next(e.names[0] for e in entities if e.key == n)), 1.0)
            for n in names
            if n in keys
        )

    claim_of = {event: c["id"] for c in gold["claims"] for event in c["events"]}
    stances = {event: c["stance"] for c in gold["claims"] for event in c["events"]}
    reports = []
    for e in gold["events"]:
        denied = stances.get(e["id"]) == "denies"
        reports.append(
            Report(
                key=e["id"],
                type=EventType(e["type"]),
                status=Status.DENIED if denied else Status.ASSERTED,
                triggers=tuple(_span(text, q) for q in e["quotes"]),
                agents=participants(e["agents"]),
                targets=participants(e["targets"]),
                places=participants(e["places"]),
                target_texts=tuple(_span(text, q) for q in e["target_texts"]),
                means=tuple(_span(text, q) for q in e["means"]),
                when=_bounds(e["date"]),
                casualties=tuple(
                    CasualtyCount(
                        kind=CasualtyKind(c["kind"]),
                        minimum=c["min"],
                        maximum=c["max"],
                        victims=c["who"],
                        span=_span(text, c["quote"]),
                        subset=bool(c.get("subset")),
                        claim=claim_of.get(e["id"]),
                    )
                    for c in e["casualties"]
                ),
                part_of=e["part_of"],
            )
        )
    claims = tuple(
        Claim(
            key=c["id"],
            claimant=c["source"],
            claimant_span=_span(text, c["quote"]),
            span=_span(text, c["quote"]),
            cue=None,
            content=_span(text, c["content"]),
            stance=Stance(c["stance"]),
            about=tuple(c["events"]),
        )
        for c in gold["claims"]
        if c["source"] in keys
    )
    return Extraction(
        article=article.id, producer=Producer("gold", "1"), entities=entities, reports=tuple(reports), claims=claims
    )


def _bounds(day: dict[str, str | None] | None) -> TimeBounds | None:
    if not day or not (day["start"] or day["end"]):
        return None
    first, last = (date.fromisoformat(d) if d else None for d in (day["start"], day["end"]))
    if first and last and first > last:
        last = first + timedelta(0)
    return TimeBounds(first, last, DateBasis.STATED)
