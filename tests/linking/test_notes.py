"""Notes on one article are kept from build to build: they must say what is worked out anew, and nothing of others."""

from __future__ import annotations

from pathlib import Path

import msgspec

from kg.domain.extraction import EventType, Stance
from kg.linking import Gazetteer, Notes, link, notes_on
from tests.linking.builders import DAY, KNOWLEDGE, bounds, case, claim, killed, report
from tests.linking.gold import gold_corpus
from tests.linking.test_events import CAST, TEXT

CORPUS = [
    case(
        name,
        f"{TEXT} {name}",
        CAST,
        [report(EventType.AIR_STRIKE, who=["russia"], where=["palmyra"], when=bounds(DAY), toll=[killed(toll)])],
        [claim(TEXT, "c1", "syria", Stance.ASSERTS, "r1")],
        publisher="SANA",
    )
    for name, toll in (("a", 7), ("b", 12), ("c", 40))
]


def kept(notes: Notes) -> Notes:
    """As they come back from a store."""
    return msgspec.msgpack.decode(msgspec.msgpack.encode(notes), type=Notes)


def test_notes_on_when_kept_then_they_come_back_equal_and_give_the_same_links(gazetteer: Gazetteer) -> None:
    notes = notes_on(CORPUS, KNOWLEDGE, gazetteer)
    back = {a: kept(n) for a, n in notes.items()}
    assert back == notes
    assert link(CORPUS, KNOWLEDGE, gazetteer, notes=back) == link(CORPUS, KNOWLEDGE, gazetteer)


def test_notes_on_when_others_are_there_then_those_of_an_article_are_the_same(gazetteer: Gazetteer) -> None:
    together = notes_on(CORPUS, KNOWLEDGE, gazetteer)
    for article, extraction in CORPUS:
        alone = notes_on([(article, extraction)], KNOWLEDGE, gazetteer)
        assert alone == {article.id: together[article.id]}


def test_notes_on_when_some_are_known_then_only_the_rest_is_taken(gazetteer: Gazetteer) -> None:
    first, *_ = CORPUS
    known = notes_on([first], KNOWLEDGE, gazetteer)
    notes = notes_on(CORPUS, KNOWLEDGE, gazetteer, known)
    assert notes[first[0].id] is known[first[0].id]
    assert len(notes) == len(CORPUS)


def test_link_when_notes_of_real_articles_are_kept_then_equal_links(shared: Path, gazetteer_folder: Path) -> None:
    from kg.reference import load_knowledge

    knowledge = load_knowledge()
    corpus = gold_corpus(shared)[::3]
    with Gazetteer.open(gazetteer_folder, knowledge.places) as world:
        notes = {a: kept(n) for a, n in notes_on(corpus, knowledge, world).items()}
        assert link(corpus, knowledge, world, notes=notes) == link(corpus, knowledge, world)
