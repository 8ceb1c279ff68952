"""The list of incidents, with facets, histogram and exports."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg.storage import Store
from kg.web.exports import csv_response, geojson_of, graph_response, incident_table
from kg.web.filters import FilterError, Filters, parse_filters
from kg.web.matching import incidents_query, matching_incidents
from kg.web.site import DataLink, Page, page, store_of
from kg.web.sparql import shown
from kg.web.views.charts import histogram
from kg.web.views.events import label_of
from kg.web.views.facets import facets
from kg.web.views.forms import filter_form
from kg.web.views.incidents import incident_rows, rows_of
from kg.web.views.paging import pages_of

PER_PAGE, MOST_PER_PAGE = 50, 500


@dataclass(frozen=True, slots=True)
class _Choice:
    label: str
    query: str


def incidents(request: Request) -> Response:
    """Incidents that fit the filters of the address."""
    store = store_of(request)
    filters = Filters()
    try:
        filters = parse_filters(request.query_params, also=["per"])
        per = _per_page(request.query_params.get("per", ""))
        found = matching_incidents(store, filters)
    except FilterError as error:
        return _troubled(request, store, filters, error)
    query = filters.to_query(page=1)
    extra = f"&per={per}" if per != PER_PAGE else ""
    pages = pages_of(len(found), per, filters.page, lambda n: f"/incidents?{filters.to_query(page=n)}{extra}")
    first = per * (filters.page - 1)
    suffix = f"?{query}" if query else ""
    return page(
        request,
        "incidents.html",
        filters=filters,
        problem=None,
        form=filter_form(store, filters),
        total=len(found),
        first=first + 1,
        per=per,
        rows=rows_of(store, found[first : first + per]),
        pages=pages,
        facets=facets(store, found, filters),
        chart=histogram(found, filters),
        data=tuple(DataLink(name, f"/incidents.{ending}{suffix}") for name, ending in _FORMS),
        sparql=shown(incidents_query(store, filters), store.names),
    )


_FORMS = (("CSV", "csv"), ("GeoJSON", "geojson"), ("Turtle", "ttl"), ("JSON-LD", "jsonld"))


def _per_page(text: str) -> int:
    if not text:
        return PER_PAGE
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_PER_PAGE:
        raise FilterError("per", f"{text!r} is no number from 1 to {MOST_PER_PAGE}.")
    return int(text)


def _troubled(request: Request, store: Store, filters: Filters, error: FilterError) -> Response:
    """The form again, with what is wrong, and the things that may be meant."""
    if error.key in {"actor", "agent", "target", "place", "outlet"}:
        base = filters.without(error.key)
        choices = tuple(
            _Choice(label_of(store, iri), base.with_value(error.key, store.names.path(NamedNode(iri))).to_query())
            for iri in error.choices
        )
    else:
        choices = ()
    return page(
        request,
        "incidents.html",
        status=400,
        filters=filters,
        problem=error,
        choices=choices,
        form=filter_form(store, filters, opened=True),
    )


def exported(request: Request) -> Response:
    """All incidents that fit, as a file: `.csv`, `.geojson`, `.ttl`, `.jsonld`."""
    store = store_of(request)
    filters = parse_filters(request.query_params, also=["per"])
    form: str = request.path_params["form"]
    if form == "csv":
        return csv_response("incidents", *incident_table(incident_rows(store, filters, None)))
    if form == "geojson":
        return geojson_of(incident_rows(store, filters, None))
    if form not in {"ttl", "jsonld"}:
        raise HTTPException(404, f"There is no form .{form} of this list: take .csv, .geojson, .ttl or .jsonld.")
    return graph_response(store, [event.iri for event in matching_incidents(store, filters)], form)


PAGES = (
    Page("/incidents", incidents),
    Page("/incidents.{form}", exported),
)
