"""The one filter grammar of addresses: the same query string means the same incidents on list, map and timeline.

    type=AirStrike        a type of incident, or a broader class (Violence); repeated: any of them
    actor=russia          who takes part on either side; agent= does it, target= is struck
    place=aleppo          there, or at a place within it
    from=2016-05 to=2016  days, months or years; what can have happened then
    outlet=sana           reported by it
    status=alleged        asserted, alleged, denied, announced
    disputed=any          accounts differ: any, or agent, target, casualties, date, place, status …
    text=market           words in the incident's name or in the words that report it
    sort=-date page=2     date, -date, reports, killed, label

Things are given by what follows `actor/` or `place/` in their IRI, by the whole path, by the IRI, or in plain words.
Values within a key are alternatives; keys narrow each other down.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from kg.domain.extraction import EventType
from kg.errors import QueryParameterError
from kg.web.words import spaced

MOST_VALUES = 20  # alternatives within one key
MOST_CHARACTERS = 300  # of one value
LAST_PAGE = 10_000


class FilterError(QueryParameterError):
    """A filter in the address that means nothing; `key` is the one, the message says what it takes.

    `choices` are the IRIs of things that may be meant.
    """

    def __init__(self, key: str, message: str, *, choices: tuple[str, ...] = ()) -> None:
        super().__init__(f"{key}: {message}")
        self.choices = choices
        self.key = key
        self.message = message


class Sort(StrEnum):
    """Orders of incidents; each ends in the IRI, so that pages never overlap."""

    NEWEST = "-date"
    OLDEST = "date"
    REPORTS = "reports"
    KILLED = "killed"
    LABEL = "label"

    @property
    def words(self) -> str:
        """As a person reads it."""
        return {
            Sort.NEWEST: "latest first",
            Sort.OLDEST: "earliest first",
            Sort.REPORTS: "most reported first",
            Sort.KILLED: "highest toll told first",
            Sort.LABEL: "by name",
        }[self]


STATUSES = ("asserted", "alleged", "denied", "announced")
DISPUTED = ("any", "agent", "target", "casualties", "date", "place", "status")
BROADER = ("Violence", "ExplosiveViolence", "Combat", "Coercion", "TerritorialChange", "Movement", "CivicEvent")
TYPES = tuple(member.value for member in EventType if member is not EventType.OPERATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the address asks for. `since` and `until` are whole days; things are paths ("actor/russia") or plain words."""

    type: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    agent: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    outlet: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()
    text: str = ""
    sort: Sort = Sort.NEWEST
    page: int = 1

    @property
    def narrowing(self) -> bool:
        """Whether anything is left out of all incidents."""
        return bool(self.pairs(sort=False))

    def pairs(self, *, sort: bool = True) -> list[tuple[str, str]]:
        """Keys and values as they stand in an address, in the grammar's order; without the page."""
        found: list[tuple[str, str]] = []
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, tuple):
                found += [(field.name, _short(field.name, item)) for item in value]
            elif isinstance(value, date):
                found.append(("from" if field.name == "since" else "to", value.isoformat()))
        if self.text:
            found.append(("text", self.text))
        if sort and self.sort is not Sort.NEWEST:
            found.append(("sort", self.sort.value))
        return found

    def to_query(self, *, page: int | None = None, sort: Sort | None = None) -> str:
        """The query string, without `?`, that means the same; on another page or in another order where given."""
        pairs = replace(self, sort=sort or self.sort).pairs()
        number = page if page is not None else (1 if sort else self.page)
        return urlencode([*pairs, *([("page", str(number))] if number > 1 else [])])

    def with_value(self, key: str, value: str) -> Filters:
        """Narrowed down by one more value, from the first page."""
        return replace(self, **{key: (*getattr(self, key), value), "page": 1})  # type: ignore[arg-type]

    def without(self, key: str, value: str | None = None) -> Filters:
        """Without a key, or without one of its values, from the first page."""
        if key in {"from", "to"}:
            key = "since" if key == "from" else "until"
        kept = getattr(self, key)
        empty: object = "" if key == "text" else None
        if isinstance(kept, tuple):
            empty = tuple(item for item in kept if value is not None and _short(key, item) != _short(key, value))
        return replace(self, **{key: empty, "page": 1})  # type: ignore[arg-type]


_KIND_OF = {"actor": "actor", "agent": "actor", "target": "actor", "outlet": "actor", "place": "place"}
"""Keys that name things, with the first segment of the things' IRIs."""

