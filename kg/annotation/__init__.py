"""Annotation: article → sentences, tokens with syntax, labelled spans (`annotate`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import tee
from pathlib import Path

from kg.domain.annotations import AnnotatedArticle
from kg.domain.articles import Article


def annotate(articles: Iterable[Article], weights: Path | None = None) -> Iterator[AnnotatedArticle]:
    """Read the language of each article, in order and lazily; `weights` is a folder of reader's weights, else the shipped ones."""
    from kg.annotation.syntax import parse
    from kg.annotation.tagger import WEIGHTS, read

    first, second = tee(articles)
    for article, (sentences, tokens) in zip(first, parse(a.text for a in second), strict=True):
        labelled, reading = read(article.text, weights or WEIGHTS)
        yield AnnotatedArticle(article, sentences, tokens, labelled, reading)
