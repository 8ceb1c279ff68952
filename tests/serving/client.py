"""A plain HTTP client for the tests, and a real server process to talk to."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "a-token-for-tests"


@dataclass(frozen=True)
class Answer:
    """Status, headers (lower case) and body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def header(self, name: str) -> str:
        return self.headers.get(name, "")

    @property
    def text(self) -> str:
        return self.body.decode()


class Client:
    """Requests to one server, each on a connection of its own."""

    def __init__(self, address: str, token: str = "", timeout: float = 30) -> None:
        self.address = address.rstrip("/")
        self._at = urlsplit(address)
        self._token = token
        self._timeout = timeout

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self._at.hostname or "", self._at.port, timeout=self._timeout)

    def request(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """`path` may be a whole address of the same server."""
        path = path.removeprefix(self.address) or "/"
        connection = self.connect()
        given = {name.lower(): value for name, value in (headers or {}).items()}
        if self._token:
            given.setdefault("authorization", f"Bearer {self._token}")
        try:
            connection.putrequest(method, path, skip_accept_encoding=True, skip_host="host" in given)
            if body is not None or method in {"POST", "PUT"}:
                given.setdefault("content-length", str(len(body or b"")))
            for name, value in given.items():
                connection.putheader(name, value)
            connection.endheaders(body)
            response = connection.getresponse()
            return Answer(response.status, {n.lower(): v for n, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def get(self, path: str, accept: str = "", **headers: str) -> Answer:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.request("GET", path, headers={**given, **({"accept": accept} if accept else {})})

    def query(
        self, text: str, fields: Sequence[tuple[str, str]] = (), accept: str = "application/sparql-results+json"
    ) -> Answer:
        """Ask by POST, so that no query is too long for an address."""
        headers = {"content-type": "application/sparql-query", "accept": accept}
        at = "/sparql" + (f"?{urlencode(fields)}" if fields else "")
        return self.request("POST", at, text.encode("utf-8", "surrogatepass"), headers)

    def ask(self, text: str, **fields: str) -> Answer:
        """Ask by GET."""
        return self.get(f"/sparql?query={quote(text)}" + "".join(f"&{k}={quote(v)}" for k, v in fields.items()))

    def update(self, text: str) -> Answer:
        return self.request("POST", "/sparql", text.encode(), {"content-type": "application/sparql-update"})


@dataclass(frozen=True)
class Server:
    """A running `kg serve`."""

    process: subprocess.Popen[str]
    address: str
    log: Path

    def client(self, token: str = "", timeout: float = 30) -> Client:
        return Client(self.address, token, timeout)


@contextlib.contextmanager
def serving(store: Path, folder: Path, **settings: str | int | float) -> Iterator[Server]:
    """Start `kg serve` on a free port with these settings, and stop it afterwards."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("KG_")}
    given = {f"KG_{name.upper()}": str(value) for name, value in settings.items()}
    log = folder / f"serve-{time.monotonic_ns()}.log"
    with log.open("w") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", "0"],
            cwd=ROOT,
            env={**clean, "PYTHONPATH": str(ROOT), **given},
            stdout=subprocess.PIPE,
            stderr=stream,
            text=True,
        )
    try:
        line = process.stdout.readline() if process.stdout else ""
        found = re.search(r"http://\S+?/", line)
        if not found:
            raise AssertionError(f"kg serve did not start: {line}{log.read_text()}")
        server = Server(process, found[0].rstrip("/"), log)
        _wait(server)
        yield server
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(server: Server) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            if server.client().get("/health").status == 200:
                return
        time.sleep(0.05)
    raise AssertionError(f"kg serve does not answer: {server.log.read_text()}")
