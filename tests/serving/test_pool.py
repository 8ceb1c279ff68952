"""The pool with real workers: who is counted, and who is started for whom."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from kg.serving.pool import BusyError, Pool, PoolLimits
from kg.serving.snapshots import Snapshots
from kg.storage import BuildMeta, write_generation


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pool") / "store"
    with write_generation(folder) as writer:
        writer.publish(BuildMeta(digest="pool"))
    return folder


def with_pool(store: Path, limits: PoolLimits, work: Callable[[Pool], Awaitable[None]]) -> None:
    """Do something with a pool all of whose workers are ready."""

    async def run() -> None:
        pool = Pool(store, limits)
        await pool.start(Snapshots(store).latest().tag)
        try:
            while pool.counts()["idle"] < limits.workers:
                await asyncio.sleep(0.02)
            await work(pool)
        finally:
            pool.close()

    asyncio.run(asyncio.wait_for(run(), 60))


def test_worker_when_handed_to_who_waits_then_it_counts_as_busy_at_once(store: Path) -> None:
    async def work(pool: Pool) -> None:
        first, second = await pool.acquire(5), await pool.acquire(5)
        waiting = asyncio.ensure_future(pool.acquire(5))
        await asyncio.sleep(0)
        pool.release(first, finished=True)
        assert not waiting.done()  # it is told, but has not run yet: nobody must be started in the worker's place
        assert (pool.counts()["busy"], pool.counts()["idle"]) == (2, 0)
        assert await waiting is first
        pool.release(first, finished=True)
        pool.release(second, finished=True)
        assert (pool.counts()["busy"], pool.counts()["idle"]) == (0, 2)

    with_pool(store, PoolLimits(workers=2, replica_quads=0), work)


def test_workers_when_they_come_free_all_the_time_then_no_more_are_started_for_who_waits(store: Path) -> None:
    async def work(pool: Pool) -> None:
        started = pool.events["started"]

        async def ask() -> None:
            for _ in range(30):
                worker = await pool.acquire(5)
                await asyncio.sleep(0.005)
                pool.release(worker, finished=True)

        await asyncio.gather(*(ask() for _ in range(32)))  # each waits for 75 ms and more
        assert pool.events["started"] <= started + 1  # one: where the machine stood still for a moment

    with_pool(store, PoolLimits(workers=2, replica_quads=0), work)


def test_workers_when_none_comes_free_then_another_is_started_for_who_waits(store: Path) -> None:
    async def work(pool: Pool) -> None:
        held = [await pool.acquire(30)]
        began = time.monotonic()
        held.append(await pool.acquire(30))
        assert time.monotonic() - began < 5
        assert pool.counts()["busy"] == 2
        for worker in held:
            pool.release(worker, finished=True)

    with_pool(store, PoolLimits(workers=1, heavy=1, replica_quads=0, queue_seconds=20), work)


def test_waiting_when_it_took_too_long_then_the_worker_that_comes_serves_the_next(store: Path) -> None:
    async def work(pool: Pool) -> None:
        only = await pool.acquire(30)
        with pytest.raises(BusyError):
            await pool.acquire(30)
        pool.release(only, finished=True)
        assert await pool.acquire(30) is only
        pool.release(only, finished=True)

    with_pool(store, PoolLimits(workers=1, heavy=0, replica_quads=0, queue_seconds=0.2), work)


def test_waiting_when_its_client_leaves_as_a_worker_comes_then_the_worker_serves_the_next(store: Path) -> None:
    async def work(pool: Pool) -> None:
        only = await pool.acquire(30)
        leaving, patient = (asyncio.ensure_future(pool.acquire(30)) for _ in range(2))
        await asyncio.sleep(0)
        pool.release(only, finished=True)
        leaving.cancel()
        assert await patient is only
        assert leaving.cancelled()
        pool.release(only, finished=True)
        assert pool.counts() == {"idle": 1, "busy": 0, "heavy": 0, "waiting": 0}

    with_pool(store, PoolLimits(workers=1, heavy=0, replica_quads=0), work)
