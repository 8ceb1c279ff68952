"""The SPARQL 1.1 Protocol: what is asked, of which graphs, in which form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from pyoxigraph import NamedNode

from kg.serving.formats import GRAPHS, RESULTS, Form, choose, form_named
from kg.serving.http import HttpError, Request, fields_of

_VOLATILE = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE|SERVICE)\b", re.IGNORECASE)
QUERY_TYPE, UPDATE_TYPE, FORM_TYPE = (
    "application/sparql-query",
    "application/sparql-update",
    "application/x-www-form-urlencoded",
)
_BODY_SECONDS = 30.0
_GRAPH_LIKE = {"json": "jsonld", "xml": "rdf"}  # clients name one form before they know what a query gives


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with its data set and the forms that the client takes; the names of forms are empty where there is none.

    `rows`: at most so many (0: no wish); `seconds`: shorter than the endpoint's own limit (0: no wish).
    """

    text: str
    base: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    results: str
    graph: str
    rows: int
    seconds: float
    plain_csv: bool

    @property
    def volatile(self) -> bool:
        """Whether the answer may be another each time, so that it must not be kept."""
        return _VOLATILE.search(self.text) is not None


@dataclass(frozen=True, slots=True)
class AskedUpdate:
    """An update with the data set of its WHERE clauses, where the request names one."""

    text: str
    base: str
    using: tuple[str, ...]
    using_named: tuple[str, ...]


async def read_request(request: Request, query_bytes: int, update_bytes: int) -> Asked | AskedUpdate | None:
    """What a request to the endpoint asks; None where it asks for the description of the service.

    Raises:
        HttpError: it breaks the protocol.
        ClientGoneError: it never arrived.
    """
    fields = request.query_fields()
    if request.method in {"GET", "HEAD"}:
        if any(name == "update" for name, _ in fields):
            raise HttpError(400, "An update must be sent by POST.")
        if not any(name == "query" for name, _ in fields):
            return None
        return _asked(request, fields)
    media_type, charset = _content_type(request)
    if media_type == QUERY_TYPE:
        body = _text(await request.body(query_bytes, _BODY_SECONDS), charset)
        if any(name in {"query", "update"} for name, _ in fields):
            raise HttpError(400, "The query stands in the body and in the address: give it once.")
        return _asked(request, [*fields, ("query", body)])
    if media_type == UPDATE_TYPE:
        body = _text(await request.body(update_bytes, _BODY_SECONDS), charset)
        return _asked_update(request, [*fields, ("update", body)])
    if media_type == FORM_TYPE:
        sent = fields_of(await request.body(max(query_bytes, update_bytes), _BODY_SECONDS))
        names = [name for name, _ in sent]
        if "query" in names and "update" in names:
            raise HttpError(400, "The request holds a query and an update: send one of them.")
        if "update" in names:
            return _asked_update(request, [*fields, *sent])
        return _asked(request, [*fields, *sent])
    raise HttpError(415, f"A POST to the endpoint is {QUERY_TYPE}, {UPDATE_TYPE} or {FORM_TYPE}, not {media_type!r}.")


def _asked(request: Request, fields: list[tuple[str, str]]) -> Asked:
    if len(fields) == 1 and fields[0][0] == "query":  # the most common request
        return Asked(
            fields[0][1], _base(request), (), (), _name(request, RESULTS), _name(request, GRAPHS), 0, 0.0, False
        )
    text = _only(fields, "query")
    wanted = dict(fields)
    results, graph = _name(request, RESULTS), _name(request, GRAPHS)
    named = wanted.get("format") or wanted.get("output")
    if named:
        form = form_named(named)
        if form is None or (form not in RESULTS and form not in GRAPHS):
            names = ", ".join(f.name for f in (*RESULTS, *GRAPHS))
            raise HttpError(400, f"There is no format {named!r}; there are {names}.")
        results = form.name if form in RESULTS else "json"
        graph = form.name if form in GRAPHS else _GRAPH_LIKE.get(form.name, "ttl")
    return Asked(
        text,
        _base(request),
        _graphs(request, fields, "default-graph-uri"),
        _graphs(request, fields, "named-graph-uri"),
        results,
        graph,
        int(_number(wanted, "rows")),
        _number(wanted, "timeout"),
        wanted.get("csv") == "plain",
    )


def _asked_update(request: Request, fields: list[tuple[str, str]]) -> AskedUpdate:
    using = tuple(_iri(value, "using-graph-uri") for name, value in fields if name == "using-graph-uri")
    named = tuple(_iri(value, "using-named-graph-uri") for name, value in fields if name == "using-named-graph-uri")
    return AskedUpdate(_only(fields, "update"), _base(request), using, named)


def _name(request: Request, forms: tuple[Form, ...]) -> str:
    form = choose(request.accept, forms)
    return form.name if form else ""


def _only(fields: list[tuple[str, str]], name: str) -> str:
    found = [value for key, value in fields if key == name]
    if len(found) != 1:
        raise HttpError(400, f"The request has {len(found) or 'no'} {name} parameters: it must have one.")
    return found[0]


def _graphs(request: Request, fields: list[tuple[str, str]], name: str) -> tuple[str, ...]:
    here = _base(request)
    return tuple(_iri(urljoin(here, value), name) for key, value in fields if key == name)


def _base(request: Request) -> str:
    """What relative IRIs of a query are relative to: the endpoint's address."""
    return f"{request.origin}{request.path}"


def _iri(text: str, name: str) -> str:
    try:
        return NamedNode(text).value
    except ValueError:
        raise HttpError(400, f"{name} {text!r} is no IRI.") from None


def _number(wanted: Mapping[str, str], name: str) -> float:
    text = wanted.get(name, "0")
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number < 1e12:
        raise HttpError(400, f"{name} is {text!r}: it must be a number.")
    return number


def _content_type(request: Request) -> tuple[str, str]:
    media_type, *parameters = request.header(b"content-type").split(";")
    charset = next((p.split("=", 1)[1] for p in parameters if p.strip().lower().startswith("charset=")), "utf-8")
    return media_type.strip().lower(), charset.strip(" \"'").lower()


def _text(body: bytes, charset: str) -> str:
    if charset not in {"utf-8", "utf8", "us-ascii"}:
        raise HttpError(415, f"SPARQL is sent as UTF-8, not as {charset}.")
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise HttpError(400, f"The body is not UTF-8: byte {error.start} does not fit.") from None
