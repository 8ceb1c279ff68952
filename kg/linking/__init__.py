"""Linking: which local things of many articles are one thing of the graph."""

from __future__ import annotations

from collections.abc import Sequence

from kg.domain.articles import Article
from kg.domain.decisions import Curator, Ties
from kg.domain.extraction import Extraction
from kg.domain.knowledge import Knowledge
from kg.domain.links import Links
from kg.linking.accounts import World, accounts_of
from kg.linking.contradictions import find_contradictions
from kg.linking.copies import find_copies, voices
from kg.linking.curated import curated_entities
from kg.linking.entities import link_entities
from kg.linking.events import link_events
from kg.linking.gazetteer import Gazetteer
from kg.linking.gazetteer_import import import_places

__all__ = ["Gazetteer", "import_places", "link"]


def link(
    corpus: Sequence[tuple[Article, Extraction]],
    knowledge: Knowledge,
    gazetteer: Gazetteer,
    curator: Curator | None = None,
) -> Links:
    """Everything that holds across articles. Depends on the set of articles only, never on their order.

    Articles have different ids (ValueError otherwise), and each comes with its own extraction, empty when it
    could not be read. A `curator` brings in what people decided.
    """
    ordered = sorted(corpus, key=lambda pair: pair[0].id)
    if len({article.id for article, _ in ordered}) < len(ordered):
        raise ValueError("two articles of one id: give each article once")
    copies = find_copies([article for article, _ in ordered])
    voice = voices((article.id for article, _ in ordered), copies)
    linked = curated_entities(link_entities(ordered, knowledge, gazetteer), curator)
    world = World(linked.entities, knowledge)
    accounts = [
        a for article, extraction in ordered for a in accounts_of(article, extraction, linked, voice[article.id])
    ]
    events, pairs = link_events(accounts, world, curator.ties() if curator else Ties())
    contradictions = find_contradictions(
        [e for _, e in ordered], events, {a.key: a for a in accounts}, linked.of, world
    )
    links = Links(
        entities=linked.entities,
        entity_links=linked.links,
        outlets=linked.outlets,
        events=events,
        same_as=tuple(sorted([*linked.same_as, *pairs], key=lambda s: (s.first, s.second))),
        contradictions=contradictions,
        copies=copies,
    )
    return curator.events(links) if curator else links
