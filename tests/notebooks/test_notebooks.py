"""Every notebook runs from a clean kernel on a graph built in this run, and what is kept of it can be read."""

from __future__ import annotations

import copy
from pathlib import Path

import nbformat
import pytest

from tests.client.servers import kg_serve
from tests.conftest import Kg
from tests.notebooks.running import MOST, NOTEBOOKS, faults, figures, run_notebook


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebook_when_run_from_a_clean_kernel_then_every_cell_shows_something(
    path: Path, seeds_store: Path, endpoint: str, tmp_path: Path
) -> None:
    book = run_notebook(path, tmp_path, {"KG_STORE": str(seeds_store), "KG_ENDPOINT": endpoint})
    assert faults(book) == []
    assert figures(book) >= 1


def test_notebook_on_sparql_when_run_on_our_own_server_then_it_shows_the_same(
    seeds_store: Path, tmp_path: Path
) -> None:
    path = next(p for p in NOTEBOOKS if "sparql" in p.name)
    with kg_serve(seeds_store) as url:
        book = run_notebook(path, tmp_path, {"KG_STORE": str(seeds_store), "KG_ENDPOINT": url})
    assert faults(book) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_outputs_when_kept_then_readers_see_all_and_nothing_of_a_machine(path: Path) -> None:
    book = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    assert faults(book) == []
    assert figures(book) >= 1
    assert [cell.execution_count for cell in book.cells if cell.cell_type == "code"] == list(
        range(1, 1 + sum(cell.cell_type == "code" for cell in book.cells))
    )
    assert path.stat().st_size < 500_000


def test_notebooks_when_counted_then_at_most_six() -> None:
    assert 0 < len(NOTEBOOKS) <= MOST


def test_notebooks_when_copied_then_ready_to_run_and_never_over_the_user_s(kg: Kg, tmp_path: Path) -> None:
    done = kg("notebooks", tmp_path / "mine")
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in (tmp_path / "mine").iterdir()) == [p.name for p in NOTEBOOKS]
    (tmp_path / "mine" / NOTEBOOKS[0].name).write_text("mine")
    again = kg("notebooks", tmp_path / "mine")
    assert again.returncode == 3
    assert "--replace" in again.stderr
    assert (tmp_path / "mine" / NOTEBOOKS[0].name).read_text() == "mine"
    assert kg("notebooks", tmp_path / "mine", "--replace").returncode == 0
    assert (tmp_path / "mine" / NOTEBOOKS[0].name).read_bytes() == NOTEBOOKS[0].read_bytes()


def test_notebooks_when_the_target_is_a_file_then_wrong_usage(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert kg("notebooks", tmp_path / "file").returncode == 2


def spoiled(change: str) -> nbformat.NotebookNode:
    """A kept notebook with one fault of a kind put in."""
    book = copy.deepcopy(nbformat.read(NOTEBOOKS[1], as_version=4))  # type: ignore[no-untyped-call]
    cell = next(c for c in book.cells if any("image/png" in o.get("data", {}) for o in c.get("outputs", ())))
    picture = next(o for o in cell.outputs if "image/png" in o.get("data", {}))
    if change == "marks":
        picture.metadata["kg"]["marks"] = 0
    elif change == "blank":
        picture.data["image/png"] = "iVBORw0KGgo="
    elif change == "silent":
        cell.outputs = []
    elif change == "error":
        cell.outputs.append(nbformat.v4.new_output("error", ename="KeyError", evalue="x", traceback=[]))  # type: ignore[no-untyped-call]
    elif change == "path":
        cell.outputs.append(nbformat.v4.new_output("stream", text="/home/me/kg-store"))  # type: ignore[no-untyped-call]
    elif change == "empty":
        cell.outputs.append(nbformat.v4.new_output("stream", text="\nNo rows.\n"))  # type: ignore[no-untyped-call]
    return book


@pytest.mark.parametrize("change", ["marks", "blank", "silent", "error", "path", "empty"])
def test_fault_when_put_into_a_notebook_then_it_is_found(change: str) -> None:
    assert len(faults(spoiled(change))) == 1
    assert faults(spoiled("none")) == []
