"""Articles that repeat another's text: exact copies, and near ones such as wire stories that two outlets print."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations

from kg.domain.articles import Article
from kg.domain.links import Copy, Revision

SHINGLE = 5  # words
SAMPLE = 8  # one shingle in eight, by hash, is indexed
# A copy shares at least 0.45 of the shorter text's shingles: a share this low among those sampled is no copy's.
LEAST_SAMPLED = 0.2
COMMON = 40  # a shingle in more articles than this is an outlet's boilerplate: it proposes nothing
# The share of shingles in common (Jaccard), and of the shorter text found in the longer. Measured on the 373 articles
# of FA-KES (2026-11), every pair above 0.13 looked at: retold wire stories have Jaccard 0.50 to 0.99 or, cut short,
# hold 0.66 to 0.70 of the shorter at Jaccard 0.20 to 0.30; pairs that share only background reach 0.23 and 0.54.
LEAST_JACCARD = 0.45
LEAST_CONTAINED = 0.62
_WORD = re.compile(r"[a-z0-9]+")
LEAST_SHINGLES = 20  # shorter texts prove nothing unless equal


@dataclass(frozen=True, slots=True)
class Wording:
    """What an article's text is compared by: `whole` as `print_of`, `runs` all hashes of its shingles, four bytes each.

    `sample` are those of the hashes that are indexed.
    """

    whole: str
    runs: bytes
    sample: tuple[int, ...]

    @property
    def shingles(self) -> frozenset[int]:
        """The hashes of all runs of words."""
        return frozenset(array("I", self.runs))


def wording_of(article: Article) -> Wording:
    """What copies of an article are known by."""
    shingles = sorted(shingles_of(article))
    sample = tuple(s for s in shingles if s % SAMPLE == 0)
    return Wording(print_of(article.text), array("I", shingles).tobytes(), sample)


def find_copies(
    articles: Sequence[Article],
    revisions: Sequence[Revision] = (),
    wordings: Mapping[str, Wording] | None = None,
) -> tuple[Copy, ...]:
    """Copies among the articles, each pointing to the earliest of its kind by (published, id); sorted by article id.

    Versions of one article are no copies of each other. Time and memory grow with the text: sampled shingles, indexed,
    propose the pairs that are compared. `wordings` are those of all articles, where they are known already.
    """
    ordered = sorted(articles, key=age)
    rank = {a.id: i for i, a in enumerate(ordered)}
    known_by = wordings if wordings is not None else {a.id: wording_of(a) for a in ordered}
    shingles = cache(lambda article: known_by[article].shingles)
    family = _families(revisions)
    first: dict[str, str] = {}
    best: dict[str, Copy] = {}
    for article in ordered:
        if article.text.strip() and first.setdefault(known_by[article.id].whole, article.id) != article.id:
            best[article.id] = Copy(
                article=article.id, of=first[known_by[article.id].whole], exact=True, similarity=1.0
            )
    for a, b in sorted(_proposed(known_by, best)):
        if a in family and family[a] == family.get(b):
            continue
        earlier, later = (a, b) if rank[a] < rank[b] else (b, a)
        similarity = _similarity(shingles(a), shingles(b))
        known = best.get(later)
        if similarity is not None and (
            known is None or (not known.exact and (-similarity, rank[earlier]) < (-known.similarity, rank[known.of]))
        ):
            best[later] = Copy(article=later, of=earlier, exact=False, similarity=round(similarity, 3))
    return tuple(best[k] for k in sorted(best))


def _families(revisions: Sequence[Revision]) -> dict[str, str]:
    """For each article with versions, one name for all of them."""
    earlier = {r.article: r.of for r in revisions}

    def first(article: str) -> str:
        while article in earlier:
            article = earlier[article]
        return article

    return {a: first(a) for r in revisions for a in (r.article, r.of)}


def age(article: Article) -> tuple[date, str]:
    """Sorts articles by day of publication, undated ones last; ties by id."""
    published = article.published
    return (published.earliest or published.latest or date.max) if published else date.max, article.id


def print_of(text: str) -> str:
    """Equal for texts that differ in nothing but case, spaces, punctuation and accents."""
    # A text of another script has no words here: it is equal to itself only.
    return hashlib.sha256((" ".join(_words(text)) or text).encode("utf-8", "surrogatepass")).hexdigest()


def _words(text: str) -> list[str]:
    """Words of a text as copies share them: lower case, apostrophes gone as damaged copy has them, no accents."""
    text = text.replace("’", "").replace("'", "")
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _WORD.findall(text.lower())


def shingles_of(article: Article) -> frozenset[int]:
    """Hashes of runs of words of the text without furniture."""
    text, last, kept = article.text, 0, []
    for span in sorted(article.furniture()):
        kept.append(text[last : span.start])
        last = max(last, span.end)
    words = _words(" ".join([*kept, text[last:]]))
    # A checksum in C: of ten thousand articles some dozens of runs share one by chance, where a copy has hundreds.
    return frozenset(zlib.crc32(" ".join(words[i : i + SHINGLE]).encode()) for i in range(len(words) - SHINGLE + 1))


def _proposed(wordings: Mapping[str, Wording], exact: Mapping[str, Copy]) -> set[tuple[str, str]]:
    holders: dict[int, list[str]] = defaultdict(list)
    for article in sorted(wordings):
        if article not in exact:
            for shingle in wordings[article].sample:
                holders[shingle].append(article)
    shared: Counter[tuple[str, str]] = Counter()
    for ids in holders.values():
        if 1 < len(ids) <= COMMON:
            shared.update(combinations(ids, 2))
    size = {a: len(w.sample) for a, w in wordings.items()}
    return {(a, b) for (a, b), n in shared.items() if n >= max(2, LEAST_SAMPLED * min(size[a], size[b]))}


def _similarity(a: frozenset[int], b: frozenset[int]) -> float | None:
    """Jaccard similarity, or the contained share of the shorter text where only that makes a copy, else None."""
    common, shorter = len(a & b), min(len(a), len(b))
    if shorter < LEAST_SHINGLES:
        return None
    jaccard = common / len(a | b)
    if jaccard >= LEAST_JACCARD:
        return jaccard
    contained = common / shorter
    return contained if contained >= LEAST_CONTAINED and jaccard >= LEAST_JACCARD / 3 else None
