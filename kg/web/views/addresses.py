"""Between addresses of pages and IRIs: an IRI below the base answers at its path, percent-encoded as it was minted."""

from __future__ import annotations

from urllib.parse import quote, unquote

from pyoxigraph import NamedNode
from starlette.requests import Request

from kg.errors import NotFoundError
from kg.storage import Store
from kg.web.site import DataLink, store_of

_SAFE = "/:@!$&'()*+,;=-._~%"


def iri_of_request(request: Request) -> str:
    """The IRI whose path was asked for; the path as it came, for `%2F` within a segment is no slash.

    Raises:
        NotFoundError: the path spells no IRI.
    """
    raw: bytes = request.scope.get("raw_path") or request.url.path.encode()
    path = raw.partition(b"?")[0].decode("ascii", errors="replace").lstrip("/")
    if not path.isascii():
        path = quote(unquote(path), safe=_SAFE)
    try:
        return NamedNode(store_of(request).names.base + path).value
    except ValueError as error:
        raise NotFoundError("This address spells no IRI.") from error


def data_links(store: Store, iri: str) -> tuple[DataLink, ...]:
    """The data of a thing in every RDF form; the server answers them."""
    path = iri.removeprefix(store.names.base)
    return tuple(
        DataLink(label, f"/{path}.{suffix}")
        for label, suffix in (("Turtle", "ttl"), ("JSON-LD", "jsonld"), ("N-Triples", "nt"))
    )
