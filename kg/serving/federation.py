"""Asking another endpoint on behalf of a query: only hosts that the operator named, and never a private address.

The address is resolved here, every result must be public, and the connection goes to what was checked; redirects are
not followed. The answer comes back as VALUES, so that the engine itself never calls anyone.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox

from kg import __version__
from kg.errors import QueryError
from kg.serving.calls import Block, Fetch, Values
from kg.serving.guard import RefusedError

_SECONDS = 10.0
_MOST_BYTES = 5_000_000
_MOST_ROWS = 5_000
_JSON = "application/sparql-results+json"


def fetcher(hosts: str) -> Fetch:
    """Asks the endpoints of these hosts (names with commas between them)."""
    allowed = frozenset(host.strip().lower() for host in hosts.split(",") if host.strip())

    def fetch(block: Block, prefixes: Mapping[str, str]) -> Values:
        address = urlsplit(block.address)
        if address.scheme not in {"http", "https"} or (address.hostname or "").lower() not in allowed:
            raise RefusedError(f"SERVICE <{block.address}> is refused: its host is not among service_hosts.")
        try:
            return _ask(block, prefixes)
        except RefusedError:
            raise
        except (OSError, http.client.HTTPException, ValueError, SyntaxError) as error:
            if block.silent:
                return Values((), [()])
            raise QueryError(f"SERVICE <{block.address}> did not answer: {error}.") from error

    return fetch


def public_address(host: str, port: int) -> tuple[str, int]:
    """An address of a host that may be called.

    Raises:
        RefusedError: one of its addresses is loopback, private or otherwise not public.
        OSError: it has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for *_, address in found:
        if not ipaddress.ip_address(str(address[0]).split("%", 1)[0]).is_global:
            raise RefusedError(f"SERVICE to {host} is refused: {address[0]} is no public address.")
    return str(found[0][4][0]), port


def _ask(block: Block, prefixes: Mapping[str, str]) -> Values:
    address = urlsplit(block.address)
    secure = address.scheme == "https"
    host = address.hostname or ""
    where = public_address(host, address.port or (443 if secure else 80))
    used = "".join(f"PREFIX {p}: {ox.NamedNode(iri)}\n" for p, iri in prefixes.items() if f"{p}:" in block.body_text)
    query = f"{used}SELECT * WHERE {{{block.body_text}}} LIMIT {_MOST_ROWS}"
    connection = http.client.HTTPConnection(host, where[1], timeout=_SECONDS)
    connection.sock = socket.create_connection(where, _SECONDS)
    try:
        if secure:
            connection.sock = ssl.create_default_context().wrap_socket(connection.sock, server_hostname=host)
        headers = {
            "Accept": _JSON,
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": f"conflict-kg/{__version__}",
        }
        path = (address.path or "/") + (f"?{address.query}" if address.query else "")
        connection.request("POST", path, urlencode({"query": query}), headers)
        response = connection.getresponse()
        if response.status != 200:
            raise ValueError(f"it answered {response.status}")
        body = response.read(_MOST_BYTES + 1)
    finally:
        connection.close()
    if len(body) > _MOST_BYTES:
        raise ValueError(f"its answer is larger than {_MOST_BYTES} bytes")
    return _values(body)


def _values(body: bytes) -> Values:
    found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    if not isinstance(found, ox.QuerySolutions):
        raise ValueError("it did not answer with rows")
    names = tuple(variable.value for variable in found.variables)
    rows: list[list[ox.NamedNode | ox.Literal | None]] = []
    for solution in found:
        row: list[ox.NamedNode | ox.Literal | None] = []
        for term in solution:
            if term is not None and not isinstance(term, ox.NamedNode | ox.Literal):
                raise ValueError("its answer holds blank nodes, which mean nothing here")
            row.append(term)
        rows.append(row)
    return Values(names, rows)
