"""Targets that change in one step: written beside their place, then renamed."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kg.errors import ExportError


@contextmanager
def stream_target(target: Path | str) -> Iterator[BinaryIO]:
    """A stream that becomes the file `target` when the block ends well; `-` is standard output.

    Raises:
        ExportError: the target is a folder or cannot be written. What stood there before is untouched.
    """
    if str(target) == "-":
        with _errors("standard output"):
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        return
    path = Path(target)
    if path.is_dir():
        raise ExportError(f"{path} is a folder: name a file.")
    if path.exists() and not path.is_file():  # a device or a pipe, which renaming would replace
        with _errors(str(path)), path.open("wb") as stream:
            yield stream
        return
    with _errors(str(path)):
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        part = Path(name)
        try:
            with os.fdopen(descriptor, "wb", buffering=1 << 20) as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            part.chmod(0o666 & ~_umask())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def folder_target(folder: Path) -> Iterator[Path]:
    """A folder to write files in; when the block ends well they move to `folder`, each in one step.

    Other files that stand in `folder` stay.

    Raises:
        ExportError: the target is a file or cannot be written. Then no file of it has changed.
    """
    if folder.exists() and not folder.is_dir():
        raise ExportError(f"{folder} is a file: tables go to a folder.")
    with _errors(str(folder)):
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
            raise ExportError(f"No permission to write in {folder}.")
        part = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".part", dir=folder.parent))
        try:
            yield part
            part.chmod(0o777 & ~_umask())
            if folder.is_dir():
                for path in sorted(part.iterdir()):
                    path.replace(folder / path.name)
            else:
                part.replace(folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)


@contextmanager
def _errors(what: str) -> Iterator[None]:
    from kg.storage.translate import is_disk_full

    try:
        yield
    except BrokenPipeError:
        raise  # the reader of a pipe has had enough: no error of the export
    except OSError as error:
        reason = "the disk is full" if is_disk_full(error) else (error.strerror or str(error))
        raise ExportError(f"Cannot write to {what}: {reason}.") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
