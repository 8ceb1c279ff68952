"""The start page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kg.querying import read_catalogue
from kg.storage import Store
from kg.web.filters import Filters
from kg.web.matching import matching_incidents
from kg.web.pages.claims import claim_table
from kg.web.site import DataLink, Page, page, store_of
from kg.web.views.articles import article_table
from kg.web.views.charts import histogram
from kg.web.views.entities import entity_table
from kg.web.views.events import event_table
from kg.web.views.incidents import rows_of
from kg.web.words import bounds_words, spaced

_QUESTIONS = (
    "incidents/disputed", "claims/contradictions", "casualties/widest-tolls", "claims/denials",
    "articles/coverage-by-outlet", "places/control-changes",
)  # fmt: skip
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Figure:
    """A count with the list that it counts."""

    count: int
    label: str
    href: str


def home(request: Request) -> Response:
    """What the graph holds, and where to begin."""
    store = store_of(request)
    found = matching_incidents(store, Filters())
    articles = list(article_table(store).values())
    disputed = sorted((e for e in found if e.disputed), key=lambda e: (-len(e.disputed), -e.articles, e.label))
    days = sorted(a.day for a in articles if a.day)
    catalogue = read_catalogue()
    return page(
        request,
        "home.html",
        figures=_figures(store),
        coverage=bounds_words(days[0], days[-1]) if days else "",
        chart=histogram(found, Filters()),
        kinds=[(kind, spaced(kind), n) for kind, n in Counter(e.kind for e in found).most_common(_SHOWN)],
        disputed=rows_of(store, disputed[:_SHOWN]),
        newest=articles[:_SHOWN],
        questions=[catalogue[name] for name in _QUESTIONS if name in catalogue],
        data=(
            DataLink("VoID", "/.well-known/void"),
            DataLink("DCAT", "/dataset"),
            DataLink("OpenAPI", "/openapi.json"),
        ),
    )


def _figures(store: Store) -> list[Figure]:
    entities, events = entity_table(store).values(), event_table(store).values()
    places = sum(1 for e in entities if e.is_place)
    operations = sum(1 for e in events if e.is_operation)
    return [
        Figure(len(article_table(store)), "articles", "/articles"),
        Figure(len(events) - operations, "incidents", "/incidents"),
        Figure(sum(1 for e in events if e.disputed), "disputed", "/incidents?disputed=any"),
        Figure(operations, "operations", "/operations"),
        Figure(len(claim_table(store)), "claims", "/claims"),
        Figure(len(entities) - places, "actors", "/actors"),
        Figure(places, "places", "/places"),
    ]


PAGES = (Page("/", home),)
