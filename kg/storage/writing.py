"""Writing a new generation of a store and publishing it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError, StoreMissingError
from kg.rdf.iris import Names
from kg.storage.layout import (
    BuildMeta,
    StoreMeta,
    generation_folder,
    generation_lock,
    generation_numbers,
    prepare_folder,
    read_meta,
    sync_folder,
    write_meta,
)
from kg.storage.locks import lock_for_writing, take_if_unread
from kg.storage.store import Store
from kg.storage.translate import store_errors

BATCH = 200_000
"""Quads kept in memory before they are bulk-loaded. Each load writes files of its own, so small batches cost later."""

_FEW = BATCH // 20
"""Fewer quads than this go in by a transaction; more as files of their own."""

_OPTIMISE_SHARE = 0.25
"""Compact the files before publication when at least this share of the quads is new: it rewrites all of them."""


class GenerationWriter:
    """The next generation of a store, to be changed graph by graph and then published."""

    def __init__(self, folder: Path, names: Names, current: StoreMeta | None, number: int) -> None:
        self.folder = folder
        self.names = names
        self.current = current
        self.changed = current is None
        self._number = number
        self._store: ox.Store | None = _copy_current(folder, current, number)
        self._graphs = {g for g in self._open.named_graphs() if isinstance(g, ox.NamedNode)}
        self._pending: list[ox.Quad] = []
        self._written = 0

    @property
    def _open(self) -> ox.Store:
        if self._store is None:
            raise ValueError("this generation is already published")
        return self._store

    def graphs(self) -> list[ox.NamedNode]:
        """The named graphs as they stand now, sorted by IRI."""
        return sorted(self._graphs, key=lambda g: g.value)

    def view(self) -> Store:
        """The generation as it stands now, to be asked; it follows later changes and is not to be kept."""
        self._load()
        return Store(self._open, self.names, folder=self.folder)

    def replace_graph(self, graph: ox.NamedNode, quads: Iterable[ox.Quad]) -> bool:
        """Make a named graph hold exactly these quads, and tell whether that changes it.

        A graph that is new is taken as it comes, without holding it in memory; one that exists is compared first, and
        only the difference is written.

        Raises:
            ValueError: a quad is of another graph.
            StoreError: it cannot be written.
        """
        with store_errors(self.folder):
            known = graph in self._graphs
            changed = self._replace_known(graph, quads) if known else self._append(graph, quads) > 0
        self.changed |= changed
        return changed

    def change_graph(self, graph: ox.NamedNode, gone: Iterable[ox.Quad], come: Iterable[ox.Quad]) -> bool:
        """Take quads out of a named graph and put others in, and tell whether anything was to do.

        What stands on both sides stays. Costs by what changes, however large the graph is.

        Raises:
            ValueError: a quad is of another graph.
            StoreError: it cannot be written.
        """
        old, new = set(_checked(gone, graph)), set(_checked(come, graph))
        if old == new:
            return False
        self._load()
        with store_errors(self.folder):
            for quad in old - new:
                self._open.remove(quad)
            self._append(graph, new - old)
        self.changed = True
        return True

    def remove_graph(self, graph: ox.NamedNode) -> bool:
        """Take a named graph away, and tell whether it was there.

        Raises:
            StoreError: it cannot be written.
        """
        if graph not in self._graphs:
            return False
        self._load()
        with store_errors(self.folder):
            self._open.remove_graph(graph)
        self._graphs.discard(graph)
        self.changed = True
        return True

    def alter(self, change: Callable[[ox.Store], None]) -> None:
        """Change the generation by whatever pyoxigraph can do (an update in SPARQL, a file loaded).

        Raises:
            StoreError: it cannot be written; other errors are those of `change`.
        """
        self._load()
        change(self._open)
        self._graphs = {g for g in self._open.named_graphs() if isinstance(g, ox.NamedNode)}
        self.changed = True

    def publish(self, build: BuildMeta) -> bool:
        """Make this generation the current one, and tell whether the graph changed.

        An unchanged graph stays the generation that it is; then only what the build says of itself is written.

        Raises:
            StoreError: it cannot be written; then the generation before stays current.
        """
        if not self.changed and self.current is not None:
            if build != self.current.build:
                meta = StoreMeta(base_iri=self.names.base, generation=self.current.generation, build=build)
                write_meta(self.folder, meta)
            return False
        self._load()
        with store_errors(self.folder):
            # Counting the quads takes as long as there are quads: not for a few.
            if self._written >= _FEW and self._written >= _OPTIMISE_SHARE * len(self._open):
                self._open.optimize()
            self._open.flush()
            self._store = None  # closes the files
            sync_folder(self.folder / "generations")
        write_meta(self.folder, StoreMeta(base_iri=self.names.base, generation=self._number, build=build))
        return True

    def close(self) -> None:
        """Let go of the files."""
        self._store = None

    def _append(self, graph: ox.NamedNode, quads: Iterable[ox.Quad]) -> int:
        count = 0
        for quad in _checked(quads, graph):
            self._pending.append(quad)
            count += 1
            if len(self._pending) >= BATCH:
                self._load()
        if count:
            self._graphs.add(graph)
        return count

    def _replace_known(self, graph: ox.NamedNode, quads: Iterable[ox.Quad]) -> bool:
        self._load()
        # Compared inside pyoxigraph: it gives numbers back in another form ("1" for "1.0") than they were written in.
        store = ox.Store()
        store.extend(_checked(quads, graph))
        wanted, known = set(store), set(self._open.quads_for_pattern(None, None, None, graph))
        missing = wanted - known
        if not missing and len(wanted) == len(known):
            return False
        if len(wanted) - len(missing) < len(known) / 2:  # mostly other quads: removing them one by one takes longer
            self._open.remove_graph(graph)
            self._graphs.discard(graph)
            self._append(graph, wanted)
            return True
        for quad in known - wanted:
            self._open.remove(quad)
        self._append(graph, missing)
        return True

    def _load(self) -> None:
        """Write what waits in memory. A few quads go in by a transaction; many as files of their own."""
        if not self._pending:
            return
        with store_errors(self.folder):
            if len(self._pending) < _FEW:
                self._open.extend(self._pending)
            else:
                self._open.bulk_extend(self._pending)
        self._written += len(self._pending)
        self._pending = []


@contextmanager
def write_generation(folder: Path, base_iri: str | None = None, keep: int = 0) -> Iterator[GenerationWriter]:
    """Become the one writer of a store (made if it is not there yet) and change a new generation of it.

    What is not published when the block ends, for whatever reason, is thrown away. `keep` earlier generations stay,
    for `open_earlier`; they share the files that did not change.

    Raises:
        StoreBusyError: another process writes.
        StoreFormatError: the folder is no store, damaged, or of another version.
        StoreError: it was built with another base IRI, or cannot be written.
    """
    folder = Path(folder)
    prepare_folder(folder)
    lock = lock_for_writing(folder)
    try:
        current = _current(folder)
        names = _names(folder, current, base_iri)
        _clear(folder, current.generation if current else None, keep)
        try:
            writer = GenerationWriter(folder, names, current, _next_number(folder, current))
            try:
                yield writer
            finally:
                writer.close()
        finally:
            _clear(folder, _generation(_current(folder)), keep)
    finally:
        lock.close()


def _current(folder: Path) -> StoreMeta | None:
    try:
        return read_meta(folder)
    except StoreMissingError:
        return None


def _generation(meta: StoreMeta | None) -> int | None:
    return meta.generation if meta else None


def _names(folder: Path, current: StoreMeta | None, base_iri: str | None) -> Names:
    if current is None:
        return Names(base_iri) if base_iri else Names()
    if base_iri is not None and base_iri != current.base_iri:
        raise StoreError(
            f"The store {folder} was built with base_iri {current.base_iri}, not {base_iri}: "
            "use that one, or build into another folder."
        )
    return Names(current.base_iri)


def _next_number(folder: Path, current: StoreMeta | None) -> int:
    return max(generation_numbers(folder) | {current.generation if current else 0}) + 1


def _copy_current(folder: Path, current: StoreMeta | None, number: int) -> ox.Store:
    """Start a generation: empty, or as a checkpoint of the current one (hard links, so that it costs milliseconds)."""
    target = generation_folder(folder, number)
    with store_errors(folder):
        generation_lock(folder, number).touch()
        if current is not None:
            ox.Store.read_only(str(generation_folder(folder, current.generation))).backup(target)
        return ox.Store(target)


def _clear(folder: Path, current: int | None, earlier: int) -> None:
    """Remove every generation but the current and some before it, save those that readers hold; and what was left over."""
    with store_errors(folder):
        (folder / "kg.json.tmp").unlink(missing_ok=True)
        numbers = generation_numbers(folder)
        before = sorted(n for n in numbers if current is not None and n < current)
        for number in sorted(numbers - {current, *before[len(before) - min(earlier, len(before)) :]}):
            lock_path = generation_lock(folder, number)
            lock = take_if_unread(lock_path)
            if lock is None:
                continue
            # The lock file goes last: while it is there, the next writer still knows that there is something to remove.
            shutil.rmtree(generation_folder(folder, number), ignore_errors=True)
            lock_path.unlink(missing_ok=True)
            lock.close()


def _checked(quads: Iterable[ox.Quad], graph: ox.NamedNode) -> Iterator[ox.Quad]:
    for quad in quads:
        if quad.graph_name != graph:
            raise ValueError(f"{quad} does not belong in the graph {graph}")
        yield quad
