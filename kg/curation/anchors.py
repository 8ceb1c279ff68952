"""Finding again what a decision concerns: by the characters that it stands on, whatever the extractor now calls it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kg.domain.articles import Article
from kg.domain.decisions import Kind, ReportKey, Target, Words
from kg.domain.extraction import Claim, Extraction, LocalEntity, Report
from kg.domain.names import fold
from kg.domain.spans import Span

LocalKey = tuple[str, str]
"""A local entity across articles: article id and entity key."""


class Corpus:
    """What the reader found in each article, by article id."""

    def __init__(self, pairs: Sequence[tuple[Article, Extraction]]) -> None:
        self.articles: Mapping[str, Article] = {a.id: a for a, _ in pairs}
        self.extractions: dict[str, Extraction] = {a.id: e for a, e in pairs}

    def locals_at(self, words: Iterable[Words]) -> list[LocalKey]:
        """The local entities that have a mention at any of these words, each once, in the order of the words."""
        found: dict[LocalKey, None] = {}
        for w in words:
            best = max(
                ((_shared(m.span, w), e.key) for e in self._entities(w.article) for m in e.mentions),
                default=(0, ""),
            )
            if best[0]:
                found[w.article, best[1]] = None
        return list(found)

    def reports_at(self, target: Target) -> list[ReportKey]:
        """The reports whose trigger stands at a target's words, at most one for each stretch of words.

        Of several at the same words the one of the target's type is meant, else the first.
        """
        found: dict[ReportKey, None] = {}
        for w in target.words:
            extraction = self.extractions.get(w.article)
            at = [r for r in extraction.reports if _at(r.triggers, w)] if extraction else []
            if at:
                best = min(at, key=lambda r: (r.type.value != target.type, r.key))
                found[w.article, best.key] = None
        return list(found)

    def report(self, key: ReportKey) -> Report:
        """A report that is there."""
        return next(r for r in self.extractions[key[0]].reports if r.key == key[1])

    def local(self, key: LocalKey) -> LocalEntity:
        """A local entity that is there."""
        return next(e for e in self._entities(key[0]) if e.key == key[1])

    def claims_at(self, target: Target) -> list[tuple[str, Claim]]:
        """The claims whose content stands at a target's words, with their articles; of the target's stance."""
        found = []
        for w in target.words:
            extraction = self.extractions.get(w.article)
            claims = extraction.claims if extraction else ()
            found += [(w.article, c) for c in claims if w.meets(c.content.start, c.content.end) and _fits(c, target)]
        return found

    def has_articles(self, target: Target) -> bool:
        """Whether any article that a target's words stand in is in the corpus."""
        return any(w.article in self.articles for w in target.words or all_words(target))

    def _entities(self, article: str) -> tuple[LocalEntity, ...]:
        extraction = self.extractions.get(article)
        return extraction.entities if extraction else ()


def all_words(target: Target) -> list[Words]:
    """The words of a target and of its parts."""
    return [*target.words, *(w for part in target.parts for w in all_words(part))]


def keys_of(names: Iterable[str]) -> frozenset[str]:
    """Names made comparable: case, accents and hyphens alike."""
    return frozenset(fold(n) for n in names if n)


def named(target: Target) -> frozenset[str]:
    """All names by which a target is known, made comparable."""
    return keys_of((target.label, *target.names))


def part(target: Target, kind: Kind, number: int = 0) -> Target | None:
    """The `number`th part of this kind."""
    return next(iter([p for p in target.parts if p.kind is kind][number:]), None)


def lost_because(target: Target, corpus: Corpus) -> str:
    """Why a target cannot be found, in words."""
    words = target.words or all_words(target)
    if words and not corpus.has_articles(target):
        return "its article is not in the store"
    quote = next((w.quote for w in words), "")
    where = f" at the words {quote[:60]!r}" if quote else ""
    return f"nothing of this kind is read{where} any more"


def _at(spans: Iterable[Span], w: Words) -> bool:
    return any(w.meets(s.start, s.end) for s in spans)


def _shared(span: Span, w: Words) -> int:
    return max(0, min(span.end, w.end) - max(span.start, w.start))


def _fits(claim: Claim, target: Target) -> bool:
    return not target.type or claim.stance.value == target.type
