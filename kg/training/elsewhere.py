"""What the reader's encoder learns of other corpora: re3d's entities by cross-validation, PolNeAR's attributions.

`python -m kg.training.elsewhere re3d --data SHARED --encoder ENCODER --out OUT` trains on four fifths of the documents and
reads the fifth, five times; `polnear` in place of `re3d` trains on its train part and reads its dev part. Each writes
`OUT/gold.json` and `OUT/pred.json` for `python SHARED/tools/extraction/score.py entities OUT/gold.json OUT/pred.json`
(`attributions` for PolNeAR). No weights that are shipped come from here.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from kg.annotation.pieces import Pieces, cut_pieces
from kg.annotation.tagger import decode
from kg.domain.annotations import LabelledSpan
from kg.training.examples import follow_scores, label_pieces, piece_range
from kg.training.fitting import Round, fit, load_tokenizer
from kg.training.gold import GoldSpan
from kg.training.held import annotate_texts
from kg.training.model import PairHead, Spans, bio, distance_buckets, encode_pieces, span_states
from kg.training.train import load_encoder

log = logging.getLogger(__name__)

FOLDS = 5
LEAST_CONFIDENCE = 0.5  # of an entity of re3d, as in the research it is measured beside
PARTS = ("Source", "Cue", "Content")

Document = Mapping[str, Any]  # text, entities or attributions, in the neutral form of SHARED/tools/extraction


@dataclass(frozen=True, slots=True)
class Taught:
    """One document as labels a piece, its spans as pieces, and which cue each source and content goes with."""

    pieces: Pieces
    labels: Tensor
    spans: tuple[GoldSpan, ...]  # owner: number of the attribution


class SpanReader(nn.Module):
    """The encoder with one label head, and a head that says which source and content go with a cue."""

    def __init__(self, encoder: nn.Module, hidden: int, names: Sequence[str]) -> None:
        super().__init__()
        self.encoder = encoder
        self.names = list(names)
        self.follows: list[list[float]] = []  # of labels, as counted where it was taught
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(hidden, 1 + 2 * len(self.names))
        self.join = PairHead(hidden, 1, len(self.names), 1)


def read_re3d(data: Path) -> dict[str, Document]:
    """Documents with their outermost entities."""
    folder = data / "re3d"
    docs: dict[str, Document] = {
        d["_id"]: {"text": d["text"], "entities": []} for d in _lines(folder / "documents.jsonl")
    }
    for e in sorted(_lines(folder / "entities.jsonl"), key=lambda e: (e["begin"] - e["end"], e["begin"])):
        doc = docs.get(e["documentId"])
        if doc is None or float(e["confidence"]) < LEAST_CONFIDENCE:
            continue
        kept = doc["entities"]
        if all(e["end"] <= k["start"] or e["begin"] >= k["end"] for k in kept):
            kept.append({"start": e["begin"], "end": e["end"], "type": e["type"]})
    return docs


def read_polnear(data: Path, part: str) -> dict[str, Document]:
    """Articles with their attributions."""
    return {d["id"]: d for d in _lines(data / "polnear" / f"{part}.jsonl")}


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def spans_of(doc: Document) -> tuple[GoldSpan, ...]:
    """Labelled spans of a document; those of one attribution have one owner."""
    if "entities" in doc:
        return tuple(GoldSpan(e["start"], e["end"], e["type"], 0) for e in doc["entities"])
    return tuple(
        GoldSpan(start, end, part, n)
        for n, a in enumerate(doc["attributions"])
        for part in PARTS
        for start, end in a[part.lower()]
    )


def teach(doc: Document, tokenizer: Tokenizer, names: Sequence[str]) -> Taught:
    """A document ready for the network."""
    pieces = cut_pieces(tokenizer, doc["text"])
    spans = spans_of(doc)
    return Taught(pieces, torch.tensor(label_pieces(pieces, list(spans), bio(tuple(names)))), spans)


def join_scores(model: SpanReader, hidden: Tensor, cues: Spans, others: Spans) -> Tensor:
    """Logits (cues, others) of going together."""
    first = torch.tensor(cues.first)
    label = torch.zeros(len(cues.first), dtype=torch.long)
    distance = distance_buckets(first, torch.tensor(others.first))
    states = (span_states(hidden, cues), label, span_states(hidden, others), torch.tensor(others.label), distance)
    return torch.as_tensor(model.join(*states)[..., 0])


def losses(model: SpanReader, hidden: Tensor, ex: Taught) -> dict[str, Tensor]:
    """Of the labels, and where there are attributions of their joins."""
    out = {"labels": nn.functional.cross_entropy(model.head(model.drop(hidden)), ex.labels, ignore_index=-100)}
    cues = [s for s in ex.spans if s.label == "Cue"]
    others = [s for s in ex.spans if s.label in ("Source", "Content")]
    if cues and others:
        scores = join_scores(model, hidden, place(ex.pieces, cues, model), place(ex.pieces, others, model))
        want = torch.tensor([[float(c.owner == o.owner) for o in others] for c in cues])
        out["joins"] = 2 * nn.functional.binary_cross_entropy_with_logits(scores, want)
    return out


def place(pieces: Pieces, spans: Sequence[GoldSpan | LabelledSpan], model: SpanReader) -> Spans:
    """Spans in piece indices."""
    ranges = [piece_range(pieces, s.start, s.end) for s in spans]
    labels = [model.names.index(s.label) for s in spans]
    return Spans([r[0] for r in ranges], [r[1] for r in ranges], labels, [0] * len(spans))


def states_of(model: SpanReader, pieces: Pieces, tokenizer: Tokenizer) -> Tensor:
    """Hidden states of a text: (pieces, width)."""
    cls, sep = tokenizer.token_to_id("[CLS]") or 0, tokenizer.token_to_id("[SEP]") or 0
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = encode_pieces(model.encoder, pieces, cls, sep)
    return hidden.float()


def read(model: SpanReader, text: str, tokenizer: Tokenizer) -> dict[str, Any]:
    """Entities, or where the model knows attributions those, in the neutral form."""
    model.eval()
    with torch.no_grad():
        return _read(model, text, tokenizer)


def _read(model: SpanReader, text: str, tokenizer: Tokenizer) -> dict[str, Any]:
    pieces = cut_pieces(tokenizer, text)
    hidden = states_of(model, pieces, tokenizer)
    spread = torch.softmax(model.head(hidden), -1).numpy().astype(np.float32)
    spans = decode(pieces, spread, bio(tuple(model.names)), follows=np.array(model.follows, dtype=np.float32))
    if set(model.names) != set(PARTS):
        return {"entities": [{"start": s.start, "end": s.end, "type": s.label} for s in spans]}
    cues = [s for s in spans if s.label == "Cue"]
    others = [s for s in spans if s.label != "Cue"]
    if not cues or not others:
        return {"attributions": []}
    scores = join_scores(model, hidden, place(pieces, cues, model), place(pieces, others, model))
    return {"attributions": list(joined(cues, others, torch.sigmoid(scores).tolist()))}


def joined(
    cues: Sequence[LabelledSpan], others: Sequence[LabelledSpan], scores: Sequence[Sequence[float]]
) -> Iterable[dict[str, list[list[int]]]]:
    """For each cue: the likeliest source and what content is likely to go with it, at least one."""
    for cue, row in zip(cues, scores, strict=True):
        out: dict[str, list[list[int]]] = {"source": [], "cue": [[cue.start, cue.end]], "content": []}
        for label in ("Source", "Content"):
            ranked = sorted((-score, o.start, o.end) for o, score in zip(others, row, strict=True) if o.label == label)
            likely = [r for r in ranked if -r[0] >= 0.5]
            taken = likely or ranked[:1] if label == "Content" else likely[:1]
            out[label.lower()] = sorted([start, end] for _, start, end in taken)
        yield out


def read_shipped(docs: Mapping[str, Document]) -> dict[str, Any]:
    """What the shipped reader, which has seen no PolNeAR, takes for claims in PolNeAR's articles, in the neutral form."""
    from kg.extraction import extract
    from kg.reference import load_knowledge

    knowledge = load_knowledge()
    out: dict[str, Any] = {}
    for annotated in annotate_texts({k: d["text"] for k, d in docs.items()}):
        claims = extract(annotated, knowledge).claims
        out[annotated.article.source_id] = {
            "attributions": [
                {
                    "source": [[c.claimant_span.start, c.claimant_span.end]],
                    "cue": [[c.cue.start, c.cue.end]] if c.cue else [],
                    "content": [[c.content.start, c.content.end]],
                }
                for c in claims
            ]
        }
    return out


