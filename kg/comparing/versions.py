"""What an outlet changed in an article: its versions, sentence by sentence, and what the changes say otherwise."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pyoxigraph import NamedNode

from kg.comparing.model import Words
from kg.errors import NotFoundError
from kg.querying.accounts import figure_of
from kg.querying.explain import find_thing
from kg.querying.walking import Walker
from kg.rdf.namespaces import KG, RDF, SCHEMA, local_name
from kg.storage import Store

_BREAK = re.compile(r"(?<=[.!?])[\"”’')]*\s+(?=[A-Z“\"‘'(])|\s*\n\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of an article. IRIs are prefixed names."""

    article: str
    headline: str
    outlet: str
    published: str
    url: str


@dataclass(frozen=True, slots=True)
class Change:
    """A passage taken out (`after` None), put in (`before` None), or worded otherwise."""

    before: Words | None
    after: Words | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From one version to the next: why it is the later one, what was reworded, what is said no longer or newly."""

    earlier: Version
    later: Version
    why: str
    similarity: str
    changes: tuple[Change, ...]
    lost: tuple[str, ...]
    gained: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All versions of an article, the earliest first, with the steps between them."""

    label: str
    versions: tuple[Version, ...]
    steps: tuple[Step, ...]


def changes(store: Store, what: str) -> History:
    """What was changed in an article, named by IRI, prefixed name or words of its headline; any of its versions will do.

    Raises:
        NotFoundError: nothing is so called, or it is no article.
        StoreError: the store cannot be read.
    """
    walker = Walker(store)
    article = find_thing(walker, what)
    if KG.Article not in walker.kinds(article):
        raise NotFoundError(f"{walker.label(article)} ({walker.kind(article)}) is no article: it has no versions.")
    chain = _chain(walker, article)
    versions = tuple(_version(walker, a) for a in chain)
    return History(
        label=walker.label(chain[-1]),
        versions=versions,
        steps=tuple(
            _step(walker, a, b, (one, two))
            for (a, b), (one, two) in zip(pairwise(chain), pairwise(versions), strict=True)
        ),
    )


def text_changes(before: str, after: str) -> Iterator[tuple[tuple[int, int] | None, tuple[int, int] | None]]:
    """Half-open ranges of the passages that differ between two texts, by sentence, in the order of the texts."""
    old, new = list(_sentences(before)), list(_sentences(after))
    matcher = difflib.SequenceMatcher(
        a=[" ".join(before[i:j].split()) for i, j in old], b=[" ".join(after[i:j].split()) for i, j in new],
        autojunk=False,
    )  # fmt: skip
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            yield (old[a][0], old[b - 1][1]) if b > a else None, (new[c][0], new[d - 1][1]) if d > c else None


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in [*_BREAK.finditer(text), None]:
        end = found.start() if found else len(text)
        if text[start:end].strip():
            yield start, end
        start = found.end() if found else end


def _chain(walker: Walker, article: NamedNode) -> list[NamedNode]:
    """All versions, the earliest first."""
    first = article
    seen = {first}
    while (earlier := walker.node(first, KG.revisionOf)) is not None and earlier not in seen:
        first = earlier
        seen.add(first)
    chain, step = [first], walker.subjects(KG.revisionOf, first)
    while step and step[0] not in chain:
        chain.append(step[0])
        step = walker.subjects(KG.revisionOf, step[0])
    return chain


def _version(walker: Walker, article: NamedNode) -> Version:
    return Version(
        article=walker.short(article),
        headline=walker.text(article, SCHEMA.headline),
        outlet=walker.outlet(article),
        published=walker.text(article, SCHEMA.datePublished),
        url=walker.text(article, SCHEMA.url),
    )


def _step(walker: Walker, before: NamedNode, after: NamedNode, versions: tuple[Version, Version]) -> Step:
    old, new = set(_facts(walker, before)), set(_facts(walker, after))
    return Step(
        earlier=versions[0],
        later=versions[1],
        why=walker.text(after, KG.revisionBecause),
        similarity=walker.text(after, KG.revisionSimilarity),
        changes=tuple(
            Change(_words(walker, before, a), _words(walker, after, b))
            for a, b in text_changes(walker.body(before), walker.body(after))
        ),
        lost=tuple(sorted(old - new)),
        gained=tuple(sorted(new - old)),
    )


def _words(walker: Walker, article: NamedNode, span: tuple[int, int] | None) -> Words | None:
    if span is None:
        return None
    return Words(walker.short(article), *span, walker.body(article)[span[0] : span[1]], "")


def _facts(walker: Walker, article: NamedNode) -> Iterator[str]:
    """What an article says, in words that do not depend on where it says it."""
    for node in walker.subjects(KG.inArticle, article):
        kinds = walker.nodes(node, RDF.type)
        if KG.Report in kinds:
            kind = ", ".join(local_name(k) for k in walker.nodes(node, KG.eventType))
            roles = [*walker.texts(node, KG.agent)]
            yield f"{kind} by {', '.join(roles)}" if roles else kind
            for count in walker.subjects(KG.countIn, node):
                yield f"{kind}: {figure_of(walker, count)}"
        elif KG.Claim in kinds:
            who = ", ".join(walker.texts(node, KG.claimant))
            yield f"{who} {walker.text(node, KG.stance)}: {' '.join(walker.text(node, KG.content).split())}"
