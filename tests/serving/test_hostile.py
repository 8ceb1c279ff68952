"""Hostile clients against a running server: it lives on, nobody else notices, and nothing of ours is called."""

from __future__ import annotations

import contextlib
import http.client
import http.server
import os
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.rdf.iris import Names
from kg.storage import BuildMeta, write_generation
from tests.serving.client import Client, Server, serving

SECONDS = 1.5
SMALL = 200_000_000
_DOUBLING = 'BIND("aaaaaaaaaaaaaaaa" AS ?x0) ' + " ".join(
    f"BIND(CONCAT(?x{i}, ?x{i}, ?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(20)
)
RUNAWAYS = {
    "cartesian": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "no rows": "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(STRLEN(CONCAT(STR(?a), STR(?f))) < 0) }",
    "order": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?a LIMIT 10",
    "groups": "SELECT ?a ?d ?f (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a ?d ?f LIMIT 10",
    "doubling": f"SELECT (STRLEN(?x20) AS ?l) {{ {_DOUBLING} }}",
    "regex": 'SELECT * { ?a ?b ?c FILTER(REGEX(STR(?c), "((a{1,100}){1,100}){1,100}")) } LIMIT 1',
    "patterns": "SELECT * { " + " . ".join(f"<urn:s> <urn:p{i}> ?o" for i in range(512)) + " } LIMIT 1",
}
REFUSED = {
    "braces": "SELECT * " + "{" * 4096 + "}" * 4096,
    "more braces": "SELECT * " + "{" * 40_000 + "}" * 40_000,
    "parentheses": "SELECT * { FILTER(" + "(" * 8192 + "1" + ")" * 8192 + ") }",
    "negations": "SELECT * { FILTER(" + "! " * 16384 + "1) }",
    "unions": "SELECT * { " + " UNION ".join(f"{{?s <urn:p{i}> ?o}}" for i in range(4000)) + " }",
    "lists": "SELECT * { ?s <urn:p> " + "(" * 512 + ")" * 512 + " }",
    "too long": "SELECT * { } #" + "x" * 200_000,
}


@pytest.fixture(scope="module")
def besieged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with tight limits on a graph in which a cross join never ends."""
    folder = tmp_path_factory.mktemp("hostile")
    graph = Names().graph("events")
    quads = [
        ox.Quad(ox.NamedNode(f"urn:{i % 997}"), ox.NamedNode(f"urn:p{i % 7}"), ox.Literal(f"value {i}"), graph)
        for i in range(30_000)
    ]
    with write_generation(folder / "store") as writer:
        writer.replace_graph(graph, quads)
        writer.publish(BuildMeta(digest="hostile"))
    with serving(
        folder / "store", folder, query_seconds=SECONDS, query_memory=SMALL, heavy_queries=2, idle_seconds=3,
        query_rows=50_000, cors="",
    ) as server:  # fmt: skip
        yield server


@pytest.fixture
def client(besieged: Server) -> Client:
    return besieged.client(timeout=60)


def lives(server: Server) -> None:
    assert server.process.poll() is None
    began = time.monotonic()
    answer = server.client().query(f"SELECT ({began} AS ?now) {{}}", accept="text/csv")
    assert answer.status == 200, answer.text
    assert time.monotonic() - began < 5


def children(pid: int) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError, IndexError):
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            if folder.name.isdigit() and parent == pid:
                found += [int(folder.name), *children(int(folder.name))]
    return found


def processor(pids: list[int]) -> float:
    """Seconds of processor time that these processes have used."""
    total = 0.0
    for pid in pids:
        with contextlib.suppress(OSError):
            fields = (Path("/proc") / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


@pytest.mark.parametrize("name", RUNAWAYS)
def test_runaways_when_sent_then_stopped_and_the_next_is_answered(besieged: Server, client: Client, name: str) -> None:
    answer = client.query(RUNAWAYS[name])
    assert answer.status in {400, 503, 504, 507}, answer.text[:200]
    lives(besieged)


@pytest.mark.parametrize("name", REFUSED)
def test_bombs_when_sent_then_refused_at_once(besieged: Server, client: Client, name: str) -> None:
    assert client.query(REFUSED[name]).status in {400, 413}
    lives(besieged)


def test_runaways_when_stopped_then_their_processor_and_memory_are_free(besieged: Server, client: Client) -> None:
    assert client.query(RUNAWAYS["no rows"]).status in {503, 504}
    time.sleep(1)
    before = {pid: processor([pid]) for pid in children(besieged.process.pid)}
    time.sleep(1)
    busy = {pid: processor([pid]) - used for pid, used in before.items()}
    assert max(busy.values()) < 0.5, "a stopped query still runs"


def policies(pid: int) -> set[int]:
    """How the threads of a process are scheduled; empty when it is gone."""
    found = set()
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            found.add(os.sched_getscheduler(int(thread.name)))
    return found


def test_pages_of_other_sites_when_cors_is_set_to_nothing_then_they_may_read_no_answer(client: Client) -> None:
    for method in ("GET", "OPTIONS"):
        answer = client.request(method, "/sparql?query=ASK%7B%7D", headers={"origin": "https://elsewhere.example"})
        assert answer.status in {200, 204}
        assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.skipif(not hasattr(os, "SCHED_IDLE"), reason="only Linux has a class of idle processes")
def test_heavy_queries_when_they_run_on_then_they_give_way_to_all_others(besieged: Server) -> None:
    asking = threading.Thread(target=lambda: besieged.client(timeout=60).query(RUNAWAYS["no rows"]), daemon=True)
    asking.start()
    idle: list[int] = []
    while asking.is_alive() and not idle:
        time.sleep(0.02)
        idle = [pid for pid in children(besieged.process.pid) if policies(pid) == {os.SCHED_IDLE}]
    lives(besieged)
    others = [pid for pid in children(besieged.process.pid) if pid not in idle]
    asking.join()
    assert len(idle) == 1
    assert others
    assert all(policies(pid) <= {os.SCHED_OTHER} for pid in others)


def test_rows_when_there_are_too_many_then_the_answer_breaks_off_and_is_not_taken_for_whole(client: Client) -> None:
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        client.query("SELECT * { ?a ?b ?c . ?d ?e ?f }", accept="text/csv")


class Canary(http.server.BaseHTTPRequestHandler):
    """Notes every call."""

    calls: list[str] = []  # noqa: RUF012

    def do_POST(self) -> None:
        self.calls.append(self.path)
        self.send_response(200)
        self.end_headers()

    do_GET = do_POST  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Quiet."""


