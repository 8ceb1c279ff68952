"""Who did it, to whom, where: the entities that fill the roles of an event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.domain.annotations import AnnotatedArticle, LabelledSpan
from kg.domain.extraction import EntityType, Participant
from kg.domain.spans import Span, span_at
from kg.extraction.clauses import clauses_of
from kg.extraction.entities import Entities
from kg.extraction.syntax_roles import syntactic_role
from kg.extraction.triggers import TriggerGroup

# Thresholds on the learned score, swept on articles left out of training (see docs/scorecard.md).
AGENT = 0.2
TARGET = 0.25
PLACE = 0.35
# What a clear syntactic path adds to the learned score of agents and targets; for places it did not help (fold 0: F1 0.72 → 0.68).
SYNTAX = 0.2
# How much the mean over an event's triggers counts against its best trigger.
MEAN = 0.4
# A further actor or place is kept in a role when it scores at least this share of the best one.
SHARE = 0.85
# An event without a place above the threshold takes its best one above this: most events happen at a place that the text names.
PLACE_ALONE = 0.08


@dataclass(frozen=True, slots=True)
class Roles:
    """The filled roles of one event."""

    agents: tuple[Participant, ...]
    targets: tuple[Participant, ...]
    places: tuple[Participant, ...]


Best = Mapping[int, tuple[float, int]]
"""Entity → its best score in a role, and the mention that has it."""


class RoleTable:
    """What the reader and the syntax say of every trigger and mention of an article, worked out once.

    For each trigger the scores as agent, target and place (syntax lifts the first two above 1), of an entity by its best mention;
    what speaks against a role is nothing.
    """

    def __init__(self, annotated: AnnotatedArticle, triggers: Sequence[LabelledSpan], entities: Entities) -> None:
        mentions = [f.labelled() for f in entities.mentions]
        learned = annotated.pairs.roles(triggers, mentions) if triggers and mentions else [[] for _ in triggers]
        text, clauses = annotated.article.text, clauses_of(annotated)
        heads = [clauses.head_of(f.span) for f in entities.mentions]
        self._best: dict[int, tuple[Best, Best, Best]] = {}
        for trigger, scores in zip(triggers, learned, strict=True):
            at = clauses.head_of(span_at(text, trigger.start, trigger.end))
            told = [syntactic_role(at, head, clauses) for head in heads]
            pairs = list(zip(scores, told, strict=False))
            self._best[trigger.start] = (
                _by_entity((s.agent + SYNTAX * t.agent for s, t in pairs), entities.owner),
                _by_entity((s.target + SYNTAX * t.target for s, t in pairs), entities.owner),
                _by_entity((s.place for s, _ in pairs), entities.owner),
            )

    def best(self, trigger: LabelledSpan) -> tuple[Best, Best, Best]:
        """The best of each entity as agent, target and place; empty in an article without mentions."""
        return self._best[trigger.start]


def _by_entity(values: Iterable[float], owner: Sequence[int]) -> Best:
    best: dict[int, tuple[float, int]] = {}
    for mention, value in enumerate(values):
        known = best.get(owner[mention])
        if value > (known[0] if known else 0.0):
            best[owner[mention]] = value, mention
    return best


def find_roles(
    annotated: AnnotatedArticle, table: RoleTable, groups: list[TriggerGroup], entities: Entities
) -> list[Roles]:
    """Roles of each event, in order. An entity is scored by its best mention for each trigger, pooled over the triggers."""
    out = []
    clauses = clauses_of(annotated)

    for group in groups:
        own = frozenset(n for t in group.triggers for n in clauses.sentences_of(t.start, t.end))
        pools = _Pool(len(group.triggers)), _Pool(len(group.triggers)), _Pool(len(group.triggers))
        for t, trigger in enumerate(group.triggers):
            for pool, best in zip(pools, table.best(trigger), strict=True):
                pool.add(t, best)
        agents, targets, places = (pool.best() for pool in pools)

        def near(s: Span, own: frozenset[int] = own) -> bool:
            return not own.isdisjoint(clauses.sentences_of(s.start, s.end))

        out.append(
            Roles(
                *_one_role_each(
                    _pick(entities, agents, AGENT, is_place=False), _pick(entities, targets, TARGET, is_place=False)
                ),
                _most_specific(entities, _pick_places(entities, places), near),
            )
        )
    return out


class _Pool:
    """The scores of one role: an entity's best mention for each trigger of the event."""

    def __init__(self, triggers: int) -> None:
        self._triggers = triggers
        self._scores: dict[int, dict[int, tuple[float, int]]] = {}

    def add(self, trigger: int, best: Best) -> None:
        """Take in what holds for one trigger."""
        for owner, scored in best.items():
            self._scores.setdefault(owner, {})[trigger] = scored

    def best(self) -> dict[int, tuple[float, int]]:
        """Entity → score and best mention: between the best trigger's and the mean, so that one chance pair does not decide."""
        out = {}
        for owner, own in self._scores.items():
            top = max(own.values())
            mean = sum(v for v, _ in own.values()) / self._triggers
            out[owner] = ((1 - MEAN) * top[0] + MEAN * mean, top[1])
        return out


def _pick(
    entities: Entities, best: dict[int, tuple[float, int]], least: float, *, is_place: bool
) -> tuple[Participant, ...]:
    chosen = []
    for owner, (score, mention) in best.items():
        entity = entities.items[owner]
        if score >= least and entity.type.is_place == is_place:
            chosen.append(Participant(entity.key, entities.mentions[mention].span, round(min(score, 1.0), 3)))
    ranked = sorted(chosen, key=lambda p: (-p.score, p.entity))
    return tuple(p for p in ranked if p.score >= SHARE * ranked[0].score)


def _one_role_each(
    agents: tuple[Participant, ...], targets: tuple[Participant, ...]
) -> tuple[tuple[Participant, ...], tuple[Participant, ...]]:
    """Nobody does to himself what an event tells: who is both is what he is more surely (none of 284 events of the gold has both)."""
    did, bore = ({p.entity: p.score for p in side} for side in (agents, targets))
    return (
        tuple(p for p in agents if p.score >= bore.get(p.entity, 0.0)),
        tuple(p for p in targets if p.score > did.get(p.entity, 0.0)),
    )


def _pick_places(entities: Entities, best: dict[int, tuple[float, int]]) -> tuple[Participant, ...]:
    """Places above the threshold; else the best alone."""
    ranked = _pick(entities, best, PLACE_ALONE, is_place=True)
    if not ranked or ranked[0].score < PLACE:
        return ranked[:1]
    return tuple(p for p in ranked if p.score >= PLACE)


def _most_specific(
    entities: Entities, places: tuple[Participant, ...], near: Callable[[Span], bool]
) -> tuple[Participant, ...]:
    """Leave out a country, and a province, where something in it is named too; but not for a place told less surely elsewhere.

    `near` says whether a mention stands in a sentence that tells of the event: "its operation in Syria" happened in Syria, though
    other sentences name a town.
    """
    types = {e.key: e.type for e in entities.items}
    for coarse in (EntityType.COUNTRY, EntityType.PROVINCE):
        wide = [p for p in places if types[p.entity] in {EntityType.COUNTRY, coarse}]
        finer = tuple(p for p in places if p not in wide)
        told = [p for p in wide if near(p.evidence)]
        if told and not any(near(p.evidence) or p.score >= told[0].score for p in finer):
            return tuple(told)
        places = finer or places
    return places
