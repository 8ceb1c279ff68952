"""The front door of cleaning: what was read becomes an article with its regions, language, outlet and day."""

from __future__ import annotations

import hashlib

from kg.cleaning.datelines import mark_datelines
from kg.cleaning.inline import mark_head, mark_inside, mark_tail
from kg.cleaning.language import SUPPORTED, detect_language
from kg.cleaning.lines import lines_of
from kg.cleaning.marks import Marks
from kg.cleaning.published import find_published
from kg.cleaning.publishers import find_publisher
from kg.cleaning.regions import first_running, mark_front_matter, mark_lines
from kg.cleaning.titles import find_title, mark_title
from kg.domain.articles import Article, RawArticle, Region, RegionKind
from kg.domain.issues import Issues, Reason

STAGE = "cleaning"


def clean(raw: RawArticle, issues: Issues) -> Article | None:
    """Mark what is no running text, and find title, outlet, language and day of publication.

    The text stays as it was read. None, with the reason in `issues`, only where there is no text at all. An article
    in a language that is not read is kept with `supported` False and a warning.
    """
    if not raw.text.strip():
        issues.skip(STAGE, raw.where, Reason.NO_TEXT, "the article has no text")
        return None
    title, regions = find_regions(raw.text, raw.title)
    language = detect_language(_running(raw.text, regions) or raw.text, raw.language)
    supported = language in SUPPORTED
    if not supported:
        detail = f"the text is in `{language}`; only English is read, it is kept with its text"
        issues.warn(STAGE, raw.where, Reason.UNSUPPORTED_LANGUAGE, detail)
    return Article(
        id=article_id(raw),
        source_id=raw.source_id,
        where=raw.where,
        text=raw.text,
        digest=hashlib.sha256(raw.text.encode()).hexdigest(),
        title=title,
        publisher=raw.publisher or find_publisher(raw.text, regions, raw.url),
        url=raw.url,
        language=language,
        supported=supported,
        published=find_published(raw.text, regions, raw.published, raw.url),
        regions=regions,
    )


def article_id(raw: RawArticle) -> str:
    """Mint the id: 16 hex digits of a SHA-256 over source id, publisher, URL, title and text, as they were given.

    What cleaning finds out is left out, so that a better rule does not rename an article.
    """
    parts = (raw.source_id, raw.publisher, raw.url, raw.title, raw.text)
    return hashlib.sha256("\0".join(p or "" for p in parts).encode()).hexdigest()[:16]


def find_regions(text: str, title: str | None) -> tuple[str | None, tuple[Region, ...]]:
    """Return the title (as given, else as found) and the marked regions, in the order of the text."""
    lines = list(lines_of(text))
    marks = Marks(text)
    mark_front_matter(text, marks)
    if title is None:
        # Furniture above a headline must be known before the headline can be found; it is marked anew below.
        trial = marks.copy()
        mark_lines(lines, trial)
        title = find_title(lines, first_running(lines), trial)
    if title:
        mark_title(text, title, lines, marks)
    mark_head(text, lines, marks)
    mark_lines(lines, marks)
    mark_tail(text, lines, marks)
    mark_datelines(text, lines, marks)
    mark_inside(text, marks)
    return title, marks.regions()


def _running(text: str, regions: tuple[Region, ...]) -> str:
    """The text without its furniture and captions, for telling the language."""
    parts, position = [], 0
    for region in regions:
        if region.kind in (RegionKind.FURNITURE, RegionKind.CAPTION, RegionKind.BYLINE):
            parts.append(text[position : region.span.start])
            position = region.span.end
    return " ".join([*parts, text[position:]]).strip()
