"""What is weighed at all: near in place and days, or tied by rare words. Neither more nor in another order."""

from __future__ import annotations

from datetime import timedelta

from kg.domain.articles import Article
from kg.domain.extraction import EventType, Extraction
from kg.linking.accounts import World, accounts_of
from kg.linking.blocking import candidate_pairs
from kg.linking.entities import link_entities
from kg.linking.gazetteer import Gazetteer
from kg.linking.wording import Rarity
from tests.linking.builders import DAY, KNOWLEDGE, bounds, case, killed, report
from tests.linking.test_events import CAST, TEXT

STRIKE = EventType.AIR_STRIKE


def pairs(gazetteer: Gazetteer, *corpus: tuple[Article, Extraction]) -> set[frozenset[str]]:
    """Source ids of the articles whose accounts are weighed against each other."""
    ordered = sorted(corpus, key=lambda c: c[0].id)
    linked = link_entities(ordered, KNOWLEDGE, gazetteer)
    accounts = [x for a, e in ordered for x in accounts_of(a, e, linked, a.id)]
    rarity = Rarity((a.article, a.telling, a.places) for a in accounts)
    name = {a.id: a.source_id for a, _ in ordered}
    world = World(linked.entities, KNOWLEDGE)
    found = [frozenset((name[a.article], name[b.article])) for a, b in candidate_pairs(accounts, world, rarity)]
    assert len(found) == len(set(found))
    return set(found)


def tell(key: str, day: int | None, where: str | None, toll: int = 0, words: str = "x") -> tuple[Article, Extraction]:
    strike = report(
        STRIKE, where=[where] if where else [], when=bounds(DAY + timedelta(days=day)) if day is not None else None,
        toll=[killed(toll)] if toll else [],
    )  # fmt: skip
    return case(key, f"{words}. {TEXT} {key}", CAST, [strike])


def test_pairs_when_place_and_days_are_near_then_weighed_and_else_not(gazetteer: Gazetteer) -> None:
    corpus = [tell("a", 0, "palmyra"), tell("b", 2, "palmyra"), tell("c", 30, "palmyra"), tell("d", 0, "saraqeb")]
    assert pairs(gazetteer, *corpus) == {frozenset(("news-a", "news-b"))}


def test_pairs_when_one_place_contains_the_other_then_weighed_but_not_two_towns_of_it(gazetteer: Gazetteer) -> None:
    corpus = [tell("a", 0, "palmyra"), tell("b", 0, "homs"), tell("c", 0, "idlib"), tell("d", 0, "saraqeb")]
    assert pairs(gazetteer, *corpus) == {frozenset(("news-c", "news-d"))}


def test_pairs_when_a_place_is_missing_then_a_toll_or_a_rare_word_leads_there(gazetteer: Gazetteer) -> None:
    corpus = [tell("a", 0, "palmyra", 23), tell("b", 0, None, 23), tell("c", 0, "saraqeb", 23), tell("d", 0, "saraqeb")]
    found = pairs(gazetteer, *corpus)
    assert frozenset(("news-a", "news-b")) in found and frozenset(("news-a", "news-c")) not in found
    words = [tell("a", 0, "palmyra", words="xylophone"), tell("b", 0, None, words="xylophone")]
    assert pairs(gazetteer, *words) == {frozenset(("news-a", "news-b"))}


def test_pairs_when_articles_come_in_another_order_then_the_same(gazetteer: Gazetteer) -> None:
    corpus = [
        tell(k, d, w, 12) for k, d, w in (("a", 0, "palmyra"), ("b", 1, None), ("c", None, "homs"), ("d", 3, "homs"))
    ]
    assert pairs(gazetteer, *corpus) == pairs(gazetteer, *reversed(corpus))
