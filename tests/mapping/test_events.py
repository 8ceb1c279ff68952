from __future__ import annotations

import dataclasses

from pyoxigraph import Literal

from kg.domain.links import SameAsCandidate
from kg.mapping import map_events
from kg.rdf.iris import Names
from kg.rdf.namespaces import KG, RDF, SEM, XSD, kg
from tests.factories import make_article, make_links

NAMES = Names()
A, B = make_article("a"), make_article("b")
LINKS = make_links(A, B)
QUADS = list(map_events(LINKS))
STRIKE = next(e for e in LINKS.events if e.part_of)


def facts(subject: object) -> set[tuple[object, object]]:
    return {(q.predicate, q.object) for q in QUADS if q.subject == subject}


def test_map_events_when_reports_were_merged_then_the_event_says_what_where_when_and_why() -> None:
    found = facts(NAMES.data(STRIKE.id))
    assert {
        (RDF.type, kg("AirStrike")),
        (KG.agent, NAMES.data("actor/norland")),
        (SEM.hasPlace, NAMES.data("place/geonames-170001")),
        (SEM.hasEarliestBeginTimeStamp, Literal("2016-08-01", datatype=XSD.date)),
        (KG.mergedBecause, Literal("same place, kind and day")),
        (KG.disputedIn, Literal("agent")),
        (KG.partOf, NAMES.data(STRIKE.part_of)),
    } <= found


def test_map_events_when_claims_contradict_then_both_point_at_each_other_with_a_reason() -> None:
    first, second = NAMES.claim(A.id, "c-denied"), NAMES.claim(A.id, "c-said")
    assert (KG.contradicts, second) in facts(first) and (KG.contradicts, first) in facts(second)
    nodes = {q.subject for q in QUADS if q.object == KG.Contradiction}
    assert len(nodes) == 2
    assert any((KG.first, first) in facts(node) and (KG.second, second) in facts(node) for node in nodes)


def test_map_events_when_two_events_may_be_one_then_the_candidate_is_in_their_graph() -> None:
    first, second = sorted(e.id for e in LINKS.events)
    pair = SameAsCandidate(first=first, second=second, score=0.5, why="same day")
    quads = list(map_events(dataclasses.replace(LINKS, same_as=(pair,))))
    assert any(q.predicate == KG.sameAsCandidate and q.object == NAMES.data(second) for q in quads)
    assert {q.graph_name for q in quads} == {NAMES.graph("events")}
