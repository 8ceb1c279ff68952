"""The server as one ASGI application: who is asked, whether the request is for us, and what became of it.

/sparql                       the SPARQL endpoint          /store                  the Graph Store Protocol
/q, /q/NAME[.csv …]           canned queries               /openapi.json           what they take
/void, /.well-known/void      how much there is            /dataset, /examples     DCAT; SHACL examples
/health, /metrics             how it does                  /iri?iri=…, any path    data of an IRI, or its page
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import quote

from kg.errors import KgError
from kg.serving import linked
from kg.serving.formats import GRAPHS, HTML, TABLES, choose, prefers_html
from kg.serving.graphstore import PATH as STORE
from kg.serving.graphstore import GraphStore
from kg.serving.hosts import Cors, Hosts
from kg.serving.http import ClientGoneError, HttpError, Receive, Request, Scope, Send
from kg.serving.metrics import AccessLog
from kg.serving.service import Service

log = logging.getLogger(__name__)

Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]
_FOLLOW_SECONDS = 0.5
_METHODS = b"GET, HEAD, POST, OPTIONS"
_READING = {"GET", "HEAD"}


class App:
    """The application. `pages` answers what a person reads; without it every address gives data."""

    def __init__(self, service: Service, hosts: Hosts, cors: Cors, access: AccessLog, pages: Asgi | None) -> None:
        self._service = service
        self._graphs = GraphStore(service)
        self._hosts = hosts
        self._cors = cors
        self._access = access
        self._pages = pages
        self.failure: KgError | None = None
        self._following: asyncio.Task[None] | None = None
        self._fixed: dict[str, Callable[[Request], Awaitable[None]]] = {
            "/openapi.json": service.openapi,
            "/examples": service.examples,
            "/void": service.void,
            "/.well-known/void": service.void,
            "/dataset": service.dataset,
            "/health": service.health,
            "/metrics": service.measured,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                try:
                    await self._service.pool.start(self._service.snapshots.latest().tag)
                except KgError as error:
                    self.failure = error
                    await send({"type": "lifespan.startup.failed", "message": str(error)})
                    return
                self._following = asyncio.get_running_loop().create_task(self._follow())
                await send({"type": "lifespan.startup.complete"})
            else:
                if self._following:
                    self._following.cancel()
                self._graphs.close()
                self._service.pool.close()
                self._access.flush()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _follow(self) -> None:
        """Serve each build as it lands."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(_FOLLOW_SECONDS)
            await loop.run_in_executor(None, self._service.snapshots.refresh)
            self._service.follow()
            self._access.flush()

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        status = sent = 0
        ours: list[tuple[bytes, bytes]] = []

        async def counting(message: MutableMapping[str, Any]) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                if ours:
                    message["headers"] = [*message["headers"], *ours]
            else:
                sent += len(message.get("body", b""))
            await send(message)

        request = Request.of(scope, receive, counting)
        ours += self._cors.headers(request.header(b"origin"))
        ours.append((b"x-content-type-options", b"nosniff"))
        try:
            await self._route(request)
        except HttpError as error:
            if not status:
                await request.refuse(error)
        except ClientGoneError:
            pass
        seconds = time.perf_counter() - began
        self._service.metrics.count(request.lane, request.method, status, seconds, sent)
        client = scope.get("client") or ("", 0)
        self._access.write(request.lane, request.method, request.path, status, seconds, sent, client[0])

    async def _route(self, request: Request) -> None:
        if not self._hosts.allows(request.header(b"host")):
            raise HttpError(421, "This server is not known by that name. It can be told to be, by server_names.")
        path = request.path
        if request.method == "OPTIONS":
            headers = [(b"allow", _METHODS), *self._cors.preflight(request.header(b"origin"))]
            await request.reply(204, b"", headers=headers)
        elif path == "/sparql":
            await self._sparql(request)
        elif path == STORE or path.startswith(STORE + "/"):
            await self._graphs.handle(request)
        elif path == "/q" or path.startswith("/q/"):
            await self._canned(request, path.removeprefix("/q").strip("/"))
        elif path in self._fixed and request.method in _READING:
            await self._fixed[path](request)
        else:
            await self._other(request)

    async def _sparql(self, request: Request) -> None:
        request.lane = "sparql"
        if request.method not in {"GET", "HEAD", "POST"}:
            raise HttpError(405, "The endpoint is asked by GET or POST.", headers=((b"allow", _METHODS),))
        update = await self._service.sparql(request)
        if update is not None:
            await self._graphs.update(request, update)

    async def _canned(self, request: Request, name: str) -> None:
        """The pages have the forms; whoever likes data better, or names a form, gets data."""
        wants_page = prefers_html(request.accept, TABLES) and "format=" not in request.scope["query_string"].decode(
            "latin-1"
        )
        named = any(name.endswith(f".{form.name}") for form in TABLES)
        if self._pages is not None and ((wants_page and not named) or name.endswith(f".{HTML.name}")):
            await self._page(request)
        elif not name or name == "index.json":
            await self._service.listing(request)
        else:
            await self._service.canned_query(request, name)

    async def _other(self, request: Request) -> None:
        """A thing's data, or a page."""
        raw = request.scope.get("raw_path") or request.path.encode()
        path, form = linked.split_suffix(raw.decode("latin-1").split("?", 1)[0])
        wants_data = form is not None or (self._pages is None and request.method in _READING)
        if not wants_data and request.method in _READING:
            wants_data = not prefers_html(request.accept, GRAPHS) and _asks_for_rdf(request.accept)
        iri = await self._iri_of(request, path)
        names = self._service.snapshots.current().names
        if iri is not None and wants_data:
            await self._service.thing(request, iri, form)
            return
        if self._pages is None:
            raise HttpError(404, "There is nothing here.")
        local = linked.local_path(iri, names) if iri is not None else None
        if local is None and iri is not None and path == "/iri":
            local = f"/resource?iri={quote(iri, safe='')}"
        if local is not None and local != path and form is None:
            await request.reply(303, b"", headers=[(b"location", local.encode("latin-1", "replace"))])
            return
        await self._page(request)

    async def _iri_of(self, request: Request, path: str) -> str | None:
        """The IRI of the graph that a request is about; None where it is about none."""
        store = self._service.snapshots.current()
        if path == "/iri":
            given = dict(request.query_fields()).get("iri", "")
            if not given:
                raise HttpError(400, "Name the IRI: /iri?iri=…")
            candidates = [given]
        else:
            candidates = linked.iri_candidates(path, store.names)
        return next((iri for iri in candidates if linked.is_known(store, iri)), None)

    async def _page(self, request: Request) -> None:
        request.lane = "page"
        if self._pages is None:
            raise HttpError(404, "There is no page here.")
        await self._pages(request.scope, request.receive, request.send)


def _asks_for_rdf(accept: str) -> bool:
    """Whether a form of RDF is named: `*/*` alone means whatever is usual here, which is the page."""
    return choose(accept, GRAPHS) is not None and any(form.media_type in accept.lower() for form in GRAPHS)
