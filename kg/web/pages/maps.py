"""The map of incidents, with the list beside it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kg.web.filters import parse_filters
from kg.web.matching import incidents_query
from kg.web.site import DataLink, Page, iri_href, page, store_of
from kg.web.sparql import shown
from kg.web.views.forms import filter_form
from kg.web.views.placing import map_geojson, map_view, place_list

MOST_LISTED = 200


def incident_map(request: Request) -> Response:
    """Places with their incidents, drawn and listed."""
    store, filters = store_of(request), parse_filters(request.query_params)
    view = map_view(store, filters)
    query = filters.to_query(page=1)
    return page(
        request,
        "map/map.html",
        filters=filters,
        form=filter_form(store, filters),
        view=view,
        listed=view.located[:MOST_LISTED],
        unlocated=view.unlocated[:MOST_LISTED],
        geojson=f"/map.geojson?{query}",
        list_of=lambda place: place_list(store, filters, place.spot.iri),
        query=query,
        data=(DataLink("GeoJSON", f"/map.geojson?{query}"), DataLink("CSV", f"/incidents.csv?{query}")),
        sparql=shown(incidents_query(store, filters), store.names),
    )


def geojson(request: Request) -> Response:
    """The places of the map as GeoJSON."""
    store, filters = store_of(request), parse_filters(request.query_params)
    base = store.names.base
    text = map_geojson(store, filters, map_view(store, filters), lambda iri: iri_href(iri, base))
    return Response(text, media_type="application/geo+json")


PAGES = (Page("/map", incident_map), Page("/map.geojson", geojson))
