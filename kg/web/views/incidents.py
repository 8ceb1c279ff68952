"""Rows of incident lists: what list, map and timeline show of one incident."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.rdf.namespaces import KG
from kg.storage import Store
from kg.web.cache import once
from kg.web.filters import Filters
from kg.web.matching import matching_incidents
from kg.web.views.events import Event, label_of
from kg.web.words import range_words, spaced


@dataclass(frozen=True, slots=True)
class Thing:
    """Something with a page: its IRI and its name."""

    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of an incident; degrees, None where it is not on the map. `precision` says what the point is of."""

    iri: str
    label: str
    latitude: float | None
    longitude: float | None
    precision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRow:
    """One incident with names in place of IRIs. `toll` is the range of those told killed, empty when no account tells."""

    event: Event
    agents: tuple[Thing, ...]
    targets: tuple[Thing, ...]
    places: tuple[Spot, ...]

    @property
    def iri(self) -> str:
        """The incident's IRI."""
        return self.event.iri

    @property
    def label(self) -> str:
        """Its name."""
        return self.event.label

    @property
    def kind(self) -> str:
        """Its type in words."""
        return spaced(self.event.kind)

    @property
    def toll(self) -> str:
        """How many were killed according to its accounts, in words."""
        return range_words(self.event.killed_low, self.event.killed_high)


def count_incidents(store: Store, filters: Filters) -> int:
    """How many incidents fit.

    Raises:
        FilterError: a filter names nothing in this graph, or several things.
    """
    return len(matching_incidents(store, filters))


def incident_rows(store: Store, filters: Filters, limit: int | None, offset: int = 0) -> list[IncidentRow]:
    """The incidents that fit, in the filters' order, from `offset` on; `limit` None gives all. The page number does not count.

    Raises:
        FilterError: a filter names nothing in this graph, or several things.
    """
    found = matching_incidents(store, filters)
    return rows_of(store, found[offset:] if limit is None else found[offset : offset + limit])


def rows_of(store: Store, events: Iterable[Event]) -> list[IncidentRow]:
    """Rows of these events."""
    spots = _spots(store)
    return [
        IncidentRow(
            event=event,
            agents=things(store, event.agents),
            targets=things(store, event.targets),
            places=tuple(
                spots.get(iri) or Spot(iri, label_of(store, iri), None, None, "unknown") for iri in event.places
            ),
        )
        for event in events
    ]


def things(store: Store, iris: Iterable[str]) -> tuple[Thing, ...]:
    """Things by IRI, with their names, in order of the names."""
    return tuple(sorted((Thing(iri, label_of(store, iri)) for iri in iris), key=lambda thing: (thing.label, thing.iri)))


def spot_of(store: Store, iri: str) -> Spot | None:
    """A place by IRI, None where nothing is known of it."""
    return _spots(store).get(iri)


def _spots(store: Store) -> Mapping[str, Spot]:
    return once(store, "spots", lambda: _read_spots(store))


def _read_spots(store: Store) -> dict[str, Spot]:
    latitudes, longitudes, precisions = (
        {
            quad.subject.value: quad.object.value
            for quad in store.matching(predicate=predicate)
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
        }
        for predicate in (KG.latitude, KG.longitude, KG.precision)
    )
    return {
        iri: Spot(
            iri,
            label_of(store, iri),
            float(latitudes[iri]) if iri in latitudes and iri in longitudes else None,
            float(longitudes[iri]) if iri in latitudes and iri in longitudes else None,
            precisions.get(iri, "unknown"),
        )
        for iri in {*latitudes, *precisions}
    }
