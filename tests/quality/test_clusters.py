"""The annotated clusters are whole, and reports are aligned with them as their README says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.domain.extraction import EntityType, EventType
from tests.linking.builders import case, report
from tests.quality.clusters import GoldItem, aligned_reports, gold, halves


def test_clusters_when_read_then_at_least_what_was_asked_for_and_every_article_has_a_half() -> None:
    articles = halves()
    events = gold("events", articles)
    tellers: dict[str, set[str]] = {}
    for item in events:
        tellers.setdefault(item.cluster, set()).add(item.article)
    assert len(articles) >= 200 and set(articles.values()) == {"develop", "measured"}
    assert sum(len(t) > 1 for t in tellers.values()) >= 60
    assert {i.article for i in events} <= set(articles)
    assert {i.type for i in events} <= {*EventType}
    assert {i.type for k in ("actors", "places") for i in gold(k, articles)} <= {*EntityType}


@pytest.mark.parametrize("kind", ["events", "actors", "places"])
def test_clusters_when_texts_are_there_then_spans_are_words_in_them(shared: Path, kind: str) -> None:
    texts = {r["id"]: r["text"] for r in map(json.loads, (shared / "data" / "fakes.jsonl").read_text().splitlines())}
    for item in gold(kind, halves()):
        for start, end in item.spans:
            words = texts[item.article][start:end]
            assert words and words == words.strip(), item


def test_alignment_when_a_trigger_is_in_the_sentence_then_taken_only_if_its_kind_fits() -> None:
    text = "Jets bombed Zano on Monday. Talks began."
    told = [report(EventType.SHELLING, key="r1", trigger="Jets"), report(EventType.PROTEST, key="r2", trigger="Jets")]
    corpus = [case("a", text, [], told)]
    article = corpus[0][0]
    items = [
        GoldItem(article.source_id, "strike", "AirStrike", ((5, 16),)),
        GoldItem(article.source_id, "talks", "Meeting", ((28, 33),)),
    ]
    assert aligned_reports(items, corpus, blends=False) == {(article.source_id, "strike"): [(article.id, "r1")]}


def test_alignment_when_a_report_blends_two_happenings_then_it_counts_only_where_blends_do() -> None:
    text = "Jets bombed Zano on Monday. Talks began."
    corpus = [case("a", text, [], [report(EventType.AIR_STRIKE, key="r1", trigger=text)])]
    article = corpus[0][0]
    items = [
        GoldItem(article.source_id, "strike", "AirStrike", ((5, 16),)),
        GoldItem(article.source_id, "talks", "Meeting", ((28, 33),)),
    ]
    assert aligned_reports(items, corpus, blends=False) == {}
    assert aligned_reports(items, corpus, blends=True) == {(article.source_id, "strike"): [(article.id, "r1")]}
