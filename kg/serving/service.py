"""The handlers of every address that gives data. One object holds what they share."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from pyoxigraph import Triple

from kg.config import Settings
from kg.errors import KgError, NotFoundError, QueryError, QuerySyntaxError, UnknownQueryError
from kg.querying.text_index import open_index
from kg.serving import canned, describe, linked
from kg.serving.cache import Kept, ResponseCache
from kg.serving.calls import Fetch, Search, answer_calls, no_endpoints
from kg.serving.formats import CSV, GRAPHS, TABLES, Form, choose, form_named, prefers_html
from kg.serving.guard import RefusedError, TooLongError, check
from kg.serving.http import Headers, HttpError, Request, bearer
from kg.serving.jobs import CannedJob, QueryJob
from kg.serving.metrics import Metrics
from kg.serving.pool import Pool
from kg.serving.snapshots import Snapshot, Snapshots
from kg.serving.sparql import Asked, AskedUpdate, read_request
from kg.serving.streaming import answer_job, send_kept

_JSON = b"application/json"
_VARY = (b"vary", b"accept, accept-encoding")
_PAGE_OF_ENDPOINT = "/editor"


@dataclass(slots=True)
class Service:
    """What is served and with what."""

    settings: Settings
    snapshots: Snapshots
    pool: Pool
    cache: ResponseCache
    metrics: Metrics
    fetch: Fetch = no_endpoints
    summaries: dict[str, describe.Summary] = field(default_factory=dict)

    @property
    def union(self) -> bool:
        """Whether the default graph of queries is the union of all graphs."""
        return self.settings.default_graph == "union"

    def follow(self) -> None:
        """Have the workers follow the generation that is current now."""
        tag = self.snapshots.latest().tag
        if tag != self.pool.wanted:
            self.cache.clear()
            self.pool.renew(tag)

    async def sparql(self, request: Request) -> AskedUpdate | None:
        """The endpoint. An update is given back: the writing side does it.

        Raises:
            HttpError: there is no answer.
        """
        asked = await read_request(request, self.settings.query_bytes, self.settings.upload_bytes)
        if asked is None:
            await self._describe_service(request)
        elif isinstance(asked, AskedUpdate):
            return asked
        else:
            await self._answer(request, asked)
        return None

    async def _answer(self, request: Request, asked: Asked) -> None:
        volatile = asked.volatile
        kept_for = volatile or request.method == "POST"
        if not kept_for and self._unchanged(request, self.pool.tag):
            await request.reply(304, b"", headers=self.kept_headers(self.pool.tag))
            return
        gzip = request.takes_gzip
        key = (asked, gzip)
        if not volatile:
            kept = self.cache.get((self.pool.tag, key))
            if kept is not None:
                request.lane = "cache"
                await send_kept(request, kept, self.kept_headers(self.pool.tag), packed=gzip)
                return
        request.lane = "query"
        text = await self._checked(asked.text)
        most = self.settings.query_rows
        job = QueryJob(
            text, asked.base, asked.results, asked.graph, list(asked.default_graphs), list(asked.named_graphs), self.union,
            asked.rows, most, gzip, asked.plain_csv,
        )  # fmt: skip
        seconds = min(asked.seconds or self.settings.query_seconds, self.settings.query_seconds)
        keep = None if volatile else partial(self._keep, key)
        headers = _never_kept if volatile else self.kept_headers
        await answer_job(request, self.pool, job, seconds, headers, keep)

    def _keep(self, key: object, tag: str, kept: Kept) -> None:
        if tag == self.pool.tag:
            self.cache.put((tag, key), kept)

    async def _checked(self, query: str) -> str:
        """The query as the engine may see it: within bounds, and with its SERVICE blocks answered."""
        try:
            if not check(query, self.settings.query_bytes):
                return query
            snapshot = self.snapshots.latest()
            prefixes = snapshot.store.names.prefixes
            work = partial(answer_calls, query, prefixes, self._search(snapshot), self.fetch)
            return await asyncio.get_running_loop().run_in_executor(None, work)
        except TooLongError as error:
            raise HttpError(413, str(error)) from None
        except QuerySyntaxError as error:
            raise HttpError(400, str(error), line=error.line, column=error.column) from None
        except (RefusedError, QueryError) as error:
            raise HttpError(400, str(error)) from None

    def _search(self, snapshot: Snapshot) -> Search:
        index = partial(open_index, snapshot.store, self.snapshots.folder / "search")
        return lambda words, kinds, limit: index().search(words, kinds, limit)

    async def _describe_service(self, request: Request) -> None:
        if prefers_html(request.accept, GRAPHS):
            await request.reply(303, b"", headers=[(b"location", _PAGE_OF_ENDPOINT.encode())])
            return
        triples = describe.service_triples(request.origin, union=self.union, writable=self.settings.token is not None)
        await self._graph(request, lambda _: triples, None)

    async def canned_query(self, request: Request, path: str) -> None:
        """`/q/NAME`, with the suffix of a form or the form that is liked best.

        Raises:
            HttpError: there is no such query, or no answer.
        """
        if request.method not in {"GET", "HEAD"}:
            raise HttpError(405, "Canned queries are asked by GET.", headers=((b"allow", b"GET, HEAD"),))
        try:
            query, form = canned.split_name(path)
        except UnknownQueryError as error:
            raise HttpError(404, str(error)) from None
        fields = request.query_fields()
        given = {name: value for name, value in fields if value and name != "format"}
        named = dict(fields).get("format")
        form = form or (form_named(named) if named else None) or choose(request.accept, TABLES)
        if form is None or form not in TABLES:
            raise HttpError(406, f"Answers are given as {', '.join(f.media_type for f in TABLES)}.")
        if self._unchanged(request, self.pool.tag):
            await request.reply(304, b"", headers=self.kept_headers(self.pool.tag))
            return
        gzip = request.takes_gzip
        key = ("canned", query.name, form.name, tuple(sorted(given.items())), gzip)
        kept = self.cache.get((self.pool.tag, key))
        headers = partial(self._download_headers, query.name, form)
        if kept is not None:
            request.lane = "cache"
            await send_kept(request, kept, headers(self.pool.tag), packed=gzip)
            return
        request.lane = "canned"
        job = CannedJob(query.name, given, form.name, self.settings.query_rows, gzip)
        await answer_job(request, self.pool, job, self.settings.query_seconds, headers, partial(self._keep, key))

    def _download_headers(self, name: str, form: Form, tag: str) -> Headers:
        headers = list(self.kept_headers(tag))
        if form is CSV:
            file = name.replace("/", "-") + ".csv"
            headers.append((b"content-disposition", f'inline; filename="{file}"'.encode()))
        return headers

    async def listing(self, request: Request) -> None:
        """`/q` as JSON."""
        await self._json(request, canned.listing(request.origin))

    async def openapi(self, request: Request) -> None:
        """`/openapi.json`."""
        await self._json(request, canned.openapi(request.origin))

    async def examples(self, request: Request) -> None:
        """`/examples`: the canned queries as SHACL."""
        await self._graph(request, partial(_examples, request.origin), None)

    async def void(self, request: Request) -> None:
        """`/.well-known/void`, `/void`."""
        await self._graph(request, partial(self._void, request.origin), None)

    async def dataset(self, request: Request) -> None:
        """`/dataset`: DCAT and VoID."""
        await self._graph(request, partial(self._dataset, request.origin), None)

    def _void(self, origin: str, snapshot: Snapshot) -> list[Triple]:
        return describe.void_triples(origin, snapshot.store, self.summary(snapshot))

    def _dataset(self, origin: str, snapshot: Snapshot) -> list[Triple]:
        dcat = describe.dcat_triples(origin, snapshot.store, self.summary(snapshot), snapshot.tag)
        return dcat + self._void(origin, snapshot)

    def summary(self, snapshot: Snapshot) -> describe.Summary:
        """The counts of a generation; made once."""
        found = self.summaries.get(snapshot.tag)
        if found is None:
            found = describe.summarise(snapshot.store)
            self.summaries.clear()
            self.summaries[snapshot.tag] = found
        return found

    async def thing(self, request: Request, iri: str, form: Form | None) -> None:
        """The data of one IRI.

        Raises:
            HttpError: 404: the graph says nothing of it.
        """
        request.lane = "data"
        await self._graph(request, partial(_thing, iri), form)

    async def _graph(self, request: Request, make: Callable[[Snapshot], list[Triple]], form: Form | None) -> None:
        """Send triples that are made in a thread, in the form that is liked best."""
        snapshot = self.snapshots.latest()
        form = form or _named_graph_form(request) or choose(request.accept, GRAPHS)
        if form is None:
            raise HttpError(406, f"This is given as {', '.join(f.media_type for f in GRAPHS)}.")
        if self._unchanged(request, snapshot.tag):
            await request.reply(304, b"", headers=self.kept_headers(snapshot.tag))
            return

        def work() -> bytes:
            prefixes = {**describe.turtle_prefixes(), **snapshot.store.names.prefixes}
            return linked.graph_in(make(snapshot), form, snapshot.store.names, prefixes)

        try:
            body = await asyncio.get_running_loop().run_in_executor(None, work)
        except NotFoundError as error:
            raise HttpError(404, str(error)) from None
        except KgError as error:
            raise HttpError(500, str(error)) from None
        await request.reply(200, body, form.content_type.encode(), self.kept_headers(snapshot.tag))

    async def health(self, request: Request) -> None:
        """`/health`: that it lives, and on what."""
        request.lane = "health"
        snapshot = self.snapshots.latest()
        about = {
            "status": "ok",
            "generation": snapshot.meta.generation,
            "tag": self.pool.tag,
            "in_memory": self.pool.in_memory,
            "workers": self.pool.counts(),
        }
        await request.reply(200, json.dumps(about).encode(), _JSON, [(b"cache-control", b"no-store")])

    async def measured(self, request: Request) -> None:
        """`/metrics`."""
        request.lane = "metrics"
        counts = self.pool.counts()
        gauges = {
            **{f"workers_{name}": float(count) for name, count in counts.items()},
            "cache_bytes": float(self.cache.size),
            "cache_hits": float(self.cache.hits),
            "cache_misses": float(self.cache.misses),
            "generation": float(self.snapshots.latest().meta.generation),
            "in_memory": float(self.pool.in_memory),
        }
        text = self.metrics.text(gauges, self.pool.events)
        await request.reply(200, text.encode(), b"text/plain; version=0.0.4; charset=utf-8")

    def may_write(self, request: Request) -> None:
        """Refuse whoever does not show the token.

        Raises:
            HttpError: 403: nobody may write; 401: the token is missing or another.
        """
        if self.settings.token is None:
            raise HttpError(403, "The graph is only read here: the server was started without a token.")
        if not hmac.compare_digest(bearer(request).encode(), self.settings.token.encode()):
            raise HttpError(
                401, "Writing needs the server's token.", headers=((b"www-authenticate", b'Bearer realm="kg"'),)
            )

    async def _json(self, request: Request, content: Mapping[str, object]) -> None:
        tag = self.snapshots.latest().tag
        body = json.dumps(content, ensure_ascii=False, indent=1).encode()
        await request.reply(200, body, _JSON, self.kept_headers(tag))

    def _unchanged(self, request: Request, tag: str) -> bool:
        known = request.headers.get(b"if-none-match")
        return known is not None and f'"{tag}"'.encode() in known

    def kept_headers(self, tag: str) -> Headers:
        """The headers of an answer that stays the same for as long as this generation is served."""
        return [(b"etag", f'W/"{tag}"'.encode()), (b"cache-control", b"no-cache"), _VARY]


def _never_kept(_tag: str) -> Headers:
    return [(b"cache-control", b"no-store"), _VARY]


def _named_graph_form(request: Request) -> Form | None:
    named = dict(request.query_fields()).get("format")
    if not named:
        return None
    form = form_named(named)
    if form not in GRAPHS:
        raise HttpError(400, f"There is no format {named!r} of a graph; there are {', '.join(f.name for f in GRAPHS)}.")
    return form


def _examples(origin: str, snapshot: Snapshot) -> list[Triple]:
    return describe.example_triples(origin, snapshot.store)


def _thing(iri: str, snapshot: Snapshot) -> list[Triple]:
    if not linked.is_known(snapshot.store, iri):
        raise NotFoundError(f"The graph says nothing of <{iri}>.")
    return linked.triples_of(snapshot.store, iri)
