"""Versions of one article: the same address, a new text. Both stay; the later one is the voice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from kg.domain.articles import Article
from kg.domain.links import Revision
from kg.linking.copies import print_of, shingles_of
from kg.linking.names import fold

# Two texts at one address are versions when they share this much wording, of both or of the shorter, or have one
# headline. A news site's front page shows another text every hour: those share next to nothing.
LEAST_SHARED = 0.2
LEAST_CONTAINED = 0.4
MOST_VERSIONS = 50  # more texts than this at one address: it is no article's
_ADDRESS = re.compile(r"^(?:https?:)?//(?:www\.|m\.|amp\.)?", re.I)
_TAIL = re.compile(r"(?:#.*|[?&](?:utm_|fbclid|ref=|amp).*)$", re.I)
_CORRECTED = re.compile(
    r"\bcorrection\b|\bclarification\b|\bearlier version\b"
    r"|\b(?:article|story|report) (?:was|has been) (?:updated|amended|corrected|edited)|\bupdated?\s*(?:at|on|:|\d)",
    re.I,
)


def find_revisions(articles: Sequence[Article]) -> tuple[Revision, ...]:
    """Later versions among the articles, each pointing to the one just before it; sorted by article id.

    The day of publication orders versions; where it is the same or missing, a note of correction, then the length,
    for articles grow. `why` of each says which it was.
    """
    at: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        if address := address_of(article.url):
            at[address].append(article)
    found = [r for address in sorted(at) for r in _versions(at[address])]
    return tuple(sorted(found, key=lambda r: r.article))


def address_of(url: str | None) -> str:
    """An article's address without what does not tell articles apart: scheme, www, tracking, a slash at the end."""
    return _TAIL.sub("", _ADDRESS.sub("", url.strip())).rstrip("/").casefold() if url else ""


def _versions(articles: Sequence[Article]) -> Iterator[Revision]:
    texts: dict[str, Article] = {}
    for article in sorted(articles, key=lambda a: a.id):
        texts.setdefault(print_of(article.text), article)
    if not 1 < len(texts) <= MOST_VERSIONS:
        return
    for earlier, later in pairwise(sorted(texts.values(), key=_order)):
        similarity = _shared(earlier, later)
        if similarity is not None:
            yield Revision(article=later.id, of=earlier.id, similarity=round(similarity, 3), why=_why(earlier, later))


def _order(article: Article) -> tuple[date, bool, int, str]:
    return _day(article), bool(_CORRECTED.search(article.text)), len(article.text), article.id


def _day(article: Article) -> date:
    published = article.published
    return (published.latest or published.earliest or date.min) if published else date.min


def _why(earlier: Article, later: Article) -> str:
    before, after = _order(earlier), _order(later)
    if before[0] != after[0] and date.min not in (before[0], after[0]):
        return "published later"
    if before[1] != after[1]:
        return "has a note that it was corrected or updated"
    return "is longer" if before[2] != after[2] else "the order is not known"


def _shared(a: Article, b: Article) -> float | None:
    some, others = shingles_of(a), shingles_of(b)
    common = len(some & others)
    jaccard = common / max(1, len(some | others))
    contained = common / max(1, min(len(some), len(others)))
    titled = bool(a.title and b.title and fold(a.title) == fold(b.title))
    return jaccard if jaccard >= LEAST_SHARED or contained >= LEAST_CONTAINED or titled else None
