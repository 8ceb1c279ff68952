"""A worker: a process that answers one job at a time and may be killed at any moment.

It has one generation of the store open for reading, a cap on its memory and no network. Nobody else is hurt when a
query brings it down. Started as `python -m kg.serving.worker FD STORE MEMORY`, or forked by `kg.serving.nursery`.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kg.errors import KgError, QueryError, QuerySyntaxError, UnknownQueryError
from kg.serving import jobs
from kg.serving.answering import Answerer, MissingGraphError, NotFormError
from kg.serving.jobs import HEAD, CannedJob, Failure, GraphJob, Job, QueryJob
from kg.serving.rows import EnoughError, Parts
from kg.serving.sandbox import confine, die_with_parent
from kg.serving.snapshots import tag_of
from kg.storage import Store, open_store

_STACK = 256 * 1024 * 1024  # the engine recurses: so deep a stack takes all that the guard lets through
_JOBS: dict[int, type[Job]] = {jobs.QUERY: QueryJob, jobs.CANNED: CannedJob, jobs.GRAPH: GraphJob}


def serve_jobs(connection: socket.socket, store: Store, memory: int, *, in_memory: bool) -> None:
    """Answer jobs until the front closes the connection. Does not return: the process ends."""
    no_network = confine(memory + _STACK)
    threading.stack_size(_STACK)
    hello = _Hello(no_network, in_memory)
    thread = threading.Thread(target=_loop, args=(connection, store, hello))
    thread.start()
    thread.join()
    os._exit(0)


@dataclass(frozen=True, slots=True)
class _Hello:
    no_network: bool
    in_memory: bool

    def frame(self, store: Store) -> bytes:
        tag = tag_of(store.meta) if store.meta else ""
        ready = jobs.Ready(os.getpid(), tag, self.no_network, self.in_memory)
        return jobs.frame(jobs.READY, jobs.encode(ready))


def _loop(connection: socket.socket, store: Store, hello: _Hello) -> None:
    source = connection.makefile("rb", buffering=65_536)
    decoders = {kind: msgspec.msgpack.Decoder(job) for kind, job in _JOBS.items()}
    answerer = Answerer(store)
    connection.sendall(hello.frame(store))
    while True:
        head = source.read(HEAD.size)
        if len(head) < HEAD.size:
            return
        length, kind = HEAD.unpack(head)
        content = source.read(length)
        if kind == jobs.OPEN:
            if store.folder is None:
                return
            before, store = store, open_store(store.folder)
            answerer = Answerer(store)
            before.close()
            connection.sendall(hello.frame(store))
            continue
        _answer(connection, answerer, decoders[kind].decode(content))


def _answer(connection: socket.socket, answerer: Answerer, job: Job) -> None:
    form = b"\0"

    def send(data: bytes) -> None:
        connection.sendall(HEAD.pack(len(data) + 1, jobs.PART) + form)
        connection.sendall(data)

    parts = Parts(send, job.gzip)

    def begin(index: int) -> None:
        nonlocal form
        form = bytes([index])

    try:
        answerer.answer(job, begin, parts.write)
    except KgError as error:
        connection.sendall(jobs.frame(jobs.ERROR, jobs.encode(_failure(error))))
        return
    except EnoughError:
        limit = Failure(413, "The answer has more rows than this endpoint gives: ask for fewer with LIMIT.")
        connection.sendall(jobs.frame(jobs.ERROR, jobs.encode(limit)))
        return
    except MemoryError:
        os._exit(3)
    rest = parts.rest()
    if parts.started:
        if rest:
            send(rest)
        connection.sendall(jobs.frame(jobs.END, b""))
    else:
        connection.sendall(jobs.frame(jobs.WHOLE, form + rest))


def _failure(error: KgError) -> Failure:
    if isinstance(error, QuerySyntaxError):
        return Failure(400, str(error), error.line, error.column)
    if isinstance(error, NotFormError):
        return Failure(406, str(error))
    if isinstance(error, UnknownQueryError | MissingGraphError):
        return Failure(404, str(error))
    if isinstance(error, QueryError):
        return Failure(400, str(error))
    return Failure(500, str(error))


def main(arguments: list[str]) -> None:
    """`FD STORE MEMORY`: the socket's descriptor, the store's folder, bytes of memory beyond what the start takes."""
    descriptor, folder, memory = int(arguments[0]), Path(arguments[1]), int(arguments[2])
    die_with_parent()
    connection = socket.socket(fileno=descriptor)
    try:
        store = open_store(folder)
    except KgError as error:
        connection.sendall(jobs.frame(jobs.ERROR, jobs.encode(Failure(500, str(error)))))
        return
    serve_jobs(connection, store, memory, in_memory=False)


if __name__ == "__main__":
    main(sys.argv[1:])
