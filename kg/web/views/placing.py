"""Incidents gathered by place: what the map draws and the list beside it tells."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode

from kg.storage import Store
from kg.web.cache import once
from kg.web.filters import Filters
from kg.web.views.incidents import IncidentRow, Spot, incident_rows

MOST_TOLD = 8
"""Incidents of a place told in its popup; the list behind its link has them all."""

_POINTS = {"exact", "settlement"}


@dataclass(frozen=True, slots=True)
class PlacedIncidents:
    """A place with the incidents that are told to be there, in the filters' order; not those at places within it."""

    spot: Spot
    incidents: tuple[IncidentRow, ...]

    @property
    def precise(self) -> bool:
        """Whether the point is of the place itself, not the middle of an area."""
        return self.spot.precision in _POINTS

    @property
    def precision_words(self) -> str:
        """What is known of where in it."""
        return {
            "exact": "the place itself",
            "settlement": "a settlement",
            "area": "somewhere in this area",
            "country": "somewhere in this country",
        }.get(self.spot.precision, "not on the map")


@dataclass(frozen=True, slots=True)
class MapView:
    """Places with incidents, most first. `located` have coordinates; `total` counts incidents, `nowhere` those of no place."""

    located: tuple[PlacedIncidents, ...]
    unlocated: tuple[PlacedIncidents, ...]
    nowhere: tuple[IncidentRow, ...]
    total: int

    @property
    def drawn(self) -> int:
        """How many incidents are on the map; one at two places counts once."""
        return len({row.iri for place in self.located for row in place.incidents})


def map_view(store: Store, filters: Filters) -> MapView:
    """The incidents that fit, by place; kept for each generation.

    Raises:
        FilterError: a filter names nothing in this graph, or several things.
    """
    return once(store, ("map", filters.to_query(page=1)), lambda: _map_view(store, filters))


def _map_view(store: Store, filters: Filters) -> MapView:
    rows = incident_rows(store, filters, None)
    at: dict[Spot, list[IncidentRow]] = defaultdict(list)
    for row in rows:
        for spot in row.places:
            at[spot].append(row)
    places = [PlacedIncidents(spot, tuple(found)) for spot, found in at.items()]
    places.sort(key=lambda place: (-len(place.incidents), place.spot.label, place.spot.iri))
    return MapView(
        located=tuple(p for p in places if p.spot.latitude is not None),
        unlocated=tuple(p for p in places if p.spot.latitude is None),
        nowhere=tuple(row for row in rows if not row.places),
        total=len(rows),
    )


def place_list(store: Store, filters: Filters, place: str) -> str:
    """The address of the list of a place's incidents under the same filters."""
    path = store.names.path(NamedNode(place))
    return f"/incidents?{replace(filters, place=(path,)).to_query(page=1)}"


def map_geojson(store: Store, filters: Filters, view: MapView, href: Callable[[str], str]) -> str:
    """The located places as GeoJSON (RFC 7946), one feature a place; `precision` says what its point is of.

    Members beside the features count what is not drawn: `withoutCoordinates` and `withoutPlace`, in incidents.
    """
    features = [_feature(store, filters, place, href) for place in view.located]
    document = {
        "type": "FeatureCollection",
        "features": features,
        "incidents": view.total,
        "withoutCoordinates": len({row.iri for p in view.unlocated for row in p.incidents}),
        "withoutPlace": len(view.nowhere),
    }
    return json.dumps(document, ensure_ascii=False)


def _feature(store: Store, filters: Filters, place: PlacedIncidents, href: Callable[[str], str]) -> dict[str, object]:
    spot = place.spot
    newest = [{"label": row.label, "href": href(row.iri)} for row in place.incidents[:MOST_TOLD]]
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [spot.longitude, spot.latitude]},
        "properties": {
            "place": spot.iri,
            "label": spot.label,
            "href": href(spot.iri),
            "precision": spot.precision,
            "incidents": len(place.incidents),
            "list": place_list(store, filters, spot.iri),
            "newest": newest,
        },
    }
