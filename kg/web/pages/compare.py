"""Sources side by side: who says what of one incident, in columns; what they differ in comes first."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from kg.comparing import Aspect, Comparison, Source, Value, compare, comparison_csv
from kg.errors import NotFoundError, QueryParameterError
from kg.storage import Store
from kg.web.exports import csv_text_response
from kg.web.filters import Filters, parse_filters
from kg.web.matching import incidents_query, matching_incidents
from kg.web.site import DataLink, Page, page, store_of
from kg.web.sparql import shown
from kg.web.views.events import event_table
from kg.web.views.forms import filter_form
from kg.web.views.incidents import rows_of
from kg.web.views.paging import pages_of

PER_PAGE = 50
MOST_EVENTS = 6
MOST_SOURCES = 12
_TITLES = {
    "happened": "Whether it happened", "agent": "Done by", "target": "Struck", "place": "Where", "date": "When", "means": "With",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A field over all sources; `cells` in the order of the columns."""

    title: str
    aspect: Aspect
    cells: tuple[tuple[tuple[Value, str], ...], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One comparison: its columns (cut at `MOST_SOURCES`), its rows with those in dispute first."""

    comparison: Comparison
    columns: tuple[Source, ...]
    rows: tuple[Row, ...]
    left_out: int


def compared(request: Request) -> Response:
    """`?event=<id>` (several: one below the other); without it the incidents worth comparing."""
    store = store_of(request)
    events = [value for value in request.query_params.getlist("event") if value.strip()]
    if not events:
        return _choice(request, store)
    if len(events) > MOST_EVENTS:
        raise QueryParameterError(f"event: {len(events)} are too many to read at once; at most {MOST_EVENTS}.")
    sheets = [sheet_of(compare(store, _iri(store, value))) for value in dict.fromkeys(events)]
    links = tuple(
        DataLink(f"CSV{f' {n}' if len(sheets) > 1 else ''}", f"/compare.csv?{urlencode({'event': value})}")
        for n, value in enumerate(dict.fromkeys(events), start=1)
    )
    return page(request, "compare.html", sheets=sheets, data=links)


def _iri(store: Store, value: str) -> str:
    """The IRI of an event given by id or by IRI."""
    iri = value if value in event_table(store) else f"{store.names.base}event/{value.removeprefix('event/')}"
    if iri not in event_table(store):
        raise NotFoundError(f"The graph holds no incident or operation {value!r}.")
    return iri


def sheet_of(comparison: Comparison) -> Sheet:
    """A comparison with fields as rows and sources as columns."""
    columns = comparison.sources[:MOST_SOURCES]
    rows = []
    for aspect in sorted(comparison.aspects, key=lambda a: not a.differs):
        cells = tuple(
            tuple((value, comparison.mark(aspect.field, value)) for value in source.values.get(aspect.field, ()))
            for source in columns
        )
        rows.append(Row(_TITLES.get(aspect.field.value, aspect.field.value.capitalize()), aspect, cells))
    return Sheet(comparison, columns, tuple(rows), len(comparison.sources) - len(columns))


def _choice(request: Request, store: Store) -> Response:
    filters = parse_filters(request.query_params)
    found = [e for e in matching_incidents(store, filters) if e.articles > 1 or e.disputed]
    if filters == Filters(page=filters.page):
        found.sort(key=lambda e: (-len(e.disputed), -e.articles, e.label, e.iri))
    first = PER_PAGE * (filters.page - 1)
    return page(
        request,
        "compare_choice.html",
        filters=filters,
        form=filter_form(store, filters),
        total=len(found),
        rows=rows_of(store, found[first : first + PER_PAGE]),
        pages=pages_of(len(found), PER_PAGE, filters.page, lambda n: f"/compare?{filters.to_query(page=n)}"),
        sparql=shown(incidents_query(store, filters), store.names),
    )


def compared_csv(request: Request) -> Response:
    """The comparison of one event as CSV."""
    store = store_of(request)
    value = request.query_params.get("event", "")
    return csv_text_response("compare", comparison_csv(compare(store, _iri(store, value))))


PAGES = (
    Page("/compare", compared),
    Page("/compare.csv", compared_csv),
)
