"""The list of incidents."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kg.web.filters import parse_filters
from kg.web.matching import incidents_query
from kg.web.site import Page, page, store_of
from kg.web.sparql import shown
from kg.web.views.incidents import count_incidents, incident_rows

PER_PAGE = 50


def incidents(request: Request) -> Response:
    """Incidents that fit the filters."""
    store = store_of(request)
    filters = parse_filters(request.query_params)
    rows = incident_rows(store, filters, PER_PAGE, PER_PAGE * (filters.page - 1))
    query = shown(incidents_query(store, filters), store.names)
    return page(request, "incidents.html", rows=rows, total=count_incidents(store, filters), sparql=query)


PAGES = (Page("/incidents", incidents),)
