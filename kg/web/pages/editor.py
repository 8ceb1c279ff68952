"""The query editor: a form with a text area that works alone, and what its scripts fetch."""

from __future__ import annotations

import json
import tempfile
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import UnknownQueryError
from kg.querying import read_catalogue
from kg.querying.text_index import TextIndex, open_index
from kg.rdf.namespaces import KG
from kg.web.site import Page, page, site_of, store_of
from kg.web.sparql import shown
from kg.web.views.summary import example_text, summary_json

MOST_NAMES = 10
LONGEST_WORDS = 100  # characters of a name being typed

START = """SELECT DISTINCT ?event ?name ?earliest ?latest ?place ?precision ?lat ?long
WHERE {
  ?event a kg:Incident ;
    rdfs:label ?name ;
    sem:hasEarliestBeginTimeStamp ?earliest ;
    sem:hasLatestEndTimeStamp ?latest ;
    sem:hasPlace ?where .
  ?where rdfs:label ?place .
  OPTIONAL { ?where kg:precision ?precision ; kg:latitude ?lat ; kg:longitude ?long }
}
ORDER BY DESC(?earliest) ?event
LIMIT 100"""
"""What the editor opens with: small, quick, and with something for each view."""


def editor(request: Request) -> Response:
    """The editor with the query of the address, a canned one (`?example=group/question`), or one to begin with."""
    site, store = site_of(request), store_of(request)
    catalogue = read_catalogue()
    name = request.query_params.get("example", "")
    if name and name not in catalogue:
        raise UnknownQueryError(f"There is no canned query {name!r}; /q lists them.")
    example = example_text(catalogue[name]) if name else shown(START, store.names)
    groups: dict[str, list[object]] = {}
    for query in catalogue.values():
        groups.setdefault(query.group, []).append(query)
    return page(
        request,
        "editor/editor.html",
        query=request.query_params.get("query") or example,
        endpoint=site.settings.endpoint,
        base=store.names.base,
        terms=KG.namespace,
        prefixes=json.dumps(dict(store.names.prefixes)),
        groups=groups,
        example=name,
    )


def schema(request: Request) -> Response:
    """The schema as it is used, for completion."""
    return Response(summary_json(store_of(request)), media_type="application/json")


def names(request: Request) -> Response:
    """Things by the beginning of their names, for completion: [{iri, label, kind}]."""
    store, words = store_of(request), request.query_params.get("q", "")[:LONGEST_WORDS]
    index = _index(request)
    hits = index.suggest(words, limit=MOST_NAMES) or index.search(words, limit=MOST_NAMES)
    found = [
        {"iri": hit.iri, "label": hit.label, "kind": str(hit.kind)}
        for hit in hits
        if hit.iri.startswith(store.names.base)
    ]
    return Response(json.dumps(found, ensure_ascii=False), media_type="application/json")


def _index(request: Request) -> TextIndex:
    return open_index(store_of(request), site_of(request).settings.index_folder or _own_folder())


@cache
def _own_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="kg-index-"))


PAGES = (
    Page("/editor", editor),
    Page("/editor/schema.json", schema),
    Page("/editor/names.json", names),
)
