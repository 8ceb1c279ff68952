"""What is served: the store's current generation, followed as builds land.

Pages and handlers ask `Snapshots.current()` for each request and keep what they get until they have answered: a
generation that has been replaced stays open for as long as somebody holds it, and goes away by itself afterwards.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError
from kg.storage import Store, StoreMeta, open_store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A generation that is open for reading. `tag` names what is in it: the ETag and the key of every cache."""

    store: Store
    meta: StoreMeta
    tag: str


class Snapshots:
    """The current generation of a store, open. Threads may share one.

    Raises:
        StoreMissingError: nothing is built there.
        StoreFormatError: the folder is no store, damaged, or of another version.
        StoreError: it cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)
        self._prepare: Callable[[Store], None] | None = None
        self._changing = threading.Lock()
        self._seen = _stamp(self.folder)
        self._now = _open(self.folder)

    def current(self) -> Store:
        """The store of the current generation; costs nothing. Never to be closed: others use it too."""
        return self._now.store

    def prepare_with(self, prepare: Callable[[Store], None]) -> None:
        """Have each generation prepared as it is opened, this one too, in a thread of its own: requests never wait for it."""
        self._prepare = prepare
        self._start_preparing()

    def _start_preparing(self) -> None:
        prepare, store = self._prepare, self._now.store
        if prepare is None:
            return

        def run() -> None:
            try:
                prepare(store)
            except KgError as error:
                log.warning("not prepared, the first request will be slower: %s", error)

        threading.Thread(target=run, name="prepare", daemon=True).start()

    def latest(self) -> Snapshot:
        """The current generation with its tag."""
        return self._now

    def refresh(self) -> bool:
        """Open the newest generation if another has been published since; tell whether it was so.

        A store that cannot be read just then (removed, or half copied) is left as it was: what is open goes on.
        """
        stamp = _stamp(self.folder)
        if stamp is None or stamp == self._seen:
            return False
        with self._changing:
            if stamp == self._seen:
                return False
            try:
                newest = _open(self.folder)
            except KgError as error:
                log.warning("the store is served as it was: %s", error)
                return False
            changed = newest.tag != self._now.tag
            self._seen, self._now = stamp, newest
        if changed:
            log.info("generation %d is served now", newest.meta.generation)
            self._start_preparing()
        return changed


def tag_of(meta: StoreMeta) -> str:
    """A name for the contents of a generation: its number and the digest of what it was built from."""
    return f"g{meta.generation}-{meta.build.digest[:12] or 'empty'}"


def _open(folder: Path) -> Snapshot:
    store = open_store(folder)
    if store.meta is None:
        raise ValueError("a store on disk has its meta data")
    return Snapshot(store, store.meta, tag_of(store.meta))


def _stamp(folder: Path) -> tuple[int, int, int] | None:
    """What changes when `kg.json` is replaced."""
    try:
        status = (folder / "kg.json").stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size
