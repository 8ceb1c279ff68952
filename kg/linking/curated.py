"""Where people's decisions enter linking: entities before events are made of them, then the events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from kg.domain.decisions import Curator, Ties
from kg.domain.links import Event, Links
from kg.linking.entities import EntityLinks
from kg.linking.naming import PUBLISHER


def curated_entities(linked: EntityLinks, curator: Curator | None) -> EntityLinks:
    """The entities as people decided; as they are where there is no curator."""
    if curator is None:
        return linked
    links = curator.entities(
        Links(entities=linked.entities, entity_links=linked.links, outlets=linked.outlets, same_as=linked.same_as)
    )
    of = {(link.article, link.key): link.entity for link in links.entity_links}
    of |= {(article, PUBLISHER): outlet for article, outlet in links.outlets}
    return EntityLinks(
        entities=links.entities, links=links.entity_links, outlets=links.outlets, same_as=links.same_as, of=of
    )


def curated_events(events: Sequence[Event], ties: Ties, label: Callable[[Event], str]) -> list[Event]:
    """The events with types, places and names as people decided; `label` makes the name that goes with the rest."""
    found = list(events)
    of = {report: i for i, e in enumerate(found) for report in e.reports} if ties.changes else {}
    named: dict[int, str] = {}
    for change in ties.changes:
        counts = Counter(of[r] for r in change.reports if r in of)
        if not counts:
            continue
        i = min(counts, key=lambda i: (-counts[i], found[i].id))
        named |= {i: change.label} if change.label else {}
        event = replace(
            found[i], type=change.type or found[i].type, places=(change.place,) if change.place else found[i].places
        )
        found[i] = replace(event, label=named.get(i) or label(event))
    return found
