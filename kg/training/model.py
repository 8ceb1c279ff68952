"""The network: one small encoder, a label head for each kind of span, and pair heads that join spans.

Pair scores are pooled over the mentions of an entity and the triggers of an event (multiple-instance learning), because the
annotations say which entity fills a role, not which mention.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from kg.annotation.pieces import Pieces, plan_windows

MENTION_LABELS = (
    "Person", "State", "Organisation", "ArmedForce", "ArmedGroup", "Coalition", "MediaOutlet", "Population",
    "Country", "Province", "Settlement", "Facility", "NaturalFeature",
)  # fmt: skip
TRIGGER_LABELS = (
    "AirStrike", "Shelling", "Bombing", "ChemicalAttack", "ArmedClash", "AircraftShootdown", "Killing", "Destruction",
    "Detention", "Capture", "Advance", "Withdrawal", "Siege", "Deployment", "Displacement", "AidDelivery", "Agreement",
    "Meeting", "Protest", "OtherEvent", "Operation",
)  # fmt: skip
ATTRIBUTION_LABELS = ("Source", "Cue", "Content")
STANCES = ("asserts", "denies", "unconfirmed", "intends")
DISTANCES = 20
PAIR_WIDTH = 96


def bio(labels: tuple[str, ...]) -> list[str]:
    """`O`, then begin and inside of each label."""
    return ["O", *(f"{p}-{name}" for name in labels for p in "BI")]


HEADS = {"mention": bio(MENTION_LABELS), "trigger": ["O", *TRIGGER_LABELS], "attribution": bio(ATTRIBUTION_LABELS)}


class PairHead(nn.Module):
    """Scores (anchor, other) pairs: two projections, their product, distance and labels → `outputs` logits."""

    def __init__(self, hidden: int, anchor_labels: int, other_labels: int, outputs: int) -> None:
        super().__init__()
        self.anchor = nn.Linear(hidden, PAIR_WIDTH)
        self.other = nn.Linear(hidden, PAIR_WIDTH)
        self.anchor_label = nn.Embedding(anchor_labels, 12)
        self.other_label = nn.Embedding(other_labels, 12)
        self.distance = nn.Embedding(DISTANCES, 16)
        self.mix = nn.Linear(3 * PAIR_WIDTH + 40, PAIR_WIDTH)
        self.out = nn.Linear(PAIR_WIDTH, outputs)
        self.drop = nn.Dropout(0.15)

    def forward(self, a: Tensor, a_label: Tensor, b: Tensor, b_label: Tensor, distance: Tensor) -> Tensor:
        """(k, hidden), (k), (m, hidden), (m), (k, m) → (k, m, outputs)."""
        k, m = a.shape[0], b.shape[0]
        x = self.anchor(self.drop(a))[:, None].expand(k, m, -1)
        y = self.other(self.drop(b))[None].expand(k, m, -1)
        labels = torch.cat(
            [self.anchor_label(a_label)[:, None].expand(k, m, -1), self.other_label(b_label)[None].expand(k, m, -1)], -1
        )
        z = torch.cat([x, y, x * y, labels, self.distance(distance)], -1)
        return self.out(self.drop(torch.nn.functional.gelu(self.mix(z))))


class Reader(nn.Module):
    """Encoder with label heads over pieces and pair heads over spans."""

    def __init__(self, encoder: nn.Module, hidden: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.drop = nn.Dropout(0.1)
        self.heads = nn.ModuleDict({name: nn.Linear(hidden, len(labels)) for name, labels in HEADS.items()})
        self.roles = PairHead(hidden, len(TRIGGER_LABELS), len(MENTION_LABELS), 3)
        self.same_event = PairHead(hidden, len(TRIGGER_LABELS), len(TRIGGER_LABELS), 1)
        self.same_entity = PairHead(hidden, len(MENTION_LABELS), len(MENTION_LABELS), 1)
        self.source = PairHead(hidden, 1, len(MENTION_LABELS), 1)
        self.about = PairHead(hidden, 1, len(TRIGGER_LABELS), 1)
        self.stance = nn.Linear(hidden, len(STANCES))

    def encode(self, pieces: Pieces, cls: int, sep: int) -> Tensor:
        """Hidden states of every piece of one text: (pieces, hidden)."""
        return encode_pieces(self.encoder, pieces, cls, sep)


def encode_pieces(encoder: nn.Module, pieces: Pieces, cls: int, sep: int) -> Tensor:
    """Hidden states of every piece of one text, window by window: (pieces, hidden)."""
    parts = []
    for first, last, keep_from, keep_to in plan_windows(len(pieces)):
        ids = torch.tensor([[cls, *pieces.ids[first:last], sep]])
        hidden = encoder(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state[0]
        parts.append(hidden[1 + keep_from - first : 1 + keep_to - first])
    return torch.cat(parts)


def distance_buckets(a: Tensor, b: Tensor) -> Tensor:
    """Signed log-scaled distances in pieces between (k) and (m) positions → (k, m) bucket numbers below DISTANCES."""
    d = b[None] - a[:, None]
    size = torch.clamp(torch.log2(d.abs().float() + 1).long(), max=9)
    return torch.where(d < 0, size, size + 10)


@dataclass(slots=True)
class Spans:
    """Spans as piece indices: first and last piece, label number, owner (entity or event)."""

    first: list[int]
    last: list[int]
    label: list[int]
    owner: list[int]


def span_states(hidden: Tensor, spans: Spans) -> Tensor:
    """Mean of the first and last piece of each span: (spans, hidden)."""
    return (hidden[torch.tensor(spans.first)] + hidden[torch.tensor(spans.last)]) / 2
