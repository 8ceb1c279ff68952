"""What the network is taught: one loss a label head and a pair head, for one article."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from kg.annotation.pieces import Pieces
from kg.training.gold import ROLES, GoldArticle
from kg.training.model import STANCES, Reader, Spans, distance_buckets, span_states

# The score of a pair that no mention or trigger offers; left out of every loss.
NOTHING = -12.0


@dataclass(slots=True)
class Example:
    """One article ready for the network."""

    gold: GoldArticle
    pieces: Pieces
    labels: dict[str, Tensor]
    mentions: Spans
    triggers: Spans
    anchors: list[tuple[int, int]]  # claim → first and last piece of its cue, else of its content's start


def losses(model: Reader, hidden: Tensor, ex: Example) -> dict[str, Tensor]:
    """Every part of the loss for one article, by head."""
    out = {}
    states = model.drop(hidden)
    for name, head in model.heads.items():
        out[name] = nn.functional.cross_entropy(head(states), ex.labels[name], ignore_index=-100)
    triggers = Placed.of(hidden, ex.triggers)
    mentions = Placed.of(hidden, ex.mentions)
    if triggers and mentions:
        out |= role_loss(model, triggers, mentions, ex.gold)
    if triggers and len(triggers.owner) > 1:
        out["same"] = same_loss(model.same_event(*triggers.pair(triggers)), triggers.owner)
    if mentions and len(mentions.owner) > 1:
        out["entity"] = same_loss(model.same_entity(*mentions.pair(mentions)), mentions.owner)
    if ex.anchors and mentions:
        out |= claim_losses(model, hidden, ex, mentions, triggers)
    return out


@dataclass(slots=True)
class Placed:
    """Spans with their states (spans, width), labels, first pieces and owners."""

    states: Tensor
    label: Tensor
    first: Tensor
    owner: list[int]

    @classmethod
    def of(cls, hidden: Tensor, spans: Spans) -> Placed | None:
        """The spans of an article on its hidden states; None where it has none."""
        if not spans.first:
            return None
        return cls(span_states(hidden, spans), torch.tensor(spans.label), torch.tensor(spans.first), spans.owner)

    def pair(self, other: Placed) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """What a pair head wants of two sets of spans."""
        return self.states, self.label, other.states, other.label, distance_buckets(self.first, other.first)


def role_loss(model: Reader, triggers: Placed, mentions: Placed, gold: GoldArticle) -> dict[str, Tensor]:
    """Whether each entity fills each role of each event."""
    shape = (gold.events, len(gold.entity_keys))
    scores = pooled(model.roles(*triggers.pair(mentions)), triggers.owner, mentions.owner, shape)
    want = torch.zeros_like(scores)
    for (event, entity), roles in gold.roles.items():
        for i, role in enumerate(ROLES):
            want[event, entity, i] = role in roles
    return {"roles": 2 * offered_loss(scores, want)}


def claim_losses(
    model: Reader, hidden: Tensor, ex: Example, mentions: Placed, triggers: Placed | None
) -> dict[str, Tensor]:
    """Who each claim comes from, its stance, and the events that it is about."""
    first, last = (torch.tensor(side) for side in zip(*ex.anchors, strict=True))
    count = len(ex.anchors)
    anchors = Placed(
        (hidden[first] + hidden[last]) / 2, torch.zeros(count, dtype=torch.long), first, list(range(count))
    )
    claims = ex.gold.claims
    out = {}
    scores = pooled(
        model.source(*anchors.pair(mentions)), anchors.owner, mentions.owner, (count, len(ex.gold.entity_keys))
    )[..., 0]
    want = torch.tensor([c.source for c in claims])
    seen = scores.detach().gather(1, want[:, None])[:, 0] > NOTHING + 1
    if seen.any():
        out["source"] = 0.5 * nn.functional.cross_entropy(scores[seen], want[seen])
    stances = torch.tensor([STANCES.index(c.stance) for c in claims])
    out["stance"] = 0.3 * nn.functional.cross_entropy(model.stance(anchors.states), stances)
    if triggers:
        scores = pooled(model.about(*anchors.pair(triggers)), anchors.owner, triggers.owner, (count, ex.gold.events))
        about = torch.zeros_like(scores)
        for i, claim in enumerate(claims):
            about[i, claim.about] = 1.0
        out["about"] = offered_loss(scores, about)
    return out


def offered_loss(scores: Tensor, want: Tensor) -> Tensor:
    """Binary loss over the pairs that some mention and trigger offer."""
    have = scores.detach() > NOTHING + 1
    return nn.functional.binary_cross_entropy_with_logits(scores[have], want[have]) if have.any() else scores.sum() * 0


def pooled(scores: Tensor, a_owner: list[int], b_owner: list[int], shape: tuple[int, int]) -> Tensor:
    """Max of (k, m, o) pair scores over the triggers of an event and the mentions of an entity → (events, entities, o)."""
    out = torch.full((*shape, scores.shape[-1]), NOTHING)
    k, m = scores.shape[:2]
    rows = torch.tensor(a_owner)[:, None].expand(k, m).reshape(-1)
    cols = torch.tensor(b_owner)[None].expand(k, m).reshape(-1)
    flat = (rows * shape[1] + cols)[:, None].expand(-1, scores.shape[-1])
    return (
        out.reshape(-1, scores.shape[-1]).scatter_reduce(0, flat, scores.reshape(k * m, -1), "amax").reshape(*shape, -1)
    )


def same_loss(scores: Tensor, owner: list[int]) -> Tensor:
    """Loss of a symmetric pair head (k, k, 1): whether two spans have one owner."""
    both = (scores[..., 0] + scores[..., 0].T) / 2
    own = torch.tensor(owner)
    pick = torch.triu(torch.ones_like(both), 1) > 0
    return nn.functional.binary_cross_entropy_with_logits(both[pick], (own[:, None] == own[None])[pick].float())
