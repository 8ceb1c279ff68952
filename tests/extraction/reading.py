"""Reads a text with the real pipeline, for the tests of extraction."""

from functools import lru_cache

from kg.annotation import annotate
from kg.cleaning import clean
from kg.domain.annotations import AnnotatedArticle
from kg.domain.articles import RawArticle
from kg.domain.extraction import Extraction
from kg.domain.issues import Issues
from kg.extraction import extract
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
