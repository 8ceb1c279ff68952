"""One question to a SPARQL 1.1 endpoint over HTTP, and a clear sentence for each way in which that can fail. Private.

Standard library only: a POST and a few headers need no more.
"""

from __future__ import annotations

import http.client
import re
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit, urlunsplit

from kg import __version__
from kg.errors import EndpointError, QueryError

ACCEPT = (
    "application/sparql-results+json, application/n-triples, text/turtle;q=0.8, application/sparql-results+xml;q=0.7"
)
DEFAULT_TIMEOUT = 60.0
"""Seconds that an answer may take in all."""
LARGEST_ANSWER = 512_000_000
"""Bytes of one answer: beyond it a query is taken for one that forgot its LIMIT."""

_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
_CHUNK = 1 << 16
_MARKUP = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_TELLING = 600  # characters of a server's own words that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back: the status, the media type without parameters, the body."""

    status: int
    media_type: str
    body: bytes

    @property
    def text(self) -> str:
        """The body as a person reads it: markup taken out, white space folded, cut where it is long."""
        words = self.body[: 20 * _TELLING].decode("utf-8", "replace")
        if "html" in self.media_type or words.lstrip()[:1] == "<":
            words = _MARKUP.sub(" ", words)
        flat = " ".join(words.split())
        return flat if len(flat) <= _TELLING else flat[:_TELLING].rsplit(" ", 1)[0] + " …"


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """Where and how to ask. `headers` are sent with each question and never shown."""

    url: str
    timeout: float = DEFAULT_TIMEOUT
    largest: int = LARGEST_ANSWER
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def shown(self) -> str:
        """The address without user name and password."""
        parts = urlsplit(self.url)
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))

    def ask(self, query: str) -> Reply:
        """Send a query (POST, form encoded) and read the whole answer; an HTTP error is an answer too.

        Raises:
            EndpointError: nobody answers, the answer takes too long, breaks off or is too large.
        """
        body = urlencode({"query": query}).encode()
        headers = {"Accept": ACCEPT, "User-Agent": f"conflict-kg/{__version__}", **self.headers}
        request = urllib.request.Request(self.url, data=body, headers=headers, method="POST")
        deadline = time.monotonic() + self.timeout
        try:
            with self._opener().open(request, timeout=self.timeout) as response:
                return self._read(response, deadline)
        except urllib.error.HTTPError as error:
            with error:
                return self._read(error, deadline)
        except TimeoutError as error:
            raise self._too_slow() from error
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise self._too_slow() from error
            raise EndpointError(f"Nobody answers at {self.shown}: {_reason(error.reason)}. {_START}") from error
        except (OSError, http.client.HTTPException) as error:
            raise EndpointError(f"{self.shown} broke off the connection: {_reason(error)}. {_START}") from error

    def _opener(self) -> urllib.request.OpenerDirector:
        """What opens addresses; this machine's own never go through a proxy, whatever the environment says."""
        if urlsplit(self.url).hostname in _THIS_MACHINE:
            return urllib.request.build_opener(urllib.request.ProxyHandler({}))
        return urllib.request.build_opener()

    def _read(self, response: http.client.HTTPResponse | urllib.error.HTTPError, deadline: float) -> Reply:
        parts, size = [], 0
        while chunk := response.read(_CHUNK):
            parts.append(chunk)
            size += len(chunk)
            if time.monotonic() > deadline:
                raise self._too_slow()
            if size > self.largest:
                raise QueryError(
                    f"The answer of {self.shown} is larger than {self.largest // 1_000_000} MB: narrow the query or give "
                    "it a LIMIT."
                )
        media_type = (response.headers.get("Content-Type") or "").split(";", 1)[0].strip().lower()
        return Reply(status=response.status or 0, media_type=media_type, body=b"".join(parts))

    def _too_slow(self) -> EndpointError:
        return EndpointError(
            f"{self.shown} gave no whole answer within {self.timeout:g} seconds. Narrow the query or give it a LIMIT, or "
            "allow more time: kg.open(url, timeout=300)."
        )


_START = "Is the address right, and is the server running (`kg serve` starts ours)?"


def _reason(reason: object) -> str:
    if isinstance(reason, ConnectionRefusedError):
        return "the connection was refused"
    if isinstance(reason, socket.gaierror):
        return "no machine of that name is known"
    text = str(reason)
    return text.rstrip(".") or type(reason).__name__