KEYS = (
    "type",
    "actor",
    "agent",
    "target",
    "place",
    "from",
    "to",
    "outlet",
    "status",
    "disputed",
    "text",
    "sort",
    "page",
)
"""Every key of the grammar."""

_SPARSE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


def parse_filters(query_params: QueryParams | Mapping[str, str], *, also: Iterable[str] = ()) -> Filters:
    """Read the filters of an address. Empty values count as absent, as a form sends them.

    `also` are keys that the page itself understands ("layout"); any other key is an error.

    Raises:
        FilterError: a key is unknown or has a value that it does not take.
    """
    given = query_params if isinstance(query_params, QueryParams) else QueryParams(dict(query_params))
    for key in given:
        if key not in KEYS and key not in set(also):
            near = get_close_matches(key, KEYS, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(KEYS)}."
            raise FilterError(key, f"there is no such filter. {hint}")
    lists = {key: _values(given, key) for key in KEYS}
    first, last = (_single(lists, key) for key in ("from", "to"))
    since, until = _day("from", first, first=True), _day("to", last, first=False)
    if since and until and since > until:
        raise FilterError("to", f"{until} lies before {since}: no day is left.")
    return Filters(
        type=tuple(_listed("type", v, (*TYPES, *BROADER)) for v in lists["type"]),
        actor=_things("actor", lists["actor"]),
        agent=_things("agent", lists["agent"]),
        target=_things("target", lists["target"]),
        place=_things("place", lists["place"]),
        outlet=_things("outlet", lists["outlet"]),
        since=since,
        until=until,
        status=tuple(_listed("status", v, STATUSES) for v in lists["status"]),
        disputed=tuple(_listed("disputed", v, DISPUTED) for v in lists["disputed"]),
        text=" ".join(_single(lists, "text").split()),
        sort=Sort(_listed("sort", _single(lists, "sort"), tuple(Sort))) if lists["sort"] else Sort.NEWEST,
        page=_page(_single(lists, "page")),
    )


def _values(given: QueryParams, key: str) -> list[str]:
    values = list(dict.fromkeys(v.strip() for v in given.getlist(key) if v.strip()))
    if len(values) > MOST_VALUES:
        raise FilterError(key, f"{len(values)} values are too many; at most {MOST_VALUES}.")
    for value in values:
        if len(value) > MOST_CHARACTERS:
            raise FilterError(key, f"the value is {len(value)} characters long; at most {MOST_CHARACTERS}.")
        if not value.isprintable():
            raise FilterError(key, "the value holds characters that cannot be printed.")
    return values


def _single(lists: Mapping[str, list[str]], key: str) -> str:
    values = lists[key]
    if len(values) > 1:
        raise FilterError(key, f"is given {len(values)} times; once is enough.")
    return values[0] if values else ""


def _listed(key: str, value: str, known: Sequence[str]) -> str:
    for one in known:
        if value.casefold() in {one.casefold(), spaced(one).casefold()}:
            return one
    near = get_close_matches(value, known, n=1, cutoff=0.5)
    raise FilterError(key, f"{value!r} is not one of {', '.join(known)}.{f' Did you mean {near[0]}?' if near else ''}")


def _things(key: str, values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_thing(key, value) for value in values))


def _thing(key: str, value: str) -> str:
    """A path below the base where the value looks like a slug, else the value: an IRI, a path or plain words."""
    return f"{_KIND_OF[key]}/{value}" if re.fullmatch(r"[a-z0-9%][a-z0-9%._~-]*", value) else value


def _short(key: str, value: str) -> str:
    return value.removeprefix(f"{_KIND_OF[key]}/") if key in _KIND_OF else value


def _day(key: str, text: str, *, first: bool) -> date | None:
    if not text:
        return None
    found = _SPARSE.fullmatch(text)
    try:
        if not found:
            raise ValueError(text)
        year, month = int(found[1]), int(found[2] or (1 if first else 12))
        last_day = calendar.monthrange(year, month)[1]
        return date(year, month, int(found[3] or (1 if first else last_day)))
    except ValueError:
        raise FilterError(key, f"{text!r} is no day as 2016-05-31, month as 2016-05, or year.") from None


def _page(text: str) -> int:
    if not text:
        return 1
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= LAST_PAGE:
        raise FilterError("page", f"{text!r} is no number from 1 to {LAST_PAGE:,}.")
    return int(text)
