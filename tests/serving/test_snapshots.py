"""The served generation follows what is built."""

from __future__ import annotations

import queue
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import StoreMissingError
from kg.serving.snapshots import Snapshots
from kg.storage import BuildMeta, write_generation

GRAPH = ox.NamedNode("http://example.org/g")


def publish(folder: Path, *values: str) -> None:
    quads = [ox.Quad(GRAPH, ox.NamedNode("http://example.org/p"), ox.Literal(v), GRAPH) for v in values]
    with write_generation(folder) as writer:
        writer.replace_graph(GRAPH, quads)
        writer.publish(BuildMeta(digest="-".join(values)))


def test_snapshots_when_a_build_lands_then_the_new_is_given_and_the_old_still_answers(tmp_path: Path) -> None:
    publish(tmp_path / "s", "one")
    snapshots = Snapshots(tmp_path / "s")
    before, tag = snapshots.current(), snapshots.latest().tag
    assert not snapshots.refresh()
    publish(tmp_path / "s", "one", "two")
    assert len(snapshots.current()) == 1
    assert snapshots.refresh()
    assert (len(before), len(snapshots.current())) == (1, 2)
    assert snapshots.latest().tag != tag


def test_snapshots_when_nobody_holds_the_old_then_the_next_build_removes_it(tmp_path: Path) -> None:
    for number in range(1, 4):
        publish(tmp_path / "s", *map(str, range(number)))
        if number == 1:
            snapshots = Snapshots(tmp_path / "s")
        snapshots.refresh()
    publish(tmp_path / "s", "last")
    numbers = {p.name for p in (tmp_path / "s" / "generations").iterdir() if p.is_dir()}
    assert numbers == {"3", "4"}  # the one that is open, and the newest


def test_snapshots_when_the_store_disappears_then_what_is_open_goes_on(tmp_path: Path) -> None:
    publish(tmp_path / "s", "one")
    snapshots = Snapshots(tmp_path / "s")
    shutil.rmtree(tmp_path / "s")
    assert not snapshots.refresh()
    assert len(snapshots.current()) == 1


def test_snapshots_when_nothing_is_built_then_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError):
        Snapshots(tmp_path / "s")


def test_snapshots_when_told_to_prepare_prepare_each_generation_that_is_opened(tmp_path: Path) -> None:
    publish(tmp_path / "s", "one")
    snapshots = Snapshots(tmp_path / "s")
    sizes: queue.Queue[int] = queue.Queue()
    snapshots.prepare_with(lambda store: sizes.put(len(store)))
    assert sizes.get(timeout=5) == 1
    publish(tmp_path / "s", "one", "two")
    snapshots.refresh()
    assert sizes.get(timeout=5) == 2
