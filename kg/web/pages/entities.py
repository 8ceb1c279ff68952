"""Lists and pages of actors and places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from kg.errors import NotFoundError
from kg.querying.citing import cited_for
from kg.querying.names import fold
from kg.querying.passages import Cited, passages_of
from kg.querying.walking import Walker
from kg.rdf.namespaces import KG
from kg.storage import Store
from kg.web.exports import csv_response
from kg.web.filters import Filters
from kg.web.lists import Asked, asked_of
from kg.web.matching import incidents_query, ordered
from kg.web.site import DataLink, Page, page, store_of
from kg.web.sparql import compose, shown
from kg.web.views.addresses import data_links, iri_of_request
from kg.web.views.charts import histogram
from kg.web.views.claims import claim_line
from kg.web.views.entities import Entity, entity_table
from kg.web.views.events import Event, event_table, label_of, pairs
from kg.web.views.incidents import Thing, rows_of, spot_of
from kg.web.views.locator import locator
from kg.web.views.paging import pages_of
from kg.web.views.quoting import quoted
from kg.web.views.relations import offices_of, relations_of

PER_PAGE = 100
MOST_INCIDENTS, MOST_CLAIMS, MOST_PASSAGES = 30, 30, 12
_SORTS = (
    ("", "most mentioned first"),
    ("incidents", "most incidents first"),
    ("claims", "most claims first"),
    ("label", "by name"),
)


def _asked(request: Request) -> Asked:
    return asked_of(request, keys={"text", "kind"}, sorts=[key for key, _ in _SORTS])


def _found(store: Store, asked: Asked, places: bool) -> list[Entity]:
    words = fold(asked.text).split()
    found = [
        e
        for e in entity_table(store).values()
        if e.is_place == places
        and (not asked.get("kind") or e.kind == asked.get("kind"))
        and all(any(word in fold(name) for name in (e.label, *e.names)) for word in words)
    ]
    keys: dict[str, Callable[[Entity], tuple[int, str]]] = {
        "incidents": lambda e: (-e.incidents, e.label),
        "claims": lambda e: (-e.claims, e.label),
        "label": lambda e: (0, fold(e.label)),
    }
    return sorted(found, key=keys[asked.sort]) if asked.sort else found


def _list(request: Request, places: bool) -> Response:
    store, asked = store_of(request), _asked(request)
    path = "/places" if places else "/actors"
    found = _found(store, asked, places)
    first = PER_PAGE * (asked.page - 1)
    pages = pages_of(len(found), PER_PAGE, asked.page, asked.address(path))
    kinds = Counter(e.kind for e in entity_table(store).values() if e.is_place == places)
    rows = found[first : first + PER_PAGE]
    return page(
        request,
        "entities.html",
        places=places,
        path=path,
        asked=asked,
        sorts=_SORTS,
        kinds=kinds.most_common(),
        total=len(found),
        any=bool(kinds),
        rows=rows,
        labels={e.within: label_of(store, e.within) for e in rows if e.within},
        pages=pages,
        data=(DataLink("CSV", f"{path}.csv?{urlencode(asked.pairs)}"),),
        sparql=shown(_PLACES if places else _ACTORS, store.names),
    )


_COUNTS = "OPTIONAL { SELECT ?thing (COUNT(*) AS ?mentions) WHERE { ?mention kg:mentionOf ?thing } GROUP BY ?thing }"
_ORDER = "ORDER BY DESC(?mentions) ?label"
_HEAD = "SELECT DISTINCT ?thing ?label ?mentions"
_ACTORS = compose(_HEAD, ["?thing a kg:Actor ; rdfs:label ?label .", _COUNTS], _ORDER)
_PLACES = compose(_HEAD, ["?thing a kg:Place ; rdfs:label ?label .", _COUNTS], _ORDER)


def actors(request: Request) -> Response:
    """Every actor, the most mentioned first."""
    return _list(request, places=False)


def places(request: Request) -> Response:
    """Every place, the most mentioned first."""
    return _list(request, places=True)


_COLUMNS = (
    "iri",
    "label",
    "kind",
    "names",
    "within",
    "wikidata",
    "geonames",
    "mentions",
    "articles",
    "incidents",
    "claims",
)


def _csv(request: Request, places: bool) -> Response:
    rows = (
        (
            e.iri,
            e.label,
            e.kind,
            " | ".join(e.names),
            e.within,
            e.wikidata,
            e.geonames,
            e.mentions,
            e.articles,
            e.incidents,
            e.claims,
        )
        for e in _found(store_of(request), _asked(request), places)
    )
    return csv_response("places" if places else "actors", _COLUMNS, rows)


def actors_csv(request: Request) -> Response:
    """The list of actors as CSV."""
    return _csv(request, places=False)


def places_csv(request: Request) -> Response:
    """The list of places as CSV."""
    return _csv(request, places=True)


def entity(request: Request) -> Response:
    """An actor or a place: names, incidents, claims, relations, and where it is mentioned."""
    store = store_of(request)
    iri = iri_of_request(request)
    found = entity_table(store).get(iri)
    if found is None:
        raise NotFoundError(f"The graph holds no actor or place under {iri}.")
    walker, node = Walker(store), NamedNode(iri)
    path = store.names.path(node)
    filters = Filters(place=(path,)) if found.is_place else Filters(actor=(path,))
    events = _events(store, found)
    claims = walker.subjects(KG.claimant, node)
    passages = passages_of(walker, _mentions(walker, node))
    spot = spot_of(store, iri) if found.is_place else None
    return page(
        request,
        "entity.html",
        entity=found,
        within=_chain(walker, node),
        contains=_contained(store, iri),
        rows=rows_of(store, events[:MOST_INCIDENTS]),
        total=len(events),
        query=filters.to_query(),
        chart=histogram(events, filters),
        shares=_shares(store, found, events),
        claims=[claim_line(walker, claim) for claim in claims[:MOST_CLAIMS]],
        all_claims=len(claims),
        relations=relations_of(walker, node),
        offices=offices_of(walker, node),
        candidates=[Thing(c.value, walker.label(c)) for c in walker.nodes(node, KG.sameAsCandidate)],
        passages=quoted(passages[:MOST_PASSAGES]),
        all_passages=len(passages),
        locator=locator([spot]) if spot else None,
        spot=spot,
        data=data_links(store, iri),
        sparql=shown(incidents_query(store, filters), store.names),
    )


def _events(store: Store, entity: Entity) -> list[Event]:
    """At the place or at places within it; with the actor on either side."""
    if entity.is_place:
        inside = {entity.iri, *(part for part, _ in pairs(store.matching(None, KG.within, NamedNode(entity.iri))))}
        found = [e for e in event_table(store).values() if inside & set(e.places)]
    else:
        found = [e for e in event_table(store).values() if entity.iri in e.agents or entity.iri in e.targets]
    return ordered([e for e in found if not e.is_operation], Filters().sort)


def _mentions(walker: Walker, node: NamedNode) -> list[Cited]:
    """The evidence of its mentions, one from each article."""
    seen: set[NamedNode] = set()
    found: list[Cited] = []
    for mention in walker.subjects(KG.mentionOf, node):
        article = walker.node(mention, KG.inArticle)
        if article is None or article in seen or len(found) >= MOST_PASSAGES:
            continue
        seen.add(article)
        found += list(cited_for(walker, mention))[:1]
    return found


def _chain(walker: Walker, node: NamedNode) -> list[Thing]:
    """The places around it, the narrowest first: one that lies within another of them comes before it."""
    around = walker.nodes(node, KG.within)
    ranked = sorted(around, key=lambda n: -sum(1 for other in around if other in walker.nodes(n, KG.within)))
    return [Thing(n.value, walker.label(n)) for n in ranked]


def _contained(store: Store, iri: str) -> list[Thing]:
    inside = sorted({part for part, _ in pairs(store.matching(None, KG.within, NamedNode(iri)))})
    return [Thing(i, label_of(store, i)) for i in inside]


def _shares(store: Store, entity: Entity, events: Sequence[Event]) -> list[tuple[str, list[tuple[Thing, int, str]]]]:
    """Who else stands in these incidents, with a link to those."""
    path = entity.iri.removeprefix(store.names.base)
    base = Filters(place=(path,)) if entity.is_place else Filters(actor=(path,))
    features: list[tuple[str, str, Callable[[Event], Sequence[str]]]] = [
        ("Done by", "agent", lambda e: e.agents),
        ("Struck", "target", lambda e: e.targets),
        ("At", "place", lambda e: e.places),
    ]
    found = []
    for title, key, values in features:
        counts = Counter(v for e in events for v in values(e) if v != entity.iri)
        top = [
            (Thing(iri, label_of(store, iri)), n, base.with_value(key, iri.removeprefix(store.names.base)).to_query())
            for iri, n in sorted(counts.items(), key=lambda c: (-c[1], c[0]))[:8]
        ]
        if top:
            found.append((title, top))
    return found


def operations(request: Request) -> Response:
    """Every operation with how many incidents are told to be part of it."""
    store = store_of(request)
    found = [e for e in event_table(store).values() if e.is_operation]
    counts = Counter(e.part_of for e in event_table(store).values() if e.part_of)
    found.sort(key=lambda e: (-counts[e.iri], -e.articles, e.label, e.iri))
    asked = asked_of(request, keys=(), sorts=("",))
    first = PER_PAGE * (asked.page - 1)
    return page(
        request,
        "operations.html",
        total=len(found),
        rows=rows_of(store, found[first : first + PER_PAGE]),
        counts=counts,
        pages=pages_of(len(found), PER_PAGE, asked.page, asked.address("/operations")),
        data=(DataLink("CSV", "/q/operations/list.csv"),),
        sparql=shown(_OPERATIONS, store.names),
    )


_OPERATIONS = """SELECT ?operation ?label (COUNT(DISTINCT ?part) AS ?incidents) WHERE {
  ?operation a kg:Operation ; rdfs:label ?label .
  OPTIONAL { ?part kg:partOf ?operation . ?part a kg:Incident }
} GROUP BY ?operation ?label ORDER BY DESC(?incidents) ?label"""

PAGES = (
    Page("/actors", actors),
    Page("/actors.csv", actors_csv),
    Page("/places", places),
    Page("/places.csv", places_csv),
    Page("/operations", operations),
    Page("/actor/{name}", entity),
    Page("/place/{name}", entity),
)
