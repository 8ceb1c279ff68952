"""The loop that both networks learn by: AdamW, three texts a step, rates that rise at first and then fall to nothing."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

log = logging.getLogger(__name__)

BATCH = 3
HEADS_RATE = 1e-3
_WARM_UP, _LEAST = 0.06, 0.02  # share of the steps in which the rate rises; share of it that is left at the end


@dataclass(frozen=True, slots=True)
class Round:
    """So many passes at a rate of learning that falls to nothing."""

    epochs: int
    rate: float


def load_tokenizer(encoder: Path) -> Tokenizer:
    """The encoder's tokenizer, which here never cuts or pads a text."""
    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def fit(model: nn.Module, texts: int, losses_of: Callable[[int], Mapping[str, Tensor]], plan: Round) -> None:
    """Fit a network with an `encoder`, whose rate is the round's; `losses_of` gives the losses of a text by its number."""
    body = [p for n, p in model.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    groups = [{"params": body, "base": plan.rate}, {"params": heads, "base": HEADS_RATE}]
    optimiser = torch.optim.AdamW(groups, lr=plan.rate, weight_decay=0.01)
    steps = plan.epochs * ((texts + BATCH - 1) // BATCH)
    step, started = 0, time.time()
    model.train()
    for epoch in range(plan.epochs):
        order = random.sample(range(texts), texts)
        sums: dict[str, float] = {}
        for at in range(0, texts, BATCH):
            share = min((step + 1) / (_WARM_UP * steps), 1.0) * max(1 - step / steps, _LEAST)
            for group in optimiser.param_groups:
                group["lr"] = group["base"] * share
            optimiser.zero_grad(set_to_none=True)
            for number in order[at : at + BATCH]:
                parts = losses_of(number)
                (torch.stack(list(parts.values())).sum() / BATCH).backward()  # type: ignore[no-untyped-call]
                for name, value in parts.items():
                    sums[name] = sums.get(name, 0.0) + value.item() / texts
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            step += 1
        log.info("epoch %d %.0f s %s", epoch + 1, time.time() - started, {k: round(v, 3) for k, v in sums.items()})
