"""The network: links with the evidence they rest on; the table holds what is drawn."""

from __future__ import annotations

import html
import json

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kg.web import SiteSettings, parse_filters, routes
from kg.web.views.networks import Network, network, network_json
from tests.web.scripted_graph import NAMES, scripted_store

STORE = scripted_store()


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(routes=routes(lambda: STORE, SiteSettings())))


def found(most: int = 30, **filters: str) -> Network:
    return network(STORE, parse_filters(filters), lambda iri: "/" + iri.removeprefix(NAMES.base), most)


def links(net: Network) -> set[tuple[str, str, str, str]]:
    return {(e.source.rsplit("/", 1)[-1], e.label, e.target.rsplit("/", 1)[-1], e.kind) for e in net.edges}


def test_network_when_incidents_and_statements_link_actors_then_both_are_links_of_their_kind() -> None:
    assert links(found()) == {
        ("russia", "air strike ×2", "islamic-state", "against"),
        ("syria", "armed clash", "islamic-state", "against"),
        ("syria", "shelling", "islamic-front", "against"),
        ("russia", "fights against", "islamic-state", "against"),
        ("russia", "supports ×2", "syria", "with"),
        ("peskov", "spokesman", "russia", "part"),
    }


def test_network_when_filters_narrow_incidents_then_their_list_is_the_evidence() -> None:
    edge = next(e for e in found(type="AirStrike").edges if e.label == "air strike ×2")
    assert edge.evidence == (("2 incidents", "/incidents?type=AirStrike&agent=russia&target=islamic-state"),)


def test_network_when_relations_are_stated_then_each_statement_is_the_evidence() -> None:
    edge = next(e for e in found().edges if e.label == "supports ×2")
    assert edge.evidence == (("statement 1", "/relation/a1/2"), ("statement 2", "/relation/a1/3"))


def test_network_when_one_actor_is_named_then_only_its_neighbours_stand_around_it() -> None:
    net = found(actor="islamic-front")
    assert net.centre == NAMES.data("actor/islamic-front").value
    assert {node.label for node in net.nodes} == {"Islamic Front", "Syria's government"}
    assert [node.label for node in net.nodes if node.centre] == ["Islamic Front"]


def test_network_when_fewer_are_asked_for_then_what_is_left_out_is_counted() -> None:
    net = found(most=2)
    assert len(net.nodes) == 2
    assert net.left_out == 3


def test_network_json_when_drawn_then_every_link_joins_nodes_that_are_there() -> None:
    data = json.loads(network_json(found(), lambda iri: iri))
    nodes = {node["id"] for node in data["nodes"]}
    assert all(edge["source"] in nodes and edge["target"] in nodes and edge["href"] for edge in data["edges"])


def test_network_page_when_a_name_holds_markup_then_it_stays_a_name(client: TestClient) -> None:
    text = client.get("/network").text
    assert "Dmitry &lt;Peskov&gt;" in text
    assert "<Peskov>" not in text


def test_network_page_when_read_without_scripts_then_the_table_holds_each_link(client: TestClient) -> None:
    text = html.unescape(client.get("/network").text)
    assert text.count("<tr>") == 7
    assert 'href="/incidents?agent=russia&target=islamic-state">2 incidents</a>' in text


@pytest.mark.parametrize("most", ["1", "151", "many", "²"])
def test_network_page_when_the_number_makes_no_sense_then_it_is_refused(client: TestClient, most: str) -> None:
    answer = client.get("/network", params={"most": most})
    assert answer.status_code == 400
    assert "from 2 to 150" in html.unescape(answer.text)


def test_actor_page_when_it_has_links_then_its_network_is_asked_for_and_the_table_is_one_link_away(
    client: TestClient,
) -> None:
    text = html.unescape(client.get("/actor/russia").text)
    assert 'data-network="/network.json?actor=russia&most=14"' in text
    assert '<a href="/network?actor=russia">The same as a table' in text
    assert client.get("/network.json?actor=russia&most=14").json()["nodes"][0]["label"] == "Russia"


def test_event_page_when_it_names_actors_then_it_leads_to_their_network(client: TestClient) -> None:
    text = html.unescape(client.get("/event/e1").text)
    assert 'href="/network?actor=russia&actor=islamic-state"' in text
    assert client.get("/network?actor=russia&actor=islamic-state").status_code == 200
