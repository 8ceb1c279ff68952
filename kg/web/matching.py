"""From filters to SPARQL with bound terms, and to the incidents that fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from kg.querying.parameters import iri_of
from kg.rdf import literals
from kg.rdf.namespaces import kg
from kg.storage import Store
from kg.web.cache import once
from kg.web.filters import FilterError, Filters, Sort
from kg.web.sparql import compose, values
from kg.web.views.events import Event, event_table
from kg.web.views.naming import named, near_names, told_words

_PATTERN_OF = {
    "actor": "?event kg:agent|kg:target ?actor .",
    "agent": "?event kg:agent ?agent .",
    "target": "?event kg:target ?target .",
    # `kg:within` is closed by the rules, so one step reaches every place around it
    "place": "{ ?event sem:hasPlace ?place } UNION { ?event sem:hasPlace/kg:within ?place }",
    "outlet": "?report kg:reportOf ?event ; kg:inArticle/schema:publisher ?outlet .",
}
_BOUNDS = """OPTIONAL { ?event sem:hasEarliestBeginTimeStamp ?earliest }
OPTIONAL { ?event sem:hasLatestEndTimeStamp ?latest }"""
# An open side leaves everything possible there; where neither is known, the incident is in no period.
_SINCE = "FILTER (IF(BOUND(?latest), ?latest >= ?from, BOUND(?earliest)))"
_UNTIL = "FILTER (IF(BOUND(?earliest), ?earliest <= ?to, BOUND(?latest)))"
_WORDS = (
    "?event rdfs:label|(^kg:reportOf/kg:evidence/oa:hasTarget/oa:hasSelector/oa:exact) ?{0} .",
    "FILTER (CONTAINS(LCASE(?{0}), ?sought{0}))",
)
_HEAD = "SELECT DISTINCT ?event"
_ORDER = "ORDER BY ?event"


def resolve_thing(store: Store, key: str, value: str) -> NamedNode:
    """The thing that a filter names: by path below the base, IRI, prefixed name or in words.

    Raises:
        FilterError: the graph has nothing so called, or several things.
    """
    if value.count("/") == 1 and " " not in value and ":" not in value:
        node = NamedNode(store.names.base + quote(value, safe="/%~"))
        if any(True for _ in store.matching(node)):
            return node
        value = value.partition("/")[2].replace("-", " ")
    segment = "place" if key == "place" else "actor"
    if iri := _iri(store, value):
        return iri
    found = named(store, value, segment)
    if len(found) == 1:
        return NamedNode(found[0])
    if found:
        raise FilterError(key, f"{value!r} names {len(found)} things; take one of them.", choices=found)
    near = near_names(store, value, segment)
    hint = " Near names are offered." if near else ""
    raise FilterError(key, f"the graph has no {segment} called {value!r}.{hint}", choices=near)


def _iri(store: Store, value: str) -> NamedNode | None:
    """The thing whose IRI or prefixed name this is; None where it is no IRI or nothing is known of it."""
    try:
        node = iri_of(value, store)
    except ValueError:
        return None
    return node if node and any(True for _ in store.matching(node)) else None


def resolved(store: Store, filters: Filters) -> Filters:
    """The same filters with every thing given by its path below the base; things of elsewhere by IRI.

    Raises:
        FilterError: the graph has nothing so called, or several things.
    """
    found = {
        key: tuple(dict.fromkeys(store.names.path(resolve_thing(store, key, v)) for v in getattr(filters, key)))
        for key in _PATTERN_OF
    }
    return replace(filters, **found)  # type: ignore[arg-type]


def patterns(store: Store, filters: Filters) -> list[str]:
    """The patterns that bind `?event` to the incidents that fit.

    Raises:
        FilterError: as `resolve_thing`.
    """
    return ["?event a kg:Incident .", *_patterns(store, filters)]


def _patterns(store: Store, filters: Filters) -> Iterator[str]:
    if filters.type:
        yield values("type", [kg(name) for name in filters.type])
        yield "?event a ?type ."
    for key, pattern in _PATTERN_OF.items():
        given: tuple[str, ...] = getattr(filters, key)
        if given:
            yield values(key, [resolve_thing(store, key, value) for value in given])
            yield pattern
    if filters.status:
        yield values("status", [literals.string(status) for status in filters.status])
        yield "?event kg:status ?status ."
    if filters.disputed:
        if "any" not in filters.disputed:
            yield values("disputed", [literals.string(feature) for feature in filters.disputed])
        yield "?event kg:disputedIn ?disputed ."
    if filters.since or filters.until:
        yield _BOUNDS
    if filters.since:
        yield values("from", [literals.day(filters.since)])
        yield _SINCE
    if filters.until:
        yield values("to", [literals.day(filters.until)])
        yield _UNTIL
    for number, word in enumerate(filters.text.lower().split(), start=1):
        name = f"words{number}"
        yield values(f"sought{name}", [Literal(word)])
        yield from (line.replace("{0}", name) for line in _WORDS)


def incidents_query(store: Store, filters: Filters) -> str:
    """The SPARQL that gives the incidents that fit, as the reader may see and run it.

    Raises:
        FilterError: as `resolve_thing`.
    """
    return compose(_HEAD, patterns(store, filters), _ORDER)


def matching_incidents(store: Store, filters: Filters) -> Sequence[Event]:
    """The incidents that fit, in the order asked for; kept for each generation.

    Raises:
        FilterError: a filter names nothing in this graph, or several things.
    """
    key = ("matching", filters.to_query(page=1))
    return once(store, key, lambda: _matching(store, filters))


def _matching(store: Store, filters: Filters) -> tuple[Event, ...]:
    table = event_table(store)
    narrowing = replace(filters, text="")  # words are sought in memory: in SPARQL half a second for 2,600 incidents
    if narrowing.narrowing:
        rows = store.select(incidents_query(store, narrowing))
        found = [table[iri.value] for (iri,) in rows if isinstance(iri, NamedNode) and iri.value in table]
    else:
        found = [event for event in table.values() if not event.is_operation]
    if filters.text:
        told, sought = told_words(store), filters.text.lower().split()
        found = [event for event in found if all(word in told.get(event.iri, "") for word in sought)]
    return tuple(ordered(found, filters.sort))


def ordered(events: Sequence[Event], sort: Sort) -> list[Event]:
    """Events in an order; undated ones last in the orders by date. Ties by label and IRI."""
    found = sorted(events, key=lambda e: (e.label, e.iri))
    match sort:
        case Sort.LABEL:
            return found
        case Sort.REPORTS:
            return sorted(found, key=lambda e: (-e.articles, -e.reports))
        case Sort.KILLED:
            return sorted(found, key=lambda e: -(e.killed_high or e.killed_low or -1))
        case Sort.OLDEST:
            return sorted(found, key=lambda e: (not (e.earliest or e.latest), e.earliest or e.latest, e.latest))
    dated = sorted(found, key=lambda e: (e.latest or e.earliest, e.earliest), reverse=True)
    return sorted(dated, key=lambda e: not (e.earliest or e.latest))
