from __future__ import annotations

import dataclasses
import json
from pathlib import Path

from kg.exporting import export
from kg.mapping import map_entities, map_events
from kg.storage import memory_store
from tests.exporting.world import LINKS, world_quads


def features(path: Path) -> list[dict[str, object]]:
    collection = json.loads(path.read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    return collection["features"]  # type: ignore[no-any-return]


def test_geojson_when_an_event_has_a_place_then_it_is_a_point_with_longitude_first(tmp_path: Path) -> None:
    export(memory_store(world_quads()), "geojson", tmp_path / "out")
    (feature,) = features(tmp_path / "out")
    assert feature["geometry"] == {"type": "Point", "coordinates": [36.5, 35.75]}
    properties = feature["properties"]
    assert isinstance(properties, dict)
    assert (properties["type"], properties["agents"], properties["killed_low"]) == ("AirStrike", ["Norland"], 12)
    assert properties["precision"] == ["settlement"] and properties["disputed"] == ["agent"]


def test_geojson_when_an_event_has_two_places_then_it_has_two_points(tmp_path: Path) -> None:
    marrat = next(e for e in LINKS.entities if e.geometry)
    other = dataclasses.replace(marrat, id="place/other", label="Other")
    events = tuple(dataclasses.replace(e, places=("place/other", marrat.id)) for e in LINKS.events)
    links = dataclasses.replace(LINKS, entities=(marrat, other), events=events)
    export(memory_store([*map_entities(links), *map_events(links)]), "geojson", tmp_path / "out")
    found = features(tmp_path / "out")
    assert [f["geometry"] for f in found] == [{"type": "MultiPoint", "coordinates": [[36.5, 35.75]] * 2}] * 2


def test_geojson_when_nothing_has_coordinates_then_the_collection_is_empty(tmp_path: Path) -> None:
    export(memory_store([]), "geojson", tmp_path / "out")
    assert features(tmp_path / "out") == []
