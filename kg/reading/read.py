"""The front door of reading: sources in, articles out, one at a time."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from kg.domain.articles import RawArticle
from kg.domain.issues import Issues, Reason
from kg.reading.decoding import binary_kind, decode
from kg.reading.files import (
    HTML_SUFFIXES,
    JSON_SUFFIXES,
    LINES_SUFFIXES,
    STAGE,
    STANDARD_INPUT,
    OpenFile,
    check_sources,
    find_files,
    is_stream,
    opened,
)
from kg.reading.html import html_article
from kg.reading.jsonl import buffer, content_id, is_lines, read_json, read_lines
from kg.reading.limits import ReadingLimits
from kg.reading.text import text_article

_HEAD = 65_536


def read_articles(sources: Iterable[str], issues: Issues, limits: ReadingLimits | None = None) -> Iterator[RawArticle]:
    """Read articles from files (.txt .md .html .htm .jsonl .ndjson .json), folders of them, and `-` (standard input).

    Lazy: one article is in memory at a time, whatever the size of the input. Text is kept as read: code points as
    decoded, line ends as they stand in the file; only NUL and lone surrogates are replaced, one for one, by U+FFFD.
    What cannot be read, or is given twice, is told in `issues` and the rest goes on. InputError at once, before
    anything is read, where a source does not exist.
    """
    checked = check_sources(sources)
    return _read_all(checked, issues, limits or ReadingLimits())


def _read_all(sources: list[str], issues: Issues, limits: ReadingLimits) -> Iterator[RawArticle]:
    seen: dict[bytes, str] = {}  # 16 bytes an article, so that ten thousand cost next to nothing
    for path in find_files(sources, issues):
        for article in _read_source(path, path in sources, issues, limits):
            before = seen.setdefault(_key(article), article.where)
            if before is not article.where:
                issues.skip(STAGE, article.where, Reason.GIVEN_TWICE, f"the same as {before}")
            else:
                yield article


def _key(article: RawArticle) -> bytes:
    parts = (article.source_id, article.publisher, article.url, article.title, article.text)
    return hashlib.blake2b("\0".join(p or "" for p in parts).encode(), digest_size=16).digest()


def _read_source(path: str, named: bool, issues: Issues, limits: ReadingLimits) -> Iterator[RawArticle]:
    """Read one file. A pipe is read only where the user named it: one found in a folder would be waited on for ever."""
    try:
        if path == STANDARD_INPUT:
            yield from _read_stream(sys.stdin.buffer, "standard input", issues, limits)
        elif named and is_stream(path):
            with Path(path).open("rb") as stream:
                yield from _read_stream(stream, path, issues, limits)
        else:
            with opened(path) as file:
                yield from _read_file(file, issues, limits)
    except OSError as error:
        issues.skip(STAGE, path, Reason.UNREADABLE, error.strerror or str(error))


def _read_file(file: OpenFile, issues: Issues, limits: ReadingLimits) -> Iterator[RawArticle]:
    head = file.stream.peek(_HEAD)[:_HEAD]
    kind = binary_kind(head)
    if kind:
        issues.skip(STAGE, file.path, Reason.BINARY, f"{kind}, not text")
        return
    suffix = Path(file.path).suffix.lower()
    if suffix in LINES_SUFFIXES or (suffix in JSON_SUFFIXES and is_lines(head)):
        yield from read_lines(file.stream, file.path, issues, limits)
        if file.changed():
            detail = "the file changed while it was read; what was read until then is kept: run again for the rest"
            issues.warn(STAGE, file.path, Reason.CHANGED_WHILE_READ, detail)
        return
    most = limits.json_bytes if suffix in JSON_SUFFIXES else limits.article_bytes
    data = file.read(most)
    if data is None:
        issues.skip(STAGE, file.path, Reason.TOO_LARGE, f"the file has more than {most} bytes")
    elif file.changed():
        detail = "the file changed while it was read, so its text may be half-written; run again"
        issues.skip(STAGE, file.path, Reason.CHANGED_WHILE_READ, detail)
    else:
        yield from _read_data(data, file.path, suffix, issues)


def _read_data(data: bytes, path: str, suffix: str, issues: Issues) -> Iterator[RawArticle]:
    """Read a whole file's bytes as what its ending says."""
    kind = binary_kind(data)
    if kind:
        issues.skip(STAGE, path, Reason.BINARY, f"{kind}, not text")
        return
    if suffix in HTML_SUFFIXES:
        if not data.strip():
            issues.skip(STAGE, path, Reason.EMPTY, "the file is empty")
            return
        page = html_article(data, path, issues)
        if page:
            yield page
        return
    decoded = decode(data)
    if not decoded.text.strip():
        issues.skip(STAGE, path, Reason.EMPTY, "the file is empty")
        return
    if decoded.doubt:
        issues.warn(STAGE, path, Reason.BAD_ENCODING, decoded.doubt)
    if suffix in JSON_SUFFIXES:
        yield from read_json(decoded.text, path, issues)
    else:
        yield text_article(decoded.text, path)


def _read_stream(stream: BinaryIO, where: str, issues: Issues, limits: ReadingLimits) -> Iterator[RawArticle]:
    """Read a stream: JSON Lines when its first character but blanks is `{`, a page when it is one, else a text."""
    buffered = buffer(stream)
    head = buffered.peek(_HEAD)
    while head and not head.strip():
        buffered.read(len(head))
        head = buffered.peek(_HEAD)
    start = decode(head[:256]).text.lstrip().lower()
    if start.startswith("{") and binary_kind(head) is None:
        yield from read_lines(buffered, where, issues, limits)
        return
    data = buffered.read(limits.article_bytes + 1)
    if len(data) > limits.article_bytes:
        issues.skip(STAGE, where, Reason.TOO_LARGE, f"it has more than {limits.article_bytes} bytes")
        return
    is_page = start.startswith(("<!doctype html", "<html"))
    for article in _read_data(data, where, ".html" if is_page else ".txt", issues):
        yield _renamed(article)


def _renamed(article: RawArticle) -> RawArticle:
    """Name a text without a file by its content."""
    return replace(article, source_id=content_id(article.title, article.text))
