"""Whether two accounts tell of one event: evidence is weighed, and any part of it that cannot be forbids it.

The points are log-odds, fitted by logistic regression on the pairs of the half of `tests/quality/clusters` that is there to
develop on (2026-11; each event of n tellings weighs as n - 1 pairs), rounded, and shifted so that 0 is the threshold. What
the fit taught: the words of the sentences tell most; an agent in common tells nearly nothing (everyone bombs Aleppo), tolls far
apart tell much. Cautious by design: place, day and kind alone never suffice.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.domain.extraction import CasualtyKind, EventType
from kg.linking.accounts import MIXED, MONTH_DAYS, TIGHT_DAYS, Account, Figure, Sort, World, gap_days
from kg.linking.wording import Rarity

THRESHOLD = 0.0
_BASE = -2.5
_MOST_APART = 3  # days between the bounds of accounts that give other days for one event
_OLD_DAYS = 10  # a happening this long before its telling is told for its fame, with its day
_ELSEWHERE = -1.0  # points of places that are apart, though in one town or province
_HUB_SHARE = 0.06  # a place named in the tellings of so many articles sees several incidents a day
_OWN_WORDS = 0.8  # an outlet repeats itself: "causing material damage to houses", "outlawed in Russia"
_ROUND = frozenset({24, 40, 200, 2000})  # least values that "dozens", "scores", "hundreds", "thousands" are written as
_MONTHLY = (Sort.CONTROL, Sort.CAMPAIGN)  # a town changes hands seldom: a month in common means something
_RARE = (EventType.CHEMICAL_ATTACK, EventType.AIRCRAFT_SHOOTDOWN)
_SELDOM = (*_RARE, EventType.AGREEMENT, EventType.WITHDRAWAL)  # not Advance: forces advance every day
_FORCE = (Sort.STRIKE, Sort.CLASH)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The weight of evidence that two accounts tell of one event (log-odds above the threshold), and its parts in words."""

    score: float
    why: tuple[str, ...]


Part = tuple[float, str]


def weigh(a: Account, b: Account, world: World, rarity: Rarity) -> Verdict | None:
    """The evidence for one event; None when something forbids it: other kind, other place, other days."""
    # The cheapest first: two of three pairs that share a block fail in one of them.
    if (kind := _kind(a, b)) is None or (when := _when(a, b, world)) is None:
        return None
    if (place := _place(a, b, world, rarity)) is None:
        return None
    if place[0] <= _ELSEWHERE and (gap_days(a, b) or 0) > 0:
        return None  # another quarter on another day
    texts, people = [_words(a, b, rarity), _toll(a, b), _numbers(a, b)], _people(a, b, world)
    shared = [*texts, *people]
    score = _BASE + sum(p[0] for p in (kind, place, when, *shared))
    tying = shared if _one_day(a, b) or a.sort in _MONTHLY or b.sort in _MONTHLY else texts
    if not any(points > 0 for points, _ in tying):
        score = min(score, THRESHOLD - 0.1)  # place, time and kind alone, or the usual doer: a town sees many strikes
    return Verdict(round(score, 2), tuple(p[1] for p in (kind, place, when, *shared) if p[1] and p[0] >= 0))


def _one_day(a: Account, b: Account) -> bool:
    return a.days is not None and b.days is not None and max(a.days, b.days) <= TIGHT_DAYS


def _kind(a: Account, b: Account) -> Part | None:
    if a.report.type is b.report.type:
        return (1.8 if a.report.type in _RARE else 1.2), "same kind"
    both = frozenset({a.report.type, b.report.type})
    if both == frozenset({EventType.AIR_STRIKE, EventType.OPERATION}):
        return 0.8, "strikes that make a campaign"
    if both in MIXED:
        return 0.0, "kinds that accounts mix up"
    if a.sort in _FORCE and b.sort in _FORCE:
        return -0.7, ""
    if a.takes and b.takes:
        return 0.6, "the taking of a place and the drive for it"
    return (-0.4, "") if a.sort is b.sort and a.sort is Sort.CONTROL else None


def places(a: Account) -> frozenset[str]:
    """Where it happened: the places that its sentences name, else those that the reader gave it from elsewhere."""
    own = a.named & a.places
    return own or a.named or a.places


