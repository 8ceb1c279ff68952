"""Second tellings: what two groups of triggers say of their events (place, doer, kind) can show that they are one."""

from __future__ import annotations

from itertools import combinations

from kg.extraction.roles import Roles
from kg.extraction.sameness import Sameness
from kg.extraction.triggers import TriggerGroup, group, may_join

# Two groups that share place and doer are one event at this learned sameness, which alone would be too little. Swept 0.02-0.5 on fold 0.
ALIKE = 0.1


def join_tellings(groups: list[TriggerGroup], roles: list[Roles], sameness: Sameness) -> list[TriggerGroup]:
    """The groups, those joined whose events are alike; in order of first triggers."""
    owner = list(range(len(groups)))
    for a, b in _alike_pairs(groups, roles, sameness):
        old, new = owner[b], owner[a]
        owner = [new if o == old else o for o in owner]
    members = [[groups[i] for i, o in enumerate(owner) if o == which] for which in sorted(set(owner))]
    joined = [group(sorted((t for g in one for t in g.triggers), key=lambda t: t.start)) for one in members]
    return sorted(joined, key=lambda g: g.triggers[0].start)


def _alike_pairs(groups: list[TriggerGroup], roles: list[Roles], sameness: Sameness) -> list[tuple[int, int]]:
    pairs = []
    for a, b in combinations(range(len(groups)), 2):
        if may_join([*groups[a].triggers, *groups[b].triggers]) and _told_alike(roles[a], roles[b]):
            sure = sameness.mean(groups[a].triggers, groups[b].triggers)
            if sure >= ALIKE:
                pairs.append((sure, a, b))
    return [(a, b) for _, a, b in sorted(pairs, key=lambda p: (-p[0], p[1], p[2]))]


def _told_alike(x: Roles, y: Roles) -> bool:
    """Whether one names the other's places, and the doers are not rivals."""
    p, q = ({part.entity for part in r.places} for r in (x, y))
    a, b = ({part.entity for part in r.agents} for r in (x, y))
    return bool(p & q) and (p <= q or q <= p) and (not a or not b or bool(a & b))
