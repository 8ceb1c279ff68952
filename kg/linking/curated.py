"""Where people's decisions enter linking: entities before events are made of them."""

from __future__ import annotations

from kg.domain.decisions import Curator
from kg.domain.links import Links
from kg.linking.entities import PUBLISHER, EntityLinks


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
