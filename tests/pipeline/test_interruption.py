"""Builds in processes of their own, stopped at random moments: the graph of before stands, the next run finishes."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.pipeline.status import store_status
from kg.storage import open_store, sorted_nquads
from tests.conftest import GAZETTEER, ROOT, Kg

_ROUNDS = 3


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "kg", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "KG_GAZETTEER": str(GAZETTEER)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def dump(store: Path) -> list[str]:
    with open_store(store) as opened:
        return list(sorted_nquads(opened))


def extracted(store: Path) -> int:
    """How many articles a running build has finished."""
    with sqlite3.connect(f"file:{store / 'cache.sqlite'}?mode=ro", uri=True) as connection:
        return int(connection.execute("SELECT COUNT(*) FROM extractions").fetchone()[0])


def stop_somewhere(process: subprocess.Popen[str], store: Path, kind: signal.Signals, chance: random.Random) -> str:
    """Send the signal after a random number of articles and a random pause; give what the process said."""
    enough = chance.randint(1, 5)
    while process.poll() is None and extracted(store) < enough:
        time.sleep(0.02)
    time.sleep(chance.uniform(0, 1.5))
    process.send_signal(kind)
    return process.communicate(timeout=120)[1]


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGKILL])
def test_build_when_stopped_at_random_moments_then_next_run_finishes_with_the_same_graph(
    kind: signal.Signals, seeds: Path, seeds_store: Path, tmp_path: Path, kg: Kg
) -> None:
    store, finished, chance = tmp_path / "store", dump(seeds_store), random.Random(kind)
    assert kg("build", sorted(seeds.iterdir())[0], "--store", store).returncode == 0
    before = dump(store)
    for _ in range(_ROUNDS):
        process = start("build", seeds, "--store", store)
        stderr = stop_somewhere(process, store, kind, chance)
        assert dump(store) in (before, finished)
        if process.returncode == 0:  # it was done before the signal came
            break
        # Interrupted inside an `exec` (a dataclass being made), CPython ends by the signal itself: 130 for a shell too.
        assert process.returncode in ({130, -kind} if kind is signal.SIGINT else {-kind}), stderr
        assert "Traceback" not in stderr
        if kind is signal.SIGINT and "Nothing is lost" not in stderr:
            assert dump(store) == finished  # the signal met the interpreter on its way out, with the build done
            break
    done = kg("build", "--store", store)  # without sources: what was read suffices
    assert done.returncode == 0, done.stderr
    assert dump(store) == finished
    assert store_status(store).pending == 0
    left = [p for p in (store / "generations").iterdir() if p.is_dir()]
    assert len(left) <= 2  # the graph and the build before it, nothing half written


def test_build_when_another_build_runs_then_it_is_told_and_the_first_finishes(
    seeds: Path, seeds_store: Path, tmp_path: Path, kg: Kg
) -> None:
    store = tmp_path / "store"
    first = start("build", seeds, "--store", store)
    while not (store / "cache.sqlite").exists():
        assert first.poll() is None
        time.sleep(0.02)
    second = kg("build", seeds, "--store", store)
    assert second.returncode == 3
    assert f"process {first.pid}" in second.stderr
    assert first.wait(timeout=120) == 0
    assert dump(store) == dump(seeds_store)
