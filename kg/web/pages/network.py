"""The network of actors: a graph, and the table that holds the same."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kg.web.filters import FilterError, parse_filters
from kg.web.matching import incidents_query
from kg.web.site import DataLink, Page, iri_href, page, store_of
from kg.web.sparql import shown
from kg.web.views.events import label_of
from kg.web.views.forms import filter_form
from kg.web.views.networks import MOST_NODES, Network, network, network_json

MOST_ASKED = 150
"""Actors that may be asked for; more cannot be told apart on a screen."""


def actor_network(request: Request) -> Response:
    """Who did what to whom; around one actor when the filters name one."""
    store, filters = store_of(request), parse_filters(request.query_params, also=("most",))
    found, most = _network(request)
    query = filters.to_query(page=1)
    address = f"/network.json?{query}&most={most}"
    return page(
        request,
        "network/network.html",
        filters=filters,
        form=filter_form(store, filters),
        network=found,
        centre=label_of(store, found.centre) if found.centre else "",
        label_of=lambda iri: label_of(store, iri),
        path_of=lambda iri: iri.removeprefix(store.names.base).removeprefix("actor/"),
        address=address,
        most=most,
        query=query,
        data=(DataLink("JSON", address),),
        sparql=shown(incidents_query(store, filters), store.names),
    )


def as_json(request: Request) -> Response:
    """The same network for the drawing."""
    found, _ = _network(request)
    base = store_of(request).names.base
    return Response(network_json(found, lambda iri: iri_href(iri, base)), media_type="application/json")


def _network(request: Request) -> tuple[Network, int]:
    store, filters = store_of(request), parse_filters(request.query_params, also=("most",))
    text = request.query_params.get("most") or str(MOST_NODES)
    if not text.isascii() or not text.isdigit() or not 2 <= int(text) <= MOST_ASKED:
        raise FilterError("most", f"{text!r} is no number from 2 to {MOST_ASKED}.")
    return network(store, filters, lambda iri: iri_href(iri, store.names.base), int(text)), int(text)


PAGES = (Page("/network", actor_network), Page("/network.json", as_json))
