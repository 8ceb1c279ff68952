"""What was read from each article, kept beside the store: no article is read twice, no interruption loses work.

One SQLite file with a write-ahead log: every method that writes is one transaction, whole or not at all, also when the
process is killed. Only the writer of the store (who holds its lock) opens it for writing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.domain.articles import Article
from kg.domain.extraction import Extraction
from kg.domain.issues import Issue, Reason, Severity
from kg.domain.links import Links
from kg.errors import StoreError, StoreFormatError
from kg.linking import Notes
from kg.pipeline.coding import content_digest, decode_article, decode_extraction, decode_links, decode_notes, encode

FILE_NAME = "cache.sqlite"
VERSION = 1
"""Goes up when the tables change."""

_DERIVED = """
CREATE TABLE IF NOT EXISTS linked (build TEXT PRIMARY KEY, form TEXT NOT NULL, value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS noted (
    article TEXT PRIMARY KEY REFERENCES articles ON DELETE CASCADE, form TEXT NOT NULL, value BLOB NOT NULL
);
"""
# What follows from the rest and only saves time: a store of before they were thought of gets them empty.

_TABLES = """
CREATE TABLE articles (
    id TEXT PRIMARY KEY, source_id TEXT NOT NULL, url TEXT, origin TEXT NOT NULL, content TEXT NOT NULL,
    value BLOB NOT NULL
);
CREATE INDEX articles_by_source ON articles (source_id);
CREATE INDEX articles_by_url ON articles (url) WHERE url IS NOT NULL;
CREATE TABLE extractions (
    article TEXT PRIMARY KEY REFERENCES articles ON DELETE CASCADE, content TEXT NOT NULL, reader TEXT NOT NULL,
    value BLOB NOT NULL
);
CREATE TABLE mapped (build TEXT NOT NULL, article TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (build, article))
    WITHOUT ROWID;
CREATE TABLE issues (
    "where" TEXT NOT NULL, stage TEXT NOT NULL, reason TEXT NOT NULL, severity TEXT NOT NULL, detail TEXT NOT NULL,
    PRIMARY KEY ("where", stage, reason)
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Known:
    """An article of the store, as `kg remove` and `kg status` name it. `origin` is the input that it came from."""

    id: str
    source_id: str
    url: str | None
    origin: str


class Cache:
    """The articles of a store with what was read from them."""

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        self._db = connection
        self._folder = folder

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def put_articles(self, articles: Iterable[tuple[Article, str]]) -> None:
        """Add articles, each with its origin. One that is there with the same content stays as it is."""
        rows = [(a.id, a.source_id, a.url, origin, content_digest(a), encode(a)) for a, origin in articles]
        with self._writing() as db:
            db.executemany(
                "DELETE FROM noted WHERE article = (SELECT id FROM articles WHERE id = ? AND content != ?)",
                [(row[0], row[4]) for row in rows],
            )
            db.executemany(
                """INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE
                SET content = excluded.content, value = excluded.value WHERE content != excluded.content""",
                rows,
            )

    def put_extractions(self, extractions: Iterable[Extraction], reader: str) -> None:
        """Keep what `reader` (see `Cache.pending`) read from articles that are in the cache."""
        rows = [(reader, encode(e), e.article) for e in extractions]
        with self._writing() as db:
            db.executemany("DELETE FROM noted WHERE article = ?", [row[2:] for row in rows])
            db.executemany(
                "INSERT OR REPLACE INTO extractions SELECT id, content, ?, ? FROM articles WHERE id = ?", rows
            )

    def notes(self, form: str) -> dict[str, Notes]:
        """What linking noted in this `form` on articles as they are read now, by their ids."""
        with self._errors():
            rows = self._db.execute("SELECT article, value FROM noted WHERE form = ?", (form,)).fetchall()
        return {article: notes for article, value in rows if (notes := decode_notes(value))}

    def put_notes(self, notes: Mapping[str, Notes], form: str) -> None:
        """Keep what linking noted on articles; it is forgotten when they or what was read from them changes."""
        with self._writing() as db:
            rows = [(a, form, encode(n)) for a, n in notes.items()]
            db.executemany("INSERT OR REPLACE INTO noted VALUES (?, ?, ?)", rows)

    def known_ids(self) -> set[str]:
        """The ids of all articles."""
        with self._errors():
            return {row[0] for row in self._db.execute("SELECT id FROM articles")}

    def pending(self, reader: str) -> list[str]:
        """Ids of the articles that `reader` has not read as they are now, sorted."""
        query = """SELECT a.id FROM articles a LEFT JOIN extractions e ON e.article = a.id
            AND e.content = a.content AND e.reader = ? WHERE e.article IS NULL ORDER BY a.id"""
        with self._errors():
            return [row[0] for row in self._db.execute(query, (reader,))]

    def article(self, identifier: str) -> Article:
        """An article by its id, which must be there."""
        with self._errors():
            row = self._db.execute("SELECT value FROM articles WHERE id = ?", (identifier,)).fetchone()
        return decode_article(row[0])

    def readings(self, reader: str) -> Iterator[tuple[Article, Extraction]]:
        """Every article that `reader` has read as it is now, in order of ids, decoded one at a time."""
        query = """SELECT a.value, e.value FROM articles a JOIN extractions e ON e.article = a.id
            AND e.content = a.content AND e.reader = ? ORDER BY a.id"""
        with self._errors():
            for article, extraction in self._db.execute(query, (reader,)):
                yield decode_article(article), decode_extraction(extraction)

    def superseded(self, given: Collection[tuple[str, str, str]]) -> list[Known]:
        """Articles that an input gave once and now gives otherwise.

        `given` are (origin, source id, article id) of what was just read. An article goes out when its origin now gives
        its source id with another content, and no longer with the content that the article has.
        """
        now: dict[tuple[str, str], set[str]] = {}
        for origin, source_id, identifier in given:
            now.setdefault((origin, source_id), set()).add(identifier)
        return [
            known
            for known in self.all_known()
            if (ids := now.get((known.origin, known.source_id))) is not None and known.id not in ids
        ]

    def all_known(self) -> list[Known]:
        """Every article by its names, sorted by id."""
        with self._errors():
            rows = self._db.execute("SELECT id, source_id, url, origin FROM articles ORDER BY id").fetchall()
        return [Known(*row) for row in rows]

    def find(self, name: str) -> list[str]:
        """Ids of the articles with this id, source id or URL, sorted."""
        query = "SELECT id FROM articles WHERE id = :n OR source_id = :n OR url = :n ORDER BY id"
        with self._errors():
            return [row[0] for row in self._db.execute(query, {"n": name})]

    def remove(self, identifiers: Iterable[str]) -> None:
        """Take articles out, with what was read from them."""
        with self._writing() as db:
            db.executemany("DELETE FROM articles WHERE id = ?", [(i,) for i in identifiers])

    def mapped(self, build: str) -> dict[str, str]:
        """For each article of a published build the digest of all that its graph was mapped from."""
        with self._errors():
            return dict(self._db.execute("SELECT article, digest FROM mapped WHERE build = ?", (build,)).fetchall())

    def linked(self, build: str, form: str) -> Links | None:
        """The links of a published build; None where they are not kept, or were mapped in another `form`."""
        with self._errors():
            query = "SELECT value FROM linked WHERE build = ? AND form = ?"
            row = self._db.execute(query, (build, form)).fetchone()
        return decode_links(row[0]) if row else None

    def put_mapped(self, build: str, digests: Iterable[tuple[str, str]], form: str, links: Links) -> None:
        """Note what the graphs of a build are mapped from, before it is published; `form` is how the links are mapped."""
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO linked VALUES (?, ?, ?)", (build, form, encode(links)))
            db.execute("DELETE FROM mapped WHERE build = ?", (build,))
            db.executemany("INSERT INTO mapped VALUES (?, ?, ?)", [(build, a, d) for a, d in digests])

    def keep_mapped(self, build: str) -> None:
        """Forget what the graphs of all other builds were mapped from."""
        with self._writing() as db:
            db.execute("DELETE FROM mapped WHERE build != ?", (build,))
            db.execute("DELETE FROM linked WHERE build != ?", (build,))

    def put_issues(self, issues: Collection[Issue], seen: Collection[str]) -> None:
        """Keep a run's issues, in place of what was told before of the places in `seen` and of these issues' places."""
        with self._writing() as db:
            places = {*seen, *(i.where for i in issues)}
            db.executemany('DELETE FROM issues WHERE "where" = ?', [(where,) for where in sorted(places)])
            db.executemany(
                "INSERT OR REPLACE INTO issues VALUES (?, ?, ?, ?, ?)",
                [(i.where, i.stage, i.reason, i.severity, i.detail) for i in issues],
            )

    def issues(self) -> list[Issue]:
        """What was skipped or doubted in all runs and is not settled since, in order of place."""
        with self._errors():
            rows = self._db.execute('SELECT severity, stage, "where", reason, detail FROM issues').fetchall()
        return [Issue(Severity(r[0]), r[1], r[2], Reason(r[3]), r[4]) for r in rows]

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._errors(), self._db:
            self._db.execute("BEGIN IMMEDIATE")
            yield self._db

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise _translate(error, self._folder) from error


@contextmanager
def open_cache(folder: Path) -> Iterator[Cache]:
    """Open the cache of a store, made where it is missing.

    Raises:
        StoreFormatError: it is of another version, or damaged.
        StoreError: it cannot be used, or the disk is full.
    """
    try:
        connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        _prepare(connection, folder)
    except sqlite3.Error as error:
        raise _translate(error, folder) from error
    try:
        yield Cache(connection, folder)
    finally:
        connection.close()


def _prepare(connection: sqlite3.Connection, folder: Path) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == 0:
        connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {VERSION}; COMMIT;")
    elif version != VERSION:
        raise StoreFormatError(
            f"{folder / FILE_NAME} has version {version}, this conflict-kg reads {VERSION}: build into a new folder."
        )
    known = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"linked", "noted"} <= known:  # a look at a store that a build writes must not wait for it
        connection.executescript(f"BEGIN IMMEDIATE; {_DERIVED} COMMIT;")


def _translate(error: sqlite3.Error, folder: Path) -> StoreError:
    message = str(error)
    if "full" in message or "disk I/O" in message:
        return StoreError(
            f"The disk is full, or fails: {folder / FILE_NAME} could not be written ({message}). The graph as it was "
            "is untouched, and what was read until now is kept; free space, run again."
        )
    if isinstance(error, sqlite3.DatabaseError) and ("malformed" in message or "not a database" in message):
        return StoreFormatError(f"{folder / FILE_NAME} is damaged ({message}): delete this one file and build again.")
    return StoreError(f"Cannot use {folder / FILE_NAME}: {message}.")
