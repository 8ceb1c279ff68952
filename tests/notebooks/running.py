"""Runs a notebook in a clean kernel, and says what is wrong with what it shows."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

from tests.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "queries" / "notebooks").glob("*.ipynb"))
MOST = 6
_SECONDS = 300
_EMPTY = re.compile(r"No rows|Empty DataFrame|^\[\]$|\(0 rows|Series\(\[\]", re.MULTILINE)
_MACHINE = re.compile(r"/(?:home|root|tmp|work|Users|var)/|\b0x[0-9a-f]{8,}\b")
_LEAST_PICTURE = 3000  # bytes of a PNG: an empty frame of this size has fewer


def run_notebook(path: Path, folder: Path, variables: Mapping[str, str]) -> nbformat.NotebookNode:
    """The notebook with the outputs of a run from a clean kernel; a cell that raises raises here too."""
    book = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    clean = {k: v for k, v in os.environ.items() if not k.startswith("KG_")}
    client = NotebookClient(
        book,
        timeout=_SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
    )
    client.execute(env={**clean, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", **variables})
    for cell in book.cells:
        cell.metadata.pop("execution", None)
    book.metadata.language_info = {"name": "python"}
    return book


def outputs(book: nbformat.NotebookNode) -> Iterator[tuple[int, Any]]:
    """Every output with the number of its cell."""
    for number, cell in enumerate(book.cells):
        for output in cell.get("outputs", ()):
            yield number, output


def faults(book: nbformat.NotebookNode) -> list[str]:
    """What a reader would find missing: errors, empty answers, figures without marks, machine paths, silent cells."""
    found = []
    for number, output in outputs(book):
        if output.output_type == "error":
            found.append(f"cell {number}: {output.ename}: {output.evalue}")
        if output.get("name") == "stderr":
            found.append(f"cell {number}: wrote to standard error: {output.text[:200]}")
        data = dict(output.get("data", {}))
        text = str(data.get("text/plain", output.get("text", "")))
        if _EMPTY.search(text) or "<p>No rows" in str(data.get("text/html", "")):
            found.append(f"cell {number}: an empty answer")
        readable = " ".join(str(value) for kind, value in data.items() if kind != "image/png") + text
        machine = _MACHINE.search(readable)
        if machine:
            found.append(f"cell {number}: tells of this machine: {machine[0]}")
        if "image/png" in data and (
            output.metadata.get("kg", {}).get("marks", 0) < 1 or len(data["image/png"]) < _LEAST_PICTURE
        ):
            found.append(f"cell {number}: a figure without marks")
    for number, cell in enumerate(book.cells):
        silent = cell.cell_type == "code" and not cell.outputs and not cell.source.rstrip().endswith(_MAY_BE_SILENT)
        if silent:
            found.append(f"cell {number}: shows nothing")
    return found


_MAY_BE_SILENT = ('kg.open(os.environ.get("KG_STORE", "kg-store"))', '"http://127.0.0.1:7474/sparql")')


def figures(book: nbformat.NotebookNode) -> int:
    """How many pictures a notebook shows."""
    return sum("image/png" in output.get("data", {}) for _, output in outputs(book))
