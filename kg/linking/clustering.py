"""Brings the accounts of one event together: pairs that fit each other best, joined while the rest of each cluster agrees."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.domain.decisions import Ties
from kg.linking.accounts import Account, World
from kg.linking.blocking import candidate_pairs
from kg.linking.evidence import THRESHOLD, Verdict, weigh
from kg.linking.wording import Rarity

NEAR = 1.0  # a pair that falls short of the threshold by at most this is shown to a person
# When another account of the same article fits nearly as well, neither is taken for it. On the half to develop on 0.6 leaves
# 5 wrong pairs in 100 where 0 leaves 10 (2026-11).
MARGIN = 0.75
LEAST_MEAN = -1.0  # the mean weight of all pairs of two clusters that join: no chain of neighbours holds together
MOST_FORBIDDING = 0.2  # the share of those pairs that may exclude each other: readings err
_MOST_COMPARED = 12  # members of a cluster that speak for it: those that tell most

ReportKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Joint:
    """Two reports that tell of one event, and why."""

    first: ReportKey
    second: ReportKey
    why: str


@dataclass(slots=True)
class Cluster:
    """Accounts of one event, with the pairs that brought them together: one fewer than accounts, and all hang together."""

    members: list[Account] = field(default_factory=list)
    joints: list[Joint] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Near:
    """Two clusters that may be one event, though not surely: for a person to look at."""

    first: ReportKey
    second: ReportKey
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class _Pair:
    first: Account
    second: Account
    verdict: Verdict

    @property
    def order(self) -> tuple[float, ReportKey, ReportKey]:
        """The strongest first; ties by key."""
        return -self.verdict.score, self.first.key, self.second.key


def cluster(accounts: Sequence[Account], world: World, ties: Ties) -> tuple[list[Cluster], list[Near]]:
    """Clusters of accounts, each account in one, and pairs left open. Depends on the set of accounts and `ties` only.

    What people decided of accounts (`ties`) comes before any weighing, then copies of one text, then the pairs that
    fit, the strongest first.
    """
    ordered = sorted(accounts, key=lambda a: a.key)
    weigher = _Weigher(world, Rarity((a.article, a.telling, a.named | a.places) for a in ordered))
    pool = _Pool(ordered, ties, weigher)
    pool.join_decided()
    pool.join_copies(ordered)
    pairs = [p for a, b in candidate_pairs(ordered, world, weigher.rarity) if (p := weigher.pair(a, b))]
    sure = _mutual(pairs, ties)
    for pair in sorted(sure, key=lambda p: p.order):
        pool.join(pair)
    return pool.finish(), pool.near([p for p in pairs if p.verdict.score >= THRESHOLD - NEAR])


class _Weigher:
    """Weighs pairs of accounts, each once."""

    def __init__(self, world: World, rarity: Rarity) -> None:
        self._world = world
        self.rarity = rarity
        self._known: dict[tuple[ReportKey, ReportKey], Verdict | None] = {}

    def verdict(self, a: Account, b: Account) -> Verdict | None:
        """The evidence; None when something forbids one event."""
        if b.key < a.key:
            a, b = b, a
        key = (a.key, b.key)
        if key not in self._known:
            self._known[key] = weigh(a, b, self._world, self.rarity)
        return self._known[key]

    def pair(self, a: Account, b: Account) -> _Pair | None:
        """The two with their verdict, the first by key before the second; None where they cannot be one."""
        verdict = self.verdict(a, b)
        if verdict is None:
            return None
        return _Pair(*((a, b) if a.key < b.key else (b, a)), verdict)


def _mutual(pairs: Iterable[_Pair], ties: Ties) -> list[_Pair]:
    """Pairs above the threshold of which each is the other's best in its article, by a margin.

    Two articles that both tell of a raid and of the market that it hit are matched raid to raid and market to market.
    """
    kept = list(pairs)
    rivals: dict[tuple[ReportKey, str], list[tuple[float, Account]]] = defaultdict(list)
    for pair in kept:
        for own, other in ((pair.first, pair.second), (pair.second, pair.first)):
            rivals[own.key, other.article].append((pair.verdict.score, other))

    def best(own: Account, other: Account, score: float) -> bool:
        return all(
            rival is other or score - points >= _margin(other, rival, ties)
            for points, rival in rivals[own.key, other.article]
        )

    return [
        p
        for p in kept
        if p.verdict.score >= THRESHOLD
        and best(p.first, p.second, p.verdict.score)
        and best(p.second, p.first, p.verdict.score)
    ]


def _margin(a: Account, b: Account, ties: Ties) -> float:
    """By how much an account must fit better than another one of its article."""
    group = ties.group.get(a.key)
    if group is not None and ties.group.get(b.key) == group:
        return -math.inf
    # Two readings of one sentence, of one kind, are often one happening read twice: the better one goes.
    twins = a.report.type is b.report.type and a.telling.spans == b.telling.spans and bool(a.telling.spans)
    return (0.0 if a.key < b.key else 0.01) if twins else MARGIN


class _Pool:
    """The clusters while they grow."""

    def __init__(self, accounts: Sequence[Account], ties: Ties, weigher: _Weigher) -> None:
        self._ties = ties
        self._weigher = weigher
        self._of = {a.key: n for n, a in enumerate(accounts)}
        self._clusters: dict[int, Cluster] = {n: Cluster([a]) for n, a in enumerate(accounts)}

    def join_decided(self) -> None:
        """Join what people decided to be one."""
        first: dict[int, ReportKey] = {}
        for key, group in sorted(self._ties.group.items()):
            if key in self._of and (start := first.setdefault(group, key)) != key:
                self._unite(Joint(start, key, self._ties.why[group]))

    def join_copies(self, accounts: Iterable[Account]) -> None:
        """Join the same report in copies of one text."""
        known: dict[tuple[object, ...], ReportKey] = {}
        for account in accounts:
            first = known.setdefault(_wording(account), account.key)
            one, other = self._of[first], self._of[account.key]
            if one != other and self._open(one, other):
                self._unite(Joint(first, account.key, "copies of one text"))

    def join(self, pair: _Pair) -> None:
        """Join the clusters of a pair, unless the rest of them speaks against it."""
        one, other = self._of[pair.first.key], self._of[pair.second.key]
        if one != other and self._open(one, other) and self._agree(one, other):
            self._unite(Joint(pair.first.key, pair.second.key, "; ".join(pair.verdict.why)))

    def finish(self) -> list[Cluster]:
        """The clusters."""
        return [self._clusters[n] for n in sorted(self._clusters)]

    def near(self, pairs: Iterable[_Pair]) -> list[Near]:
        """The best pair of each two clusters that stayed two, where nothing keeps them apart."""
        found: dict[tuple[int, int], Near] = {}
        for pair in sorted(pairs, key=lambda p: p.order):
            one, other = sorted((self._of[pair.first.key], self._of[pair.second.key]))
            if (one, other) in found or one == other or not self._open(one, other):
                continue
            score = round(1 / (1 + math.exp(-pair.verdict.score)), 2)
            why = "; ".join(pair.verdict.why)
            found[one, other] = Near(pair.first.key, pair.second.key, score, why)
        return [found[k] for k in sorted(found)]

    def _open(self, one: int, other: int) -> bool:
        """Whether two clusters share no article, and no person held members of them apart."""
        left, right = self._clusters[one].members, self._clusters[other].members
        if {m.article for m in left} & {m.article for m in right}:
            return False
        keys = {m.key for m in right}
        return not any(self._ties.apart.get(m.key, frozenset()) & keys for m in left)

    def _agree(self, one: int, other: int) -> bool:
        """Whether few pairs of their members exclude each other, and the rest fit on the whole."""
        forbidding, scores = 0, list[float]()
        for a in sorted(self._clusters[one].members, key=_informative)[:_MOST_COMPARED]:
            for b in sorted(self._clusters[other].members, key=_informative)[:_MOST_COMPARED]:
                if (verdict := self._weigher.verdict(a, b)) is not None:
                    scores.append(verdict.score)
                elif not (a.key in self._ties.group or b.key in self._ties.group):
                    forbidding += 1  # else a person put it there in spite of what forbids it
        if not scores or forbidding > MOST_FORBIDDING * (forbidding + len(scores)):
            return False
        return sum(scores) / len(scores) >= LEAST_MEAN

    def _unite(self, joint: Joint) -> None:
        """Move the members of the second's cluster into the first's."""
        into, number = self._of[joint.first], self._of[joint.second]
        if into == number:
            return
        gone = self._clusters.pop(number)
        kept = self._clusters[into]
        for member in gone.members:
            self._of[member.key] = into
        kept.members += gone.members
        kept.joints += [joint, *gone.joints]


def _informative(a: Account) -> tuple[object, ...]:
    """Day-precise accounts with a named place, agents and figures come first; ties by article and key."""
    days = a.days
    return (
        days is None,
        days if days is not None else 0,
        not a.places,
        -len(a.figures),
        -len(a.agents) - len(a.targets),
        a.article,
        a.report.key,
    )


def _wording(a: Account) -> tuple[object, ...]:
    """Equal for the same report in copies of one text. Unique for reports of articles that are no copies."""
    return (a.voice, a.report.type, tuple(t.quote for t in a.report.triggers), a.agents, a.targets, a.places, a.figures)
