"""Brings the accounts of one event together. Near linear: it meets only clusters of its kind, place and time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.domain.decisions import Ties
from kg.domain.extraction import CasualtyKind, EventType
from kg.linking.accounts import TIGHT_DAYS, Account, Sort, World, months
from kg.linking.evidence import THRESHOLD, Verdict, weigh

NEAR = 1.5  # a pair of clusters that falls short of the threshold by at most this is shown to a person
MARGIN = 0.5  # when two accounts of one article fit an event nearly as well, neither is taken for it
_MOST_COMPARED = 12  # members of a cluster that a newcomer is weighed against: the most informative ones


@dataclass(slots=True)
class Cluster:
    """Accounts of one event, the most informative first, with a reason for each that joined."""

    members: list[Account] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    articles: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Near:
    """Two clusters that may be one event, though not surely: for a person to look at."""

    first: tuple[str, str]
    second: tuple[str, str]
    score: float
    why: str


def cluster(accounts: Sequence[Account], world: World, ties: Ties) -> tuple[list[Cluster], list[Near]]:
    """Clusters of accounts, each account in one, and pairs left open. Depends on the set of accounts and `ties` only.

    Accounts come in order of how much they tell; each joins the cluster that it fits best, when it fits well enough.
    What people decided of accounts (`ties`) comes before any weighing.
    """
    pool = _Pool(world, ties)
    for account in accounts:
        pool.siblings[account.article, account.sort].append(account)
    # What people tied together comes first, so that others meet all of it.
    for account in sorted(accounts, key=lambda a: (a.key not in ties.group, *_informative(a))):
        pool.place(account)
    return pool.clusters, [pool.near[k] for k in sorted(pool.near)]


class _Pool:
    """The clusters while they grow."""

    def __init__(self, world: World, ties: Ties) -> None:
        self.world = world
        self.ties = ties
        self.tied: dict[int, int] = {}  # groups of the ties → the cluster that they are in
        self.clusters: list[Cluster] = []
        self.near: dict[tuple[int, tuple[str, str]], Near] = {}
        self.siblings: dict[tuple[str, Sort], list[Account]] = defaultdict(list)
        self._index: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self._wordings: dict[tuple[object, ...], int] = {}
        self._joined: set[tuple[str, str]] = set()

    def place(self, account: Account) -> None:
        """Put an account into the cluster that it fits, else into one of its own."""
        group = self.ties.group.get(account.key)
        if group is not None and (number := self.tied.get(group)) is not None:
            self._join(number, account, self.ties.why[group])
            return
        known = self._wordings.get(_wording(account))
        if known is not None and self._open(account, known):
            self._join(known, account, "copies of one text")
            return
        found = self._best(account)
        fitting = [f for f in found if f[0] >= THRESHOLD]
        if fitting and not self._doubtful(account, fitting):
            self._join(fitting[0][1], account, "; ".join(fitting[0][2].why))
            return
        if found:
            _, number, verdict = found[0]
            other = self.clusters[number].members[0]
            score = round(min(0.9, verdict.score / 10), 2)
            self.near[number, account.key] = Near(other.key, account.key, score, "; ".join(verdict.why))
        self.clusters.append(Cluster())
        self._join(len(self.clusters) - 1, account, "")

    def _join(self, number: int, account: Account, why: str) -> None:
        into = self.clusters[number]
        into.members.append(account)
        into.articles.add(account.article)
        if (group := self.ties.group.get(account.key)) is not None:
            self.tied[group] = number
        if len(into.members) > 1:
            into.why.append(why)
            self._joined.add(account.key)
        self._wordings.setdefault(_wording(account), number)
        for block in _blocks(account, self.world, register=True):
            if not self._index[block] or self._index[block][-1] != number:
                self._index[block].append(number)

    def _best(self, account: Account) -> list[tuple[float, int, Verdict]]:
        """The clusters that fit, or nearly do, best first, as (score, number, verdict)."""
        tried: set[int] = set()
        found: list[tuple[float, int, Verdict]] = []
        for block in _blocks(account, self.world, register=False):
            for number in self._index.get(block, ()):
                if number in tried or not self._open(account, number):
                    continue
                tried.add(number)
                verdict = self._fit(account, number)
                if verdict and verdict.score >= THRESHOLD - NEAR:
                    found.append((verdict.score, number, verdict))
        return sorted(found, key=lambda f: (-f[0], f[1]))

    def _open(self, account: Account, number: int) -> bool:
        """Whether a cluster holds none of the account's article, and none that a person held apart from it."""
        into = self.clusters[number]
        others = self.ties.apart.get(account.key, frozenset())
        return account.article not in into.articles and not any(m.key in others for m in into.members)

    def _fit(self, account: Account, number: int) -> Verdict | None:
        """The best verdict over a cluster's members, None when any of them forbids it."""
        best: Verdict | None = None
        for member in self.clusters[number].members[:_MOST_COMPARED]:
            verdict = weigh(account, member, self.world)
            if verdict is None:
                if member.key in self.ties.group:
                    continue  # a person put it there in spite of what forbids it
                return None
            if best is None or verdict.score > best.score:
                best = verdict
        return best

    def _doubtful(self, account: Account, found: Sequence[tuple[float, int, Verdict]]) -> bool:
        """Whether another cluster, or another account of this article, fits nearly as well."""
        score, number, _ = found[0]
        if len(found) > 1 and score - found[1][0] < MARGIN:
            return True
        for sibling in self.siblings[account.article, account.sort]:
            if sibling.key != account.key and sibling.key not in self._joined:
                verdict = self._fit(sibling, number)
                if verdict and verdict.score >= THRESHOLD and score - verdict.score < MARGIN:
                    return True
        return False


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


def _sort(a: Account) -> Iterator[Sort]:
    yield a.sort
    if (
        a.sort is not Sort.CAMPAIGN
        and a.report.type in (EventType.AIR_STRIKE, EventType.DEPLOYMENT)
        and (a.days or TIGHT_DAYS + 1) > TIGHT_DAYS
    ):
        yield Sort.CAMPAIGN  # "has carried out strikes since September" is a campaign in all but name


def _blocks(a: Account, world: World, *, register: bool) -> Iterable[tuple[str, ...]]:
    """Block keys of an account: its places and, marked, what contains them (to register), or where such may lie."""
    tolls = [f for f in a.figures if f.kind is CasualtyKind.KILLED and not f.subset and (f.exact or 0) >= 5]
    for sort in _sort(a):
        times = [f"{a.start:%Y-%m}"] if sort is Sort.CAMPAIGN and a.start else months(a)
        for time in times:
            for place in sorted(a.places):
                yield (sort, "at", place, time)
                around = [p for p in sorted(world.around(place)) if not world.is_country(p)]
                if register:
                    yield from ((sort, "under", p, time) for p in around)
                else:
                    yield (sort, "under", place, time)
                    yield from ((sort, "at", p, time) for p in around)
        if sort is Sort.CAMPAIGN and a.start:
            yield from ((sort, "at", p, f"{a.start:%Y}") for p in sorted(a.places) if world.is_country(p))
        if register or not times or not a.places:
            # Without a day or a place only a distinctive figure brings accounts together.
            yield from ((sort, "figure", str(f.exact)) for f in tolls)
