"""`link` as a whole: what must hold for any corpus."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.domain.articles import Article
from kg.domain.extraction import EventType, Extraction
from kg.domain.links import Links
from kg.linking import Gazetteer, link
from tests.factories import make_article, make_extraction
from tests.linking.builders import DAY, KNOWLEDGE, bounds, case, killed, report
from tests.linking.gold import gold_corpus
from tests.linking.test_events import CAST, TEXT

_PEOPLE = st.sampled_from(["russia", "syria", "us", "is", "army"])
_PLACES = st.sampled_from(["palmyra", "homs", "saraqeb", "idlib", "land"])
_REPORT = st.builds(
    lambda kind, who, where, days, width, toll: report(
        kind,
        who=[who],
        where=where,
        when=bounds(DAY + timedelta(days=days), DAY + timedelta(days=days + width)) if width < 9 else None,
        toll=[killed(toll)] if toll else [],
    ),
    st.sampled_from([EventType.AIR_STRIKE, EventType.SHELLING, EventType.CAPTURE, EventType.OPERATION]),
    _PEOPLE,
    st.lists(_PLACES, max_size=2),
    st.integers(0, 3),
    st.sampled_from([0, 0, 1, 9]),
    st.sampled_from([0, 0, 7, 12]),
)


def corpus_of(tellings: list[list[object]]) -> list[tuple[Article, Extraction]]:
    from dataclasses import replace

    corpus = []
    for number, reports in enumerate(tellings):
        keyed = [replace(r, key=f"r{i}") for i, r in enumerate(reports)]  # type: ignore[type-var]
        corpus.append(case(f"a{number}", f"{TEXT} {number % 3}", CAST, keyed))  # type: ignore[arg-type]
    return corpus


@given(tellings=st.lists(st.lists(_REPORT, max_size=3), max_size=7), seed=st.integers(0, 9))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_link_when_articles_come_in_any_order_then_equal_links(
    gazetteer: Gazetteer, tellings: list[list[object]], seed: int
) -> None:
    corpus = corpus_of(tellings)
    links = link(corpus, KNOWLEDGE, gazetteer)
    random.Random(seed).shuffle(corpus)
    assert link(corpus, KNOWLEDGE, gazetteer) == links


@given(tellings=st.lists(st.lists(_REPORT, max_size=3), max_size=7))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_link_when_any_corpus_then_every_reference_is_there(gazetteer: Gazetteer, tellings: list[list[object]]) -> None:
    corpus = corpus_of(tellings)
    whole(link(corpus, KNOWLEDGE, gazetteer), corpus)


def whole(links: Links, corpus: list[tuple[Article, Extraction]]) -> None:
    """Each report in one event, each local entity linked, no id twice, nothing pointing nowhere."""
    entities = {e.id for e in links.entities}
    events = {e.id for e in links.events}
    assert len(entities) == len(links.entities) and len(events) == len(links.events)
    assert all(e.within is None or e.within in entities for e in links.entities)
    told = sorted((a.id, r.key) for a, x in corpus for r in x.reports)
    assert sorted(r for e in links.events for r in e.reports) == told
    assert [(link.article, link.key) for link in links.entity_links] == sorted(
        (a.id, e.key) for a, x in corpus for e in x.entities
    )
    assert {link.entity for link in links.entity_links} <= entities
    for e in links.events:
        assert {*e.agents, *e.targets, *e.places} <= entities
        assert e.part_of is None or (e.part_of in events and e.part_of != e.id)
        assert len({a for a, _ in e.reports}) == len(e.reports)
        assert len(e.why) == len(e.reports) - 1
    assert all(s.first < s.second for s in links.same_as)


def test_link_when_nothing_is_given_then_empty(gazetteer: Gazetteer) -> None:
    assert link([], KNOWLEDGE, gazetteer) == Links()


def test_link_when_an_article_comes_twice_then_refused(gazetteer: Gazetteer) -> None:
    article = make_article("a")
    with pytest.raises(ValueError, match="one id"):
        link([(article, make_extraction(article)), (article, make_extraction(article))], KNOWLEDGE, gazetteer)


def test_link_when_one_text_is_read_twice_then_one_event_and_a_copy(gazetteer: Gazetteer) -> None:
    corpus = [(a, make_extraction(a)) for a in (make_article("a"), make_article("b"))]
    links = link(corpus, KNOWLEDGE, gazetteer)
    whole(links, corpus)
    assert [len(e.reports) for e in links.events] == [2, 2]
    assert len(links.contradictions) == 1


def test_link_when_run_on_the_training_gold_then_places_resolve_and_merges_are_the_known_ones(
    shared: Path, gazetteer_folder: Path
) -> None:
    """Figures measured 2026-11; every merge and every resolution was read by eye."""
    from kg.reference import load_knowledge

    knowledge = load_knowledge()
    corpus = gold_corpus(shared)
    with Gazetteer.open(gazetteer_folder, knowledge.places) as world:
        links = link(corpus, knowledge, world)
    whole(links, corpus)
    merged = sorted(e.label for e in links.events if len(e.reports) > 1)
    assert merged == [
        "Agreement: Eastern Ghouta, Idlib Governorate, 2017-05",
        "Air strike: Raqqa, 2017-10-03",
        "Bombing: Aleppo, 2015-07-06",
        "Chemical attack: Damascus, 2013-08-21",
        "Killing: Syria, 2011-01-01 to 2016-06-03",
        "Killing: Syria, 2011-03-01 to 2017-10-04",
        "Killing: Syria, 2011-03-01 to 2017-11-02",
        "Operation: Raqqa, 2017-06-01 to 2017-10-03",
        "Operation: Syria, 2015-09-01 to 2016-06-06",
        "Protest: Syria, 2011-03",
        "Protest: Syria, 2011-03",
        "Shelling: Salah al-Din, 2016-08-16",
    ]
    kinds = {(a.id, e.key): e.type for a, x in corpus for e in x.entities}
    sure = {e.id for e in links.entities if e.geometry}
    towns = [link for link in links.entity_links if kinds[link.article, link.key].is_place]
    assert sum(link.entity in sure for link in towns) / len(towns) >= 0.65
