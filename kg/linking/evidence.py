"""Whether two accounts tell of one event: evidence is weighed, and any part of it that cannot be forbids it.

Cautious by design: the weights let a merge through only when place, day, kind and a participant (or a figure) agree.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.domain.extraction import EventType
from kg.linking.accounts import MIXED, MONTH_DAYS, TIGHT_DAYS, Account, Figure, Sort, World, gap_days

# Read by eye on the training gold and on 373 articles as extracted (2026-11): at 6.5 one merge in nine was wrong or
# doubtful, all with long lists of places or nothing in common but place and day.
THRESHOLD = 7.0
NEWS_DAYS = 10  # within this an outlet may still tell of a happening without its day
_ROUND = frozenset({24, 40, 200, 2000})  # least values that "dozens", "scores", "hundreds", "thousands" are written as
_MONTHLY = (Sort.CONTROL, Sort.CAMPAIGN)  # a town changes hands seldom: a month in common means something
_MONTHLY_TYPES = (EventType.AGREEMENT, EventType.AIRCRAFT_SHOOTDOWN)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The weight of evidence that two accounts tell of one event, and its parts in words."""

    score: float
    why: tuple[str, ...]


def weigh(a: Account, b: Account, world: World) -> Verdict | None:
    """The evidence for one event; None when something forbids it: other kind, other place, other days."""
    kind = _kind(a, b)
    place = _place(a, b, world)
    when = _when(a, b, world)
    if kind is None or place is None or when is None:
        return None
    shared = [*_people(a, b, world), _figures(a, b), _words(a, b)]
    if not any(score > 0 for score, _ in shared):
        return Verdict(0.0, ())  # place and day alone: a town may see many strikes a day
    parts = [kind, place, when, *shared]
    score = sum(p[0] for p in parts)
    return Verdict(round(score, 2), tuple(p[1] for p in parts if p[1] and p[0] > 0))


def _kind(a: Account, b: Account) -> tuple[float, str] | None:
    if a.report.type is b.report.type:
        return 1.0, "same kind"
    if frozenset({a.report.type, b.report.type}) == frozenset({EventType.AIR_STRIKE, EventType.OPERATION}):
        return 1.0, "strikes that make a campaign"
    if frozenset({a.report.type, b.report.type}) in MIXED:
        return -0.75, "kinds that accounts mix up"
    return None


def _place(a: Account, b: Account, world: World) -> tuple[float, str] | None:
    if not a.places or not b.places:
        return 0.0, ""
    shared = a.places & b.places
    exact = [p for p in shared if not world.is_region(p)]
    if exact:
        named = [p for p in a.places | b.places if not world.is_region(p)]
        sure = any(world.located(p) for p in exact)
        # Of many places, one in common says little.
        return (1.0 + 2.0 * len(exact) / len(named)) * (1.0 if sure else 0.7), "same place"
    if any(not world.is_country(p) for p in shared):
        return (1.5 if a.sort in _MONTHLY else 0.75), "same region"
    if shared:
        return 1.0, "same country"
    around_a = frozenset[str]().union(*(world.around(p) for p in a.places))
    around_b = frozenset[str]().union(*(world.around(p) for p in b.places))
    nested = (around_a & b.places) | (around_b & a.places)
    if any(not world.is_region(p) for p in nested):
        return 0.75, "one place lies in the other"
    if any(not world.is_country(p) for p in nested):
        return 0.5, "one place lies in the other"
    return (0.0, "") if nested else None


def _when(a: Account, b: Account, world: World) -> tuple[float, str] | None:
    if Sort.CAMPAIGN in (a.sort, b.sort):
        return _onset(a, b, world)
    gap = gap_days(a, b)
    if gap is None:
        return _undated(a, b)
    if gap > 1:
        return None
    widest, narrowest = max(a.days or 0, b.days or 0), min(a.days or 0, b.days or 0)
    if gap == 1:
        return (-1.0, "") if widest <= TIGHT_DAYS else None
    if widest == 1:
        return 3.0, "same day"
    monthly = a.sort in _MONTHLY or a.report.type in _MONTHLY_TYPES
    if widest <= TIGHT_DAYS:
        return (2.5 if monthly else 1.75 if narrowest == 1 else 2.0), "days overlap"
    if widest <= MONTH_DAYS and monthly:
        return 1.75, "same month"
    return 0.0, ""


