"""Incidents on time, drawn on the server: no script is needed."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from kg.web.filters import Filters, parse_filters
from kg.web.matching import incidents_query
from kg.web.site import DataLink, Page, page, store_of
from kg.web.sparql import shown
from kg.web.views.charting import HEIGHT, DrawnBar, drawn_bars, drawn_span, ticks
from kg.web.views.forms import filter_form
from kg.web.views.incidents import IncidentRow, rows_of
from kg.web.views.spanning import Step, timeline_view, undated_incidents

PER_PAGE = 60
MOST_UNDATED = 30


def timeline(request: Request) -> Response:
    """How many incidents when, and each as a span of its bounds."""
    store, filters = store_of(request), parse_filters(request.query_params)
    view = timeline_view(store, filters)
    spans = view.spans if view else ()
    start = PER_PAGE * (filters.page - 1)
    undated = undated_incidents(store, filters)
    rows = [drawn_span(view, span) for span in spans[start : start + PER_PAGE]] if view else []
    named = rows_of(store, [*(row.span.event for row in rows), *undated[:MOST_UNDATED]])
    anytime = replace(filters, since=None, until=None)
    return page(
        request,
        "timeline/timeline.html",
        filters=filters,
        form=filter_form(store, filters),
        view=view,
        height=HEIGHT,
        bars=[(bar, _within(filters, view.step, bar)) for bar in drawn_bars(view)] if view else [],
        ticks=ticks(view) if view else [],
        rows=rows,
        names={row.iri: _name(row) for row in named},
        start=start,
        pages=-(-len(spans) // PER_PAGE),
        undated=undated[:MOST_UNDATED],
        undated_count=len(undated),
        query=filters.to_query(page=1),
        anytime=anytime.to_query(page=1),
        everything=replace(filters, since=view.whole[0], until=view.whole[1]).to_query(page=1) if view else "",
        data=(DataLink("CSV", f"/incidents.csv?{filters.to_query(page=1)}"),),
        sparql=shown(incidents_query(store, filters), store.names),
    )


def _name(row: IncidentRow) -> str:
    """The kind and the places: the days stand beside it."""
    return f"{row.kind}: {', '.join(place.label for place in row.places)}" if row.places else row.kind


def _within(filters: Filters, step: Step, drawn: DrawnBar) -> str:
    """Where a bar leads: to the same chart of its stretch, from a day's bar to the list."""
    query = replace(filters, since=drawn.bar.first, until=drawn.bar.last, page=1).to_query()
    return f"/{'incidents' if step is Step.DAY else 'timeline'}?{query}"


PAGES = (Page("/timeline", timeline),)
