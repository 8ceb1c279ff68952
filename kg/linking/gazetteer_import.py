"""Import of places: a country's dump of GeoNames (tab-separated, 19 columns, also zipped) or a user's own CSV."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from kg.domain.extraction import EntityType
from kg.errors import InputError
from kg.linking import names
from kg.linking.gazetteer_files import PlaceRow, add_places, region_lines

_DUMP_COLUMNS = 19
_OWN_COLUMNS = ("name", "latitude", "longitude", "type", "aliases", "country", "within")
_TYPES = {kind.value.casefold(): kind for kind in EntityType if kind.is_place}
_TYPE_WORDS = {
    "city": EntityType.SETTLEMENT,
    "town": EntityType.SETTLEMENT,
    "village": EntityType.SETTLEMENT,
    "neighbourhood": EntityType.SETTLEMENT,
    "governorate": EntityType.PROVINCE,
    "region": EntityType.PROVINCE,
    "airbase": EntityType.FACILITY,
    "river": EntityType.NATURAL_FEATURE,
    "mountain": EntityType.NATURAL_FEATURE,
}
_REGION_CODES = ("RGN", "RGNE", "RGNH", "AREA", "TERR", "ZN")


def import_places(path: Path, directory: Path) -> int:
    """Read places from a file into the gazetteer kept in `directory`; returns how many. All or nothing.

    A `.zip` or `.txt` is read as a GeoNames dump, a `.csv` as a table with a header: name, latitude and longitude,
    and as wanted type, aliases (separated by |), country (ISO code), within (the name of another place of the file, or
    an id such as geonames-163843).
    Importing a file again replaces its places. Raises InputError with the line at fault.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    text = _unzipped(path, content) if path.suffix.lower() == ".zip" else _decoded(path, content)
    rows = list(_own(path, text) if path.suffix.lower() == ".csv" else _dump(path, text))
    if not rows:
        raise InputError(f"{path}: holds no places")
    return add_places(directory, rows, path.name, hashlib.sha256(content).hexdigest())


def _decoded(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8 at byte {error.start}: save it as UTF-8") from error


def _unzipped(path: Path, content: bytes) -> str:
    """The one table of a GeoNames zip: its `.txt` that is not the readme."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = [n for n in archive.namelist() if n.endswith(".txt") and "readme" not in n.lower()]
            if len(inside) != 1:
                raise InputError(f"{path}: holds {len(inside)} tables (.txt); a GeoNames dump holds one")
            return _decoded(path, archive.read(inside[0]))
    except zipfile.BadZipFile as error:
        raise InputError(f"{path}: is no zip file: {error}") from error


def _dump(path: Path, text: str) -> Iterator[PlaceRow]:
    regions = {code: f"geonames-{geonames}" for code, geonames, _, _ in region_lines()}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) != _DUMP_COLUMNS:
            raise InputError(
                f"{path}, line {number}: {len(cells)} columns, a GeoNames dump has {_DUMP_COLUMNS} (is it a .csv?)"
            )
        try:
            row = _dump_row(cells, regions)
        except ValueError as error:
            raise InputError(f"{path}, line {number}: {error}") from error
        if row:
            yield row


def _dump_row(cells: list[str], regions: dict[str, str]) -> PlaceRow | None:
    kind = _dump_type(cells[6], cells[7])
    if kind is None:
        return None
    own, country = f"geonames-{int(cells[0])}", cells[8] or None
    around = [regions.get(f"{country}.{cells[10]}"), regions.get(country or "")]
    return PlaceRow(
        id=own,
        geonames=int(cells[0]),
        name=cells[1],
        aliases=tuple(n for n in (cells[2], *cells[3].split(",")) if n),
        type=kind,
        code=cells[7],
        country=country,
        within=next((a for a in around if a and a != own), None),
        latitude=_degrees(cells[4], 90, "latitude"),
        longitude=_degrees(cells[5], 180, "longitude"),
        population=int(cells[14] or 0),
    )


def _dump_type(group: str, code: str) -> EntityType | None:
    """The type for a GeoNames feature class and code; None for what no news names (undersea, historical divisions)."""
    if code.endswith("H") and group == "A":
        return None
    if group == "A":
        return EntityType.COUNTRY if code.startswith("PCL") else EntityType.PROVINCE
    if group == "L":
        return EntityType.PROVINCE if code in _REGION_CODES else EntityType.FACILITY
    return {
        "P": EntityType.SETTLEMENT,
        "S": EntityType.FACILITY,
        "R": EntityType.FACILITY,
        "H": EntityType.NATURAL_FEATURE,
        "T": EntityType.NATURAL_FEATURE,
        "V": EntityType.NATURAL_FEATURE,
    }.get(group)


def _degrees(text: str, limit: int, what: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not -limit <= value <= limit:
        raise ValueError(f"{what} {text!r} is no number of degrees between -{limit} and {limit}")
    return value


def _own(path: Path, text: str) -> Iterator[PlaceRow]:
    reader = csv.DictReader(io.StringIO(text))
    header = [c.strip().lower() for c in reader.fieldnames or []]
    reader.fieldnames = header
    if not {"name", "latitude", "longitude"} <= set(header) or not set(header) <= set(_OWN_COLUMNS):
        raise InputError(
            f"{path}, line 1: columns are {', '.join(header) or 'missing'}; needed are {', '.join(_OWN_COLUMNS[:3])}, "
            f"and there may be {', '.join(_OWN_COLUMNS[3:])}"
        )
    records = [
        (reader.line_num, {k: (v or "").strip() for k, v in r.items() if k and isinstance(v, str | None)})
        for r in reader
    ]
    ids = {names.key(r["name"]): f"own-{names.slug(r['name'])}" for _, r in records}
    for number, record in records:
        try:
            yield _own_row(record, ids)
        except ValueError as error:
            raise InputError(f"{path}, line {number}: {error}") from error


def _own_row(record: dict[str, str], ids: dict[str, str]) -> PlaceRow:
    name, kind, within = record["name"], record.get("type", "").casefold(), record.get("within", "")
    if not name:
        raise ValueError("the name is empty")
    known = _TYPES.get(kind) or _TYPE_WORDS.get(kind) or (EntityType.SETTLEMENT if not kind else None)
    if known is None:
        raise ValueError(f"type {kind!r} is unknown: use one of {', '.join(sorted({*_TYPES, *_TYPE_WORDS}))}")
    country = record.get("country", "").upper() or None
    if country and (len(country) != 2 or not country.isalpha()):
        raise ValueError(f"country {country!r} is no ISO 3166-1 code of two letters")
    return PlaceRow(
        id=ids[names.key(name)],
        name=name,
        aliases=tuple(a.strip() for a in record.get("aliases", "").split("|") if a.strip()),
        type=known,
        country=country,
        within=(ids.get(names.key(within)) or within) if within else _country(country),
        latitude=_degrees(record["latitude"], 90, "latitude"),
        longitude=_degrees(record["longitude"], 180, "longitude"),
    )


def _country(iso: str | None) -> str | None:
    return next((f"geonames-{geonames}" for code, geonames, _, _ in region_lines() if code == iso), None)
