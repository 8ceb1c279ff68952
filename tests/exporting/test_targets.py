from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import ExportError
from kg.exporting import export
from kg.exporting.targets import folder_target, stream_target
from kg.storage import memory_store
from tests.exporting.world import world_quads

ROOT = Path(__file__).parents[2]
STORE = memory_store(world_quads())


def test_stream_target_when_writing_fails_then_the_old_file_stays_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "out.nq"
    path.write_text("old")
    with pytest.raises(RuntimeError), stream_target(path) as stream:
        stream.write(b"half")
        raise RuntimeError
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]


def test_folder_target_when_writing_fails_then_the_old_files_stay(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "events.csv").write_text("old")
    with pytest.raises(RuntimeError), folder_target(folder) as part:
        (part / "events.csv").write_text("half")
        raise RuntimeError
    assert (folder / "events.csv").read_text() == "old" and list(tmp_path.iterdir()) == [folder]


def test_folder_target_when_it_ends_well_then_files_are_replaced_and_strange_ones_stay(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    with folder_target(folder) as part:
        (part / "events.csv").write_text("new")
    assert {p.name: p.read_text() for p in folder.iterdir()} == {"notes.txt": "mine", "events.csv": "new"}


def test_export_when_the_file_is_new_then_it_has_the_usual_permissions(tmp_path: Path) -> None:
    export(STORE, "geojson", tmp_path / "out")
    mask = os.umask(0o022)
    os.umask(mask)
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o666 & ~mask


@pytest.mark.parametrize(
    ("name", "target", "message"),
    [
        ("tables", "-", "name a folder"),
        ("xlsx", "out", "one of turtle"),
        ("nquads", "none/out.nq", "No such file"),
        ("nquads", ".", "is a folder"),
        ("tables", "file", "is a file"),
        ("nquads", "/dev/full", "disk is full"),
    ],
)
def test_export_when_the_target_cannot_be_then_the_error_says_why(
    name: str, target: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(ExportError, match=message):
        export(STORE, name, target)
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_export_when_the_target_is_a_dash_then_standard_output_gets_the_same_bytes(tmp_path: Path) -> None:
    export(STORE, "turtle", tmp_path / "out.ttl")
    script = (
        "from kg.exporting import export\nfrom kg.storage import memory_store\n"
        "from tests.exporting.world import world_quads\nexport(memory_store(world_quads()), 'turtle', '-')"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout == (tmp_path / "out.ttl").read_bytes()
