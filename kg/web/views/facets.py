"""Facets: how the incidents of a list spread over types, actors, places, outlets; each count is a link."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kg.storage import Store
from kg.web.filters import Filters
from kg.web.views.events import Event, label_of
from kg.web.words import spaced

SHOWN, MOST = 7, 40
"""Values shown at once, and those after "more"."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value with how many incidents have it; `query` narrows the list to it, or widens it again where it is chosen."""

    label: str
    count: int
    query: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One feature with its most frequent values; `left_out` counts the values beyond them."""

    key: str
    title: str
    values: tuple[FacetValue, ...]
    left_out: int

    @property
    def first(self) -> tuple[FacetValue, ...]:
        """Those shown at once."""
        return self.values[:SHOWN]

    @property
    def more(self) -> tuple[FacetValue, ...]:
        """Those after "more"."""
        return self.values[SHOWN:]


@dataclass(frozen=True, slots=True)
class _Feature:
    key: str
    title: str
    values: Callable[[Event], Iterable[str]]
    names_things: bool = True


_FEATURES = (
    _Feature("type", "Type", lambda e: (e.kind,), names_things=False),
    _Feature("agent", "Done by", lambda e: e.agents),
    _Feature("target", "Struck", lambda e: e.targets),
    _Feature("place", "Place", lambda e: e.places),
    _Feature("outlet", "Outlet", lambda e: e.outlets),
    _Feature("status", "Told as", lambda e: (e.status,) if e.status else (), names_things=False),
    _Feature("disputed", "Accounts differ in", lambda e: e.disputed, names_things=False),
)


def facets(store: Store, events: Sequence[Event], filters: Filters) -> tuple[Facet, ...]:
    """The facets of these incidents; those without any value are left out."""
    found = (_facet(store, feature, events, filters) for feature in _FEATURES)
    return tuple(facet for facet in found if facet.values)


def _facet(store: Store, feature: _Feature, events: Sequence[Event], filters: Filters) -> Facet:
    counts = Counter(value for event in events for value in feature.values(event))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    chosen: tuple[str, ...] = getattr(filters, feature.key)
    values = tuple(_value(store, feature, iri, count, filters, chosen) for iri, count in ranked[:MOST])
    return Facet(feature.key, feature.title, values, max(0, len(ranked) - MOST))


def _value(
    store: Store, feature: _Feature, value: str, count: int, filters: Filters, chosen: tuple[str, ...]
) -> FacetValue:
    path = value.removeprefix(store.names.base) if feature.names_things else value
    label = label_of(store, value) if feature.names_things else spaced(value)
    on = path in chosen
    changed = filters.without(feature.key, path) if on else filters.with_value(feature.key, path)
    return FacetValue(label, count, changed.to_query(), on)
