"""Reads a text with the real pipeline, for the tests of extraction."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from kg.annotation import annotate
from kg.cleaning import clean
from kg.domain.annotations import AnnotatedArticle, LabelledSpan
from kg.domain.articles import RawArticle
from kg.domain.extraction import Extraction
from kg.domain.issues import Issues
from kg.extraction import extract
from kg.extraction.entities import resolve_entities
from kg.extraction.lexicon import index
from kg.extraction.mentions import find_mentions
from kg.extraction.roles import RoleTable
from kg.extraction.sameness import Sameness
from kg.extraction.times import find_times
from kg.reference import load_knowledge


@lru_cache(maxsize=64)
def annotated(text: str) -> AnnotatedArticle:
    """The annotated article of a text."""
    article = clean(RawArticle(source_id="t", where="test", text=text), Issues())
    assert article is not None
    return next(iter(annotate([article])))


@lru_cache(maxsize=64)
def extraction(text: str) -> Extraction:
    """What is read from a text."""
    return extract(annotated(text), load_knowledge())


def entity(x: Extraction, key: str) -> tuple[str, str | None]:
    """First name and reference of an entity."""
    found = next(e for e in x.entities if e.key == key)
    return found.names[0], found.reference


def sameness_of(text: str, triggers: Sequence[LabelledSpan], weights: Mapping[str, float] | None = None) -> Sameness:
    """Which of a text's triggers tell of one event."""
    read = annotated(text)
    entities = resolve_entities(read, find_mentions(read, index(load_knowledge())))
    return Sameness(read, triggers, RoleTable(read, triggers, entities), entities, find_times(read), weights)


def place_of(text: str, word: str, nth: int = 0) -> int:
    """Where a word stands for the nth time, from 0."""
    at = -1
    for _ in range(nth + 1):
        at = text.index(word, at + 1)
    return at
