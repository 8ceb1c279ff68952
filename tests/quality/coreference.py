"""Measures of coreference over one set of items: pairs, B-cubed, MUC, CEAF-e, and their mean (CoNLL).

A clustering is a mapping from items to labels; key and response have the same items. Pairs are counted only between
items of different articles: within one article the reader decides, not linking. Sources: Vilain et al. 1995 (MUC),
Bagga and Baldwin 1998 (B-cubed), Luo 2005 (CEAF).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from itertools import combinations

Item = tuple[str, str]  # article, what it tells of
Labels = Mapping[Item, Hashable]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall in 0..1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of items of different articles: in both clusterings, in the response, in the key."""

    both: int
    response: int
    key: int

    @property
    def score(self) -> Score:
        """Precision and recall over the pairs."""
        return Score(_ratio(self.both, self.response), _ratio(self.both, self.key))


def pairs(key: Labels, response: Labels) -> Pairs:
    """Count the pairs across articles."""
    own, theirs = _across(key), _across(response)
    return Pairs(len(own & theirs), len(theirs), len(own))


def b_cubed(key: Labels, response: Labels) -> Score:
    """B-cubed over all items, singletons included."""
    own, theirs = _clusters(key), _clusters(response)
    precision = recall = 0.0
    for item in key:
        k, r = own[key[item]], theirs[response[item]]
        shared = len(k & r)
        precision += shared / len(r)
        recall += shared / len(k)
    return Score(_ratio(precision, len(key)), _ratio(recall, len(key)))


def muc(key: Labels, response: Labels) -> Score:
    """MUC: links that the response gets right. Singletons count for nothing."""
    return Score(_links(response, key), _links(key, response))


def ceaf_e(key: Labels, response: Labels) -> Score:
    """CEAF with the entity-based similarity: the best one-to-one alignment of clusters."""
    own, theirs = _clusters(key), _clusters(response)
    total = _best_alignment(own, theirs, lambda a, b: 2 * len(a & b) / (len(a) + len(b)))
    return Score(_ratio(total, len(theirs)), _ratio(total, len(own)))


def conll(key: Labels, response: Labels) -> float:
    """The mean of the F1 of MUC, B-cubed and CEAF-e."""
    return (muc(key, response).f1 + b_cubed(key, response).f1 + ceaf_e(key, response).f1) / 3


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def _clusters(labels: Labels) -> dict[Hashable, set[Item]]:
    found: dict[Hashable, set[Item]] = defaultdict(set)
    for item, label in labels.items():
        found[label].add(item)
    return found


def _across(labels: Labels) -> set[frozenset[Item]]:
    return {
        frozenset(pair)
        for members in _clusters(labels).values()
        for pair in combinations(sorted(members), 2)
        if pair[0][0] != pair[1][0]
    }


def _links(one: Labels, other: Labels) -> float:
    """The share of links of `one` that `other` keeps."""
    kept = needed = 0
    for members in _clusters(one).values():
        kept += len(members) - len(Counter(other[m] for m in members))
        needed += len(members) - 1
    return _ratio(kept, needed)


def _best_alignment(
    own: Mapping[Hashable, set[Item]],
    theirs: Mapping[Hashable, set[Item]],
    similarity: Callable[[set[Item], set[Item]], float],
) -> float:
    """The greatest sum of similarities, each cluster in one pair: solved for each group of clusters that share items."""
    total = 0.0
    for left, right in _groups(own, theirs):
        matrix = [[similarity(own[a], theirs[b]) for b in right] for a in left]
        total += assignment(matrix)
    return total


def _groups(
    own: Mapping[Hashable, set[Item]], theirs: Mapping[Hashable, set[Item]]
) -> list[tuple[list[Hashable], list[Hashable]]]:
    where = {item: label for label, members in theirs.items() for item in members}
    back = {item: label for label, members in own.items() for item in members}
    seen: set[Hashable] = set()
    groups = []
    for start in own:
        if start in seen:
            continue
        left, right, queue = [], [], [start]
        seen.add(start)
        taken: set[Hashable] = set()
        while queue:
            label = queue.pop()
            left.append(label)
            for other in {where[i] for i in own[label]} - taken:
                taken.add(other)
                right.append(other)
                for again in {back[i] for i in theirs[other]} - seen:
                    seen.add(again)
                    queue.append(again)
        groups.append((left, right))
    return groups


def assignment(matrix: list[list[float]]) -> float:
    """The greatest sum with one cell a row and a column (Hungarian method, potentials; cubic)."""
    if not matrix or not matrix[0]:
        return 0.0
    if len(matrix) > len(matrix[0]):
        matrix = [list(column) for column in zip(*matrix, strict=True)]
    n, m = len(matrix), len(matrix[0])
    u, v, match = [0.0] * (n + 1), [0.0] * (m + 1), [0] * (m + 1)
    for row in range(1, n + 1):
        _augment(matrix, row, u, v, match)
    return sum(matrix[match[j] - 1][j - 1] for j in range(1, m + 1) if match[j])


def _augment(matrix: list[list[float]], row: int, u: list[float], v: list[float], match: list[int]) -> None:
    """Match one more row by the cheapest path."""
    m = len(matrix[0])
    match[0], column = row, 0
    least, way, used = [float("inf")] * (m + 1), [0] * (m + 1), [False] * (m + 1)
    while match[column]:
        used[column] = True
        current, delta, following = match[column], float("inf"), 0
        for j in range(1, m + 1):
            if used[j]:
                continue
            cost = -matrix[current - 1][j - 1] - u[current] - v[j]
            if cost < least[j]:
                least[j], way[j] = cost, column
            if least[j] < delta:
                delta, following = least[j], j
        for j in range(m + 1):
            if used[j]:
                u[match[j]] += delta
                v[j] -= delta
            else:
                least[j] -= delta
        column = following
    while column:
        match[column] = match[way[column]]
        column = way[column]
