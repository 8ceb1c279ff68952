"""What changed between the links of two builds: the parts whose quads go, and the parts whose quads come.

Each part owns its quads: no quad of a part that stays is written by one that changed, so that removing what the old
parts give and adding what the new ones give makes the graph that mapping everything anew would make.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from typing import TypeVar

from kg.domain.links import Comparison, Entity, EntityLink, Event, Links, SameAsCandidate

Part = TypeVar("Part")


def changed_parts(before: Links, after: Links) -> tuple[Links, Links]:
    """The parts of `before` that are gone or changed, and those of `after` that are new or changed.

    Parts that share an address go together: candidates of one pair, comparisons of one pair of statements. Copies and
    versions are few and decide together whose voice an article has: any change takes them all.
    """
    entities = _differing(before.entities, after.entities, _by_id)
    links = _differing(before.entity_links, after.entity_links, _by_key)
    events = _differing(before.events, after.events, _by_id)
    pairs = _differing(before.same_as, after.same_as, _by_pair)
    against = _differing(before.contradictions, after.contradictions, _by_statements)
    alike = _differing(before.corroborations, after.corroborations, _by_statements)
    gone, come = (
        Links(
            entities=entities[i],
            entity_links=links[i],
            events=events[i],
            same_as=pairs[i],
            contradictions=against[i],
            corroborations=alike[i],
        )
        for i in (0, 1)
    )
    if (before.copies, before.revisions) != (after.copies, after.revisions):
        gone = replace(gone, copies=before.copies, revisions=before.revisions)
        come = replace(come, copies=after.copies, revisions=after.revisions)
    return gone, come


def _differing(
    before: Iterable[Part], after: Iterable[Part], key: Callable[[Part], Hashable]
) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The members of the groups, by key, that are not the same on both sides."""
    old, new = _grouped(before, key), _grouped(after, key)
    gone = tuple(p for k, parts in old.items() if new.get(k) != parts for p in parts)
    come = tuple(p for k, parts in new.items() if old.get(k) != parts for p in parts)
    return gone, come


def _grouped(parts: Iterable[Part], key: Callable[[Part], Hashable]) -> dict[Hashable, list[Part]]:
    found: dict[Hashable, list[Part]] = defaultdict(list)
    for part in parts:
        found[key(part)].append(part)
    return dict(found)


def _by_id(part: Entity | Event) -> Hashable:
    return part.id


def _by_key(part: EntityLink) -> Hashable:
    return part.article, part.key


def _by_pair(part: SameAsCandidate) -> Hashable:
    return part.first, part.second


def _by_statements(part: Comparison) -> Hashable:
    return frozenset(zip((part.first, part.second), part.own, strict=True))
