"""`kg.open`: from a folder or an address to a graph."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from kg.client.endpoint import Endpoint
from kg.client.graph import Graph
from kg.client.http import DEFAULT_TIMEOUT, Connection
from kg.errors import EndpointError
from kg.storage import open_store

_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
_HTTP = {"http", "https"}


def open_graph(
    path_or_url: str | Path, *, timeout: float = DEFAULT_TIMEOUT, headers: Mapping[str, str] | None = None
) -> Graph:
    """Open a graph for reading: a store's folder, or the address of a SPARQL 1.1 endpoint (http or https).

    Args:
        path_or_url: as "kg-store" or "http://127.0.0.1:7474/sparql".
        timeout: of an endpoint, seconds that each answer may take in all.
        headers: sent to an endpoint with each question, as for a password; never shown.

    Raises:
        StoreMissingError, StoreFormatError, StoreError: no store is there, it is another version's, it cannot be read.
        EndpointError: nobody answers, too slowly, or what answers is no SPARQL endpoint.

    Examples:
        >>> import kg
        >>> with kg.open(store_folder) as graph:
        ...     graph.query("claims/by-source", source="Russia").columns[3:5]
        ('stance', 'content')
    """
    text = str(path_or_url)
    address = _ADDRESS.match(text) if isinstance(path_or_url, str) else None
    if address is None:
        folder = Path(path_or_url).expanduser()
        return Graph(open_store(folder), text)
    if address[1].lower() not in _HTTP:
        raise EndpointError(
            f"{address[1]}:// is not spoken here: give the address of an endpoint that begins with http."
        )
    try:
        urlsplit(text)
    except ValueError as error:
        raise EndpointError(f"{text!r} is no address: {error}.") from error
    connection = Connection(url=text, timeout=timeout, headers=dict(headers or {}))
    return Graph(Endpoint(connection), connection.shown)
