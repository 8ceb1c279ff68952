"""Look-up of places by name, offline: reference places, a user's imports, and the base data, in this order of trust."""

from __future__ import annotations

import hashlib
import math
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import IntEnum
from pathlib import Path
from typing import Self

from kg.domain.extraction import EntityType
from kg.domain.knowledge import ReferencePlace
from kg.linking import names
from kg.linking.gazetteer_files import PlaceRow, ensure_base, imports_path, imports_version

SAME_PLACE_KM = (
    30.0  # a reference place without a GeoNames id is the gazetteer's namesake of the same type within this distance
)

# Names that agree in sound only must share letters too: Membij and Manbij do, Europe and an old name of Aleppo do not.
LEAST_ALIKE = 0.65


class Agreement(IntEnum):
    """How far a written name and a place's name agree."""

    SOUND = 1
    TIGHT = 2
    EXACT = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean. `source` is "reference", "import" or "base"."""

    place: PlaceRow
    agreement: Agreement
    source: str


def distance_km(a: PlaceRow, b: PlaceRow) -> float | None:
    """Great-circle distance; None where either has no coordinates."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return None
    p, q = math.radians(a.latitude), math.radians(b.latitude)
    east = math.sin(math.radians(b.longitude - a.longitude) / 2)
    half = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * east**2
    return 2 * 6371.0 * math.asin(math.sqrt(min(1.0, half)))


def _alike(a: str, b: str) -> bool:
    """Whether two keys are as alike as `LEAST_ALIKE`; the bound from their letters spares most of the comparing."""
    least = LEAST_ALIKE * (len(a) + len(b))
    if 2 * min(len(a), len(b)) < least or 2 * sum(min(n, b.count(c)) for c, n in Counter(a).items()) < least:
        return False
    return SequenceMatcher(None, a, b).ratio() >= LEAST_ALIKE


