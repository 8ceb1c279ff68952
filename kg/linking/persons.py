"""Persons of one name: one, unless the articles give them to different organisations or states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

M = TypeVar("M", bound=Hashable)

_CLEAR = 2  # those of whom no organisation is told go with the best known namesake, who must be told of this much more


def namesakes(members: Sequence[M], belongs: Mapping[M, frozenset[str]]) -> list[list[M]]:
    """Groups of mentions of one full name, each for one person, the largest group first.

    `belongs` gives the organisations and states that an article has the person in, with all that these are part of; none for
    most. Two that share one are the same person; with nothing in common they are not. Where it stays unsure who is
    meant, a mention stands alone.
    """
    groups = _joined([m for m in members if belongs.get(m)], belongs)
    bare = [m for m in members if not belongs.get(m)]
    if not groups:
        return [bare] if bare else []
    if len(groups) == 1 or len(groups[0]) >= _CLEAR * len(groups[1]):
        groups[0] += bare
    else:
        groups += [[m] for m in bare]
    return groups


def _joined(members: Sequence[M], belongs: Mapping[M, frozenset[str]]) -> list[list[M]]:
    """Components of what shares an organisation, the largest first; ties in the order given."""
    holder: dict[str, int] = {}
    groups: dict[int, list[M]] = defaultdict(list)
    moved: dict[int, int] = {}

    def root(number: int) -> int:
        while number in moved:
            number = moved[number]
        return number

    for number, member in enumerate(members):
        groups[number].append(member)
        for body in sorted(belongs[member]):
            first = root(holder.setdefault(body, number))
            own = root(number)
            if first != own:
                low, high = min(first, own), max(first, own)
                groups[low] += groups.pop(high)
                moved[high] = low
    return sorted(groups.values(), key=lambda g: (-len(g), members.index(g[0])))
