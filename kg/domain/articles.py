"""Articles before any language is read from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kg.domain.spans import Span
from kg.domain.times import TimeBounds


@dataclass(frozen=True, slots=True, kw_only=True)
class RawArticle:
    """What an input gave, before cleaning: the text is as read and never changes after this.

    `where` tells a person where it came from ("news.jsonl:12"); `source_id` is the `id` of a record or the file's
    name without its ending. For HTML, `text` is the main text found.
    """

    source_id: str
    where: str
    text: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None


class RegionKind(StrEnum):
    """What a stretch of an article's text is, where it is not running text (`kg:Region`)."""

    TITLE = "title"
    SUBHEADING = "subheading"
    DATELINE = "dateline"
    CAPTION = "caption"
    BYLINE = "byline"
    FURNITURE = "furniture"  # navigation, share labels, related links, footers, tags


@dataclass(frozen=True, slots=True)
class Region:
    """A marked stretch of the text. Marked, not cut: offsets hold."""

    span: Span
    kind: RegionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article ready to be read. Offsets everywhere count code points of `text`.

    `id` is minted from the content (source id, publisher, URL, title, text), `digest` is the SHA-256 of the text.
    `published` is the day where known, else bounds reasoned from the text, else None.
    `supported` is False for a language we cannot read: such an article is kept with its text and nothing is extracted.
    """

    id: str
    source_id: str
    where: str
    text: str
    digest: str
    title: str | None
    publisher: str | None
    url: str | None
    language: str
    supported: bool
    published: TimeBounds | None
    regions: tuple[Region, ...] = field(default=())

    def furniture(self) -> tuple[Span, ...]:
        """The stretches from which nothing is extracted: furniture, captions, bylines."""
        skip = {RegionKind.FURNITURE, RegionKind.CAPTION, RegionKind.BYLINE}
        return tuple(r.span for r in self.regions if r.kind in skip)
