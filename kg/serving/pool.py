"""The pool of workers: whoever asks waits for one, whoever asks too much loses it, and the others do not notice.

- A job that runs longer than its time, or whose client left, ends with its worker, which is replaced.
- A job that takes 0.25 s of processor time, or 3 s in all, is heavy: its worker no longer counts, so that another is
  started in its place; after half a second it runs only on what the others leave of the processors. Where more are
  heavy than may be and somebody has waited for a second, the newest heavy ones are ended.
- When a build lands, workers of the new generation take over; those of the old one finish what they do.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter, deque
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError, StoreError
from kg.serving.processes import CROWDED, GONE, TIMEOUT, Nursery, Worker, reopen, start_nursery, start_worker

log = logging.getLogger(__name__)

HEAVY_PROCESSOR, HEAVY_SECONDS = 0.25, 3.0
"""When a job is heavy. Of the canned queries on 800,000 quads, nine in ten need less."""

_GIVES_WAY = 0.5  # processor seconds; a worker that gave way cannot be raised again, and is ended after its job
_GROWN = 300_000_000  # bytes that a worker may keep of a heavy job: what is free in it is not free for others

_HURRY = 0.05  # seconds that somebody waits, and no worker came free, before another is started for them
_SPARE_SECONDS = 10.0
_PATIENCE = 1.0  # seconds that somebody has waited, and that a heavy job has had, before it makes way

_TICK = 0.05
_LISTEN_AFTER = 0.1  # seconds: whether the client is still there is only asked of jobs that take longer
_CALM = 2.0  # seconds that a generation must have stood before it is worth loading into memory


class BusyError(KgError):
    """No worker came free in time, or too many wait already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolLimits:
    """Bounds of a pool; times in seconds, memory in bytes beyond what a worker uses before its first job."""

    workers: int = 2
    heavy: int = 8
    memory: int = 1_000_000_000
    seconds: float = 30.0
    queue: int = 256
    queue_seconds: float = 5.0
    replica_quads: int = 2_000_000


