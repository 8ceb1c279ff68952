"""Which accounts are weighed against each other at all: those that share a place and days, or rare words and a month.

Keeps the cost near linear: an account meets only what stands in one of its few blocks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
    surroundings = _Surroundings(world)
    for number, account in enumerate(accounts):
        tried: set[int] = set()
        parts = _parts(account, surroundings, rarity)
        for key in dict.fromkeys(_keys(account, parts, world, probe=True)):
            for other in index.get(key, ()):
                if other not in tried:
                    tried.add(other)
                    if accounts[other].article != account.article:
                        yield accounts[other], account
        for key in dict.fromkeys(_keys(account, parts, world, probe=False)):
            index[key].append(number)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What an account's blocks are made of. `where` and `days` are those it is put in, and those it looks into."""

    where: tuple[list[str], list[str]]
    days: tuple[list[str], list[str]]
    months: list[str]
    words: list[str]
    tolls: list[tuple[str, str]]


class _Surroundings:
    """What lies around places, but for countries, each place looked up once."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._known: dict[str, list[str]] = {}

    def of(self, place: str) -> list[str]:
        """The places that contain it, sorted."""
        if place not in self._known:
            around = sorted(self._world.around(place))
            self._known[place] = [p for p in around if not self._world.is_country(p)]
        return self._known[place]


def _parts(a: Account, surroundings: _Surroundings, rarity: Rarity) -> _Parts:
    at = sorted(places(a) | a.places)
    by_month = months(a) or ([f"{a.told:%Y-%m}"] if a.told else [f"a month {m}" for m in sorted(a.months)])
    rarest = rarity.rarest(a.telling.words, _RAREST)
    return _Parts(
        where=(list(_put_in(at, surroundings)), list(_looked_into(at, surroundings))),
        days=(list(_days(a, probe=False)), list(_days(a, probe=True))),
        months=by_month,
        words=[w for w in rarest if rarity.count(w) <= _MOST_WITH_WORD],
        tolls=list(_tolls(a, by_month)),
    )


def _group(a: Account) -> str:
    return _FORCE if a.sort in (Sort.STRIKE, Sort.CLASH) else str(a.sort)


def _groups(a: Account) -> Iterator[str]:
    yield _group(a)
    if a.report.type is EventType.OPERATION and a.sort is not Sort.CAMPAIGN:
        yield str(Sort.CAMPAIGN)  # the drive for a town is the town's taking, and a campaign still
    wide = (a.days or TIGHT_DAYS + 1) > TIGHT_DAYS
    if a.sort is not Sort.CAMPAIGN and a.report.type in (EventType.AIR_STRIKE, EventType.DEPLOYMENT) and wide:
        yield str(Sort.CAMPAIGN)  # "has carried out strikes since September" is a campaign in all but name


def _keys(a: Account, parts: _Parts, world: World, *, probe: bool) -> Iterator[Key]:
    """The blocks in which an account is put or, to `probe`, those in which its like may lie."""
    where, days = parts.where[probe], parts.days[probe]
    for group in _groups(a):
        yield from ((group, place, day) for day in days for place in where)
        if a.sort is not Sort.STRIKE or _is_past(a):  # what is told for its fame, or happens seldom
            yield from ((group, place, month) for place in where for month in parts.months)
        yield from ((group, "word", word, month) for word in parts.words for month in parts.months)
        yield from ((group, kind, *key) for kind in _openness(a, where, probe=probe) for key in parts.tolls)
        if group == Sort.CAMPAIGN and a.start:
            yield from ((group, p, f"{a.start:%Y}") for p in sorted(a.places) if world.is_country(p))


def _openness(a: Account, where: Sequence[str], *, probe: bool) -> Iterator[str]:
    """A number of victims alone leads only to or from an account that lacks a day or a place."""
    whole = bool(a.start and where)
    if probe or not whole:
        yield "toll, open"
    if whole is not probe:
        yield "toll, whole"


def _tolls(a: Account, by_month: Sequence[str]) -> Iterator[tuple[str, str]]:
    tolls = {f.exact for f in a.figures if f.kind is CasualtyKind.KILLED and f.exact and f.exact >= 10}
    yield from ((str(n), month) for n in sorted(t for t in tolls if t) for month in by_month)


def _is_past(a: Account) -> bool:
    return bool(a.end and a.told and (a.told - a.end).days > _DAYS)


def _put_in(at: Sequence[str], surroundings: _Surroundings) -> Iterator[str]:
    """Its places and, marked, what contains them."""
    for place in at:
        yield place
        yield from (f"under {p}" for p in surroundings.of(place))


def _looked_into(at: Sequence[str], surroundings: _Surroundings) -> Iterator[str]:
    """Its places, what contains them, and what they contain."""
    for place in at:
        yield place
        yield f"under {place}"
        yield from surroundings.of(place)


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
