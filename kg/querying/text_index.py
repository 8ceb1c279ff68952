"""Search over every name, headline, text and claim of a graph: SQLite's FTS5 beside the store, made once a generation.

Words are found whatever their case and accents ("shaykhun" finds Shaykhūn), by their beginning, and in names also
inside a word (three letters at least: "جيش" finds الجيش). A file belongs to one generation and is never written again.
"""

from __future__ import annotations

import contextlib
import math
import os
import sqlite3
import tempfile
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.querying.names import fold
from kg.querying.text_items import Item, Kind, read_items
from kg.storage import Store

__all__ = ["Hit", "Kind", "TextIndex", "open_index"]

MOST_HITS = 1000
"""Hits that are ever ranked: beyond it a query is too wide to be worth ranking."""

_TABLES = """
CREATE TABLE items(id INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL, label TEXT NOT NULL,
                   folded TEXT NOT NULL, weight INTEGER NOT NULL, boost REAL NOT NULL);
CREATE INDEX by_folded ON items(folded);
CREATE VIRTUAL TABLE words USING fts5(names, body, tokenize='unicode61 remove_diacritics 2', prefix='2 3');
CREATE VIRTUAL TABLE grams USING fts5(names, tokenize='trigram');
"""
_KEPT_FILES = 2  # of other generations may still be in use by a request
_LEFT, _RIGHT = "\x02", "\x03"
_GAP = " … "


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that fits. `snippet` is a stretch of its text around the words, empty where only its name fits."""

    iri: str
    kind: Kind
    label: str
    snippet: str
    score: float
    pieces: tuple[tuple[str, bool], ...] = ()
    """The snippet in pieces; True marks the words that were sought."""


class TextIndex:
    """An index that is ready. Threads may share one: each gets a connection of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._connection()

    def search(self, words: str, kinds: Iterable[str] | None = None, limit: int = 20, offset: int = 0) -> list[Hit]:
        """What fits all the words, best first: things called exactly so, then by rank, then names that hold them inside.

        Nothing sought, or only signs, finds nothing. Never raises for what is typed.
        """
        ranked = self._ranked(words, kinds)[offset : offset + limit]
        return self._hits(ranked, words)

    def count(self, words: str, kinds: Iterable[str] | None = None) -> int:
        """How many things fit, at most `MOST_HITS`."""
        return len(self._ranked(words, kinds))

    def suggest(self, prefix: str, kinds: Iterable[str] | None = None, limit: int = 8) -> list[Hit]:
        """Things whose name begins so, then those with a word that does; the most mentioned first."""
        wanted = fold(prefix)
        tokens = _tokens(wanted)
        if not tokens:
            return []
        clause, values = _of_kinds(kinds)
        begins = f"SELECT id, 0 FROM items WHERE folded >= ? AND folded < ?{clause} ORDER BY weight DESC LIMIT ?"
        found = self._connection().execute(begins, [wanted, wanted + "\U0010ffff", *values, limit]).fetchall()
        holds = (
            "SELECT items.id, 0 FROM words JOIN items ON items.id = words.rowid"
            f" WHERE words MATCH ?{clause} ORDER BY weight DESC LIMIT ?"
        )
        query = "names : (" + _all_prefixes(tokens) + ")"
        found += self._connection().execute(holds, [query, *values, limit]).fetchall()
        return self._hits(list(dict.fromkeys(found))[:limit], "")

    def _ranked(self, words: str, kinds: Iterable[str] | None) -> list[tuple[int, float]]:
        wanted = fold(words)
        tokens = _tokens(wanted)
        if not tokens:
            return []
        clause, values = _of_kinds(kinds)
        run = self._connection().execute
        exact = run(f"SELECT id, 1000.0 FROM items WHERE folded = ?{clause}", [wanted, *values]).fetchall()
        # A name counts ten times a text.
        ranked = run(
            "SELECT items.id, -bm25(words, 10.0, 1.0) * boost AS score"
            f" FROM words JOIN items ON items.id = words.rowid WHERE words MATCH ?{clause} ORDER BY score DESC LIMIT ?",
            [_all_prefixes(tokens), *values, MOST_HITS],
        ).fetchall()
        inside: list[tuple[int, float]] = []
        if all(len(token) >= 3 for token in tokens):
            inside = run(
                "SELECT items.id, 0.0 FROM grams JOIN items ON items.id = grams.rowid"
                f" WHERE grams MATCH ?{clause} ORDER BY weight DESC LIMIT ?",
                [" ".join(map(_quoted, tokens)), *values, MOST_HITS],
            ).fetchall()
        first: dict[int, float] = {}
        for number, score in [*exact, *ranked, *inside]:
            first.setdefault(number, score)
        return list(first.items())[:MOST_HITS]

    def _hits(self, ranked: Sequence[tuple[int, float]], words: str) -> list[Hit]:
        run = self._connection().execute
        marks = ", ".join("?" * len(ranked))
        numbers = [number for number, _ in ranked]
        rows = {r[0]: r for r in run(f"SELECT id, iri, kind, label FROM items WHERE id IN ({marks})", numbers)}
        snippets: dict[int, str] = {}
        tokens = _tokens(fold(words))
        if tokens and numbers:
            found = run(
                f"SELECT rowid, snippet(words, 1, '{_LEFT}', '{_RIGHT}', '{_GAP}', 24) FROM words"
                f" WHERE words MATCH ? AND rowid IN ({marks})",
                [_all_prefixes(tokens), *numbers],
            )
            snippets = {number: text for number, text in found if _LEFT in text}
        return [_hit(rows[number], score, snippets.get(number, "")) for number, score in ranked if number in rows]

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            address = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            self._local.connection = connection
        return connection


