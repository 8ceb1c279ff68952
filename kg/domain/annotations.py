"""What annotation adds to an article: sentences, tokens with syntax, labelled spans."""

from __future__ import annotations

from dataclasses import dataclass

from kg.domain.articles import Article


@dataclass(frozen=True, slots=True)
class Token:
    """One token. `head` is the index of its syntactic head (itself for a root), `sentence` the index of its sentence."""

    start: int
    end: int
    text: str
    lemma: str
    pos: str  # Universal POS
    tag: str  # Penn Treebank tag
    dep: str  # ClearNLP dependency label, as spaCy's English pipelines give it
    head: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: offsets in the text, and its tokens as a half-open range of token indices."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class LabelledSpan:
    """A span found by a learned tagger: half-open offsets, a label of its head, and a calibrated score in 0..1."""

    start: int
    end: int
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """An article with its language read. Labelled spans are keyed by the tagger's head: mention, trigger, attribution, quantity."""

    article: Article
    sentences: tuple[Sentence, ...]
    tokens: tuple[Token, ...]
    labelled: dict[str, tuple[LabelledSpan, ...]]
