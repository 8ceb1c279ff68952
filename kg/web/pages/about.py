"""Sources, builds, and what this is."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from kg.comparing import diff, diff_text, open_previous
from kg.errors import KgError
from kg.querying.walking import Walker
from kg.rdf.namespaces import PROV, RDF, SCHEMA
from kg.storage import Store
from kg.web.cache import once
from kg.web.exports import csv_response
from kg.web.site import DataLink, Page, page, store_of
from kg.web.sparql import shown
from kg.web.views.articles import article_table
from kg.web.views.events import event_table, label_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An outlet with what it contributes. `share` is of all articles, `alone` counts events that no other outlet reports."""

    iri: str
    label: str
    articles: int
    share: float
    copies: int
    reports: int
    claims: int
    events: int
    alone: int
    disputed: int
    first: str
    last: str


def outlets_of(store: Store) -> list[Outlet]:
    """Every outlet, those with most articles first; articles of unknown outlet together under an empty IRI."""
    return once(store, "outlets", lambda: _outlets(store))


def _outlets(store: Store) -> list[Outlet]:
    by_outlet = defaultdict(list)
    for article in article_table(store).values():
        by_outlet[article.outlet].append(article)
    events, alone, disputed = Counter[str](), Counter[str](), Counter[str]()
    for event in event_table(store).values():
        for outlet in event.outlets:
            events[outlet] += 1
            alone[outlet] += len(event.outlets) == 1
            disputed[outlet] += bool(event.disputed)
    total = len(article_table(store)) or 1
    found = []
    for iri, articles in by_outlet.items():
        days = sorted(a.day for a in articles if a.day)
        found.append(
            Outlet(
                iri=iri, label=label_of(store, iri) if iri else "Unknown outlet", articles=len(articles),
                share=len(articles) / total, copies=sum(1 for a in articles if a.copy_of), reports=sum(a.reports for a in articles),
                claims=sum(a.claims for a in articles), events=events[iri], alone=alone[iri], disputed=disputed[iri],
                first=days[0] if days else "", last=days[-1] if days else "",
            )
        )  # fmt: skip
    return sorted(found, key=lambda o: (-o.articles, o.label))


def sources(request: Request) -> Response:
    """Who published what is read here, and how much of the graph rests on each."""
    store = store_of(request)
    data = (DataLink("CSV", "/sources.csv"),)
    return page(request, "sources.html", outlets=outlets_of(store), data=data, sparql=shown(_SOURCES, store.names))


_SOURCES = """SELECT ?outlet ?label (COUNT(DISTINCT ?article) AS ?articles) WHERE {
  ?article a kg:Article ; schema:publisher ?outlet . ?outlet rdfs:label ?label .
} GROUP BY ?outlet ?label ORDER BY DESC(?articles) ?label"""


def sources_csv(request: Request) -> Response:
    """The same as CSV."""
    columns = (
        "outlet",
        "label",
        "articles",
        "copies",
        "reports",
        "claims",
        "events",
        "events_alone",
        "events_disputed",
        "first",
        "last",
    )
    rows = (
        (o.iri, o.label, o.articles, o.copies, o.reports, o.claims, o.events, o.alone, o.disputed, o.first, o.last)
        for o in outlets_of(store_of(request))
    )
    return csv_response("sources", columns, rows)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the build with its software."""

    iri: str
    label: str
    facts: tuple[tuple[str, str], ...]


def builds(request: Request) -> Response:
    """What built the graph, and what changed since the build before."""
    store = store_of(request)
    walker = Walker(store)
    steps = []
    for kind in (PROV.Activity, PROV.SoftwareAgent):
        for quad in sorted(
            {
                q.subject.value
                for q in store.matching(predicate=RDF.type, value=kind)
                if isinstance(q.subject, NamedNode)
            }
        ):
            facts = tuple(
                (
                    p.value.rsplit("#", 1)[-1].rsplit("/", 1)[-1],
                    walker.label(v) if isinstance(v, NamedNode) else getattr(v, "value", ""),
                )
                for p, v in walker.properties(NamedNode(quad))
                if p not in {RDF.type, PROV.used}
            )
            steps.append(Step(quad, walker.label(NamedNode(quad)).rsplit("/", 1)[-1], facts))
    graphs = once(store, "graphs", lambda: _graphs(store))
    return page(
        request,
        "builds.html",
        meta=store.meta,
        steps=steps,
        graphs=graphs,
        triples=len(store),
        changes=_changes(store),
        data=(
            DataLink("Provenance, Turtle", "/graph/build.ttl"),
            DataLink("VoID", "/.well-known/void"),
            DataLink("DCAT", "/dataset"),
        ),
        sparql=shown(_STEPS, store.names),
    )


def _graphs(store: Store) -> list[tuple[str, int]]:
    """How many named graphs there are of each kind; all articles' under "article"."""
    names = store.names
    kinds = ("article" if names.is_article_graph(g) else names.path(g).removeprefix("graph/") for g in store.graphs())
    return sorted(Counter(kinds).items())


_STEPS = """SELECT ?step ?property ?value WHERE {
  ?step a prov:Activity ; ?property ?value .
} ORDER BY ?step ?property"""


def _changes(store: Store) -> str:
    """What changed since the build before, in words; empty where there is none."""
    return once(store, "changes", lambda: _changed(store))


def _changed(store: Store) -> str:
    if store.folder is None:
        return ""
    try:
        with open_previous(store.folder) as before:
            return diff_text(diff(before, store))
    except KgError:
        return ""


def about(request: Request) -> Response:
    """What this is, how to read it, keys, addresses for programs, licences."""
    store = store_of(request)
    languages = Counter(
        q.object.value for q in store.matching(predicate=SCHEMA.inLanguage) if hasattr(q.object, "value")
    )
    data = (
        DataLink("DCAT", "/dataset"),
        DataLink("VoID", "/.well-known/void"),
        DataLink("OpenAPI", "/openapi.json"),
    )
    return page(request, "about.html", languages=languages.most_common(), data=data)


PAGES = (
    Page("/sources", sources),
    Page("/sources.csv", sources_csv),
    Page("/builds", builds),
    Page("/about", about),
)