def is_hub(place: str, rarity: Rarity) -> bool:
    """Whether so many articles tell of the place that a place in common says little."""
    return rarity.share_of_place(place) >= _HUB_SHARE


def _place(a: Account, b: Account, world: World, rarity: Rarity) -> Part | None:
    left, right = places(a), places(b)
    if not left or not right:
        return 0.0, ""
    shared = left & right
    exact = [p for p in shared if not world.is_region(p)]
    if any(not is_hub(p, rarity) for p in exact):
        return 0.3, "same place"
    small = [frozenset(p for p in s if not world.is_region(p) and not is_hub(p, rarity)) for s in (left, right)]
    above = [frozenset[str]().union(*(world.around(p) for p in s)) for s in (left, right)]
    nested = (above[0] & right) | (above[1] & left)
    apart = all(small) and not nested & (small[0] | small[1])
    if exact:
        return (-1.1, "") if apart else (0.05, "same place")
    if any(not world.is_region(p) for p in nested):
        return (-1.1, "") if apart else (0.1, "one place lies in the other")
    if any(not world.is_country(p) for p in shared | nested):
        vague = -0.6 if Sort.CAMPAIGN in (a.sort, b.sort) else -0.1  # several campaigns run in one province
        return (-1.3, "") if apart else (vague, "same region" if vague > _ELSEWHERE / 2 else "")
    if shared or nested:
        whole = all(world.is_country(p) for p in left | right) and Sort.CAMPAIGN in (a.sort, b.sort)
        return (0.4, "same country") if whole else (-0.55, "")
    if any(not world.is_country(p) for p in above[0] & above[1]):
        return (-1.0, "") if apart else (-0.5, "")
    if apart:
        return None
    towns = all(any(not world.is_region(p) for p in s) for s in (left, right))
    return (-2.2 if towns else -1.6), ""  # a wrong place is often read: the rest must be strong


def _when(a: Account, b: Account, world: World) -> Part | None:
    if Sort.CAMPAIGN in (a.sort, b.sort):
        return _onset(a, b, world)
    gap = gap_days(a, b)
    out = abs((a.told - b.told).days) if a.told and b.told else None
    if gap is None:
        return _undated(a, b, out)
    if gap > _MOST_APART:
        return None
    if gap:
        return -0.8, ""
    widest = max(a.days or 0, b.days or 0)
    old = 0.7 if _old(a) and _old(b) else 0.0
    if widest == 1:
        return 1.6 + old, "same day"
    if widest <= TIGHT_DAYS:
        return 1.3 + old, "days overlap"
    if widest <= MONTH_DAYS and (_seldom(a, b) or old):
        return 1.0 + old, "same month"
    return (0.4, "") if out is not None and out <= _OLD_DAYS else (-0.25, "")


def _seldom(a: Account, b: Account) -> bool:
    """Whether two such happenings at one place in one month are hardly to be expected."""
    return (a.takes and b.takes) or a.report.type in _SELDOM


def _old(a: Account) -> bool:
    return bool(a.end and a.told and (a.told - a.end).days > _OLD_DAYS)


def _undated(a: Account, b: Account, out: int | None) -> Part | None:
    """With a day missing, the articles must have come out near each other: old news has its day."""
    if (a.start and b.end and a.start > b.end) or (b.start and a.end and b.start > a.end):
        return None
    early = max(((x.start - y.told).days for x, y in ((a, b), (b, a)) if x.start and y.told), default=0)
    if early > 0:  # nothing is told before it happens, but days are misread
        return (-0.8, "") if early <= _MOST_APART else None
    if out is None:
        return (1.0, "told of one month, without a year") if _seldom(a, b) and a.months & b.months else (-1.1, "")
    if out <= 1:
        return 1.0, "told within a day of each other"
    if out <= _MOST_APART:
        return 0.1, "told within days of each other"
    return (-0.6, "") if out <= _OLD_DAYS else (-1.1 if a.report.type in _SELDOM else -1.8, "")


