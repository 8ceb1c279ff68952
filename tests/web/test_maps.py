"""The map: what is drawn where, what is not, and that what lies somewhere in an area is no point."""

from __future__ import annotations

import json

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kg.web import SiteSettings, parse_filters, routes
from kg.web.filters import FilterError
from kg.web.views.placing import map_geojson, map_view
from tests.web.scripted_graph import scripted_store

STORE = scripted_store()


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(routes=routes(lambda: STORE, SiteSettings())))


def test_map_view_when_places_differ_then_each_incident_is_drawn_or_counted() -> None:
    view = map_view(STORE, parse_filters({}))
    assert [(p.spot.label, len(p.incidents)) for p in view.located] == [
        ("Palmyra", 2),
        ("Idlib province", 1),
        ("Syria", 1),
    ]
    assert [p.spot.label for p in view.unlocated] == ["Zamzam"]
    assert [row.label for row in view.nowhere] == ["Killing e4"]
    assert (view.total, view.drawn) == (6, 4)


def test_map_geojson_when_precision_differs_then_each_feature_says_what_its_point_is_of() -> None:
    filters = parse_filters({"type": "AirStrike"})
    data = json.loads(map_geojson(STORE, filters, map_view(STORE, filters), lambda iri: f"/{iri.rsplit('/', 1)[-1]}"))
    palmyra, idlib = sorted(data["features"], key=lambda f: f["properties"]["label"], reverse=True)
    assert palmyra["geometry"] == {"type": "Point", "coordinates": [38.28, 34.56]}
    assert (palmyra["properties"]["precision"], idlib["properties"]["precision"]) == ("settlement", "area")
    assert palmyra["properties"]["newest"] == [{"label": "AirStrike e1", "href": "/e1"}]
    assert palmyra["properties"]["list"] == "/incidents?type=AirStrike&place=palmyra"


def test_map_view_when_a_filter_names_nothing_then_it_says_which() -> None:
    with pytest.raises(FilterError, match="place"):
        map_view(STORE, parse_filters({"place": "atlantis"}))


def test_map_page_when_read_without_scripts_then_the_list_holds_places_counts_and_the_undrawn(
    client: TestClient,
) -> None:
    text = client.get("/map").text
    assert "4 of 6 incidents" in text
    assert 'href="/incidents?place=palmyra">2 incidents</a>' in text
    assert "somewhere in this area" in text
    assert "1 incident of which no account tells a place" in text
    assert "1 place without coordinates" in text


def test_map_geojson_when_asked_then_it_carries_its_media_type(client: TestClient) -> None:
    answer = client.get("/map.geojson?from=2016-12-14&to=2016-12-14")
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.json()["withoutCoordinates"] == 1


def test_map_page_when_nothing_fits_then_it_says_so(client: TestClient) -> None:
    answer = client.get("/map?from=1900&to=1901")
    assert answer.status_code == 200
    assert "No incident fits" in answer.text
    assert "map/incidents.js" not in answer.text
