"""Train the reader: `python -m kg.training.train --data SHARED --encoder ENCODER --out MODEL`, which also exports it.

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
from torch import Tensor, nn

from kg.training.annotations import read_annotations
from kg.training.damage import damaged
from kg.training.examples import FOLLOW_WEIGHT, follow_scores, load_examples
from kg.training.export import export, load_trained
from kg.training.fitting import Round, fit, load_tokenizer
from kg.training.gold import read_gold
from kg.training.losses import Example, losses
from kg.training.model import HEADS, Reader
from kg.training.restoring import restore

log = logging.getLogger(__name__)

# In the second round, this share of the passes over an article of clean copy sees it as a collection would damage it.
DAMAGED_SHARE = 0.35
AGAIN = 0.75  # of the first round's rate
# Heads in whose decoding it counts which label follows which, and how much. With claims the study's weight made them more
# precise (claim.found 0.860 → 0.877 on 32 articles left out); with mentions as much cost roles what it gained in names, and a
# sixth of it keeps names whole ("Riyad Haddad") and costs nothing.
FOLLOWED = {"attribution": FOLLOW_WEIGHT, "mention": 0.1}


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
    return frozen(body), config.hidden_size


def frozen(encoder: nn.Module) -> nn.Module:
    """The encoder, its token table no longer taught: it is half of all weights, and without it a step costs a fifth less."""
    for parameter in encoder.embeddings.parameters():  # type: ignore[operator,union-attr]
        parameter.requires_grad = False
    return encoder


def train(
    model: Reader, examples: list[Example], other: Mapping[str, Example], tokenizer: Tokenizer, plan: Round, seed: int
) -> None:
    """Fit the network in one round. `other` are damaged forms by id, which some passes see instead."""
    random.seed(seed)
    torch.manual_seed(seed)
    cls, sep = tokenizer.token_to_id("[CLS]") or 0, tokenizer.token_to_id("[SEP]") or 0

    def losses_of(number: int) -> Mapping[str, Tensor]:
        example = examples[number]
        if example.gold.id in other and random.random() < DAMAGED_SHARE:
            example = other[example.gold.id]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = model.encode(example.pieces, cls, sep)
        return losses(model, hidden.float(), example)

    fit(model, len(examples), losses_of, plan)


def parse() -> argparse.Namespace:
    """The command line's options."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with gold/ and data/")
    parser.add_argument("--gold-only", action="store_true", help="without our own annotations, for a learning curve")
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=11, help="passes of the first round")
    parser.add_argument("--again", type=int, default=8, help="passes of the second, which sees damaged forms, too")
    parser.add_argument(
        "--start", type=Path, help="in place of the first round: a model to go on from, as trained or exported"
    )
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--folds", type=int, default=0, help="leave out every so-many-th gold article")
    parser.add_argument("--fold", type=int, default=0)
    parser.add_argument("--of-all", action="store_true", help="leave out of our own annotations, too")
    parser.add_argument(
        "--articles", type=int, default=0, help="train on so many gold ones only, for a learning curve (0: on all)"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def main() -> None:
    """Command line of the trainer."""
    args = parse()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    tokenizer = load_tokenizer(args.encoder)
    gold = read_gold(args.data / "gold" / "train.jsonl", args.data / "gold" / "train")
    own = [] if args.gold_only else read_annotations(args.data / "data")
    records = [*gold, *own]
    examples, forms = load_examples(records, tokenizer, [d for d in map(damaged, records) if d is not None])
    part = examples if args.of_all else examples[: len(gold)]
    held_ids = {e.gold.id for i, e in enumerate(part) if args.folds and i % args.folds == args.fold}
    taught = [e for e in examples[: len(gold)] if e.gold.id not in held_ids]
    if args.articles:
        taught = random.Random(args.seed).sample(taught, args.articles)
    taught += [e for e in examples[len(gold) :] if e.gold.id not in held_ids]
    if args.start and (args.start / "reader.pt").exists():
        model = load_trained(args.start)
        frozen(model.encoder)
    elif args.start:
        model = restore(args.start, load_reader(args.encoder))
    else:
        model = load_reader(args.encoder)
        train(model, taught, {}, tokenizer, Round(args.epochs, args.rate), args.seed)
    other = {e.gold.id: e for e in forms}
    train(model, taught, other, tokenizer, Round(args.again, AGAIN * args.rate), args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), args.out / "reader.pt")
    for name in ("tokenizer.json", "config.json"):
        shutil.copy(args.encoder / name, args.out)
    follows = {
        name: follow_scores([e.labels[name] for e in taught], len(HEADS[name]), weight)
        for name, weight in FOLLOWED.items()
    }
    (args.out / "follows.json").write_text(json.dumps(follows))
    (args.out / "held.json").write_text(json.dumps(sorted(held_ids)))
    export(args.out, args.out / "onnx")
    log.info("cpu seconds %.0f", time.process_time())


if __name__ == "__main__":
    main()
