"""The filter form of incident lists, map and timeline: fields with what the address says, chips that take it away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.storage import Store
from kg.web.filters import BROADER, DISPUTED, STATUSES, TYPES, Filters, Sort
from kg.web.views.events import label_of
from kg.web.views.naming import named
from kg.web.words import spaced


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in use, in words; `query` is the same list without it."""

    label: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterForm:
    """What the form's fields hold. `repeated` are further values of a key, sent on as hidden fields."""

    values: Mapping[str, tuple[str, ...]]
    repeated: tuple[tuple[str, str], ...]
    since: str
    until: str
    text: str
    sort: Sort
    chips: tuple[Chip, ...]
    open: bool
    types: tuple[str, ...] = (*BROADER, *TYPES)
    statuses: tuple[str, ...] = STATUSES
    disputed: tuple[str, ...] = DISPUTED
    sorts: tuple[Sort, ...] = tuple(Sort)


_WORDS = {
    "type": "", "actor": "with", "agent": "by", "target": "struck", "place": "at", "from": "from", "to": "until",
    "outlet": "told by", "status": "told as", "disputed": "accounts differ in", "text": "words",
}  # fmt: skip
_THINGS = {"actor": "actor", "agent": "actor", "target": "actor", "outlet": "actor", "place": "place"}


def filter_form(store: Store, filters: Filters, *, opened: bool = False) -> FilterForm:
    """The form for these filters."""
    pairs = filters.pairs(sort=False)
    keys = [key for key, _ in pairs]
    values = {key: tuple(_typed(store, k, v) for k, v in pairs if k == key) for key in _WORDS}
    chips = tuple(Chip(_chip(store, key, value), filters.without(key, value).to_query()) for key, value in pairs)
    return FilterForm(
        values=values,
        repeated=tuple(
            (k, v) for n, (k, v) in enumerate(pairs) if keys.count(k) > 1 and (k in _THINGS or keys.index(k) != n)
        ),
        since=filters.since.isoformat() if filters.since else "",
        until=filters.until.isoformat() if filters.until else "",
        text=filters.text,
        sort=filters.sort,
        chips=chips,
        open=opened,
    )


def _iri(store: Store, key: str, value: str) -> str:
    path = value if "/" in value else f"{_THINGS[key]}/{value}"
    return value if ":" in value else f"{store.names.base}{path}"


def _typed(store: Store, key: str, value: str) -> str:
    """What the field holds: a thing's name where that is enough to find it again, else the end of its IRI."""
    if key not in _THINGS:
        return value
    label = label_of(store, iri := _iri(store, key, value))
    return label if named(store, label, _THINGS[key]) == (iri,) else value


def _chip(store: Store, key: str, value: str) -> str:
    if key in _THINGS:
        value = label_of(store, _iri(store, key, value))
    elif key == "type":
        value = spaced(value)
    return f"{_WORDS[key]} {value}".strip()
