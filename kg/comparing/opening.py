"""Opens what a user names as one side of a difference: a store, the build before, an export in N-Quads or TriG."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import parse

from kg.errors import InputError, StoreMissingError
from kg.rdf.formats import format_of_suffix
from kg.rdf.iris import Names
from kg.storage import Store, memory_store, open_earlier, open_store

_EVENTS = "graph/events"


def open_side(where: Path) -> Store:
    """A store by its folder, or an export by its file (.nq, .trig, .jsonld), which is read into memory.

    Raises:
        InputError: there is nothing there, or the file is no RDF of named graphs.
        StoreError: the store cannot be read.
    """
    if where.is_dir():
        return open_store(where)
    if not where.exists():
        raise InputError(f"There is nothing at {where}: give a store's folder, or an export in N-Quads or TriG.")
    form = format_of_suffix(where.suffix)
    if form is None or not form.named_graphs:
        raise InputError(f"{where} is no export with named graphs: give a store's folder, or a .nq or .trig file.")
    try:
        read = memory_store(parse(path=where, format=form.oxigraph))
    except (SyntaxError, ValueError, OSError) as error:
        raise InputError(f"{where} cannot be read as {form.name}: {error}.") from error
    return Store(read.oxigraph, _names(read))


def _names(read: Store) -> Names:
    """The names of an export: the base is what stands before the address of its graph of events."""
    base = next((g.value.removesuffix(_EVENTS) for g in read.graphs() if g.value.endswith(_EVENTS)), None)
    return Names(base) if base else Names()


def open_previous(folder: Path) -> Store:
    """The build of a store before the current one.

    Raises:
        StoreMissingError: there is no store, or no earlier build was kept; says what to do.
    """
    earlier = open_earlier(folder)
    if earlier is None:
        raise StoreMissingError(
            f"{folder} keeps no earlier build. Builds that replace another keep it when keep_builds is 1 or more "
            "(KG_KEEP_BUILDS=1); else give two stores, or an export made before: kg diff before.nq STORE."
        )
    return earlier
