"""The SPARQL 1.1 Graph Store Protocol, and updates: reading by workers, writing by the one process that writes."""

from __future__ import annotations

import asyncio
import uuid
from email.parser import BytesParser
from urllib.parse import urljoin

import msgspec
from pyoxigraph import NamedNode

from kg.errors import StoreError
from kg.serving import jobs
from kg.serving.formats import FORMS, GRAPHS, choose, form_named, form_of_media_type
from kg.serving.guard import RefusedError, check
from kg.serving.http import HttpError, Request
from kg.serving.jobs import Failure, GraphJob, WriteJob, Written
from kg.serving.processes import Worker, start_writer
from kg.serving.service import Service
from kg.serving.sparql import AskedUpdate
from kg.serving.streaming import answer_job
from kg.storage.tokens import has_word, is_ambiguous

PATH = "/store"
_METHODS = "GET, HEAD, PUT, POST, DELETE, OPTIONS"
_WRITE_SECONDS = 120.0
_UPLOAD_SECONDS = 120.0


class GraphStore:
    """Graphs as wholes, and changes to them."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._writing = asyncio.Lock()
        self._writer: Worker | None = None

    def close(self) -> None:
        """End the process that writes."""
        if self._writer is not None:
            self._writer.kill()

    async def handle(self, request: Request) -> None:
        """A request below `/store`.

        Raises:
            HttpError: it breaks the protocol, or is not allowed.
        """
        request.lane = "graph"
        if request.method in {"GET", "HEAD"}:
            await self._read(request, self._graph_of(request))
        elif request.method in {"PUT", "POST", "DELETE"}:
            self._service.may_write(request)
            await self._write(request)
        else:
            raise HttpError(405, "Graphs are read and written.", headers=((b"allow", _METHODS.encode()),))

    async def update(self, request: Request, asked: AskedUpdate) -> None:
        """An update by the protocol.

        Raises:
            HttpError: it is not allowed, or did not succeed.
        """
        request.lane = "update"
        self._service.may_write(request)
        try:
            if check(asked.text, self._service.settings.upload_bytes):
                raise HttpError(403, "SERVICE is refused in updates.")
            if has_word(asked.text, "LOAD") or ("load" in asked.text.lower() and is_ambiguous(asked.text)):
                raise HttpError(403, "LOAD is refused: the server calls nobody. Send the graph itself to /store.")
        except RefusedError as error:
            raise HttpError(400, str(error)) from None
        job = WriteJob("UPDATE", asked.text, list(asked.using), list(asked.using_named), base=asked.base)
        written = await self._have_written(job)
        await request.reply(written.status, b"")

    def _graph_of(self, request: Request) -> str | None:
        """The graph that is meant: its IRI, empty for the unnamed graph, None for the store as such."""
        fields = request.query_fields()
        named = [value for name, value in fields if name == "graph"]
        unnamed = any(name == "default" for name, _ in fields)
        if len(named) + unnamed > 1:
            raise HttpError(400, "Name one graph: ?graph=IRI or ?default.")
        here = f"{request.origin}{request.path}"
        if unnamed:
            return ""
        if named:
            return _iri(urljoin(here, named[0]))
        if request.path.rstrip("/") != PATH:
            return _iri(here)
        return None

    async def _read(self, request: Request, graph: str | None) -> None:
        if graph is None:
            raise HttpError(400, "Name a graph: ?graph=IRI or ?default.")
        fields = dict(request.query_fields())
        named = form_named(fields["format"]) if fields.get("format") else None
        form = named or choose(request.accept, GRAPHS)
        if form is None or form not in GRAPHS:
            raise HttpError(406, f"Graphs are given as {', '.join(f.media_type for f in GRAPHS)}.")
        service = self._service
        job = GraphJob(graph, form.name, service.union, request.takes_gzip)
        await answer_job(request, service.pool, job, 10 * service.settings.query_seconds, service.kept_headers)

    async def _write(self, request: Request) -> None:
        graph = self._graph_of(request)
        location = ""
        if graph is None:
            if request.method != "POST":
                raise HttpError(405, "Name a graph: ?graph=IRI or ?default.", headers=((b"allow", b"POST, OPTIONS"),))
            location = f"{request.origin}{PATH}/{uuid.uuid4()}"
            graph = location
        parts: list[tuple[str, bytes]] = []
        if request.method != "DELETE":
            body = await request.body(self._service.settings.upload_bytes, _UPLOAD_SECONDS)
            parts = _parts(request.header(b"content-type"), body)
        base = graph or f"{request.origin}{request.path}"
        written = await self._have_written(WriteJob(request.method, graph=graph, base=base, parts=parts))
        headers = [(b"location", location.encode())] if location else []
        await request.reply(201 if location else written.status, b"", headers=headers)

    async def _have_written(self, job: WriteJob) -> Written:
        """Have a change made, and wait until it is what queries see."""
        async with self._writing:
            written = await self._in_writer(job)
        service = self._service
        await asyncio.get_running_loop().run_in_executor(None, service.snapshots.refresh)
        service.follow()
        await service.pool.serves(written.tag, 10.0)
        return written

    async def _in_writer(self, job: WriteJob) -> Written:
        if self._writer is None or self._writer.dead:
            try:
                self._writer = await start_writer(self._service.snapshots.folder, self._service.settings.query_memory)
            except StoreError as error:
                raise HttpError(503, str(error)) from None
        writer = self._writer
        writer.start_job(job)
        try:
            kind, content = await asyncio.wait_for(writer.frame(), _WRITE_SECONDS)
        except (TimeoutError, asyncio.CancelledError) as error:
            writer.kill()
            self._writer = None
            if isinstance(error, asyncio.CancelledError):
                raise
            raise HttpError(504, f"The change was stopped after {_WRITE_SECONDS:g} s; nothing of it is kept.") from None
        if kind == jobs.WHOLE:
            return msgspec.msgpack.decode(content, type=Written)
        if kind == jobs.ERROR:
            failure = msgspec.msgpack.decode(content, type=Failure)
            raise HttpError(failure.status, failure.message, line=failure.line, column=failure.column)
        self._writer = None
        raise HttpError(507, "The change was stopped: it took more memory than it may; nothing of it is kept.")


def _iri(text: str) -> str:
    try:
        return NamedNode(text).value
    except ValueError:
        raise HttpError(400, f"{text!r} is no IRI.") from None


def _parts(content_type: str, body: bytes) -> list[tuple[str, bytes]]:
    """The bodies of an upload, each with its form; a form of a web page may hold several files."""
    if content_type.split(";", 1)[0].strip().lower() != "multipart/form-data":
        return [(_form_of(content_type), body)] if body or content_type else []
    message = BytesParser().parsebytes(b"Content-Type: " + content_type.encode("latin-1") + b"\r\n\r\n" + body)
    found = []
    for part in message.walk():
        if part.is_multipart():
            continue
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            found.append((_form_of(part.get_content_type(), part.get_filename() or ""), payload))
    return found


def _form_of(content_type: str, file_name: str = "") -> str:
    form = form_of_media_type(content_type, GRAPHS)
    if form is None and "." in file_name:
        form = FORMS.get(file_name.rsplit(".", 1)[1].lower())
    if form is None or form not in GRAPHS:
        if not content_type:
            return "ttl"
        raise HttpError(415, f"Graphs are taken as {', '.join(f.media_type for f in GRAPHS)}, not {content_type!r}.")
    return form.name
