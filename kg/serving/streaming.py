"""A job's answer, from the worker to the client: whole where it is small, else part by part as it comes.

An error has its own status as long as nothing was sent; after that the connection ends without the last chunk, so that
the client sees that something is missing, never a false end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import msgspec

from kg.serving import jobs
from kg.serving.cache import Kept
from kg.serving.http import ClientGoneError, Headers, HttpError, Request
from kg.serving.jobs import SENT, Failure, Job
from kg.serving.pool import BusyError, Pool
from kg.serving.processes import CROWDED, GONE, TIMEOUT, Worker

_failure = msgspec.msgpack.Decoder(Failure).decode
_RETRY = ((b"retry-after", b"2"),)


async def answer_job(
    request: Request,
    pool: Pool,
    job: Job,
    seconds: float,
    headers: Callable[[str], Headers],
    keep: Callable[[str, Kept], None] | None = None,
) -> None:
    """Have a job done and send its answer. `headers` and `keep` are told the tag of the generation that answered.

    Raises:
        HttpError: there is no answer: the query is wrong, took too long or too much, or all workers are busy.
        ClientGoneError: nobody reads it.
    """
    try:
        worker = await pool.acquire(seconds)
    except BusyError as error:
        raise HttpError(503, str(error), headers=_RETRY) from None
    finished = False
    listening: asyncio.Task[None] | None = None

    def listen() -> None:
        nonlocal listening
        listening = asyncio.ensure_future(_listen(request, pool, worker))

    try:
        worker.on_slow = listen
        worker.start_job(job)
        kind, content = await worker.frame()
        tag = worker.ready.tag if worker.ready else ""
        if kind == jobs.WHOLE:
            finished = True
            kept = Kept(content[0], content[1:])
            if keep:
                keep(tag, kept)
            await send_kept(request, kept, headers(tag), packed=job.gzip)
        elif kind == jobs.PART:
            finished = await _stream(request, worker, job, content, headers(tag))
        else:
            finished = kind == jobs.ERROR
            raise _error(kind, content, worker)
    finally:
        worker.on_slow = None
        if listening is not None:
            listening.cancel()
        pool.release(worker, finished=finished)


async def send_kept(request: Request, kept: Kept, headers: Headers, *, packed: bool) -> None:
    """Send a whole answer."""
    await request.reply(200, kept.body, _type_of(kept.form), headers, packed=packed)


async def _stream(request: Request, worker: Worker, job: Job, content: bytes, headers: Headers) -> bool:
    """Pass parts on until the end; tell whether it came. The client's slowness holds the worker back."""
    start = [(b"content-type", _type_of(content[0])), *headers]
    if job.gzip:
        start.append((b"content-encoding", b"gzip"))
    await request.send({"type": "http.response.start", "status": 200, "headers": start})
    kind = jobs.PART
    while kind == jobs.PART:
        if request.method != "HEAD":
            await request.send({"type": "http.response.body", "body": content[1:], "more_body": True})
        kind, content = await worker.frame()
    if kind != jobs.END:
        await _break_off(request)
        return kind == jobs.ERROR
    await request.send({"type": "http.response.body", "body": b""})
    return True


async def _break_off(request: Request) -> None:
    """Close the connection after what was sent, without the end of the body: the client sees that something is missing."""
    transport = request.scope.get("kg.transport")
    if transport is None:
        raise ClientGoneError("the answer broke off")
    transport.close()
    await asyncio.sleep(0)


async def _listen(request: Request, pool: Pool, worker: Worker) -> None:
    """Stop the job as soon as the client has left."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    pool.client_left(worker)


def _type_of(form: int) -> bytes:
    return _TYPES[form]


_TYPES = tuple(form.content_type.encode() for form in SENT)


def _error(kind: int, content: bytes, worker: Worker) -> HttpError | ClientGoneError:
    if kind == jobs.ERROR:
        failure = _failure(content)
        return HttpError(failure.status, failure.message, line=failure.line, column=failure.column)
    if kind == TIMEOUT:
        return HttpError(504, f"The query was stopped after {worker.seconds:g} s: ask for less, or with a LIMIT.")
    if kind == CROWDED:
        return HttpError(503, "Too many heavy queries run at once: try again in a moment.", headers=_RETRY)
    if kind == GONE:
        return ClientGoneError("The client left.")
    return HttpError(507, "The query was stopped: it took more memory, or nested deeper, than a query may.")
