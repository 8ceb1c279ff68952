"""Requests and replies on bare ASGI: what every handler needs, and no more than that costs."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from kg.errors import KgError

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = Iterable[tuple[bytes, bytes]]

_MOST_FIELDS = 200
_PACKED_FROM = 1_000  # bytes: what is smaller gains nothing
_DRAINED = 20_000_000  # bytes of a body that is too long which are read all the same
TEXT = b"text/plain; charset=utf-8"


class HttpError(KgError):
    """A request that is not answered: the status to send, and what to say."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        line: int | None = None,
        column: int | None = None,
        headers: tuple[tuple[bytes, bytes], ...] = (),
    ) -> None:
        super().__init__(message)
        self.status = status
        self.line = line
        self.column = column
        self.headers = headers


class ClientGoneError(KgError):
    """The client closed the connection, or is too slow to be waited for."""


@dataclass(slots=True)
class Request:
    """A request with what is asked of it most. Header names are lower case."""

    scope: Scope
    receive: Receive
    send: Send
    method: str
    path: str
    headers: dict[bytes, bytes]
    lane: str = "other"
    fields: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, scope: Scope, receive: Receive, send: Send) -> Request:
        """From what ASGI gives; of a header that comes twice the values are joined by commas."""
        headers: dict[bytes, bytes] = {}
        for name, value in scope["headers"]:
            headers[name] = headers[name] + b", " + value if name in headers else value
        return cls(scope, receive, send, scope["method"], scope["path"], headers)

    def header(self, name: bytes) -> str:
        """A header's value, empty where it is missing."""
        return self.headers.get(name, b"").decode("latin-1")

    @property
    def accept(self) -> str:
        """What the client takes."""
        return self.headers.get(b"accept", b"").decode("latin-1")

    @property
    def takes_gzip(self) -> bool:
        """Whether the client unpacks."""
        encodings = self.headers.get(b"accept-encoding", b"")
        return b"gzip" in encodings and b"gzip;q=0" not in encodings.replace(b" ", b"")

    @property
    def origin(self) -> str:
        """The address that the client reached us by, without a path: `http://host:port`."""
        return f"{self.scope.get('scheme', 'http')}://{self.header(b'host')}"

    def query_fields(self) -> list[tuple[str, str]]:
        """The fields of the query string, in order.

        Raises:
            HttpError: there are too many, or they are not UTF-8.
        """
        return fields_of(self.scope["query_string"])

    async def body(self, most: int, seconds: float) -> bytes:
        """The whole body.

        Raises:
            HttpError: it is longer than `most` bytes, or does not come within `seconds`.
            ClientGoneError: the connection was closed.
        """
        held, drained, limit = bytearray(), 0, most
        try:
            async with asyncio.timeout(seconds):
                while True:
                    message = await self.receive()
                    if message["type"] == "http.disconnect":
                        raise ClientGoneError("The client left.")
                    held += message.get("body", b"")
                    if len(held) > most:  # read on: a client that still sends would not hear why it is refused
                        drained += len(held)
                        held.clear()
                        most = -1
                    if not message.get("more_body") or drained > _DRAINED:
                        break
        except TimeoutError:
            raise HttpError(408, f"The body did not come within {seconds:g} s.") from None
        if drained:
            raise HttpError(413, f"The body is longer than {limit} bytes.")
        return bytes(held)

    async def reply(
        self, status: int, body: bytes, content_type: bytes = TEXT, headers: Headers = (), *, packed: bool = False
    ) -> None:
        """Send a whole answer; of HEAD only its headers. Packs it where the client unpacks and it is worth it.

        `packed`: it is packed already.
        """
        extra = list(headers)
        if not packed and len(body) > _PACKED_FROM and self.takes_gzip and status == 200:
            body, packed = gzip.compress(body, 1), True
        if packed:
            extra.append((b"content-encoding", b"gzip"))
        start = [(b"content-type", content_type), (b"content-length", b"%d" % len(body)), *extra]
        if status in {204, 304}:
            start = extra
        await self.send({"type": "http.response.start", "status": status, "headers": start})
        await self.send({"type": "http.response.body", "body": b"" if self.method == "HEAD" else body})

    async def refuse(self, error: HttpError, headers: Headers = ()) -> None:
        """Say why there is no answer: as JSON with the place where the client takes JSON, else as text."""
        if "json" in self.accept:
            about = {"error": str(error), "status": error.status, "line": error.line, "column": error.column}
            body, kind = json.dumps(about, ensure_ascii=False).encode(), b"application/json"
        else:
            body, kind = f"{error}\n".encode(), TEXT
        await self.reply(error.status, body, kind, [*error.headers, *headers])


def fields_of(encoded: bytes) -> list[tuple[str, str]]:
    """The fields of a form or a query string, in order.

    Raises:
        HttpError: there are too many, or they are not UTF-8.
    """
    try:
        text = encoded.decode("ascii") if encoded.isascii() else encoded.decode()
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError:
        raise HttpError(400, "The request is not UTF-8.") from None
    except ValueError:
        raise HttpError(400, f"The request has more than {_MOST_FIELDS} fields.") from None


def bearer(request: Request) -> str:
    """The token that the client shows: `Authorization: Bearer TOKEN`, or as the password of Basic; else empty."""
    kind, _, value = request.header(b"authorization").partition(" ")
    if kind.lower() == "bearer":
        return value.strip()
    if kind.lower() == "basic":
        import base64
        import binascii

        try:
            return base64.b64decode(value.strip(), validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return ""