def test_service_when_it_would_call_this_machine_then_nobody_is_called(besieged: Server, client: Client) -> None:
    canary = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Canary)
    threading.Thread(target=canary.serve_forever, daemon=True).start()
    at = f"http://127.0.0.1:{canary.server_address[1]}/secret"
    try:
        for call in (
            f"SELECT * {{ SERVICE <{at}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ SERVICE SILENT <{at}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ BIND(<{at}> AS ?u) SERVICE ?u {{ ?s ?p ?o }} }}",
            f"SELECT * {{ service\t<{at}>{{ ?s ?p ?o }} }}",
            f"SELECT * {{ \\u0053ERVICE <{at}> {{ ?s ?p ?o }} }}",
            f"SELECT * FROM <{at}> {{ ?s ?p ?o }}",
            f"SELECT * {{ ?s ?p ?o OPTIONAL {{ ?s ?q trueSERVICE <{at}> {{ ?a ?b ?c }} }} }}",
            f"SELECT*{{?s ?p ?o FILTER(1<2&&?o!='x>')SERVICE<{at}>{{?a ?b ?c}}}}#'",
        ):
            assert client.query(call).status in {200, 400}
        assert (
            client.request(
                "POST", "/sparql", f"LOAD <{at}>".encode(), {"content-type": "application/sparql-update"}
            ).status
            == 403
        )
    finally:
        canary.shutdown()
    assert Canary.calls == []
    lives(besieged)


def raw(server: Server) -> socket.socket:
    host, port = server.address.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), 20)


@pytest.mark.parametrize(
    "request_text",
    [
        b"\x00\x01\x02\x03\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /sparql HTTP/1.1\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n",
        b"GET /sparql?query=%zz%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /q/%2e%2e%2f%2e%2e HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 300_000,
    ],
)  # fmt: skip
def test_requests_when_malformed_then_refused_or_closed(besieged: Server, request_text: bytes) -> None:
    with contextlib.suppress(ConnectionError), raw(besieged) as connection:
        connection.sendall(request_text)
        connection.shutdown(socket.SHUT_WR)
        answer = connection.recv(2000)
        assert answer == b"" or answer.split(b" ")[1][:1] in {b"4", b"3"}, answer[:200]
    lives(besieged)


def test_clients_when_slow_to_ask_then_closed_and_others_go_on(besieged: Server) -> None:
    slow = [raw(besieged) for _ in range(30)]
    for connection in slow:
        connection.sendall(b"POST /sparql HTTP/1.1\r\nHost: loc")
    lives(besieged)
    slow[0].settimeout(20)
    assert slow[0].recv(100) == b""
    for connection in slow:
        connection.close()


def test_clients_when_slow_to_read_then_cut_off_and_their_worker_is_free(besieged: Server) -> None:
    with raw(besieged) as connection:
        query = b"SELECT * { ?a ?b ?c . ?d ?e ?f }"
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: {len(query)}\r\n\r\n"
        connection.sendall(head.encode() + query)
        time.sleep(SECONDS + 4)
        lives(besieged)
        health = besieged.client().get("/health").text
        assert '"busy": 0' in health, health


def test_clients_when_they_leave_then_their_query_ends(besieged: Server, client: Client) -> None:
    connection = raw(besieged)
    query = RUNAWAYS["no rows"].encode()
    head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: {len(query)}\r\n\r\n"
    connection.sendall(head.encode() + query)
    time.sleep(0.4)
    connection.close()
    deadline = time.monotonic() + SECONDS
    while '"busy": 0' not in (health := client.get("/health").text) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert '"busy": 0' in health


def test_others_when_one_of_a_hundred_is_hostile_then_all_are_answered(besieged: Server) -> None:
    stop = threading.Event()

    def attack() -> None:
        hostile = besieged.client(timeout=60)
        while not stop.is_set():
            for query in ("doubling", "cartesian", "no rows", "groups"):
                with contextlib.suppress(OSError):
                    hostile.query(RUNAWAYS[query])

    def ask(number: int) -> int:
        client = besieged.client(timeout=30)
        statuses = []
        for turn in range(3):
            for _ in range(4):  # 503 says "try again": a client does
                answer = client.query(f"SELECT ?o {{ <urn:{number}> ?p ?o }} LIMIT {turn + 1}")
                if answer.status != 503:
                    break
                time.sleep(0.5)
            statuses.append(answer.status)
        return sum(status == 200 for status in statuses)

    attackers = [threading.Thread(target=attack, daemon=True) for _ in range(3)]
    for attacker in attackers:
        attacker.start()
    try:
        with ThreadPoolExecutor(99) as people:
            assert list(people.map(ask, range(99))) == [3] * 99
    finally:
        stop.set()
        for attacker in attackers:
            attacker.join(30)
    lives(besieged)
