"""Linking: which local things of many articles are one thing of the graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from kg.domain.articles import Article
from kg.domain.decisions import Curator, Ties
from kg.domain.extraction import Extraction
from kg.domain.knowledge import Knowledge
from kg.domain.links import Event, Links, voices
from kg.linking.accounts import Account, World, accounts_of, offices_of
from kg.linking.contradictions import find_contradictions
from kg.linking.copies import find_copies
from kg.linking.corroborations import find_corroborations
from kg.linking.curated import curated_entities
from kg.linking.denials import general_contradictions
from kg.linking.disputes import with_disputes
from kg.linking.entities import EntityLinks, link_entities
from kg.linking.events import link_events
from kg.linking.gazetteer import Gazetteer
from kg.linking.gazetteer_import import import_places
from kg.linking.likely import with_likely
from kg.linking.notes import Notes, notes_on
from kg.linking.statements import Statement, independent, statements_of
from kg.linking.versions import find_revisions
from kg.linking.wordings import rival_wordings

__all__ = ["Gazetteer", "Notes", "import_places", "link", "notes_on"]


def link(
    corpus: Sequence[tuple[Article, Extraction]],
    knowledge: Knowledge,
    gazetteer: Gazetteer,
    curator: Curator | None = None,
    notes: Mapping[str, Notes] | None = None,
) -> Links:
    """Everything that holds across articles. Depends on the set of articles only, never on their order.

    Articles have different ids (ValueError otherwise), and each comes with its own extraction, empty when it
    could not be read. A `curator` brings in what people decided. `notes` are `notes_on` all of the corpus, where they
    are known already; nothing but time depends on it.
    """
    ordered = sorted(corpus, key=lambda pair: pair[0].id)
    if len({article.id for article, _ in ordered}) < len(ordered):
        raise ValueError("two articles of one id: give each article once")
    notes = notes_on(ordered, knowledge, gazetteer) if notes is None else notes
    revisions = find_revisions([article for article, _ in ordered])
    copies = find_copies([article for article, _ in ordered], revisions, {a: n.wording for a, n in notes.items()})
    voice = voices((article.id for article, _ in ordered), copies, revisions)
    namings = {a: n.naming for a, n in notes.items()}
    linked = curated_entities(with_likely(link_entities(ordered, knowledge, gazetteer, namings)), curator)
    world = World(linked.entities, knowledge, offices_of((x for _, x in ordered), linked.of))
    accounts = [
        account
        for article, extraction in ordered
        for account in accounts_of(article, extraction, linked, voice[article.id], notes[article.id].told)
    ]
    events, pairs = link_events(accounts, world, curator.ties() if curator else Ties())
    by_key = {a.key: a for a in accounts}
    told = _statements(ordered, notes, by_key, events, linked)
    general = general_contradictions(ordered, by_key, linked.of, dict(linked.outlets), voice, knowledge, world)
    wordings = rival_wordings(ordered, linked.of, voice, knowledge, world)
    contradictions = find_contradictions(told, chain(general, wordings), world)
    links = Links(
        entities=linked.entities,
        entity_links=linked.links,
        outlets=linked.outlets,
        events=with_disputes(events, contradictions, {article.id: x for article, x in ordered}),
        same_as=tuple(sorted([*linked.same_as, *pairs], key=lambda s: (s.first, s.second))),
        contradictions=contradictions,
        corroborations=find_corroborations(told, world),
        copies=copies,
        revisions=revisions,
    )
    return curator.events(links) if curator else links


def _statements(
    ordered: Sequence[tuple[Article, Extraction]],
    notes: Mapping[str, Notes],
    accounts: Mapping[tuple[str, str], Account],
    events: Sequence[Event],
    linked: EntityLinks,
) -> list[Statement]:
    """What each voice says of each event; copies repeat a voice that is there already."""
    event_of = {r: e.id for e in events for r in e.reports}
    outlets = dict(linked.outlets)
    found = (
        s
        for article, _ in ordered
        for s in statements_of(
            article, notes[article.id].drafts, accounts, event_of, linked.of, outlets.get(article.id)
        )
    )
    return independent(found)