def learn(docs: Mapping[str, Document], encoder: Path, tokenizer: Tokenizer, epochs: int, rate: float) -> SpanReader:
    """A reader taught on documents."""
    torch.manual_seed(1)
    random.seed(1)
    names = sorted({s.label for d in docs.values() for s in spans_of(d)})
    body, width = load_encoder(encoder)
    model = SpanReader(body, width, names)
    taught = [teach(d, tokenizer, names) for d in docs.values()]

    def losses_of(number: int) -> Mapping[str, Tensor]:
        return losses(model, states_of(model, taught[number].pieces, tokenizer), taught[number])

    fit(model, len(taught), losses_of, Round(epochs, rate))
    model.follows = follow_scores([ex.labels for ex in taught], 1 + 2 * len(names))
    return model


def read_taught(args: argparse.Namespace, gold: Mapping[str, Document]) -> dict[str, Any]:
    """Each document read by an encoder that was taught others: re3d's own other folds, or the train part of PolNeAR."""
    tokenizer = load_tokenizer(args.encoder)
    rounds: list[tuple[Mapping[str, Document], list[str]]] = []
    if args.corpus == "re3d":
        parts = [[k for n, k in enumerate(sorted(gold)) if n % FOLDS == fold] for fold in range(FOLDS)]
        rounds = [({k: d for k, d in gold.items() if k not in part}, part) for part in parts]
    else:
        rounds = [(read_polnear(args.data / "data", "train"), list(gold))]
    pred: dict[str, Any] = {}
    for taught, asked in rounds:
        model = learn(taught, args.encoder, tokenizer, args.epochs, args.rate)
        pred |= {k: read(model, gold[k]["text"], tokenizer) for k in asked}
    return pred


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", choices=("re3d", "polnear"))
    parser.add_argument("--data", type=Path, required=True, help="the folder with data/")
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--shipped", action="store_true", help="train nothing: what the shipped reader finds in PolNeAR"
    )
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.set_num_threads(args.threads)
    data = args.data / "data"
    gold = read_polnear(data, "dev") if args.corpus == "polnear" else read_re3d(data)
    pred = read_shipped(gold) if args.shipped else read_taught(args, gold)
    args.out.mkdir(parents=True, exist_ok=True)
    for name, documents in (("gold", gold), ("pred", pred)):
        (args.out / f"{name}.json").write_text(json.dumps({"documents": documents}), encoding="utf-8")
    log.info("cpu seconds %.0f", time.process_time())


if __name__ == "__main__":
    main()
