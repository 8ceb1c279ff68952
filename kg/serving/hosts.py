"""Who may ask: the Host header against rebinding of names, and the web origins whose pages may read answers."""

from __future__ import annotations

import ipaddress

from kg.serving.http import Headers

_ALLOWED = b"GET, HEAD, POST, PUT, DELETE, OPTIONS"
_SEEN = b"ETag, Location, Retry-After, Content-Length"


class Hosts:
    """Names under which this server answers. An IP address always does: a name that is rebound is never one."""

    def __init__(self, host: str, names: str) -> None:
        listed = (name.strip().lower() for name in names.split(","))
        self._names = {"localhost", host.lower(), *filter(None, listed)}
        self._known: dict[str, bool] = {}

    def allows(self, header: str) -> bool:
        """Whether a request with this Host header is meant for us."""
        known = self._known.get(header)
        if known is None:
            known = self._decide(header)
            if len(self._known) < 1000:
                self._known[header] = known
        return known

    def _decide(self, header: str) -> bool:
        name, port = _split(header.strip().lower())
        if port and not port.isdecimal():
            return False
        return name.rstrip(".") in self._names or _is_address(name)


class Cors:
    """What browsers are told about other sites' pages. Answers never depend on cookies, so that none are allowed."""

    def __init__(self, origins: str) -> None:
        self._origins = {origin.strip().rstrip("/") for origin in origins.split(",") if origin.strip()}

    def headers(self, origin: str) -> Headers:
        """The headers for an answer to a page of this origin."""
        if "*" in self._origins:
            return [(b"access-control-allow-origin", b"*"), (b"access-control-expose-headers", _SEEN)]
        if origin and origin in self._origins:
            allowed = (b"access-control-allow-origin", origin.encode("latin-1"))
            return [allowed, (b"access-control-expose-headers", _SEEN), (b"vary", b"origin")]
        return []

    def preflight(self, origin: str) -> Headers:
        """The headers for the question that a browser asks first."""
        allowed = list(self.headers(origin))
        if not allowed:
            return []
        return [
            *allowed,
            (b"access-control-allow-methods", _ALLOWED),
            (b"access-control-allow-headers", b"Accept, Authorization, Content-Type, If-None-Match"),
            (b"access-control-max-age", b"600"),
        ]


def _split(header: str) -> tuple[str, str]:
    if header.startswith("["):
        name, _, rest = header[1:].partition("]")
        return name, rest.removeprefix(":")
    name, _, port = header.partition(":")
    return name, port


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
