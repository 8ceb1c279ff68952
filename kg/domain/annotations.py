"""What annotation adds to an article: sentences, tokens with syntax, labelled spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

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
class RoleScores:
    """How likely (0..1) an entity's mention fills each role of an event's trigger."""

    agent: float
    target: float
    place: float


class PairScorer(Protocol):
    """Scores pairs of spans of one article, from the encoder's reading of the whole article.

    Spans are LabelledSpans: triggers carry an event type, mentions an entity type as label. Every score is in 0..1.
    """

    def roles(self, triggers: Sequence[LabelledSpan], mentions: Sequence[LabelledSpan]) -> list[list[RoleScores]]:
        """One row a trigger, one column a mention."""
        ...

    def same_event(self, triggers: Sequence[LabelledSpan]) -> list[list[float]]:
        """Symmetric: whether two triggers tell of one event."""
        ...

    def same_entity(self, mentions: Sequence[LabelledSpan]) -> list[list[float]]:
        """Symmetric: whether two mentions refer to one entity."""
        ...

    def sources(self, anchors: Sequence[LabelledSpan], mentions: Sequence[LabelledSpan]) -> list[list[float]]:
        """One row a claim's anchor (its cue, else the start of its content): raw preference among the mentions (softmax over a row)."""
        ...

    def about(self, anchors: Sequence[LabelledSpan], triggers: Sequence[LabelledSpan]) -> list[list[float]]:
        """One row a claim's anchor: whether the claim is about the event of each trigger."""
        ...

    def stances(self, anchors: Sequence[LabelledSpan]) -> list[dict[str, float]]:
        """For each anchor the probability of each stance, keyed by `Stance` value."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class AnnotatedArticle:
    """An article with its language read, compared by identity.

    Labelled spans are keyed by the tagger's head: mention, attribution; under `trigger` every label of a word that is not negligible.
    """

    article: Article
    sentences: tuple[Sentence, ...]
    tokens: tuple[Token, ...]
    labelled: dict[str, tuple[LabelledSpan, ...]]
    pairs: PairScorer
