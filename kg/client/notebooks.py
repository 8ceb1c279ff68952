"""Copies the notebooks that come with the package to a folder of the user's."""

from __future__ import annotations

import shutil
from pathlib import Path

from kg.errors import ExportError, ResourceError
from kg.resources import find_folder


def copy_notebooks(target: Path, *, replace: bool = False) -> list[Path]:
    """Copy every notebook into a folder, which is made where it is missing; the paths, sorted.

    Raises:
        ExportError: a notebook of that name is there already (and `replace` is not set), or the folder cannot be written.
        ResourceError: this installation has no notebooks.
    """
    sources = sorted((find_folder("queries") / "notebooks").glob("*.ipynb"))
    if not sources:
        raise ResourceError("The notebooks are missing from this installation of conflict-kg: install it again.")
    there = [source.name for source in sources if (target / source.name).exists()]
    if there and not replace:
        raise ExportError(
            f"{target} holds {', '.join(there)} already, perhaps with your changes: name another folder, or replace them "
            "with --replace."
        )
    try:
        target.mkdir(parents=True, exist_ok=True)
        return [Path(shutil.copyfile(source, target / source.name)) for source in sources]
    except OSError as error:
        raise ExportError(f"{target} cannot be written: {error.strerror or error}.") from error