_opening = threading.Lock()
_open: dict[Path, TextIndex] = {}


def open_index(store: Store, folder: Path) -> TextIndex:
    """The index of a store's generation; made in `folder` where it is not there yet, and kept open.

    Where the folder cannot be written, it is made in a temporary one of this process.

    Raises:
        StoreError: the store cannot be read.
    """
    path = Path(folder) / f"text-{_name_of(store)}.sqlite"
    ready = _open.get(path)
    if ready is not None:
        return ready
    with _opening:
        if path not in _open:
            for old in list(_open)[: -_KEPT_FILES + 1]:
                del _open[old]
            _open[path] = TextIndex(_made(store, path))
        return _open[path]


def _made(store: Store, path: Path) -> Path:
    if store.meta is not None and path.exists():
        return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix="text-", suffix=".part", dir=path.parent)
    except OSError:
        path = Path(tempfile.mkdtemp(prefix="conflict-kg-")) / path.name
        descriptor, name = tempfile.mkstemp(suffix=".part", dir=path.parent)
    os.close(descriptor)
    part = Path(name)
    try:
        _build(store, part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    _tidy(path)
    return path


def _build(store: Store, path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(_TABLES)
        for number, item in enumerate(read_items(store), start=1):
            names = item.searched_names()
            folded, boost = fold(item.label) if item.has_name else "", _boost(item)
            row = (number, item.iri, item.kind.value, item.label, folded, item.weight, boost)
            connection.execute("INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            connection.execute("INSERT INTO words(rowid, names, body) VALUES (?, ?, ?)", (number, names, item.body))
            if item.has_name:
                connection.execute("INSERT INTO grams(rowid, names) VALUES (?, ?)", (number, names))
        connection.commit()


def _boost(item: Item) -> float:
    """What is mentioned often comes first; an actor or place before the incidents that are named after it."""
    return (3.0 if item.kind in {Kind.ACTOR, Kind.PLACE} else 1.0) * (1 + math.log1p(item.weight))


def _tidy(path: Path) -> None:
    """Take away the indexes of generations that nobody can be asking any more."""
    others = sorted(path.parent.glob("text-*.sqlite"), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in others[_KEPT_FILES:]:
        old.unlink(missing_ok=True)


def _name_of(store: Store) -> str:
    if store.meta is None:
        return f"memory-{id(store):x}"
    return f"{store.meta.generation}-{store.meta.build.digest[:12] or 'empty'}"


def _of_kinds(kinds: Iterable[str] | None) -> tuple[str, list[str]]:
    if kinds is None:
        return "", []
    values = [str(kind) for kind in kinds]
    return f" AND kind IN ({', '.join('?' * len(values))})", values


def _tokens(folded: str) -> list[str]:
    """Words as the index cuts them: letters and digits, and marks of scripts that need them."""
    return ["".join(run) for run in _runs(folded)][:12]


def _runs(text: str) -> Iterable[list[str]]:
    run: list[str] = []
    for character in text:
        if character.isalnum():
            run.append(character)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _quoted(token: str) -> str:
    return '"' + token.replace('"', '""') + '"'


def _all_prefixes(tokens: Sequence[str]) -> str:
    return " AND ".join(f"{_quoted(token)}*" for token in tokens)


def _hit(row: tuple[int, str, str, str], score: float, marked: str) -> Hit:
    pieces = tuple(_pieces(marked))
    snippet = "".join(text for text, _ in pieces)
    return Hit(row[1], Kind(row[2]), row[3], snippet, score, pieces)


def _pieces(marked: str) -> Iterable[tuple[str, bool]]:
    for number, part in enumerate(" ".join(marked.split()).split(_LEFT)):
        inside, right, rest = part.partition(_RIGHT)
        if number and right:
            yield inside, True
            if rest:
                yield rest, False
        elif part:
            yield part, False
