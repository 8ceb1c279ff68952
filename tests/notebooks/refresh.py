"""Runs the notebooks on the seeds and keeps their outputs in the files, for readers.

    python -m tests.notebooks.refresh STORE

STORE is built from seeds/. The endpoint of the last notebook is Oxigraph's server over the same store.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import nbformat

from tests.client.servers import oxigraph
from tests.notebooks.running import NOTEBOOKS, faults, figures, run_notebook


def main(store: Path, only: str = "") -> int:
    """Refresh every notebook, or those whose name holds a text; 1 where something is wrong with one."""
    wrong = 0
    with oxigraph(store, "--union-default-graph") as endpoint, tempfile.TemporaryDirectory() as folder:
        for path in NOTEBOOKS:
            if only not in path.name:
                continue
            start = time.perf_counter()
            book = run_notebook(path, Path(folder), {"KG_STORE": str(store), "KG_ENDPOINT": endpoint})
            nbformat.write(book, path)  # type: ignore[no-untyped-call]
            found = faults(book)
            wrong += bool(found)
            size = path.stat().st_size / 1000
            seconds = time.perf_counter() - start
            print(f"{path.name:34} {seconds:6.1f} s  {figures(book)} figures  {size:5.0f} kB", *found, sep="\n  ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), *sys.argv[2:3]))
