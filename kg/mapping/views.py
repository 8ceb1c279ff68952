"""What the links say of one article: derived once for all articles, in linear time."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from kg.domain.links import Links


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleLinks:
    """The part of the links that an article's graph depends on.

    `entities` gives the entity's id for a local key, `events` the event's id for a report's key, `outlet` the entity of
    the publisher. Two equal values (and so two equal digests) give the same graph for the same extraction.
    """

    entities: Mapping[str, str]
    events: Mapping[str, str]
    outlet: str | None = None

    @property
    def digest(self) -> str:
        """SHA-256 in hex over the contents, whatever their order: what a cache of article graphs compares."""
        hasher = hashlib.sha256()
        rows = [("entity", *pair) for pair in sorted(self.entities.items())]
        rows += [("event", *pair) for pair in sorted(self.events.items())]
        rows.append(("outlet", self.outlet or "", ""))
        hasher.update(repr(rows).encode("utf-8", "surrogatepass"))
        return hasher.hexdigest()


def links_by_article(links: Links) -> dict[str, ArticleLinks]:
    """Every article that the links mention, with its own view."""
    entities: dict[str, dict[str, str]] = {}
    events: dict[str, dict[str, str]] = {}
    for link in links.entity_links:
        entities.setdefault(link.article, {})[link.key] = link.entity
    for event in links.events:
        for article, key in event.reports:
            events.setdefault(article, {})[key] = event.id
    outlets = dict(links.outlets)
    return {
        article: ArticleLinks(
            entities=entities.get(article, {}), events=events.get(article, {}), outlet=outlets.get(article)
        )
        for article in sorted(entities.keys() | events.keys() | outlets.keys())
    }
