"""Starting workers and nurseries, and the front's end of the wire to each."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path

import msgspec

from kg.errors import StoreError
from kg.serving import jobs
from kg.serving.jobs import HEAD, Failure, Job, Ready, WriteJob

TIMEOUT, GONE, CROWDED, DIED = 0x100, 0x101, 0x102, 0x103
"""Ends of a job besides the worker's own: its time is up, the client left, too many are heavy, the process died."""

_START_SECONDS = 60.0
_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICKS = os.sysconf("SC_CLK_TCK")
_MOST_WAITING = 8  # parts that wait for a slow client before the worker is made to wait too


class Worker(asyncio.Protocol):
    """A worker as the front sees it: frames out of its socket, and the means to kill it."""

    def __init__(self) -> None:
        self.ready: Ready | None = None
        self.busy_since = 0.0
        self.seconds = 0.0
        self.processor_mark = -1.0
        self.heavy = False
        self.gave_way = False
        self.dead = False
        self.nursery: Nursery | None = None
        self.on_slow: Callable[[], None] | None = None
        self._buffer = bytearray()
        self._frames: deque[tuple[int, bytes]] = deque()
        self._waiting: asyncio.Future[None] | None = None
        self._paused = False
        self._transport: asyncio.Transport | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._pidfd = -1
        self._resident_at_first = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The socket is connected."""
        self._transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        """Cut what arrived into frames."""
        buffer = self._buffer
        buffer += data
        at = 0
        while len(buffer) - at >= HEAD.size:
            length, kind = HEAD.unpack_from(buffer, at)
            if len(buffer) - at < HEAD.size + length:
                break
            self._frames.append((kind, bytes(buffer[at + HEAD.size : at + HEAD.size + length])))
            at += HEAD.size + length
        if at:
            del buffer[:at]
            self._wake()
        if len(self._frames) > _MOST_WAITING and not self._paused and self._transport:
            self._transport.pause_reading()
            self._paused = True

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """The process died, or was killed."""
        self.dead = True
        self.end_job(DIED)

    def start_job(self, job: Job | WriteJob) -> None:
        """Hand a job over."""
        if self._transport:
            self._transport.write(jobs.frame(jobs.KIND_OF[type(job)], jobs.encode(job)))

    def reopen(self) -> None:
        """Have it open the store's newest generation; it says ready again when it has."""
        if self._transport:
            self._transport.write(jobs.frame(jobs.OPEN, b""))

    def end_job(self, why: int) -> None:
        """Let whoever waits for frames know that no more will come."""
        self._frames.append((why, b""))
        self._wake()

    async def frame(self) -> tuple[int, bytes]:
        """The next frame."""
        if not self._frames:
            self._waiting = asyncio.get_running_loop().create_future()
            await self._waiting
        if self._paused and len(self._frames) < _MOST_WAITING // 2 and self._transport:
            self._transport.resume_reading()
            self._paused = False
        return self._frames.popleft()

    def adopt(self, ready: Ready, process: subprocess.Popen[bytes] | None) -> None:
        """Remember what the process said of itself. A descriptor of it cannot come to mean another, as its id can."""
        self.ready, self._process = ready, process
        self._resident_at_first = self._resident()
        if process is None and hasattr(os, "pidfd_open"):
            with contextlib.suppress(OSError):
                self._pidfd = os.pidfd_open(ready.pid)

    def processor_seconds(self) -> float:
        """Processor time since this was first asked during the job; 0 where the system does not say."""
        pid = self.ready.pid if self.ready else 0
        try:
            fields = Path(f"/proc/{pid}/stat").read_bytes().rsplit(b")", 1)[1].split()
        except (OSError, IndexError):
            return 0.0
        used = (int(fields[11]) + int(fields[12])) / _TICKS
        if self.processor_mark < 0:
            self.processor_mark = used
        return used - self.processor_mark

    def grown(self) -> int:
        """Bytes of memory in use beyond those at the start; 0 where the system does not say."""
        return self._resident() - self._resident_at_first

    def _resident(self) -> int:
        pid = self.ready.pid if self.ready else 0
        try:
            return int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * _PAGE
        except (OSError, IndexError):
            return 0

    def give_way(self) -> None:
        """From now on run only where the others leave a processor idle.

        Nice alone does not do: a process that is woken by a request, and needs a tenth of a millisecond, would still
        wait for the turn of one that computes (milliseconds). Before an idle one it runs at once.
        """
        self.gave_way = True
        if self.ready is None:
            return
        pid = self.ready.pid
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PGRP, pid, 10)  # the process is its own group, so that all its threads are nice
            if sys.platform == "linux":
                for thread in Path(f"/proc/{pid}/task").iterdir():
                    os.sched_setscheduler(int(thread.name), os.SCHED_IDLE, os.sched_param(0))

    def kill(self) -> None:
        """End the process at once; what it used is free when the system has done so."""
        self.dead = True
        if self._process is not None:
            self._process.kill()
        elif self._pidfd >= 0:
            with contextlib.suppress(OSError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            os.close(self._pidfd)
            self._pidfd = -1
        if self._transport:
            self._transport.abort()

    def bury(self) -> bool:
        """Whether nothing is left of the process to wait for."""
        return self._process is None or self._process.poll() is not None

    def _wake(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None and not waiting.done():
            waiting.set_result(None)


class Nursery:
    """A process that holds one generation in memory and forks workers."""

    def __init__(self, process: subprocess.Popen[bytes], control: socket.socket, worker: Worker) -> None:
        self._process = process
        self._control = control
        self._wire = worker
        self.tag = worker.ready.tag if worker.ready else ""

    @property
    def dead(self) -> bool:
        """Whether it can fork no more."""
        return self._wire.dead

    async def fork(self) -> Worker:
        """A new worker.

        Raises:
            StoreError: it did not start.
        """
        ours, theirs = socket.socketpair()
        try:
            socket.send_fds(self._control, [b"F"], [theirs.fileno()])
        except OSError as error:
            ours.close()
            raise StoreError(f"The nursery of workers is gone: {error}.") from error
        finally:
            theirs.close()
        worker = await _connected(ours, None)
        worker.nursery = self
        return worker

    def kill(self) -> None:
        """End it, and with it every worker it made."""
        self._wire.kill()
        self._process.poll()
        self._control.close()


async def start_worker(folder: Path, memory: int) -> Worker:
    """A worker on the store on disk.

    Raises:
        StoreError: it did not start; with what it said.
    """
    ours, process = _popen("kg.serving.worker", str(folder), str(memory))
    return await _connected(ours, process)


async def start_writer(folder: Path, memory: int) -> Worker:
    """The process that writes, seen as a worker.

    Raises:
        StoreError: it did not start; with what it said.
    """
    ours, process = _popen("kg.serving.writer", str(folder), str(memory))
    return await _connected(ours, process)


async def reopen(worker: Worker) -> bool:
    """Move an idle worker to the newest generation; tell whether it is there. One in memory cannot move."""
    if worker.ready is None or worker.ready.in_memory or worker.dead:
        return False
    worker.reopen()
    try:
        kind, content = await asyncio.wait_for(worker.frame(), _START_SECONDS)
    except TimeoutError:
        return False
    if kind != jobs.READY:
        return False
    worker.ready = msgspec.msgpack.decode(content, type=Ready)
    return True


async def start_nursery(folder: Path, memory: int, most: int) -> Nursery | None:
    """A nursery; None where the graph is larger than `most` quads.

    Raises:
        StoreError: it did not start; with what it said.
    """
    ours, process = _popen("kg.serving.nursery", str(folder), str(memory), str(most))
    control = ours.dup()
    try:
        wire = await _connected(ours, process, seconds=3600.0)
    except StoreError:
        control.close()
        raise
    if wire.ready is None:
        wire.kill()
        control.close()
        process.wait(5)
        return None
    return Nursery(process, control, wire)


def _popen(module: str, *arguments: str) -> tuple[socket.socket, subprocess.Popen[bytes]]:
    """Start a module as a process of its own: own group, own environment, none of our descriptors but one."""
    ours, theirs = socket.socketpair()
    try:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", module, str(theirs.fileno()), *arguments],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "LANG": "C.UTF-8"},
            process_group=0,
        )
    except OSError as error:
        ours.close()
        raise StoreError(f"A worker process cannot be started: {error}.") from error
    finally:
        theirs.close()
    return ours, process


async def _connected(
    ours: socket.socket, process: subprocess.Popen[bytes] | None, seconds: float = _START_SECONDS
) -> Worker:
    ours.setblocking(False)
    _, worker = await asyncio.get_running_loop().create_connection(Worker, sock=ours)
    kind = 0
    try:
        kind, content = await asyncio.wait_for(worker.frame(), seconds)
        if kind == jobs.READY:
            worker.adopt(msgspec.msgpack.decode(content, type=Ready), process)
            return worker
        if kind == jobs.END:  # of a nursery: too large a graph
            return worker
        why = msgspec.msgpack.decode(content, type=Failure).message if kind == jobs.ERROR else "it ended at once"
    except TimeoutError:
        why = f"it was not ready within {seconds:g} s"
    if process is not None:
        process.kill()
        process.wait(5)
    worker.kill()
    raise StoreError(f"A worker process did not start: {why}")
