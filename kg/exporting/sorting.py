"""Sorting more lines than fit in memory."""

from __future__ import annotations

import heapq
import itertools
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import TextIO

CHUNK = 400_000
"""Lines sorted in memory at a time: about 250 MB of those that an article's graph has."""


def sorted_unique(lines: Iterable[str], chunk: int = CHUNK) -> Iterator[str]:
    """The lines in order of their code points, each once. What is too much for memory goes to temporary files.

    The lines hold no line feed.

    Raises:
        OSError: the temporary folder is full.
    """
    source = iter(lines)
    first = sorted(itertools.islice(source, chunk))
    with ExitStack() as stack:
        runs: list[Iterable[str]] = [first]
        while following := sorted(itertools.islice(source, chunk)):
            runs.append(_lines(_spill(following, stack)))
        if len(runs) > 1:
            runs[0] = _lines(_spill(first, stack))
            del first
        previous = None
        for line in heapq.merge(*runs):
            if line != previous:
                yield line
                previous = line


def _spill(lines: Iterable[str], stack: ExitStack) -> TextIO:
    temporary = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", prefix="kg-sort-")  # noqa: SIM115 - the stack closes it
    file = stack.enter_context(temporary)
    file.writelines(f"{line}\n" for line in lines)
    file.seek(0)
    return file


def _lines(file: TextIO) -> Iterator[str]:
    return (line[:-1] for line in file)
