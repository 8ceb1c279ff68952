"""Brings the accounts of one event together. Near linear: it meets only clusters of its kind, place and time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.domain.extraction import CasualtyKind, EventType
from kg.linking.accounts import TIGHT_DAYS, Account, Sort, World, months
from kg.linking.evidence import THRESHOLD, Verdict, weigh

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


def cluster(accounts: Sequence[Account], world: World) -> tuple[list[Cluster], list[Near]]:
    """Clusters of accounts, each account in one, and pairs left open. Depends on the set of accounts only.

    Accounts come in order of how much they tell; each joins the cluster that it fits best, when it fits well enough.
    """
    clusters: list[Cluster] = []
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    copied: dict[tuple[object, ...], int] = {}
    near: dict[tuple[int, tuple[str, str]], Near] = {}
    for account in sorted(accounts, key=_informative):
        place = copied.get(_wording(account))
        if place is not None and account.article not in clusters[place].articles:
            _join(clusters[place], account, "copies of one text")
            continue
        chosen, verdict, doubt = _best(account, clusters, index, world)
        if chosen is None or verdict is None:
            chosen = len(clusters)
            clusters.append(Cluster())
        elif doubt:
            other = clusters[chosen].members[0]
            near[chosen, account.key] = Near(
                other.key, account.key, round(min(0.9, verdict.score / 10), 2), "; ".join(verdict.why)
            )
            chosen = len(clusters)
            clusters.append(Cluster())
        _join(clusters[chosen], account, "; ".join(verdict.why) if verdict and not doubt else "")
        copied.setdefault(_wording(account), chosen)
        for block in _blocks(account, world, register=True):
            if not index[block] or index[block][-1] != chosen:
                index[block].append(chosen)
    return clusters, [near[k] for k in sorted(near)]


def _join(into: Cluster, account: Account, why: str) -> None:
    into.members.append(account)
    into.articles.add(account.article)
    if why and len(into.members) > 1:
        into.why.append(why)


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


def _best(
    account: Account, clusters: Sequence[Cluster], index: Mapping[tuple[str, ...], list[int]], world: World
) -> tuple[int | None, Verdict | None, bool]:
    """The cluster that fits best, its verdict, and whether a second one fits nearly as well."""
    tried: set[int] = set()
    found: list[tuple[float, int, Verdict]] = []
    for block in _blocks(account, world, register=False):
        for number in index.get(block, ()):
            if number in tried or account.article in clusters[number].articles:
                continue
            tried.add(number)
            verdict = _fit(account, clusters[number], world)
            if verdict and verdict.score >= THRESHOLD:
                found.append((-verdict.score, number, verdict))
    if not found:
        return None, None, False
    found.sort(key=lambda f: f[:2])
    doubt = len(found) > 1 and found[1][0] - found[0][0] < MARGIN
    return found[0][1], found[0][2], doubt


def _fit(account: Account, into: Cluster, world: World) -> Verdict | None:
    """The best verdict over the members, None when any of them forbids it."""
    best: Verdict | None = None
    for member in into.members[:_MOST_COMPARED]:
        verdict = weigh(account, member, world)
        if verdict is None:
            return None
        if best is None or verdict.score > best.score:
            best = verdict
    return best


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
        if not times or not a.places:
            # Without a day or a place only a distinctive figure, or for a campaign its doer, brings accounts together.
            for figure in a.figures:
                if figure.kind is CasualtyKind.KILLED and not figure.subset and (figure.exact or 0) >= 5:
                    yield (sort, "figure", str(figure.exact))
        elif register:
            yield from (
                (sort, "figure", str(f.exact))
                for f in a.figures
                if f.kind is CasualtyKind.KILLED and not f.subset and (f.exact or 0) >= 5
            )
