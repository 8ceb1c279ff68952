"""Builds and updates while a server runs: nobody's request fails, and the build's graphs stay as they are."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from kg.rdf.iris import Names
from kg.storage import BuildMeta, open_store, write_generation
from tests.serving.client import TOKEN, Client, Server, serving

NAMES = Names()
GRAPH = NAMES.graph("events")
OWN = "urn:my-notes"


def publish(folder: Path, count: int) -> None:
    """A build of so many statements."""
    quads = [ox.Quad(NAMES.data(f"event/{i}"), ox.NamedNode("urn:p"), ox.Literal(i), GRAPH) for i in range(count)]
    with write_generation(folder) as writer:
        writer.replace_graph(GRAPH, quads)
        writer.publish(BuildMeta(digest=f"build-{count}"))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("builds") / "store"
    publish(folder, 1)
    return folder


@pytest.fixture(scope="module")
def running(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(store, tmp_path_factory.mktemp("log"), token=TOKEN) as server:
        yield server


@pytest.fixture(scope="module")
def writer(running: Server) -> Client:
    return running.client(TOKEN)


def count(client: Client) -> int:
    answer = client.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{GRAPH.value}> {{ ?s ?p ?o }} }}")
    assert answer.status == 200, answer.text
    return int(json.loads(answer.body)["results"]["bindings"][0]["n"]["value"])


def test_build_when_it_lands_then_served_without_a_failed_request(store: Path, running: Server) -> None:
    stop = threading.Event()
    seen: list[int] = []
    statuses: Counter[int] = Counter()

    def ask(number: int) -> None:
        client = running.client()
        while not stop.is_set():
            if number:
                statuses[client.get("/event/0.ttl").status] += 1
            else:
                seen.append(count(client))

    askers = [threading.Thread(target=ask, args=(number,)) for number in range(3)]
    for asker in askers:
        asker.start()
    for size in (2, 3, 4):
        publish(store, size)
        deadline = time.monotonic() + 20
        while size not in seen and time.monotonic() < deadline:
            time.sleep(0.05)
    stop.set()
    for asker in askers:
        asker.join()
    assert set(seen) == {1, 2, 3, 4}
    assert seen == sorted(seen)
    assert set(statuses) == {200}


def test_build_when_it_lands_then_the_etag_is_another(store: Path, running: Server) -> None:
    client = running.client()
    tag = client.ask("ASK {}").header("etag")
    publish(store, 7)
    deadline = time.monotonic() + 20
    while client.ask("ASK {}").header("etag") == tag and time.monotonic() < deadline:
        time.sleep(0.1)
    assert client.get(f"/sparql?query={quote('ASK {}')}", if_none_match=tag).status == 200


def test_update_when_the_token_is_shown_then_seen_at_once_and_kept_by_builds(
    store: Path, running: Server, writer: Client
) -> None:
    assert writer.update(f"INSERT DATA {{ GRAPH <{OWN}> {{ <urn:a> rdfs:label 'mine' }} }}").status == 204
    ask = f"ASK {{ GRAPH <{OWN}> {{ <urn:a> rdfs:label 'mine' }} }}"
    assert "true" in running.client().query(ask).text
    publish(store, 8)
    deadline = time.monotonic() + 20
    while count(running.client()) != 8 and time.monotonic() < deadline:
        time.sleep(0.1)
    with open_store(store) as opened:
        assert opened.ask(ask)


@pytest.mark.parametrize(
    "update",
    [
        "DROP ALL",
        "CLEAR NAMED",
        f"DELETE WHERE {{ GRAPH <{GRAPH.value}> {{ ?s ?p ?o }} }}",
        "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }",
        f"INSERT DATA {{ GRAPH <{NAMES.graph('invented').value}> {{ <urn:a> <urn:b> 1 }} }}",
        f"COPY <{OWN}> TO <{GRAPH.value}>",
        f"INSERT DATA {{ GRAPH <{OWN}> {{ <urn:a> <urn:b> 99 }} }} ; CLEAR GRAPH <{GRAPH.value}>",
    ],
)
def test_update_when_it_would_change_the_build_then_refused_whole(running: Server, writer: Client, update: str) -> None:
    before = count(running.client())
    assert writer.update(update).status == 403
    assert count(running.client()) == before
    assert "false" in running.client().query("ASK { <urn:a> <urn:b> 99 }").text


def test_update_when_the_token_is_wrong_or_missing_then_refused(running: Server) -> None:
    update = "INSERT DATA { <urn:a> <urn:b> 1 }"
    assert running.client().update(update).status == 401
    assert running.client("another-token").update(update).status == 401
    assert running.client("another-token").request("DELETE", f"/store?graph={OWN}").status == 401


def test_update_when_wrong_then_its_place_is_told_and_nothing_changes(writer: Client) -> None:
    assert "line 1" in writer.update("INSERT DATA { <urn:a> ").text
    assert writer.update("INSERT DATA { <urn:a> <urn:b> 1 } ; LOAD <http://127.0.0.1:1/x>").status == 403
    assert writer.update("INSERT DATA { <urn:a> <urn:b> 1 } ; DROP GRAPH <urn:none>").status == 404
    assert "false" in writer.query("ASK { <urn:a> <urn:b> 1 }").text


def test_graphs_when_written_then_read_and_taken_away(running: Server, writer: Client) -> None:
    at = f"/store?graph={quote('urn:g', safe='')}"
    turtle = {"content-type": "text/turtle"}
    assert writer.request("PUT", at, b"<urn:s> <urn:p> <urn:o> .", turtle).status == 201
    assert writer.request("POST", at, b"<urn:s> <urn:p> <urn:o2> .", turtle).status == 204
    assert running.client().get(at, accept="application/n-triples").text.count("\n") == 2
    assert writer.request("PUT", at, b"<urn:s> broken", turtle).status == 400
    assert writer.request("PUT", at, b"x", {"content-type": "image/png"}).status == 415
    assert writer.request("PUT", f"/store?graph={quote(GRAPH.value, safe='')}", b"", turtle).status == 403
    assert writer.request("DELETE", at).status == 204
    assert writer.request("DELETE", at).status == 404


def test_update_when_a_build_is_going_on_then_503(store: Path, writer: Client) -> None:
    with write_generation(store):
        answer = writer.update("INSERT DATA { <urn:a> <urn:b> 1 }")
    assert answer.status == 503
    assert "build" in answer.text


def test_store_when_it_is_replaced_by_another_then_that_is_served(tmp_path: Path) -> None:
    publish(tmp_path / "s", 3)
    with serving(tmp_path / "s", tmp_path, replica_quads=0) as server:
        assert count(server.client()) == 3
        publish(tmp_path / "other", 5)
        (tmp_path / "s").rename(tmp_path / "old")
        (tmp_path / "other").rename(tmp_path / "s")
        deadline = time.monotonic() + 20
        while count(server.client()) != 5 and time.monotonic() < deadline:
            time.sleep(0.1)
        assert count(server.client()) == 5