class Gazetteer:
    """Places by name and by id. Opening takes milliseconds and a few MB: the data stays on disk.

    Use as a context manager, or close it. Not for use from several threads.
    """

    def __init__(
        self, files: Sequence[tuple[str, sqlite3.Connection]], reference: Sequence[ReferencePlace] = ()
    ) -> None:
        self._files = list(files)
        self._reference: dict[str, PlaceRow] = {}
        self._by_sound: dict[str, list[tuple[str, PlaceRow]]] = defaultdict(list)
        self._cache: dict[str, tuple[Candidate, ...]] = {}
        self._wikidata: dict[str, str] = {}
        self._alias: dict[str, str] = {}  # the gazetteer's id of a place that the reference names: its reference id
        self._add_reference(reference)

    @classmethod
    def open(cls, directory: Path, reference: Sequence[ReferencePlace] = ()) -> Self:
        """Open the gazetteer kept in `directory`, with any imports; the base data is built on the first call (20 s).

        Raises ResourceError when the base data can be neither found nor built.
        """
        base, imports = ensure_base(directory), imports_path(directory)
        files = [("import", imports)] if imports.exists() else []
        return cls([(n, _read_only(p)) for n, p in [*files, ("base", base)]], reference)

    def close(self) -> None:
        """Close the files."""
        for _, connection in self._files:
            connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def version(self) -> str:
        """A digest over everything that look-ups depend on: it belongs in a build's provenance."""
        parts = [repr(sorted(self._reference.items()))]
        parts += [repr(self._version(n, c)) for n, c in self._files]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    @staticmethod
    def _version(name: str, connection: sqlite3.Connection) -> str:
        if name == "import":
            return imports_version(connection)
        row = connection.execute("SELECT value FROM about WHERE key = 'version'").fetchone()
        return str(row[0]) if row else ""

    def reference(self, reference_id: str) -> PlaceRow | None:
        """The place of a reference id, if it is one."""
        return self._reference.get(reference_id)

    def wikidata(self, place: str) -> str | None:
        """The Wikidata id of a place, where the reference gives it."""
        return self._wikidata.get(place)

    def place(self, place: str) -> PlaceRow | None:
        """The place of this id, without its aliases unless it is a reference place."""
        if (known := self._reference.get(self._alias.get(place, place))) is not None:
            return known
        for _, connection in self._files:
            row = connection.execute("SELECT * FROM place WHERE id = ?", (place,)).fetchone()
            if row:
                return _row(row)
        return None

    def canonical(self, place: str) -> str:
        """The id under which the graph knows the place of this id."""
        return self._alias.get(place, place)

    def chain(self, place: PlaceRow) -> list[PlaceRow]:
        """The places that contain this one, from the smallest; stops at a gap."""
        found: list[PlaceRow] = []
        seen = {place.id}
        parent = place.within
        while parent and parent not in seen:
            seen.add(parent)
            row = self.place(parent)
            if row is None or row.id == place.id:
                break
            found.append(row)
            parent = row.within
        return found

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """All places that this name may mean, each once at its best agreement; sorted by id."""
        if name not in self._cache:
            self._cache[name] = self._look_up(name)
        return self._cache[name]

    def country(self, name: str) -> PlaceRow | None:
        """The country of this name, by exact agreement."""
        for c in self.candidates(name):
            if c.place.type is EntityType.COUNTRY and c.agreement is Agreement.EXACT:
                return c.place
        return None

    def _look_up(self, name: str) -> tuple[Candidate, ...]:
        sound = names.sound(name)
        if not names.key(name):
            return ()
        best: dict[str, Candidate] = {}
        written = names.key(name), names.tight(name)
        for alias, row in self._by_sound.get(sound, ()):
            _keep(best, _grade(written, alias), row, "reference")
        for source, connection in self._files:
            query = "SELECT place.*, name.name FROM name JOIN place ON place.id = name.place WHERE name.sound = ?"
            for cells in connection.execute(query, (sound,)):
                if (grade := _grade(written, cells[-1])) is not None:  # most names only sound alike: no row is made
                    place = _row(cells)
                    known = self._reference.get(self._alias.get(place.id, place.id))
                    _keep(best, grade, known or place, "reference" if known else source)
        return tuple(best[k] for k in sorted(best))

    def _add_reference(self, reference: Sequence[ReferencePlace]) -> None:
        rows = {r.id: self._reference_row(r) for r in reference}
        for r in reference:
            row = rows[r.id]
            if row.within is None and row.type is not EntityType.COUNTRY and row.country:
                row = replace(row, within=self._country_id(row.country))
            self._reference[row.id] = row
            if r.wikidata:
                self._wikidata[row.id] = r.wikidata
            for name in (r.label, *r.aliases):
                self._by_sound[names.sound(name)].append((name, row))
        self._cache.clear()

    def _reference_row(self, r: ReferencePlace) -> PlaceRow:
        known = self._adopted(r)
        if known:
            self._alias.setdefault(known.id, r.id)
        known = known or PlaceRow(id=r.id, name=r.label, type=r.type)
        return replace(
            known,
            id=r.id,
            geonames=r.geonames or known.geonames,
            name=r.label,
            type=r.type,
            aliases=r.aliases,
            country=r.country or known.country,
            within=r.within or known.within,
            latitude=r.latitude if r.latitude is not None else known.latitude,
            longitude=r.longitude if r.longitude is not None else known.longitude,
        )

    def _country_id(self, iso: str) -> str | None:
        for _, connection in self._files:
            row = connection.execute("SELECT id FROM place WHERE code = 'PCLI' AND country = ?", (iso,)).fetchone()
            if row:
                return str(row[0])
        return None

    def _adopted(self, r: ReferencePlace) -> PlaceRow | None:
        """The gazetteer's own entry for a reference place: by GeoNames id, else its namesake of like type."""
        if r.geonames:
            return self.place(f"geonames-{r.geonames}")
        here = PlaceRow(id=r.id, name=r.label, type=r.type, latitude=r.latitude, longitude=r.longitude)
        wide = r.type in (EntityType.COUNTRY, EntityType.PROVINCE)
        found: dict[str, PlaceRow] = {}
        for name in (r.label, *r.aliases):
            for row in self._namesakes(name, r.type, r.country):
                far = distance_km(row, here)
                if far is None or far <= SAME_PLACE_KM or wide:
                    found[row.id] = row
        if len(found) > 1 and not any(p.population for p in found.values()):
            return None
        best = sorted(found.values(), key=lambda p: (-p.population, p.id))
        return best[0] if best else None

    def _namesakes(self, name: str, kind: EntityType, country: str | None) -> Iterator[PlaceRow]:
        """Places of the files of exactly this name, type and country."""
        key = names.key(name)
        query = (
            "SELECT place.*, name.name FROM name JOIN place ON place.id = name.place"
            " WHERE name.sound = ? AND place.type = ? AND place.country IS ?"
        )
        for _, connection in self._files if key else ():
            for cells in connection.execute(query, (names.sound(name), kind.value, country)):
                if names.key(cells[-1]) == key:
                    yield _row(cells)


def _grade(written: tuple[str, str], known: str) -> Agreement | None:
    """How far a name, given by its key and tight form, agrees with one that sounds alike, if at all."""
    key, tight = written
    other = names.key(known)
    if key == other:
        return Agreement.EXACT
    if tight == names.tight(known):
        return Agreement.TIGHT
    return Agreement.SOUND if _alike(key, other) else None


def _keep(best: dict[str, Candidate], grade: Agreement | None, place: PlaceRow, source: str) -> None:
    if grade and (place.id not in best or best[place.id].agreement < grade):
        best[place.id] = Candidate(place, grade, source)


def _row(row: tuple[object, ...]) -> PlaceRow:
    identifier, geonames, name, kind, code, country, within, latitude, longitude, population = row[:10]
    return PlaceRow(
        id=str(identifier),
        geonames=None if geonames is None else int(str(geonames)),
        name=str(name),
        type=EntityType(str(kind)),
        code=str(code),
        country=None if country is None else str(country),
        within=None if within is None else str(within),
        latitude=None if latitude is None else float(str(latitude)),
        longitude=None if longitude is None else float(str(longitude)),
        population=int(str(population)),
    )


def _read_only(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    connection.execute("PRAGMA cache_size = -4000")  # 4 MB
    return connection
