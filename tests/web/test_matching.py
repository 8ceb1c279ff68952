"""Filters as SPARQL against the same filters spelled in Python."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pyoxigraph import NamedNode
from starlette.datastructures import QueryParams

from kg.rdf.namespaces import KG
from kg.web.filters import FilterError, Filters, Sort, parse_filters
from kg.web.matching import incidents_query, matching_incidents, ordered
from kg.web.sparql import shown
from kg.web.views.events import Event, event_table
from kg.web.views.incidents import count_incidents, incident_rows
from tests.web.world import Site, large_store


def fitting(site: Site, query: str) -> set[str]:
    return {e.iri for e in matching_incidents(site.store, parse_filters(QueryParams(query)))}


def within(event: Event, first: str, last: str) -> bool:
    """Whether its possible days meet the period; an undated one is in no period."""
    known = bool(event.earliest or event.latest)
    return known and (event.latest or "9999") >= first and (event.earliest or "0000") <= last


def by_hand(site: Site, keep: Callable[[Event], bool]) -> set[str]:
    return {e.iri for e in event_table(site.store).values() if not e.is_operation and keep(e)}


@pytest.mark.parametrize(
    ("query", "keep"),
    [
        ("", lambda e: True),
        ("type=AirStrike", lambda e: e.kind == "AirStrike"),
        ("type=AirStrike&type=Shelling", lambda e: e.kind in {"AirStrike", "Shelling"}),
        ("agent=russia", lambda e: any(a.endswith("actor/russia") for a in e.agents)),
        ("actor=russia", lambda e: any(a.endswith("actor/russia") for a in (*e.agents, *e.targets))),
        (
            "agent=Russia&type=AirStrike",
            lambda e: e.kind == "AirStrike" and any(a.endswith("actor/russia") for a in e.agents),
        ),
        ("status=alleged", lambda e: e.status == "alleged"),
        ("disputed=any", lambda e: bool(e.disputed)),
        ("from=2016-08&to=2016-08", lambda e: within(e, "2016-08-01", "2016-08-31")),
    ],
)
def test_matching_when_filtered_gives_what_the_same_by_hand_gives(
    seeds_site: Site, query: str, keep: Callable[[Event], bool]
) -> None:
    assert fitting(seeds_site, query) == by_hand(seeds_site, keep)


def test_matching_when_a_place_is_given_then_incidents_within_it_count(seeds_site: Site) -> None:
    inside = {
        q.subject.value
        for q in seeds_site.store.matching(None, KG.within, NamedNode(f"{seeds_site.store.names.base}place/syria"))
    }
    found = fitting(seeds_site, "place=syria")
    assert len(found) > len(by_hand(seeds_site, lambda e: any(p.endswith("place/syria") for p in e.places))) > 0
    assert found == by_hand(
        seeds_site, lambda e: bool({*inside, f"{seeds_site.store.names.base}place/syria"} & set(e.places))
    )


@pytest.mark.parametrize("query", ["text=bomb", "text=attack+syria", "text=palmyra&type=AirStrike"])
def test_matching_when_words_are_sought_gives_what_the_shown_query_gives(seeds_site: Site, query: str) -> None:
    """Words are sought in memory; the SPARQL that the reader sees must say the same."""
    filters = parse_filters(QueryParams(query))
    text = shown(incidents_query(seeds_site.store, filters), seeds_site.store.names)
    rows = {row[0].value for row in seeds_site.store.oxigraph.query(text, use_default_graph_as_union=True)}
    assert rows == fitting(seeds_site, query)


def test_shown_query_when_a_value_is_hostile_stays_a_value(small_site: Site) -> None:
    filters = Filters(text='"} SELECT * WHERE { ?s ?p ?o } #')
    text = shown(incidents_query(small_site.store, filters), small_site.store.names)
    assert list(small_site.store.oxigraph.query(text, use_default_graph_as_union=True)) == []


def test_matching_when_a_name_is_unknown_then_near_names_are_offered(seeds_site: Site) -> None:
    with pytest.raises(FilterError) as caught:
        fitting(seeds_site, "agent=Russland")
    assert caught.value.key == "agent"
    with pytest.raises(FilterError) as near:
        fitting(seeds_site, "agent=Rusia")
    assert any(choice.endswith("actor/russia") for choice in near.value.choices)


def test_rows_when_paged_never_overlap_and_miss_none() -> None:
    store = large_store(130)
    pages = [incident_rows(store, Filters(), 50, offset) for offset in (0, 50, 100)]
    iris = [row.iri for rows in pages for row in rows]
    assert len(iris) == len(set(iris)) == count_incidents(store, Filters()) == 130


def test_ordered_when_by_date_puts_undated_ones_last_either_way(seeds_site: Site) -> None:
    events = [e for e in event_table(seeds_site.store).values() if not e.is_operation]
    for sort in (Sort.NEWEST, Sort.OLDEST):
        dated = [bool(e.earliest or e.latest) for e in ordered(events, sort)]
        assert dated == sorted(dated, reverse=True)
        assert True in dated and False in dated
