"""The page of anything else that the graph speaks of: claims, reports, figures, evidence, named graphs, other sites' things."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from kg.errors import NotFoundError, QueryParameterError
from kg.querying.citing import cited_for
from kg.querying.facts import Fact, facts_of
from kg.querying.passages import passages_of
from kg.querying.walking import Walker
from kg.rdf.namespaces import KG
from kg.storage import Store
from kg.web.exports import graph_response
from kg.web.site import DataLink, Page, iri_href, page, store_of
from kg.web.sparql import compose, shown, values
from kg.web.views.accounts import Account, account_of, fields_of
from kg.web.views.addresses import data_links, iri_of_request
from kg.web.views.claims import claim_line, contradictions_among
from kg.web.views.quoting import quoted

MOST_PASSAGES, MOST_FACTS = 20, 150


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact with the address of its value, empty where the value is words."""

    says: str
    value: str
    href: str
    by: tuple[str, ...]


def thing(request: Request) -> Response:
    """Anything below the base IRI at its path."""
    return _page(request, iri_of_request(request))


def resource(request: Request) -> Response:
    """Anything by its IRI: `?iri=…`; things of other sites that the graph speaks of."""
    return _page(request, _asked_iri(request).value)


def _asked_iri(request: Request) -> NamedNode:
    iri = request.query_params.get("iri", "")
    try:
        return NamedNode(iri)
    except ValueError:
        raise QueryParameterError(f"iri: {iri!r} is no absolute IRI.") from None


def _page(request: Request, iri: str) -> Response:
    store = store_of(request)
    walker, node = Walker(store), NamedNode(iri)
    graph = store.oxigraph.contains_named_graph(node)
    if not graph and not walker.exists(node):
        raise NotFoundError(f"The graph holds nothing under {iri}. Search for it, or look at the lists.")
    kinds = set(walker.kinds(node))
    facts = facts_of(walker, node)
    passages = () if graph else passages_of(walker, cited_for(walker, node))
    is_claim = KG.Claim in kinds
    return page(
        request,
        "thing.html",
        iri=iri,
        own=iri.startswith(store.names.base),
        short=walker.short(node),
        label=walker.label(node),
        kind=walker.kind(node) if not graph else "named graph",
        claim=claim_line(walker, node) if is_claim else None,
        versus=contradictions_among(walker, [node]) if is_claim or KG.Report in kinds else [],
        account=_account(walker, node) if KG.Report in kinds else None,
        fields=fields_of(()),
        facts=[_line(store, fact) for fact in facts[:MOST_FACTS]],
        facts_left=max(0, len(facts) - MOST_FACTS),
        graph_size=sum(1 for _ in store.quads(node)) if graph else None,
        article=_article(store, node) if graph else "",
        passages=quoted(passages[:MOST_PASSAGES]),
        passages_left=max(0, len(passages) - MOST_PASSAGES),
        data=data_links(store, iri)
        if iri.startswith(store.names.base)
        else (DataLink("Turtle", f"/resource.ttl?{urlencode({'iri': iri})}"),),
        sparql=shown(_query(node, graph), store.names),
    )


def _account(walker: Walker, node: NamedNode) -> Account:
    return account_of(walker, node)


def _article(store: Store, graph: NamedNode) -> str:
    """The article whose graph this is, empty for the other graphs."""
    return store.names.article(store.names.article_id(graph)).value if store.names.is_article_graph(graph) else ""


def _line(store: Store, fact: Fact) -> FactLine:
    iri = _expanded(store, fact.iri)
    value = fact.value
    if value == fact.iri and iri.startswith(f"{store.names.base}report/"):  # a report has no name: its event's
        walker = Walker(store)
        event = walker.node(NamedNode(iri), KG.reportOf)
        value = f"report of {walker.label(event)}" if event else value
    return FactLine(fact.says, value, iri_href(iri, store.names.base) if iri else "", fact.by)


def _expanded(store: Store, short: str) -> str:
    """An IRI from a prefixed name; IRIs that no prefix shortens stay."""
    prefix, _, rest = short.partition(":")
    return f"{store.names.prefixes[prefix]}{rest}" if prefix in store.names.prefixes else short


def _query(node: NamedNode, graph: bool) -> str:
    if graph:
        return compose(
            "SELECT ?subject ?property ?value", [values("graph", [node]), "GRAPH ?graph { ?subject ?property ?value }"]
        )
    return compose(
        "SELECT ?property ?value", [values("thing", [node]), "?thing ?property ?value ."], "ORDER BY ?property ?value"
    )


def resource_ttl(request: Request) -> Response:
    """What the graph says of a thing of another site, as Turtle."""
    return graph_response(store_of(request), [_asked_iri(request).value], "ttl")


PAGES = (
    Page("/resource", resource),
    Page("/resource.ttl", resource_ttl),
)
LAST = (Page("/{path:path}", thing),)
"""Takes every address that no other page has."""
