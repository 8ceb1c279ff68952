from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import StoreBusyError, StoreError, StoreFormatError
from kg.rdf.iris import Names
from kg.rdf.namespaces import KG, XSD
from kg.storage import BuildMeta, open_store, read_meta, sorted_nquads, write_generation

NAMES = Names()
EVENTS, ENTITIES = NAMES.graph("events"), NAMES.graph("entities")
ROOT = Path(__file__).parents[2]


def quad(number: int, graph: NamedNode = EVENTS) -> Quad:
    return Quad(NAMES.event(f"{number:016x}"), KG.status, Literal("asserted"), graph)


def build(folder: Path, *numbers: int) -> bool:
    with write_generation(folder) as writer:
        writer.replace_graph(EVENTS, [quad(n) for n in numbers])
        return writer.publish(BuildMeta(digest=str(numbers), counts={"events": len(numbers)}))


def generations(folder: Path) -> set[str]:
    return {p.name for p in (folder / "generations").iterdir() if p.is_dir()}


def start(folder: Path, body: str, **options: object) -> subprocess.Popen[str]:
    """A second process that runs `body` as the writer of the store, and prints a line when told to by `body`."""
    script = (
        "import sys, time, os\nfrom pathlib import Path\nfrom tests.storage.test_writing import *\n"
        f"folder = Path({str(folder)!r})\nwith write_generation(folder) as writer:\n"
        + "".join(f"    {line}\n" for line in body.splitlines())
    )
    return subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        **options,  # type: ignore[call-overload, no-any-return]
    )


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_publish_when_built_then_readers_find_the_quads_and_what_the_build_says(tmp_path: Path) -> None:
    assert build(tmp_path / "s", 1, 2)
    with open_store(tmp_path / "s") as store:
        assert set(store.quads(EVENTS)) == {quad(1), quad(2)} and len(store) == 2
        assert store.meta is not None and store.meta.build.counts == {"events": 2}


def test_publish_when_nothing_changed_then_the_generation_stays(tmp_path: Path) -> None:
    build(tmp_path, 1, 2)
    assert not build(tmp_path, 2, 1)  # the same graph, though the build says another digest of itself
    assert read_meta(tmp_path).build.digest == "(2, 1)"
    assert read_meta(tmp_path).generation == 1 and generations(tmp_path) == {"1"}


def test_change_graph_when_quads_go_and_come_then_the_rest_stays(tmp_path: Path) -> None:
    build(tmp_path, 1, 2)
    with write_generation(tmp_path) as writer:
        assert not writer.change_graph(EVENTS, [quad(1)], [quad(1)])
        assert writer.change_graph(EVENTS, [quad(2), quad(1)], [quad(3), quad(1)])
        writer.publish(BuildMeta(digest="changed"))
    with open_store(tmp_path) as store:
        assert set(store.quads(EVENTS)) == {quad(1), quad(3)}


def test_publish_when_changed_then_only_the_new_generation_is_left(tmp_path: Path) -> None:
    build(tmp_path, 1)
    assert build(tmp_path, 1, 2)
    assert generations(tmp_path) == {str(read_meta(tmp_path).generation)}
    assert len(open_store(tmp_path)) == 2


def test_write_generation_when_it_is_left_without_publishing_then_nothing_changes(tmp_path: Path) -> None:
    build(tmp_path, 1)
    with pytest.raises(RuntimeError), write_generation(tmp_path) as writer:
        writer.replace_graph(EVENTS, [quad(7)])
        raise RuntimeError
    assert set(open_store(tmp_path).quads()) == {quad(1)}
    assert generations(tmp_path) == {"1"}


def test_remove_graph_when_it_is_there_then_it_is_gone_and_told(tmp_path: Path) -> None:
    build(tmp_path, 1)
    with write_generation(tmp_path) as writer:
        assert not writer.remove_graph(ENTITIES)
        assert writer.remove_graph(EVENTS)
        assert writer.graphs() == []
        writer.publish(BuildMeta())
    assert open_store(tmp_path).graphs() == []


def test_view_when_graphs_were_changed_then_it_shows_them_before_publication(tmp_path: Path) -> None:
    with write_generation(tmp_path) as writer:
        writer.replace_graph(EVENTS, [quad(1)])
        assert set(writer.view().quads()) == {quad(1)}
        writer.replace_graph(EVENTS, [quad(2)])
        assert set(writer.view().quads()) == {quad(2)}


