"""Search over everything, and suggestions while one types."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from pyoxigraph import Literal, NamedNode
from starlette.requests import Request
from starlette.responses import Response

from kg.errors import QueryParameterError
from kg.querying.text_index import Hit, Kind
from kg.querying.walking import Walker
from kg.rdf.namespaces import KG, SCHEMA
from kg.storage import Store
from kg.web.filters import FilterError
from kg.web.lists import asked_of
from kg.web.site import DataLink, Page, page, site_of, store_of
from kg.web.sparql import compose, shown
from kg.web.views.entities import entity_table
from kg.web.views.events import event_table
from kg.web.views.naming import named
from kg.web.views.paging import pages_of
from kg.web.views.searching import index_of
from kg.web.words import counted, spaced

PER_PAGE = 30
_PLURAL = {
    Kind.ACTOR: "Actors", Kind.PLACE: "Places", Kind.INCIDENT: "Incidents", Kind.OPERATION: "Operations",
    Kind.ARTICLE: "Articles", Kind.CLAIM: "Claims",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A hit with what helps to tell it from others: its type and counts in words."""

    hit: Hit
    kind: str
    about: str


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many hits there are of a kind, and the address that shows only those."""

    label: str
    count: int
    href: str
    chosen: bool


def search(request: Request) -> Response:
    """What fits the words of `?q=`; `?kind=` keeps one kind."""
    store = store_of(request)
    asked = asked_of(request, keys={"q", "kind"}, sorts=("",))
    words, kind = asked.get("q"), _kind(asked.get("kind"))
    index = index_of(store, site_of(request).settings)
    kinds = [kind] if kind else None
    total = index.count(words, kinds) if words else 0
    pages = pages_of(total, PER_PAGE, asked.page, asked.address("/search"))
    hits = index.search(words, kinds, PER_PAGE, PER_PAGE * (asked.page - 1)) if words else []
    counts = [
        KindCount(label, n, f"/search?{urlencode({'q': words, 'kind': one.value})}", one is kind)
        for one, label in _PLURAL.items()
        if words and (n := index.count(words, [one]))
    ]
    return page(
        request,
        "search.html",
        words=words,
        kind=kind.value if kind else "",
        total=total,
        counts=counts,
        found=[_found(store, hit) for hit in hits],
        pages=pages,
        sparql=shown(_query(words, kind), store.names) if words else "",
        data=_data(words, kind, site_of(request).settings.endpoint, store),
    )


def _query(words: str, kind: Kind | None) -> str:
    """The same search at the endpoint, by its service of the text index."""
    kinds = f"kg:kind {Literal(kind.value)} ; " if kind else ""
    pattern = f"SERVICE kg:search {{ ?found kg:query {Literal(words)} ; {kinds}kg:label ?label ; kg:score ?score }}"
    return compose("SELECT ?found ?label ?score", [pattern], "ORDER BY DESC(?score)")


def _data(words: str, kind: Kind | None, endpoint: str, store: Store) -> tuple[DataLink, ...]:
    if not words:
        return ()
    query = shown(_query(words, kind), store.names)
    forms = (("CSV", "csv"), ("JSON", "json"))
    return tuple(DataLink(label, f"{endpoint}?{urlencode({'query': query, 'format': form})}") for label, form in forms)


def _kind(text: str) -> Kind | None:
    if not text:
        return None
    try:
        return Kind(text)
    except ValueError:
        raise FilterError("kind", f"{text!r} is not one of {', '.join(Kind)}.") from None


def _found(store: Store, hit: Hit) -> Found:
    about = ""
    entity, event = entity_table(store).get(hit.iri), event_table(store).get(hit.iri)
    kind = hit.kind.value
    if entity:
        kind = spaced(entity.kind)
        about = f"{counted(entity.mentions, 'mention')}, {counted(entity.incidents, 'incident')}"
    elif event:
        kind = spaced(event.kind)
        about = ", ".join(part for part in (event.when, counted(event.articles, "article")) if part)
    else:
        walker, node = Walker(store), NamedNode(hit.iri)
        article = walker.node(node, KG.inArticle) or node
        claimant = walker.node(node, KG.claimant)
        parts = (
            walker.label(claimant) if claimant else "",
            walker.outlet(article),
            walker.text(article, SCHEMA.datePublished),
        )
        about = ", ".join(part for part in parts if part)
    return Found(hit, kind, about)


MOST_SUGGESTIONS = 10


def suggest(request: Request) -> Response:
    """Names that begin like `?q=`, as JSON: `value` is what a filter or parameter takes, `label` tells it from others."""
    store = store_of(request)
    words = request.query_params.get("q", "")[:100]
    kind = _kind(request.query_params.get("kind", ""))
    kinds = [kind] if kind else [Kind.ACTOR, Kind.PLACE, Kind.INCIDENT, Kind.OPERATION, Kind.ARTICLE]
    try:
        hits = (
            index_of(store, site_of(request).settings).suggest(words, kinds, MOST_SUGGESTIONS) if words.strip() else []
        )
    except ValueError as error:
        raise QueryParameterError(f"q: {error}") from error
    rows = [{"value": _value(store, hit), "label": f"{hit.label} ({_found(store, hit).kind})"} for hit in hits]
    return Response(json.dumps(rows, ensure_ascii=False), media_type="application/json")


def _value(store: Store, hit: Hit) -> str:
    """Its name where that is enough, else what its IRI ends in: two places of one name are two."""
    if hit.kind in {Kind.ACTOR, Kind.PLACE} and named(store, hit.label, hit.kind.value) != (hit.iri,):
        return store.names.path(NamedNode(hit.iri))
    return hit.label


PAGES = (Page("/search", search), Page("/suggest", suggest))