class Pool:
    """Workers on the current generation of one store."""

    def __init__(self, folder: Path, limits: PoolLimits) -> None:
        self.folder = folder
        self.limits = limits
        self.tag = ""
        self.events: Counter[str] = Counter()
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._dying: list[Worker] = []
        self._waiting: deque[tuple[float, asyncio.Future[Worker]]] = deque()
        self._starting = 0
        self._failures = 0
        self._spare_since = 0.0
        self._freed = 0.0
        self._nursery: Nursery | None = None
        self._old_nurseries: list[Nursery] = []
        self.wanted = ""
        self._tasks: set[asyncio.Task[None]] = set()
        self._changed: list[asyncio.Future[None]] = []
        self._closed = False

    async def start(self, tag: str) -> None:
        """Start the first worker, then the rest without waiting for them.

        Raises:
            StoreError: no worker can be started.
        """
        self.wanted = self.tag = tag
        self._take(await start_worker(self.folder, self.limits.memory))
        self._later(self._watch())
        for _ in range(self.limits.workers - 1):
            self._later(self._add())
        self._later(self._load(tag))

    def close(self) -> None:
        """End every process."""
        self._closed = True
        for worker in [*self._idle, *self._busy]:
            worker.kill()
        for nursery in [self._nursery, *self._old_nurseries]:
            if nursery:
                nursery.kill()
        for task in self._tasks:
            task.cancel()

    def renew(self, tag: str) -> None:
        """A build has landed: start workers on it. Until the first is ready, those of before go on."""
        self.wanted = tag
        self._later(self._change(tag))

    def counts(self) -> dict[str, int]:
        """How many workers are idle, busy and heavy, and how many jobs wait."""
        heavy = sum(worker.heavy for worker in self._busy)
        waiting = sum(not future.done() for _, future in self._waiting)
        return {"idle": len(self._idle), "busy": len(self._busy), "heavy": heavy, "waiting": waiting}

    @property
    def in_memory(self) -> bool:
        """Whether workers answer from memory."""
        return self._nursery is not None and self._nursery.tag == self.tag

    async def acquire(self, seconds: float) -> Worker:
        """A worker for a job that may take so many seconds.

        Raises:
            BusyError: none came free in time, or too many wait.
        """
        while True:
            worker = self._idle.pop() if self._idle else await self._wait()
            self._occupy(worker)
            if not worker.dead:
                worker.seconds = min(seconds, self.limits.seconds)
                return worker
            self._busy.discard(worker)
            self._dying.append(worker)

    def _occupy(self, worker: Worker) -> None:
        worker.busy_since = time.monotonic()
        worker.processor_mark = -1.0
        self._busy.add(worker)

    async def _wait(self) -> Worker:
        if len(self._waiting) >= self.limits.queue:
            self.events["queue_full"] += 1
            raise BusyError("Too many queries wait already: try again in a moment.")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Worker] = loop.create_future()
        self._waiting.append((time.monotonic(), future))
        timer = loop.call_later(self.limits.queue_seconds, self._send_away, future)
        try:
            return await future
        except asyncio.CancelledError:
            if future.done() and not future.cancelled() and not future.exception():
                # A worker came at the last moment: it goes to the next.
                worker = future.result()
                self._busy.discard(worker)
                self._take(worker)
            raise
        finally:
            timer.cancel()

    def _send_away(self, future: asyncio.Future[Worker]) -> None:
        if not future.done():
            self.events["queue_timeout"] += 1
            future.set_exception(BusyError("All workers are busy: try again in a moment."))

    def release(self, worker: Worker, *, finished: bool) -> None:
        """Give a worker back. One whose job did not finish, or left it slow or large, is ended and replaced."""
        self._busy.discard(worker)
        if finished and not worker.dead and self._is_current(worker) and self._is_fit(worker):
            worker.heavy = False
            self._take(worker)
            return
        worker.kill()
        self._dying.append(worker)
        self._refill()

    def _is_fit(self, worker: Worker) -> bool:
        """Whether a worker is as good as a new one, and one is wanted."""
        if not worker.heavy:
            return True
        if worker.gave_way or worker.grown() > _GROWN:
            return False
        return self._light() < self.limits.workers or bool(self._waiting)

    def _light(self) -> int:
        """Workers that there are, or will be in a moment, besides those with heavy jobs."""
        return len(self._idle) + self._starting + sum(not worker.heavy for worker in self._busy)

    def _is_current(self, worker: Worker) -> bool:
        if worker.ready is None or worker.ready.tag != self.tag:
            return False
        return worker.ready.in_memory or not self.in_memory

    def _take(self, worker: Worker) -> None:
        """Hand a worker to who waits longest, or keep it."""
        self._freed = time.monotonic()
        while self._waiting:
            _, future = self._waiting.popleft()
            if not future.done():
                self._occupy(worker)  # at once: it would be missed, and replaced, until who waits wakes up
                future.set_result(worker)
                return
        self._idle.append(worker)

    def _refill(self) -> None:
        """Start workers until there are enough besides the heavy ones, and more where somebody waits, within bounds."""
        wanted = self.limits.workers - self._light()
        waiting = self._waiting_since()
        # Where workers come free all the time, one more would only take turns with them, on memory that is not yet its own.
        if waiting and time.monotonic() - max(waiting, self._freed) > _HURRY:
            wanted = max(wanted, min(2, len(self._waiting)) - self._starting)
        room = self.limits.workers + self.limits.heavy - len(self._idle) - len(self._busy) - self._starting
        for _ in range(min(wanted, room)):
            self._starting += 1
            self._later(self._add(counted=True))

    def _waiting_since(self) -> float:
        """When the first of those who wait came; 0 where nobody waits."""
        while self._waiting and self._waiting[0][1].done():
            self._waiting.popleft()
        return self._waiting[0][0] if self._waiting else 0.0

    def _trim(self, now: float) -> None:
        """End what is idle beyond what is wanted, once it was so for a while."""
        if len(self._idle) <= self.limits.workers or self._waiting:
            self._spare_since = now
        elif now - self._spare_since > _SPARE_SECONDS:
            worker = self._idle.pop(0)
            worker.kill()
            self._dying.append(worker)

    async def _add(self, *, counted: bool = False) -> None:
        if not counted:
            self._starting += 1
        try:
            worker = await self._new()
            self._failures = 0
        except StoreError as error:
            self._failures += 1
            self.events["start_failed"] += 1
            log.warning("%s", error)
            await asyncio.sleep(min(10.0, 0.2 * 2**self._failures))
            return
        finally:
            self._starting -= 1
        self.events["started"] += 1
        if self._closed or not self._is_current(worker):
            worker.kill()
            self._dying.append(worker)
        else:
            self._take(worker)

    async def _new(self) -> Worker:
        nursery = self._nursery
        if nursery is not None and nursery.tag == self.tag and not nursery.dead:
            return await nursery.fork()
        return await start_worker(self.folder, self.limits.memory)

    async def _change(self, tag: str) -> None:
        """Swap in workers of a new generation: an idle one that moves there, else one that is started."""
        first = next((w for w in self._idle if w.ready and not w.ready.in_memory and not w.dead), None)
        if first is not None:
            self._idle.remove(first)
            if not await reopen(first):
                first.kill()
                self._dying.append(first)
                first = None
        try:
            first = first or await start_worker(self.folder, self.limits.memory)
        except StoreError as error:
            log.warning("the build that landed cannot be served yet: %s", error)
            return
        if first.ready is None or self._closed:
            first.kill()
            return
        self._switch(first.ready.tag)
        self._take(first)
        self._refill()
        for waiter in self._changed:
            if not waiter.done():
                waiter.set_result(None)
        self._changed.clear()
        await self._load(tag)

    async def serves(self, tag: str, seconds: float) -> bool:
        """Wait until this generation is served; tell whether it is."""
        deadline = time.monotonic() + seconds
        while self.tag != tag and time.monotonic() < deadline:
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._changed.append(waiter)
            await asyncio.wait({waiter}, timeout=deadline - time.monotonic())
        return self.tag == tag

    def _switch(self, tag: str) -> None:
        """From now on only workers of this generation, or in memory once they can be, are used."""
        self.tag = tag
        if self._nursery is not None and self._nursery.tag != tag:
            self._old_nurseries.append(self._nursery)
            self._nursery = None
        for worker in [w for w in self._idle if not self._is_current(w)]:
            self._idle.remove(worker)
            worker.kill()
            self._dying.append(worker)

    async def _load(self, tag: str) -> None:
        """Bring the generation into memory, unless another lands meanwhile or it is too large."""
        if self.limits.replica_quads <= 0:
            return
        await asyncio.sleep(_CALM if self.events["loaded"] else 0)
        if self.wanted != tag or self._closed:
            return
        try:
            nursery = await start_nursery(self.folder, self.limits.memory, self.limits.replica_quads)
        except StoreError as error:
            log.warning("the graph is not served from memory: %s", error)
            return
        if nursery is None:
            return
        self.events["loaded"] += 1
        if nursery.tag != self.tag or self._closed:
            nursery.kill()
            return
        self._nursery = nursery
        try:
            first = await nursery.fork()
        except StoreError as error:
            log.warning("%s", error)
            self._nursery = None
            return
        self._switch(self.tag)
        self._take(first)
        self._refill()

    async def _watch(self) -> None:
        """End what runs too long; make way for the light; bury the dead."""
        while True:
            await asyncio.sleep(_TICK)
            now = time.monotonic()
            for worker in list(self._busy):
                running = now - worker.busy_since
                if running > _LISTEN_AFTER and worker.on_slow is not None:
                    worker.on_slow()
                    worker.on_slow = None
                if running > worker.seconds and not worker.dead:
                    self._stop(worker, TIMEOUT, "timeouts")
                elif not worker.gave_way:
                    used = worker.processor_seconds()
                    worker.heavy = worker.heavy or running > HEAVY_SECONDS or used > HEAVY_PROCESSOR
                    if used > _GIVES_WAY:
                        worker.give_way()
            self._thin_out()
            self._dying = [worker for worker in self._dying if not worker.bury()]
            in_use = {id(worker.nursery) for worker in [*self._busy, *self._idle]}
            for nursery in [n for n in self._old_nurseries if id(n) not in in_use]:
                nursery.kill()
                self._old_nurseries.remove(nursery)
            for worker in [w for w in self._idle if w.dead]:
                self._idle.remove(worker)
                self._dying.append(worker)
            if self._nursery is not None and self._nursery.dead:
                self._nursery = None
            self._trim(now)
            self._refill()

    def _thin_out(self) -> None:
        """Where more are heavy than may be and somebody waits too long, end the newest heavy ones."""
        now = time.monotonic()
        waiting = self._waiting_since()
        if not waiting or now - waiting < _PATIENCE:
            return
        heavy = sorted((w for w in self._busy if w.heavy and not w.dead), key=lambda w: w.busy_since)
        for worker in heavy[self.limits.heavy :]:
            if now - worker.busy_since > _PATIENCE:
                self._stop(worker, CROWDED, "crowded_out")

    def _stop(self, worker: Worker, why: int, event: str) -> None:
        self.events[event] += 1
        worker.kill()
        worker.end_job(why)

    def client_left(self, worker: Worker) -> None:
        """End the job of a client who is gone."""
        if worker in self._busy and not worker.dead:
            self._stop(worker, GONE, "clients_left")

    def _later(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
