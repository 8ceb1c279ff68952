"""Web pages: the main text by trafilatura, the rest of what the page says of itself from its head."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.domain.articles import RawArticle
from kg.domain.issues import Issues, Reason
from kg.reading.decoding import decode, tidy
from kg.reading.files import STAGE

# Less than this is a menu, a log-in form or an error page: the shortest wire reports have about 200 characters.
LEAST_MAIN_TEXT = 100

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_:-]+)", re.IGNORECASE)
_HEAD = 4096
# In order of trust. The time is kept as found, with its zone; trafilatura itself would give the day only.
_TITLES = ("og:title", "twitter:title", "dc.title")
_PUBLISHERS = ("og:site_name", "dc.publisher", "application-name")
_PUBLISHED = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "date",
)
_URLS = ("og:url",)


@dataclass(frozen=True, slots=True)
class _Page:
    """What a page says of itself: named meta values (lower-case names), and the article object of its JSON-LD."""

    meta: dict[str, str]
    title: str | None
    canonical: str | None
    language: str | None
    time: str | None
    linked: dict[str, Any]

    def first(self, names: tuple[str, ...]) -> str | None:
        """Return the first of these meta values that is there."""
        return next((self.meta[n] for n in names if self.meta.get(n)), None)


def declared_charset(data: bytes) -> str | None:
    """Return the encoding that a page's own head declares, or None."""
    found = _CHARSET.search(data[:_HEAD])
    return found.group(1).decode("ascii").lower() if found else None


def html_article(data: bytes, path: str, issues: Issues) -> RawArticle | None:
    """Read a page; one without a main text is skipped with the reason."""
    decoded = decode(data, declared_charset(data))
    if decoded.doubt and not declared_charset(data):
        issues.warn(STAGE, path, Reason.BAD_ENCODING, decoded.doubt)
    page, text = _extract(decoded.text)
    if page is None or text is None or len(text) < LEAST_MAIN_TEXT:
        found = len(text or "")
        detail = f"no article in this page: {found} characters of running text, at least {LEAST_MAIN_TEXT} are needed"
        issues.skip(STAGE, path, Reason.NO_MAIN_TEXT, detail)
        return None
    published = _text(page.linked.get("datePublished")) or page.first(_PUBLISHED) or page.time
    return RawArticle(
        source_id=Path(path).stem,
        where=path,
        text=text,
        title=page.first(_TITLES) or _text(page.linked.get("headline")) or page.title,
        publisher=page.first(_PUBLISHERS) or _text(page.linked.get("publisher")),
        published=published,
        url=page.canonical or page.first(_URLS) or _text(page.linked.get("url")),
        language=page.language,
    )


def _extract(markup: str) -> tuple[_Page | None, str | None]:
    """Parse a page and find its main text; (None, None) where it is no HTML at all."""
    import trafilatura

    for name in ("trafilatura", "htmldate"):  # it logs what we tell as issues
        logging.getLogger(name).setLevel(logging.CRITICAL)
    tree = trafilatura.load_html(markup)
    if tree is None:
        return None, None
    page = _describe(tree)
    text = trafilatura.extract(tree, include_comments=False, with_metadata=False)
    return page, tidy(text).text if text else None


def _describe(tree: Any) -> _Page:
    meta: dict[str, str] = {}
    for node in tree.iter("meta"):
        name = node.get("property") or node.get("name") or node.get("itemprop")
        value = _text(node.get("content"))
        if name and value:
            meta.setdefault(name.lower(), value)
    canonical = next(
        (_text(n.get("href")) for n in tree.iter("link") if (n.get("rel") or "").lower() == "canonical"), None
    )
    headings = [_text(n.text_content()) for n in tree.iter("h1")]
    title = next((_text(n.text_content()) for n in tree.iter("title")), None)
    times = [_text(n.get("datetime")) for n in tree.iter("time") if n.get("pubdate") is not None]
    times += [_text(n.get("datetime")) for n in tree.xpath("//time[@itemprop='datePublished']")]
    return _Page(
        meta=meta,
        # A page's own title often has the outlet's name tacked on; a single heading is the headline itself.
        title=headings[0] if len(headings) == 1 and headings[0] else title,
        canonical=canonical if canonical and canonical.startswith(("http://", "https://")) else None,
        language=_text(tree.get("lang")),
        time=next((t for t in times if t), None),
        linked=next(_linked_articles(tree), {}),
    )


def _linked_articles(tree: Any) -> Iterator[dict[str, Any]]:
    """Give the objects of the page's JSON-LD that describe an article."""
    for node in tree.iter("script"):
        if (node.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            value = json.loads(node.text or "")
        except (ValueError, RecursionError):
            continue
        todo = value if isinstance(value, list) else [value]
        for item in todo:
            graph = item.get("@graph") if isinstance(item, dict) else None
            for thing in graph if isinstance(graph, list) else [item]:
                if isinstance(thing, dict) and ("datePublished" in thing or "headline" in thing):
                    yield thing


def _text(value: object) -> str | None:
    """Return a value's words on one line, an object's `name`, or None where there are none."""
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        return _text(value[0]) if value else None
    return (" ".join(tidy(value).text.split()) or None) if isinstance(value, str) else None
