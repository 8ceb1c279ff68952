"""Which accounts are weighed against each other at all: those that share a place and days, or rare words and a month.

Keeps the cost near linear: an account meets only what stands in one of its few blocks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from kg.domain.extraction import CasualtyKind, EventType
from kg.linking.accounts import TIGHT_DAYS, Account, Sort, World, months
from kg.linking.evidence import places
from kg.linking.wording import Rarity

Key = tuple[str, ...]
_DAYS = 4  # days in a block of time; an account also looks into the blocks before and after its own
_RAREST = 10  # words of a telling under which it can be found
_MOST_WITH_WORD = 24  # a word of more articles than this leads nowhere (with a month it is still rare enough)
_FORCE = "force"


def candidate_pairs(accounts: Sequence[Account], world: World, rarity: Rarity) -> Iterator[tuple[Account, Account]]:
    """Pairs of accounts of different articles that share a block, each once, in an order that only depends on the set."""
    index: dict[Key, list[int]] = defaultdict(list)
    for number, account in enumerate(accounts):
        tried: set[int] = set()
        for key in dict.fromkeys(_keys(account, world, rarity, probe=True)):
            for other in index.get(key, ()):
                if other not in tried:
                    tried.add(other)
                    if accounts[other].article != account.article:
                        yield accounts[other], account
        for key in dict.fromkeys(_keys(account, world, rarity, probe=False)):
            index[key].append(number)


def _group(a: Account) -> str:
    return _FORCE if a.sort in (Sort.STRIKE, Sort.CLASH) else str(a.sort)


def _groups(a: Account) -> Iterator[str]:
    yield _group(a)
    wide = (a.days or TIGHT_DAYS + 1) > TIGHT_DAYS
    if a.sort is not Sort.CAMPAIGN and a.report.type in (EventType.AIR_STRIKE, EventType.DEPLOYMENT) and wide:
        yield str(Sort.CAMPAIGN)  # "has carried out strikes since September" is a campaign in all but name


def _keys(a: Account, world: World, rarity: Rarity, *, probe: bool) -> Iterator[Key]:
    """The blocks in which an account is put or, to `probe`, those in which its like may lie."""
    where = list(_where(a, world, probe=probe))
    by_month = months(a) or ([f"{a.told:%Y-%m}"] if a.told else [])
    for group in _groups(a):
        for day in _days(a, probe=probe):
            yield from ((group, place, day) for place in where)
        if a.sort is not Sort.STRIKE or _is_past(a):  # what is told for its fame, or happens seldom
            yield from ((group, place, month) for place in where for month in by_month)
        for word in rarity.rarest(a.telling.words, _RAREST):
            if rarity.count(word) <= _MOST_WITH_WORD:
                yield from ((group, "word", word, month) for month in by_month)
        yield from ((group, kind, *key) for kind in _openness(a, where, probe=probe) for key in _tolls(a, by_month))
        if group == Sort.CAMPAIGN and a.start:
            yield from ((group, p, f"{a.start:%Y}") for p in sorted(a.places) if world.is_country(p))


def _openness(a: Account, where: Sequence[str], *, probe: bool) -> Iterator[str]:
    """A number of victims alone leads only to or from an account that lacks a day or a place."""
    whole = bool(a.start and where)
    if probe or not whole:
        yield "toll, open"
    if whole is not probe:
        yield "toll, whole"


def _tolls(a: Account, by_month: Sequence[str]) -> Iterator[Key]:
    tolls = {f.exact for f in a.figures if f.kind is CasualtyKind.KILLED and f.exact and f.exact >= 10}
    yield from ((str(n), month) for n in sorted(t for t in tolls if t) for month in by_month)


def _is_past(a: Account) -> bool:
    return bool(a.end and a.told and (a.told - a.end).days > _DAYS)


def _where(a: Account, world: World, *, probe: bool) -> Iterator[str]:
    """Its places and, marked, what contains them; to probe, its places, what contains them, and what they contain."""
    for place in sorted(places(a) | a.places):
        around = [p for p in sorted(world.around(place)) if not world.is_country(p)]
        yield place
        if probe:
            yield f"under {place}"
            yield from around
        else:
            yield from (f"under {p}" for p in around)


def _days(a: Account, *, probe: bool) -> Iterator[str]:
    """Blocks of days of the happening; of the telling where its day is not known."""
    tight = a.start and a.end and (a.days or 0) <= TIGHT_DAYS
    days = (a.start, a.end) if tight else (a.told,)
    blocks = {_block(day) for day in days if day}
    if probe:
        blocks = {b + step for b in blocks for step in (-1, 0, 1)}
    yield from (f"day {b}" for b in sorted(blocks))


def _block(day: date) -> int:
    return day.toordinal() // _DAYS
