"""Actors that may be one though their names differ: a title before a name, a word more or less, a slip of the pen.

Nothing is merged here: these are pairs for a person to look at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from kg.domain.extraction import EntityType
from kg.domain.links import Entity, SameAsCandidate
from kg.linking import names
from kg.linking.entities import EntityLinks

# Read by eye on the 895 named actors of the 373 articles of FA-KES (2026-11): of the 35 pairs that these limits let
# through, 30 are one. Below, two bodies of one state or two sources of one kind are the rule.
_LEAST_SHARED = 0.75  # of the words of two bodies' names, both of three words or more
_LEAST_ALIKE = 0.9  # of the letters, for words that are spelled differently
_MOST_COMMON = 40  # a word in more names than this ("Syrian") proposes nothing
_PLAIN = frozenset(["source", "sources", "official", "officials", "spokesman", "spokesperson", "resident", "witness"])


def with_likely(linked: EntityLinks) -> EntityLinks:
    """The links with those pairs among the candidates that are not there yet."""
    known = {(s.first, s.second) for s in linked.same_as}
    more = [s for s in likely_actors(linked.entities) if (s.first, s.second) not in known]
    return replace(linked, same_as=tuple(sorted([*linked.same_as, *more], key=lambda s: (s.first, s.second))))


def likely_actors(actors: Iterable[Entity]) -> list[SameAsCandidate]:
    """Pairs of named actors of the graph that may be one; each once, sorted."""
    named = [a for a in actors if not a.generic and not a.type.is_place and _words(a)]
    found = {}
    for a, b in _proposed(named):
        if reason := _reason(a, b):
            first, second = sorted((a.id, b.id))
            found[first, second] = SameAsCandidate(first=first, second=second, score=reason[0], why=reason[1])
    return [found[k] for k in sorted(found)]


def _words(actor: Entity) -> list[str]:
    return names.words(actor.label)


def _proposed(actors: Sequence[Entity]) -> Iterator[tuple[Entity, Entity]]:
    """Pairs that share a word which is not in many names."""
    holders: dict[str, list[Entity]] = defaultdict(list)
    for actor in sorted(actors, key=lambda a: a.id):
        for word in sorted(set(_words(actor))):
            holders[word].append(actor)
    seen: set[tuple[str, str]] = set()
    for word in sorted(holders):
        group = holders[word] if len(holders[word]) <= _MOST_COMMON else []
        for i, a in enumerate(group):
            for b in group[i + 1 :]:
                if (a.id, b.id) not in seen:
                    seen.add((a.id, b.id))
                    yield a, b


def _reason(a: Entity, b: Entity) -> tuple[float, str] | None:
    short, long = sorted((_words(a), _words(b)), key=len)
    if _PLAIN & {*short, *long} or len(short) < 2:
        return None
    person = {a.type, b.type} == {EntityType.PERSON}
    if short == long:
        return None if person else (0.65, "one name, taken for actors of two types")
    if person:
        return (0.7, "one name with words before it") if long[-len(short) :] == short else None
    if EntityType.PERSON in (a.type, b.type) or EntityType.STATE in (a.type, b.type):
        return None
    if len(short) >= 3 and len({*short} & {*long}) / len({*short, *long}) >= _LEAST_SHARED:
        return 0.6, "names with nearly the same words"
    if len(short) == len(long) and _spelled_alike(short, long):
        return 0.6, "names spelled nearly alike"
    return None


def _spelled_alike(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether the words agree but for small slips: in the same places, none a different word."""
    pairs = [(x, y) for x, y in zip(some, others, strict=True) if x != y]
    return all(x[0] == y[0] and len(x) > 4 and SequenceMatcher(None, x, y).ratio() >= _LEAST_ALIKE for x, y in pairs)