def test_replace_graph_when_a_quad_is_of_another_graph_then_it_is_refused(tmp_path: Path) -> None:
    with write_generation(tmp_path) as writer, pytest.raises(ValueError, match="does not belong"):
        writer.replace_graph(EVENTS, [quad(1, ENTITIES)])


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([EVENTS, ENTITIES]), st.sets(st.integers(0, 40))), max_size=5))
def test_replace_graph_when_replaced_again_and_again_then_it_holds_exactly_the_last(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[NamedNode, set[int]]]
) -> None:
    folder = tmp_path_factory.mktemp("steps")
    expected: dict[NamedNode, set[Quad]] = {}
    for graph, numbers in steps:
        wanted = {quad(n, graph) for n in numbers}
        with write_generation(folder) as writer:
            changed = writer.replace_graph(graph, wanted)
            assert changed == (wanted != expected.get(graph, set()))
            writer.publish(BuildMeta())
        expected[graph] = wanted
        with open_store(folder) as store:
            assert set(store.quads()) == set().union(*expected.values())
            assert set(store.graphs()) == {g for g, quads in expected.items() if quads}


def test_write_generation_when_another_process_writes_then_it_names_the_process(tmp_path: Path) -> None:
    build(tmp_path, 1)
    process = start(tmp_path, "print('ready', flush=True)\nsys.stdin.read()", stdin=subprocess.PIPE)
    try:
        assert first_line(process) == "ready"
        with pytest.raises(StoreBusyError, match=rf"process {process.pid} .*Wait"), write_generation(tmp_path):
            pass
        assert len(open_store(tmp_path)) == 1
    finally:
        process.communicate("")
    assert build(tmp_path, 1, 2)


def test_open_store_when_a_build_publishes_meanwhile_then_the_reader_keeps_the_old_graph(tmp_path: Path) -> None:
    build(tmp_path, *range(2000))
    with open_store(tmp_path) as old:
        rows = iter(old.select("SELECT ?e WHERE { ?e kg:status ?s }"))
        next(rows)
        build(tmp_path, 1)
        build(tmp_path, 1, 2)
        assert len(open_store(tmp_path)) == 2
        assert sum(1 for _ in rows) == 1999 and len(old) == 2000
        assert "1" in generations(tmp_path)  # held by the reader
    build(tmp_path, 1, 2, 3)
    assert generations(tmp_path) == {str(read_meta(tmp_path).generation)}


def test_open_store_when_writers_publish_all_the_time_then_every_reader_finds_a_whole_graph(tmp_path: Path) -> None:
    build(tmp_path, *range(100))
    writer = subprocess.Popen(
        [sys.executable, "-c",
         "from pathlib import Path\nfrom tests.storage.test_writing import *\n"
         f"for n in range(12): build(Path({str(tmp_path)!r}), *range(n * 100, n * 100 + 100))"],
        cwd=ROOT,
    )  # fmt: skip
    opened = 0
    while writer.poll() is None:
        with open_store(tmp_path) as store:
            assert len(store) == 100
        opened += 1
    assert writer.returncode == 0 and opened > 2


