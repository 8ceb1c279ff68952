"""Locks between processes. They are `flock`s: the system lets go of them however a process ends."""

from __future__ import annotations

import fcntl
import os
import socket
import sys
from pathlib import Path

from kg.errors import StoreBusyError, StoreError
from kg.storage.translate import store_errors


class FileLock:
    """An open file with a `flock` on it; `close` lets go. Every instance is a holder of its own, in one process too."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def close(self) -> None:
        """Let go; more than once does no harm."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def __del__(self) -> None:
        self.close()


def lock_for_writing(folder: Path) -> FileLock:
    """Become the one writer of a store.

    Raises:
        StoreBusyError: another process writes; the message names it.
    """
    path = folder / "lock"
    with store_errors(folder):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    lock = FileLock(descriptor)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(descriptor, 400, 0).decode("utf-8", "replace").strip() or "a process that just started"
        lock.close()
        raise StoreBusyError(
            f"Another build is writing to {folder}: {holder}. Wait for it to end, or stop it; "
            "asking and exporting go on meanwhile with the graph as it was."
        ) from error
    except OSError as error:
        lock.close()
        raise StoreError(f"The file system of {folder} takes no locks ({error.strerror}): use a local disk.") from error
    with store_errors(folder):
        os.ftruncate(descriptor, 0)
        os.pwrite(
            descriptor, f"process {os.getpid()} on {socket.gethostname()} ({Path(sys.argv[0]).name})\n".encode(), 0
        )
    return lock


def hold_for_reading(path: Path) -> FileLock | None:
    """Hold a generation's lock file, shared; None where the generation is gone."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    lock = FileLock(descriptor)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:  # a writer is removing it
        lock.close()
        return None
    if os.fstat(descriptor).st_nlink == 0:  # removed between open and lock
        lock.close()
        return None
    return lock


def take_if_unread(path: Path) -> FileLock | None:
    """Hold a generation's lock file alone; None where a reader holds it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    lock = FileLock(descriptor)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock
