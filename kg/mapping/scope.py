"""What every part of an article's mapping needs: the writer, and a way from local keys to addresses."""

from __future__ import annotations

from contextlib import AbstractContextManager

from pyoxigraph import Literal, NamedNode

from kg.domain.articles import Article
from kg.domain.extraction import Extraction
from kg.errors import MappingError
from kg.mapping.equipment import EquipmentLookup
from kg.mapping.views import ArticleLinks
from kg.mapping.writer import ArticleWriter, naming
from kg.rdf import literals


class Scope:
    """One article's values, resolved against the links."""

    def __init__(
        self, writer: ArticleWriter, extraction: Extraction, links: ArticleLinks, equipment: EquipmentLookup
    ) -> None:
        self.writer = writer
        self.article: Article = writer.article
        self.links = links
        self.equipment = equipment
        self.producer: Literal = literals.string(f"{extraction.producer.name} {extraction.producer.version}")
        self._reports = frozenset(r.key for r in extraction.reports)
        self._claims = frozenset(c.key for c in extraction.claims)

    def entity(self, key: str) -> NamedNode:
        """The address of the entity that a local key refers to."""
        if key not in self.links.entities:
            raise MappingError(f"the entity key {key!r} is linked to no entity of the graph")
        return self.writer.names.data(self.links.entities[key])

    def event(self, report: str) -> NamedNode:
        """The address of the event that a report is of."""
        if report not in self.links.events:
            raise MappingError(f"the report {report!r} is linked to no event of the graph")
        return self.writer.names.event(self.links.events[report])

    def report(self, key: str) -> NamedNode:
        """The address of a report of this article."""
        if key not in self._reports:
            raise MappingError(f"{key!r} is no report of this article")
        return self.writer.names.report(self.article.id, key)

    def claim(self, key: str) -> NamedNode:
        """The address of a claim of this article."""
        if key not in self._claims:
            raise MappingError(f"{key!r} is no claim of this article")
        return self.writer.names.claim(self.article.id, key)

    def naming(self, what: str) -> AbstractContextManager[None]:
        """Turn what goes wrong inside into a mapping error that names the article and the value."""
        return naming(f"Article {self.article.id} ({self.article.where}), {what}")
