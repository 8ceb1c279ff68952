"""The page of an incident or operation: what each source says, field by field, with the words."""

from __future__ import annotations

from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from kg.errors import NotFoundError
from kg.querying.walking import Walker
from kg.rdf.namespaces import KG
from kg.storage import Store
from kg.web.site import Page, page, store_of
from kg.web.sparql import compose, shown, values
from kg.web.views.accounts import accounts_of, fields_of
from kg.web.views.addresses import data_links, iri_of_request
from kg.web.views.claims import claim_line, contradictions_among
from kg.web.views.events import Event, event_table
from kg.web.views.incidents import Thing, rows_of
from kg.web.views.locator import locator

MOST_CLAIMS, MOST_CONTRADICTIONS = 200, 60


def event(request: Request) -> Response:
    """An incident, or an operation with the incidents in it."""
    store = store_of(request)
    iri = iri_of_request(request)
    found = event_table(store).get(iri)
    if found is None:
        raise NotFoundError(f"The graph holds no event under {iri}.")
    walker, node = Walker(store), NamedNode(iri)
    accounts = accounts_of(walker, node)
    claims = [NamedNode(c) for c in dict.fromkeys(c for account in accounts for c in account.claims)]
    reports = [NamedNode(account.report) for account in accounts]
    versus = contradictions_among(walker, [*claims, *reports])
    row = rows_of(store, [found])[0]
    return page(
        request,
        "event.html",
        row=row,
        path=store.names.path(node).rsplit("/", 1)[-1],
        fields=fields_of(found.disputed),
        accounts=accounts,
        voices=len({account.outlet_iri or account.article for account in accounts if not account.copy_of}),
        claims=[claim_line(walker, claim) for claim in claims[:MOST_CLAIMS]],
        versus=versus[:MOST_CONTRADICTIONS],
        parts=rows_of(store, _parts(store, iri)),
        whole=_thing(walker, NamedNode(found.part_of)) if found.part_of else None,
        candidates=[_thing(walker, other) for other in walker.nodes(node, KG.sameAsCandidate)],
        locator=locator(row.places),
        data=data_links(store, iri),
        sparql=shown(_query(node), store.names),
    )


def _thing(walker: Walker, node: NamedNode) -> Thing:
    return Thing(node.value, walker.label(node))


def _parts(store: Store, iri: str) -> list[Event]:
    parts = [e for e in event_table(store).values() if e.part_of == iri]
    return sorted(parts, key=lambda e: (e.earliest or e.latest or "9999", e.label, e.iri))


_ACCOUNTS = """?report kg:reportOf ?event ; kg:inArticle ?article .
OPTIONAL { ?article schema:publisher/rdfs:label ?outlet }
{ ?report ?property ?value . FILTER (?property IN (kg:status, kg:agent, kg:target, kg:targetText, sem:hasPlace, kg:means, kg:edtf)) }
UNION { ?count kg:countIn ?report ; ?property ?value . FILTER (?property IN (kg:kind, kg:minimum, kg:maximum, kg:victims)) }"""


def _query(event: NamedNode) -> str:
    head = "SELECT ?outlet ?article ?report ?count ?property ?value"
    return compose(head, [values("event", [event]), _ACCOUNTS], "ORDER BY ?outlet ?report ?count ?property")


PAGES = (Page("/event/{name}", event),)
