"""An update of a client's own, put into effect: a new generation in which no graph of the build has changed.

Clients may write the unnamed graph and graphs of any name but those below `<base>graph/`, which the build makes. That
is not read off the update: it is run on the next generation, and published only if every graph of the build still holds
the same bytes. So no cleverness of an update gets around it.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

import pyoxigraph as ox

from kg.errors import KgError, QueryError, StoreError
from kg.serving.formats import FORMS
from kg.serving.jobs import Failure, WriteJob, Written
from kg.serving.snapshots import tag_of
from kg.storage import BuildMeta, GenerationWriter, read_meta, write_generation
from kg.storage.tokens import Kind, tokens
from kg.storage.translate import query_errors


class WriteRefusedError(KgError):
    """A change that is not made, with the HTTP status that says why."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(slots=True)
class Updater:
    """Makes changes to one store. Keeps the digest of the build's graphs, which takes a second for a million quads."""

    folder: Path
    _known: dict[str, bytes] = field(default_factory=dict)

    def apply(self, job: WriteJob) -> Written:
        """Make a change and publish it.

        Raises:
            WriteRefusedError: it is not allowed, or there is nothing to change.
            QuerySyntaxError: the update is not valid SPARQL.
            StoreBusyError: a build is going on.
            StoreError: it cannot be written.
        """
        with write_generation(self.folder) as writer:
            before = self._digest_of_current(writer)
            status = _STEPS[job.method](writer, job)
            after = _digest(writer)
            if after != before:
                raise WriteRefusedError(
                    403, f"Graphs below {writer.names.base}graph/ are made by the build: write to graphs of your own."
                )
            build = writer.current.build if writer.current else BuildMeta()
            writer.publish(build)
        tag = self._tag()
        self._known = {tag: after}
        return Written(status, tag)

    def _digest_of_current(self, writer: GenerationWriter) -> bytes:
        tag = tag_of(writer.current) if writer.current else ""
        if tag not in self._known:
            self._known = {tag: _digest(writer)}
        return self._known[tag]

    def _tag(self) -> str:
        return tag_of(read_meta(self.folder))


def is_of_the_build(graph: str, base: str) -> bool:
    """Whether a named graph belongs to the build."""
    return graph.startswith(f"{base}graph/")


def _digest(writer: GenerationWriter) -> bytes:
    """Of all that the build's graphs hold. Quads lie sorted by their keys, so that equal graphs give equal bytes."""
    hasher = hashlib.blake2b()
    prefix = f"{writer.names.base}graph/"
    sink = cast(BinaryIO, _Hashing(hasher.update))
    store = writer.view().oxigraph
    for graph in writer.graphs():
        if graph.value.startswith(prefix):
            hasher.update(graph.value.encode())
            store.dump(sink, format=ox.RdfFormat.N_TRIPLES, from_graph=graph)
    return hasher.digest()


class _Hashing:
    def __init__(self, update: Callable[[bytes], None]) -> None:
        self._update = update

    def write(self, data: bytes) -> int:
        self._update(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""


def _run_update(writer: GenerationWriter, job: WriteJob) -> int:
    text = with_dataset(job.text, job.using, job.using_named)

    def change(store: ox.Store) -> None:
        with query_errors(job.text, None):
            store.update(text, base_iri=job.base or None, prefixes=dict(writer.names.prefixes))

    writer.alter(change)
    return 204


def with_dataset(update: str, using: list[str], using_named: list[str]) -> str:
    """The update with the data set of the protocol's parameters as USING clauses.

    Raises:
        WriteRefusedError: the update names a data set itself.
    """
    if not using and not using_named:
        return update
    clauses = " ".join(
        [*(f"USING {ox.NamedNode(iri)}" for iri in using), *(f"USING NAMED {ox.NamedNode(iri)}" for iri in using_named)]
    )
    depth, places, previous = 0, [], ""
    for token in tokens(update):
        word = token.text.upper()
        if token.kind is Kind.OPEN:
            depth += 1
        elif token.kind is Kind.CLOSE:
            depth -= 1
        elif token.kind is Kind.WORD and depth == 0:
            if word in {"USING", "WITH"}:
                raise WriteRefusedError(400, "The update has USING or WITH, and the request names its graphs: use one.")
            if word == "WHERE" and previous != "DELETE":
                places.append(token.start)
        previous = word
    for place in reversed(places):
        update = f"{update[:place]} {clauses} {update[place:]}"
    return update


def _graph_of(job: WriteJob, writer: GenerationWriter) -> ox.NamedNode | ox.DefaultGraph:
    if not job.graph:
        return ox.DefaultGraph()
    if is_of_the_build(job.graph, writer.names.base):
        raise WriteRefusedError(403, f"<{job.graph}> is made by the build: write to graphs of your own.")
    return ox.NamedNode(job.graph)


def _exists(store: ox.Store, graph: ox.NamedNode | ox.DefaultGraph) -> bool:
    if isinstance(graph, ox.DefaultGraph):
        return True
    return bool(store.contains_named_graph(graph))


def _put(writer: GenerationWriter, job: WriteJob) -> int:
    return _load(writer, job, replace=True)


def _post(writer: GenerationWriter, job: WriteJob) -> int:
    return _load(writer, job, replace=False)


def _load(writer: GenerationWriter, job: WriteJob, *, replace: bool) -> int:
    graph = _graph_of(job, writer)
    created = False

    def change(store: ox.Store) -> None:
        nonlocal created
        created = not _exists(store, graph)
        quads = _read(job, graph)
        if replace:
            store.clear_graph(graph)
        if isinstance(graph, ox.NamedNode):
            store.add_graph(graph)
        store.extend(quads)

    writer.alter(change)
    return 201 if created else 204


def _read(job: WriteJob, graph: ox.NamedNode | ox.DefaultGraph) -> list[ox.Quad]:
    quads = []
    for form, data in job.parts:
        try:
            parsed = ox.parse(
                io.BytesIO(data),
                format=FORMS[form].graph,
                base_iri=job.base,
                without_named_graphs=True,
                rename_blank_nodes=True,
            )
            quads += [ox.Quad(q.subject, q.predicate, q.object, graph) for q in parsed]
        except (SyntaxError, ValueError, OSError) as error:
            raise WriteRefusedError(400, f"The body is no {FORMS[form].media_type}: {error}.") from error
    return quads


def _delete(writer: GenerationWriter, job: WriteJob) -> int:
    graph = _graph_of(job, writer)

    def change(store: ox.Store) -> None:
        if not _exists(store, graph):
            raise WriteRefusedError(404, f"There is no graph <{job.graph}>.")
        if isinstance(graph, ox.NamedNode):
            store.remove_graph(graph)
        else:
            store.clear_graph(graph)

    writer.alter(change)
    return 204


_STEPS: dict[str, Callable[[GenerationWriter, WriteJob], int]] = {
    "UPDATE": _run_update,
    "PUT": _put,
    "POST": _post,
    "DELETE": _delete,
}


def failure_of(error: KgError) -> Failure:
    """What the client is told of an error."""
    if isinstance(error, WriteRefusedError):
        return Failure(error.status, str(error))
    if isinstance(error, StoreError):
        return Failure(503, str(error))
    if type(error) is QueryError:  # well-formed, and cannot be done: a graph is missing, or there already
        return Failure(404 if "does not exist" in str(error) else 409, str(error))
    return Failure(400, str(error), getattr(error, "line", None), getattr(error, "column", None))
