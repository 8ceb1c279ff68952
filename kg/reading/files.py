"""Bytes of files: which files there are, how they are opened, and whether they stayed the same while they were read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader, FileIO
from pathlib import Path

from kg.domain.issues import Issues, Reason
from kg.errors import InputError

STAGE = "reading"
STANDARD_INPUT = "-"
TEXT_SUFFIXES = frozenset({".txt", ".md"})
HTML_SUFFIXES = frozenset({".html", ".htm"})
LINES_SUFFIXES = frozenset({".jsonl", ".ndjson"})
JSON_SUFFIXES = frozenset({".json"})
SUFFIXES = TEXT_SUFFIXES | HTML_SUFFIXES | LINES_SUFFIXES | JSON_SUFFIXES
_READ_AT_ONCE = 1 << 20


def check_sources(sources: Iterable[str]) -> list[str]:
    """Return the sources as a list; InputError names every one that does not exist, before anything is read."""
    listed = list(sources)
    if not listed:
        raise InputError("no source given: name files or folders of articles, or - for standard input")
    missing = [s for s in listed if s != STANDARD_INPUT and not os.path.lexists(s)]
    if missing:
        raise InputError(f"no such file or folder: {', '.join(missing)}; check the spelling, nothing was read")
    return listed


def find_files(sources: Iterable[str], issues: Issues) -> Iterator[str]:
    """Give each file once (or `-`), folders searched to the bottom in sorted order, hidden names left out."""
    seen: set[str] = set()
    for source in sources:
        inside = source != STANDARD_INPUT and Path(source).is_dir()
        found = not inside
        for file in _walk(source, issues) if inside else [source]:
            key = file if file == STANDARD_INPUT else os.path.realpath(file)
            if key in seen:
                issues.skip(STAGE, file, Reason.GIVEN_TWICE, "the same file was named before; it is read once")
            elif Path(file).suffix.lower() in SUFFIXES or (not inside and is_stream(file)):
                yield file
            else:
                kinds = " ".join(sorted(SUFFIXES))
                issues.skip(STAGE, file, Reason.UNSUPPORTED_FORMAT, f"articles are read from {kinds}")
                continue
            seen.add(key)
            found = True
        if not found:
            issues.skip(STAGE, source, Reason.EMPTY, "the folder holds no articles")


def is_stream(file: str) -> bool:
    """Whether it is standard input or a pipe (`<(command)` of a shell), which can be read once only."""
    try:
        return file == STANDARD_INPUT or stat.S_ISFIFO(Path(file).stat().st_mode)
    except OSError:
        return False


def _walk(folder: str, issues: Issues) -> Iterator[str]:
    def unreadable(error: OSError) -> None:
        issues.skip(STAGE, str(error.filename), Reason.UNREADABLE, error.strerror or str(error))

    for parent, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield str(Path(parent) / name)


@dataclass(slots=True)
class OpenFile:
    """A file being read. `changed` compares it with how it was when it was opened."""

    stream: BufferedReader
    path: str
    before: os.stat_result

    @property
    def size(self) -> int:
        """Bytes when it was opened."""
        return self.before.st_size

    def changed(self) -> bool:
        """Whether size, time of change or the file under this name are other than when it was opened."""
        try:
            named = Path(self.path).stat()
        except OSError:
            return True
        now = os.fstat(self.stream.fileno())
        was = (self.before.st_size, self.before.st_mtime_ns, self.before.st_ino)
        return any((s.st_size, s.st_mtime_ns, s.st_ino) != was for s in (now, named))

    def read(self, most: int) -> bytes | None:
        """Read it whole, or return None where it has more than `most` bytes."""
        if self.size > most:
            return None
        parts: list[bytes] = []
        left = most + 1
        while left and (part := self.stream.read(min(left, _READ_AT_ONCE))):
            parts.append(part)
            left -= len(part)
        return b"".join(parts) if left else None


@contextmanager
def opened(path: str) -> Iterator[OpenFile]:
    """Open a regular file for reading; OSError where that cannot be done (a device or socket included)."""
    if not stat.S_ISREG(Path(path).stat().st_mode):  # opening a pipe would wait for ever
        raise OSError(f"{path} is no regular file")
    with FileIO(path) as raw:
        stream: BufferedReader = BufferedReader(raw, _READ_AT_ONCE)
        yield OpenFile(stream, path, os.fstat(stream.fileno()))
