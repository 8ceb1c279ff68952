"""Records in JSON: one a line (JSON Lines), or one or a list of them in a `.json` file."""

from __future__ import annotations

import hashlib
import io
import json
import math
from collections.abc import Callable, Iterator
from typing import BinaryIO

from kg.domain.articles import RawArticle
from kg.domain.issues import Issues, Reason
from kg.reading.decoding import decode, marked_encoding, tidy
from kg.reading.files import STAGE
from kg.reading.limits import ReadingLimits

FIELDS = ("id", "title", "text", "published", "publisher", "url", "language")
_NUMBERS_TOO = ("id", "published")
_DRAINED_AT_ONCE = 1 << 20


def read_lines(stream: BinaryIO, where: str, issues: Issues, limits: ReadingLimits) -> Iterator[RawArticle]:
    """Read records line by line. A line that is no record, too long or without text is skipped, named by its number."""
    empty = True
    for number, line in _lines(stream, limits.article_bytes):
        place = f"{where}:{number}"
        if line is None:
            empty = False
            detail = f"the line has more than {limits.article_bytes} bytes"
            issues.skip(STAGE, place, Reason.TOO_LARGE, detail)
            continue
        decoded = decode(line)
        content = decoded.text.strip()
        if not content:
            continue
        empty = False
        if decoded.doubt:
            issues.warn(STAGE, place, Reason.BAD_ENCODING, decoded.doubt)
        yield from read_json(content, place, issues, lists=False)
    if empty:
        issues.skip(STAGE, where, Reason.EMPTY, "it holds no lines")


def read_json(text: str, where: str, issues: Issues, *, lists: bool = True) -> Iterator[RawArticle]:
    """Read text that is one record or (unless forbidden) a list of them; what is no record is skipped."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        cut = not text.rstrip().endswith(("}", "]"))
        detail = f"it breaks off before its end ({error})" if cut else f"it is no JSON ({error})"
        issues.skip(STAGE, where, Reason.BAD_JSON, detail)
        return
    if lists and isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield from _article(item, f"{where}[{number}]", issues)
    else:
        yield from _article(value, where, issues)


def is_lines(head: bytes) -> bool:
    """Whether what looks like JSON has one record a line: its first line that is not blank is a whole object."""
    lines = decode(head).text.strip().splitlines()
    if len(lines) < 2 or not lines[0].startswith("{"):
        return False
    try:
        json.loads(lines[0])
    except (ValueError, RecursionError):
        return False
    return True


def buffer(stream: BinaryIO) -> io.BufferedReader:
    """Give a view of the stream that can be peeked into: itself where it can be."""
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[arg-type]


def content_id(title: str | None, text: str) -> str:
    """Name an article that has no name of its own by its words, so that its place in an input does not matter."""
    return hashlib.sha256(f"{title or ''}\n{text}".encode()).hexdigest()[:16]


def _article(value: object, where: str, issues: Issues) -> Iterator[RawArticle]:
    """Give the article of a record, or none with the reason. Without an id it goes by its URL, else by its content."""
    if not isinstance(value, dict):
        issues.skip(STAGE, where, Reason.BAD_JSON, f"a record is an object, this is {_kind(value)}")
        return
    fields: dict[str, str | None] = {}
    for name in FIELDS:
        raw = value.get(name)
        if raw is None or (isinstance(raw, float) and math.isnan(raw)):
            fields[name] = None
        elif isinstance(raw, str):
            fields[name] = raw
        elif name in _NUMBERS_TOO and isinstance(raw, int | float) and not isinstance(raw, bool):
            fields[name] = str(raw)
        else:
            issues.skip(STAGE, where, Reason.BAD_JSON, f"`{name}` is {_kind(raw)}, not text")
            return
    text = tidy(fields.pop("text") or "")
    if not text.text.strip():
        issues.skip(STAGE, where, Reason.NO_TEXT, "the record has no `text`")
        return
    if text.doubt:
        issues.warn(STAGE, where, Reason.BAD_ENCODING, text.doubt)
    clean = {name: (tidy(v).text.strip() or None) if v else None for name, v in fields.items()}
    yield RawArticle(
        source_id=clean["id"] or clean["url"] or content_id(clean["title"], text.text),
        where=where,
        text=text.text,
        title=clean["title"],
        publisher=clean["publisher"],
        published=clean["published"],
        url=clean["url"],
        language=clean["language"],
    )


def _kind(value: object) -> str:
    kinds = {dict: "an object", list: "a list", str: "text", bool: "true or false", int: "a number", float: "a number"}
    return kinds.get(type(value), "null")


def _lines(stream: BinaryIO, most: int) -> Iterator[tuple[int, bytes | None]]:
    """Give lines with their numbers from 1; None for one of more than `most` bytes, of which no more is kept."""
    buffered = buffer(stream)
    marked = marked_encoding(buffered.peek(4)[:4])
    if marked is None or marked[0] == "utf-8":
        yield from _bounded(buffered.readline, most)
        return
    buffered.read(marked[1])
    wide = io.TextIOWrapper(buffered, encoding=marked[0], errors="replace", newline="\n")
    try:
        yield from _bounded(lambda size: wide.readline(size).encode(errors="replace"), most)
    finally:
        wide.detach()  # else it would close the stream, which is not ours


def _bounded(readline: Callable[[int], bytes], most: int) -> Iterator[tuple[int, bytes | None]]:
    number = 0
    while line := readline(most + 1):
        number += 1
        if len(line) <= most:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = readline(_DRAINED_AT_ONCE)
        yield number, None
