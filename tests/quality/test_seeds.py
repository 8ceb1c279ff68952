"""What the five articles that come with the project tell in common, read by the reader and linked."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.domain.extraction import EventType
from kg.domain.links import Event
from kg.linking import Gazetteer, link
from kg.reference import load_knowledge
from tests.benchmarks.bench_clusters import read


@pytest.fixture(scope="module")
def shared_events(seeds_store: Path, gazetteer_folder: Path) -> list[Event]:
    """The events that several of the articles tell."""
    knowledge = load_knowledge()
    with Gazetteer.open(gazetteer_folder, knowledge.places) as gazetteer:
        links = link(read(seeds_store), knowledge, gazetteer)
    return [e for e in links.events if len({article for article, _ in e.reports}) > 1]


def test_seeds_when_linked_then_palmyras_seizure_and_the_start_of_the_russian_campaign_are_one_event_each(
    shared_events: list[Event],
) -> None:
    assert {"Capture: Palmyra, 2015-05", "Operation: Syria, 2015-09-30"} <= {e.label for e in shared_events}


def test_seeds_when_linked_then_the_two_helicopters_are_never_one(shared_events: list[Event]) -> None:
    assert not [e for e in shared_events if e.type is EventType.AIRCRAFT_SHOOTDOWN]