WRITE_MUCH = """
writer.replace_graph(EVENTS, [quad(n) for n in range(500)])
print('changed', flush=True)
writer.replace_graph(ENTITIES, (quad(n, ENTITIES) for n in range(5000)))
writer.view()
print('loaded', flush=True)
writer.publish(BuildMeta(digest='killed'))
print('published', flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("moment", ["changed", "loaded", "published"])
def test_write_generation_when_killed_then_a_whole_graph_stays_and_the_next_writer_clears_up(
    tmp_path: Path, moment: str
) -> None:
    build(tmp_path, 1, 2)
    process = start(tmp_path, WRITE_MUCH)
    while first_line(process) != moment:
        pass
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    with open_store(tmp_path) as store:
        assert len(store) in ({5500} if moment == "published" else {2, 5500})
    build(tmp_path, 1, 2, 3)
    assert generations(tmp_path) == {str(read_meta(tmp_path).generation)}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["generations", "kg.json", "lock"]


@pytest.mark.parametrize("delay", [0.01, 0.05, 0.1, 0.2])
def test_write_generation_when_killed_at_any_time_then_the_graph_is_the_old_or_the_new(
    tmp_path: Path, delay: float
) -> None:
    build(tmp_path, 1, 2)
    process = start(tmp_path, "print('go', flush=True)" + WRITE_MUCH)
    assert first_line(process) == "go"
    time.sleep(delay)
    process.kill()
    process.wait()
    with open_store(tmp_path) as store:
        assert len(store) in {2, 5500}
        sorted_nquads(store)


def test_write_generation_when_the_first_build_was_killed_then_the_next_one_starts_afresh(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    process = start(
        folder, "writer.replace_graph(EVENTS, [quad(1)])\nwriter.view()\nprint('loaded', flush=True)\ntime.sleep(60)"
    )
    assert first_line(process) == "loaded"
    process.kill()
    process.wait()
    assert build(folder, 5)
    assert set(open_store(folder).quads()) == {quad(5)}


def test_write_generation_when_the_folder_holds_other_files_then_it_touches_nothing(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("words")
    with pytest.raises(StoreFormatError, match="holds files"), write_generation(tmp_path):
        pass
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.doc"]


def test_write_generation_when_the_base_iri_is_another_then_it_says_which(tmp_path: Path) -> None:
    build(tmp_path, 1)
    with (
        pytest.raises(StoreError, match="was built with base_iri"),
        write_generation(tmp_path, "https://example.org/"),
    ):
        pass


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MB, where this user may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("this user may not mount a small file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_publish_when_the_disk_is_full_then_the_old_graph_stays_and_the_error_says_so(small_disk: Path) -> None:
    folder = small_disk / "s"
    build(folder, 1, 2)
    with pytest.raises(StoreError, match="disk is full"), write_generation(folder) as writer:
        words = (Literal(f"{n} {os.urandom(300).hex()}") for n in range(20_000))
        writer.replace_graph(ENTITIES, (Quad(NAMES.event("1"), KG.why, w, ENTITIES) for w in words))
        writer.publish(BuildMeta())
    with open_store(folder) as store:
        assert set(store.quads()) == {quad(1), quad(2)}


@pytest.mark.parametrize("second", [["1.0", "2.50"], ["1", "2.5"], ["1.0", "2.50", "3.0"], ["1.0"]])
def test_replace_graph_when_numbers_are_spelled_in_another_way_then_their_value_counts(
    tmp_path: Path, second: list[str]
) -> None:
    def scores(*forms: str) -> list[Quad]:
        return [Quad(NAMES.event("1"), KG.score, Literal(form, datatype=XSD.decimal), EVENTS) for form in forms]

    build(tmp_path, 1)
    for forms in (["1.0", "2.50"], second):
        with write_generation(tmp_path) as writer:
            changed = writer.replace_graph(EVENTS, scores(*forms))
            writer.publish(BuildMeta())
    assert changed == (len(second) != 2)
    assert {float(q.object.value) for q in open_store(tmp_path).quads()} == {float(form) for form in second}


def test_generations_when_one_earlier_is_kept_then_it_can_be_opened_and_older_ones_are_gone(tmp_path: Path) -> None:
    from kg.storage import open_earlier

    folder, names = tmp_path / "store", Names()
    for number in range(3):
        with write_generation(folder, keep=1) as writer:
            writer.replace_graph(names.graph("events"), [_said(names, number)])
            writer.publish(BuildMeta(digest=str(number)))
    with open_store(folder) as now, open_earlier(folder) as before:  # type: ignore[union-attr]
        assert list(now.quads()) == [_said(names, 2)] and list(before.quads()) == [_said(names, 1)]
    assert sorted(p.name for p in (folder / "generations").iterdir() if p.is_dir()) == ["2", "3"]


def test_open_earlier_when_none_is_kept_then_none(tmp_path: Path) -> None:
    from kg.storage import open_earlier

    folder, names = tmp_path / "store", Names()
    for number in range(2):
        with write_generation(folder) as writer:
            writer.replace_graph(names.graph("events"), [_said(names, number)])
            writer.publish(BuildMeta(digest=str(number)))
    assert open_earlier(folder) is None


def _said(names: Names, number: int) -> Quad:
    return Quad(names.event("0" * 16), KG.why, Literal(str(number)), names.graph("events"))
