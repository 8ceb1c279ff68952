"""Find the folders that travel with the package: in a checkout beside `kg/`, in a wheel inside it."""

from __future__ import annotations

from pathlib import Path

from kg.errors import ResourceError

_PACKAGE = Path(__file__).resolve().parent


def find_folder(name: str) -> Path:
    """The folder `ontology` or `queries`, wherever this installation keeps it."""
    for candidate in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise ResourceError(f"The folder {name}/ is missing from this installation of conflict-kg: install it again.")
