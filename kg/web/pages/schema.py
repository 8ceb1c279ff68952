"""The schema: classes and properties with their meaning, counts and examples."""

from __future__ import annotations

from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from kg.errors import NotFoundError
from kg.querying.walking import Walker
from kg.rdf.namespaces import kg
from kg.web.exports import graph_response
from kg.web.site import DataLink, Page, page, store_of
from kg.web.sparql import compose, shown, values
from kg.web.views.schema import class_tree, properties_of, term_page


def schema(request: Request) -> Response:
    """All classes as a tree, all properties in use."""
    store = store_of(request)
    data = (
        DataLink("Ontology, Turtle", "/graph/ontology.ttl"),
        DataLink("JSON-LD", "/graph/ontology.jsonld"),
        DataLink("VoID", "/.well-known/void"),
    )
    return page(
        request,
        "schema.html",
        classes=class_tree(store),
        properties=properties_of(store),
        prefixes=store.names.prefixes,
        data=data,
        sparql=shown(_COUNTS, store.names),
    )


_COUNTS = """SELECT ?class ?property (COUNT(DISTINCT ?thing) AS ?uses) WHERE {
  ?thing a ?class ; ?property ?value .
} GROUP BY ?class ?property ORDER BY ?class DESC(?uses)"""


def term(request: Request) -> Response:
    """One term of the ontology."""
    store, node = store_of(request), _term(request)
    return page(
        request,
        "term.html",
        term=term_page(store, node),
        data=(DataLink("Turtle", f"/schema/{request.path_params['name']}.ttl"),),
        sparql=shown(_query(node), store.names),
    )


def term_ttl(request: Request) -> Response:
    """What the graph says of a term, as Turtle."""
    return graph_response(store_of(request), [_term(request).value], "ttl")


def _term(request: Request) -> NamedNode:
    store = store_of(request)
    try:
        node = kg(request.path_params["name"])
    except ValueError as error:
        raise NotFoundError("This address spells no term.") from error
    if not Walker(store).exists(node) and not any(True for _ in store.matching(predicate=node)):
        raise NotFoundError(f"The ontology has no term {node.value}.")
    return node


def _query(node: NamedNode) -> str:
    pattern = "{ ?thing a ?term } UNION { ?thing ?term ?value }"
    return compose("SELECT DISTINCT ?thing ?value", [values("term", [node]), pattern], "LIMIT 100")


PAGES = (
    Page("/schema", schema),
    Page("/schema/{name}.ttl", term_ttl),
    Page("/schema/{name}", term),
)
