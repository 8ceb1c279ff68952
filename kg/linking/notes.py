"""What linking works out from one article alone, so that a store keeps it from build to build.

Nothing here depends on another article: one article more leaves the notes of all others as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.domain.articles import Article
from kg.domain.extraction import Extraction
from kg.domain.knowledge import Knowledge
from kg.linking.accounts import Told, told_of
from kg.linking.copies import Wording, wording_of
from kg.linking.gazetteer import Gazetteer
from kg.linking.naming import Namer, Naming
from kg.linking.statements import Draft, drafts_of


@dataclass(frozen=True, slots=True)
class Notes:
    """One article's notes; they follow from it, what was read from it, the gazetteer and the knowledge."""

    wording: Wording
    naming: Naming
    told: tuple[Told, ...]
    drafts: tuple[Draft, ...]


def notes_on(
    corpus: Sequence[tuple[Article, Extraction]],
    knowledge: Knowledge,
    gazetteer: Gazetteer,
    known: Mapping[str, Notes] | None = None,
) -> dict[str, Notes]:
    """The notes on each article, by its id; those that are `known` are taken as they are."""
    namer = Namer(knowledge, gazetteer)
    found = dict(known or {})
    for article, extraction in corpus:
        if article.id not in found:
            found[article.id] = Notes(
                wording=wording_of(article),
                naming=namer.naming(article, extraction),
                told=told_of(article, extraction),
                drafts=tuple(drafts_of(article, extraction)),
            )
    return found