def _onset(a: Account, b: Account, world: World) -> Part | None:
    """Campaigns are compared by when they began: a month's or a year's first day stands for all of it."""
    if a.start is None or b.start is None:
        return _ended(a, b, world) if a.sort is b.sort else None
    if (a.end and a.end < b.start) or (b.end and b.end < a.start):
        return None
    if any((x.start.month, x.start.day) == (1, 1) and x.days != 1 for x in (a, b) if x.start):
        if a.start.year != b.start.year:
            return None
        # Only the year is told: enough for a state's campaign in a whole country, of which there is seldom a second.
        whole = all(world.is_country(p) for p in a.places | b.places) and a.sort is b.sort
        return (1.6, "campaigns in one country begun in one year") if whole else (-0.5, "")
    apart = abs((a.start - b.start).days)
    vague = any(x.start.day == 1 for x in (a, b) if x.start)
    if apart == 0 or (vague and (a.start.year, a.start.month) == (b.start.year, b.start.month)):
        return 1.6, "began in the same month" if vague else "began on the same day"
    if apart <= TIGHT_DAYS:
        return 1.0, "began within days"
    return (-0.5, "") if apart <= MONTH_DAYS else None


def _ended(a: Account, b: Account, world: World) -> Part | None:
    """A campaign without a beginning: one for one town, told within weeks, is seldom followed by a second."""
    if (a.start and b.end and a.start > b.end) or (b.start and a.end and b.start > a.end):
        return None
    near = a.told and b.told and abs((a.told - b.told).days) <= 2 * MONTH_DAYS
    town = any(not world.is_region(p) for p in places(a) & places(b))
    return (1.0, "campaigns for one town told within weeks") if near and town else (-0.8, "")


def _people(a: Account, b: Account, world: World) -> list[Part]:
    """Doers and those done to. A campaign is its doer's: there they tell most."""
    campaign = Sort.CAMPAIGN in (a.sort, b.sort)
    parts: list[Part] = []
    for role, some, others in (("agent", a.agents, b.agents), ("target", a.targets, b.targets)):
        if not some or not others:
            continue
        points = 1.0 if campaign and role == "agent" else 0.15
        if any(not world.vague(x) for x in some & others) or (not some & others and world.allied(some, others)):
            parts.append((points, f"same {role}"))
        elif some & others:
            parts.append((0.05, f"same {role}"))
        elif role == "target" and world.civil(some) is not world.civil(others):
            parts.append((-0.8, ""))
        elif world.rival(some, others):
            parts.append((-2.0 if campaign else -0.3 if role == "agent" else -0.5, ""))
    return parts


def _words(a: Account, b: Account, rarity: Rarity) -> Part:
    shared, likeness = rarity.common(a.telling, b.telling)
    points = 0.17 * min(shared, 16.0) + 1.2 * likeness
    if a.outlet and a.outlet == b.outlet:
        points *= _OWN_WORDS
    if points < 0.2:
        return 0.0, ""
    told = rarity.rarest(a.telling.words & b.telling.words, 4)
    return points, f"words in common: {', '.join(sorted(told))}"


def _toll(a: Account, b: Account) -> Part:
    """Numbers killed in the sentences themselves, else anywhere in the account; else any victims of one kind."""
    left, right = _figures(a), _figures(b)
    some, others = (_exact(f, CasualtyKind.KILLED) for f in (left, right))
    same = {(f.kind, f.exact) for f in left if f.exact} & {(f.kind, f.exact) for f in right if f.exact}
    told = any(n and n >= 5 and n not in _ROUND for _, n in same)
    if not some or not others:
        return (1.2, "a number of victims in common") if told else (0.0, "")
    if any(n >= 10 and n not in _ROUND for n in some & others):
        return 1.3, "same number killed"
    if some & others or told:
        return 0.7, "a number of victims in common"
    low, high = sorted((max(some), max(others)))
    return (-2.4, "") if high > 2 * low and low not in _ROUND else (0.0, "")


def _figures(a: Account) -> list[Figure]:
    return [f for f in a.figures if f.near] or list(a.figures)


def _exact(figures: list[Figure], kind: CasualtyKind) -> set[int]:
    return {f.exact for f in figures if f.kind is kind and f.exact}


def _numbers(a: Account, b: Account) -> Part:
    shared = a.telling.numbers & b.telling.numbers
    return (0.2 * min(len(shared), 2), "") if shared else (0.0, "")
