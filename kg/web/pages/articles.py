"""The list of articles, and the reader: an article's text with its evidence marked and what it says beside it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from kg.errors import NotFoundError
from kg.querying.names import fold
from kg.querying.walking import Walker
from kg.rdf.namespaces import KG, SCHEMA
from kg.storage import Store
from kg.web.exports import csv_response
from kg.web.lists import Asked, asked_of
from kg.web.site import DataLink, Page, page, store_of
from kg.web.sparql import compose, shown, values
from kg.web.views.addresses import data_links, iri_of_request
from kg.web.views.articles import Article, article_table, regions_of, statements_of
from kg.web.views.paging import pages_of
from kg.web.views.reader import beside, paragraphs, parse_at

PER_PAGE = 100
_SORTS = (
    ("", "newest first"),
    ("date", "oldest first"),
    ("reports", "most reports first"),
    ("headline", "by headline"),
)
_LAYERS = {"report": {"report", "role", "figure"}, "claim": {"claim", "attribution"}, "mention": {"mention"}}


@dataclass(frozen=True, slots=True)
class _Outlet:
    slug: str
    label: str
    count: int


def articles(request: Request) -> Response:
    """Every article, newest first."""
    store = store_of(request)
    asked = asked_of(request, keys={"text", "outlet"}, sorts=[key for key, _ in _SORTS])
    table = article_table(store)
    found = _found(store, asked)
    pages = pages_of(len(found), PER_PAGE, asked.page, asked.address("/articles"))
    first = PER_PAGE * (asked.page - 1)
    counts = Counter((a.outlet, a.outlet_label) for a in table.values() if a.outlet)
    return page(
        request,
        "articles.html",
        asked=asked,
        sorts=_SORTS,
        outlets=[
            _Outlet(o.rsplit("/", 1)[-1], label, n) for (o, label), n in sorted(counts.items(), key=lambda c: c[0][1])
        ],
        total=len(found),
        any=bool(table),
        rows=found[first : first + PER_PAGE],
        pages=pages,
        data=(DataLink("CSV", f"/articles.csv?{urlencode(asked.pairs)}"),),
        sparql=shown(_LIST, store.names),
    )


_LIST = """SELECT ?article ?headline ?outlet ?published WHERE {
  ?article a kg:Article ; schema:headline ?headline .
  OPTIONAL { ?article schema:publisher ?outlet }
  OPTIONAL { ?article schema:datePublished ?published }
} ORDER BY DESC(?published) ?article"""


def _found(store: Store, asked: Asked) -> list[Article]:
    words = fold(asked.text).split()
    found = [
        a
        for a in article_table(store).values()
        if (not asked.outlet or a.outlet.rsplit("/", 1)[-1] == asked.outlet)
        and all(word in fold(a.headline) for word in words)
    ]
    match asked.sort:
        case "date":
            return found[::-1]
        case "reports":
            return sorted(found, key=lambda a: -a.reports)
        case "headline":
            return sorted(found, key=lambda a: fold(a.headline))
    return found


_COLUMNS = (
    "article",
    "source_id",
    "headline",
    "outlet",
    "published",
    "language",
    "characters",
    "reports",
    "claims",
    "copy_of",
)


def articles_csv(request: Request) -> Response:
    """The same list as CSV."""
    asked = asked_of(request, keys={"text", "outlet"}, sorts=[key for key, _ in _SORTS])
    rows = (
        (
            a.iri,
            a.source_id,
            a.headline,
            a.outlet_label,
            a.day,
            a.language,
            a.characters,
            a.reports,
            a.claims,
            a.copy_of,
        )
        for a in _found(store_of(request), asked)
    )
    return csv_response("articles", _COLUMNS, rows)


def article(request: Request) -> Response:
    """An article to read. `?at=120-141` marks these characters, `?show=` chooses the layers."""
    store = store_of(request)
    iri = iri_of_request(request)
    table = article_table(store)
    if iri not in table:
        raise NotFoundError(f"The graph holds no article under {iri}.")
    walker, node = Walker(store), NamedNode(iri)
    body = walker.body(node)
    at = parse_at(request.query_params.get("at", ""), len(body))
    shows = [key for key in request.query_params.getlist("show") if key in _LAYERS] or ["report", "claim"]
    layers = set().union(*(_LAYERS[key] for key in shows))
    said = statements_of(walker, node, mentions="mention" in shows)
    spans = [span for span in said.spans if span.layer in layers]
    found = paragraphs(body, spans, regions_of(walker, node), at)
    first_of: dict[str, int] = {}
    for span in said.spans:
        if span.statement in said.cards and (span.layer in {"report", "claim"} or span.statement not in first_of):
            first_of[span.statement] = min(span.start, first_of.get(span.statement, span.start))
    kept = {key: start for key, start in first_of.items() if said.cards[key].layer in shows}
    for number, names in beside(found, kept).items():
        found[number].cards.extend(said.cards[name] for name in names)
    url = walker.text(node, SCHEMA.url)
    return page(
        request,
        "article.html",
        article=table[iri],
        original=table[table[iri].copy_of].headline if table[iri].copy_of in table else "another",
        earlier=[table[n.value] for n in walker.nodes(node, KG.revisionOf) if n.value in table],
        later=[table[n.value] for n in walker.subjects(KG.revisionOf, node) if n.value in table],
        copies=[other for other in table.values() if other.copy_of == iri],
        paragraphs=found,
        empty=not said.cards,
        shown=shows,
        at=request.query_params.get("at", ""),
        url=url if url.startswith(("https://", "http://")) else "",
        digest=walker.text(node, KG.digest),
        data=data_links(store, iri),
        sparql=shown(_statements_query(node), store.names),
    )


def _statements_query(article: NamedNode) -> str:
    patterns = [
        values("article", [article]),
        "?statement kg:inArticle ?article ; a ?class ; kg:evidence ?evidence .",
        "?evidence oa:hasTarget/oa:hasSelector ?position , ?quote . ?position oa:start ?start ; oa:end ?end . ?quote oa:exact ?words .",
    ]
    return compose("SELECT ?statement ?class ?start ?end ?words", patterns, "ORDER BY ?start ?end ?statement")


PAGES = (
    Page("/articles", articles),
    Page("/articles.csv", articles_csv),
    Page("/article/{name}", article),
)