def _undated(a: Account, b: Account) -> tuple[float, str] | None:
    """With a day missing, the days on which the articles came out must be near: old news has its day."""
    if (a.start and b.end and a.start > b.end) or (b.start and a.end and b.start > a.end):
        return None
    first, second = (x.end or x.start or x.told for x in (a, b))
    if first is None or second is None:
        return -1.5, ""
    return (0.25, "told within days of each other") if abs((first - second).days) <= NEWS_DAYS else None


def _onset(a: Account, b: Account, world: World) -> tuple[float, str] | None:
    """Campaigns are compared by when they began: a month's or a year's first day stands for all of it."""
    if a.start is None or b.start is None:
        return _ended(a, b) if a.sort is b.sort else None
    if (a.end and a.end < b.start) or (b.end and b.end < a.start):
        return None
    if any((x.start.month, x.start.day) == (1, 1) and x.days != 1 for x in (a, b) if x.start):
        if a.start.year != b.start.year:
            return None
        # Only the year is told: enough for a state's campaign in a whole country, of which there is seldom a second.
        whole = all(world.is_country(p) for p in a.places | b.places) and a.sort is b.sort
        return (3.0, "campaigns in one country begun in one year") if whole else (0.0, "")
    apart = abs((a.start - b.start).days)
    vague = any(x.start.day == 1 for x in (a, b) if x.start)
    if apart == 0 or (vague and (a.start.year, a.start.month) == (b.start.year, b.start.month)):
        return 3.0, "began in the same month" if vague else "began on the same day"
    if apart <= TIGHT_DAYS:
        return 2.0, "began within days"
    return (0.0, "") if apart <= MONTH_DAYS else None


def _ended(a: Account, b: Account) -> tuple[float, str] | None:
    apart = (a.start and b.end and a.start > b.end) or (b.start and a.end and b.start > a.end)
    return None if apart else (0.0, "")


def _people(a: Account, b: Account, world: World) -> list[tuple[float, str]]:
    parts: list[tuple[float, str]] = []
    for role, some, others, own, rival in (
        ("agent", a.agents, b.agents, 1.5, -2.0),
        ("target", a.targets, b.targets, 1.0, -0.5),
    ):
        if not some or not others:
            continue
        if any(not world.vague(x) for x in some & others) or (not some & others and world.allied(some, others)):
            parts.append(
                (own + (0.5 if role == "agent" and Sort.CAMPAIGN in (a.sort, b.sort) else 0.0), f"same {role}")
            )
        elif some & others:
            parts.append((0.3 if role == "target" else 0.75, f"same {role}"))
        elif world.rival(some, others):
            parts.append((rival, ""))
    return parts


def _figures(a: Account, b: Account) -> tuple[float, str]:
    """Headline tolls are compared first; else any number that both give of one kind."""
    if a.toll and b.toll:
        grade = _alike(a.toll, b.toll)
        if grade >= 0.5:
            return grade, "same number killed" if grade >= 1 else "numbers killed are near"
        return max(grade, _shared(a, b) - 0.5), ""
    shared = _shared(a, b)
    return shared, "a number in common" if shared > 0 else ""


def _shared(a: Account, b: Account) -> float:
    """Whether some distinctive number of victims is in both accounts, of one kind."""
    some = {(f.kind, f.exact) for f in a.figures if f.exact and f.exact >= 5 and f.exact not in _ROUND}
    return 1.0 if some & {(f.kind, f.exact) for f in b.figures} else 0.0


def _alike(f: Figure, g: Figure) -> float:
    """3 for one distinctive number, 0.5 for near ones, -2.5 for far ones, less where the lower one is only a least."""
    low, high = sorted((f, g), key=lambda x: x.exact or 0)
    x, y = low.exact or 0, high.exact or 0
    if x == y and x not in _ROUND:
        return 3.0 if x >= 10 else 2.0 if x >= 5 else 1.0 if x >= 3 else 0.5
    if x in _ROUND or y in _ROUND:
        return 0.25 if y <= 4 * x else -1.0
    if y <= 1.35 * x:
        return 0.5
    return -0.5 if y <= 2 * x or low.maximum is None else -2.5


def _words(a: Account, b: Account) -> tuple[float, str]:
    shared = len(a.words & b.words)
    return (min(1.0, 0.3 * shared), "same words for what was hit or used") if shared else (0.0, "")
