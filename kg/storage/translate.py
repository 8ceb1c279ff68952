"""pyoxigraph's exceptions (built-ins, raised while a result is read too) → ours."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from kg.errors import QueryError, QueryParameterError, QuerySyntaxError, StoreError

T = TypeVar("T")

_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_LONGEST = 240  # the parser lists every token that it would have taken, for a thousand characters


@contextmanager
def store_errors(folder: Path | None) -> Iterator[None]:
    """Translate what reading or writing the store raises.

    Raises:
        StoreError: the disk is full, a permission is missing, a file is damaged.
    """
    try:
        yield
    except OSError as error:
        raise StoreError(_disk_message(error, folder)) from error


@contextmanager
def query_errors(query: str, folder: Path | None) -> Iterator[None]:
    """Translate what evaluating a query raises; to be open while the result is read, for evaluation is lazy.

    Raises:
        QuerySyntaxError: no valid SPARQL; with line and column.
        QueryParameterError: a substitution for a variable that the query does not project.
        QueryError: the evaluation failed.
        StoreError: the store could not be read.
    """
    try:
        yield
    except SyntaxError as error:
        raise _syntax_error(query, str(error)) from error
    except OSError as error:
        raise StoreError(_disk_message(error, folder)) from error
    except RuntimeError as error:
        if "SELECT projection" in str(error):
            raise QueryParameterError(f"{error}: a parameter must stand in the SELECT list.") from error
        raise QueryError(f"The query failed: {error}.") from error
    except ValueError as error:
        raise QueryError(f"The query failed: {error}.") from error


def while_iterating(items: Iterable[T], query: str, folder: Path | None) -> Iterator[T]:
    """The items, with the exceptions of their making translated."""
    with query_errors(query, folder):
        yield from items


def _syntax_error(query: str, message: str) -> QuerySyntaxError:
    found = _POSITION.match(message)
    if not found:
        return QuerySyntaxError(f"The query is not valid SPARQL: {_shorten(message)}")
    line, column = int(found[1]), int(found[2])
    lines = query.split("\n")
    shown = lines[line - 1] if line <= len(lines) else ""
    start = max(0, column - 60)
    pointer = f"\n  {shown[start : column + 40]}\n  {' ' * (column - 1 - start)}^" if shown else ""
    return QuerySyntaxError(
        f"The query is not valid SPARQL at line {line}, column {column}: {_shorten(found[3])}{pointer}",
        line=line,
        column=column,
    )


def _shorten(message: str) -> str:
    flat = " ".join(message.split())
    return flat if len(flat) <= _LONGEST else flat[:_LONGEST].rsplit(" ", 1)[0] + " …"


def _disk_message(error: OSError, folder: Path | None) -> str:
    where = f"the store {folder}" if folder else "the store in memory"
    text = str(error)
    if is_disk_full(error):
        return (
            f"The disk is full: {where} could not be written. The graph as it was is untouched; free space, run again."
        )
    if isinstance(error, PermissionError) or "ermission denied" in text:
        return f"No permission to use {where}: {text}."
    return f"Cannot use {where}: {text}."


def is_disk_full(error: OSError) -> bool:
    """Whether an error says that no space, or no quota, is left."""
    return error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} or "No space left" in str(error)
