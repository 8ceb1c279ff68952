"""A small map of where something is, drawn on the server from the shipped outlines: no script, and it prints."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.web.assets import STATIC
from kg.web.views.incidents import Spot

WIDTH, HEIGHT = 300, 220
_LEAST_DEGREES = 7.0  # of latitude shown: enough to recognise a country's outline
_RING = {"area": 14.0, "country": 40.0}  # how far around the point, in the drawing's units
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Placed:
    """A point of the drawing; `radius` is drawn around it where the place is an area, 0 where it is a point."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Name:
    """A country's name, at the middle of its outline."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Locator:
    """The drawing: outlines as one SVG path, names, points, and what it shows in words."""

    land: str
    names: tuple[Name, ...]
    spots: tuple[Placed, ...]
    words: str
    width: int = WIDTH
    height: int = HEIGHT


def locator(spots: Iterable[Spot]) -> Locator | None:
    """A map of these places; None when none has coordinates."""
    known = [s for s in spots if s.latitude is not None and s.longitude is not None]
    points = [(s.longitude or 0.0, s.latitude or 0.0) for s in known]
    if not points:
        return None
    view = _View.around(points)
    rings = [(name, ring) for name, ring in _outlines() if view.sees(ring)]
    land = "".join(_path(view, ring) for _, ring in rings)
    placed = tuple(
        Placed(*view.project(point), _RING.get(spot.precision, 0.0)) for point, spot in zip(points, known, strict=True)
    )
    areas = sorted({s.label for s in known if s.precision in _RING})
    words = f"Where it is: {', '.join(dict.fromkeys(s.label for s in known))}."
    if areas:
        words += f" A ring: somewhere in {', '.join(areas)}."
    return Locator(land, tuple(_names(view, rings)), placed, words)


@dataclass(frozen=True, slots=True)
class _View:
    """What part of the world is drawn: its middle and the degrees of latitude from top to bottom."""

    longitude: float
    latitude: float
    degrees: float

    @staticmethod
    def around(points: Sequence[Point]) -> _View:
        longitudes, latitudes = [p[0] for p in points], [p[1] for p in points]
        middle = (min(latitudes) + max(latitudes)) / 2
        squeeze = max(0.2, math.cos(math.radians(middle)))
        tall = max(latitudes) - min(latitudes)
        wide = (max(longitudes) - min(longitudes)) * squeeze * HEIGHT / WIDTH
        return _View((min(longitudes) + max(longitudes)) / 2, middle, max(_LEAST_DEGREES, 1.4 * max(tall, wide)))

    def project(self, point: Point) -> Point:
        """Equirectangular, true to scale in the middle; good enough for a few hundred kilometres."""
        scale = HEIGHT / self.degrees
        squeeze = max(0.2, math.cos(math.radians(self.latitude)))
        x = WIDTH / 2 + (point[0] - self.longitude) * scale * squeeze
        return round(x, 1), round(HEIGHT / 2 - (point[1] - self.latitude) * scale, 1)

    def sees(self, ring: Sequence[Point]) -> bool:
        """Whether the ring's box and the drawing overlap."""
        corners = [self.project(p) for p in ((min(p[0] for p in ring), min(p[1] for p in ring)),
                                             (max(p[0] for p in ring), max(p[1] for p in ring)))]  # fmt: skip
        (left, bottom), (right, top) = corners
        return right > 0 and left < WIDTH and bottom > 0 and top < HEIGHT


def _path(view: _View, ring: Sequence[Point]) -> str:
    points: list[Point] = []
    for point in ring:
        x, y = view.project(point)
        x, y = min(max(x, -400.0), WIDTH + 400.0), min(max(y, -400.0), HEIGHT + 400.0)
        if not points or abs(points[-1][0] - x) + abs(points[-1][1] - y) > 0.8:
            points.append((x, y))
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z" if len(points) > 2 else ""


def _names(view: _View, rings: Sequence[tuple[str, Sequence[Point]]]) -> Iterator[Name]:
    largest: dict[str, Sequence[Point]] = {}
    for name, ring in rings:
        if len(ring) > len(largest.get(name, ())):
            largest[name] = ring
    taken: list[Point] = []
    for name, ring in sorted(largest.items(), key=lambda item: -len(item[1])):
        inside = [(x, y) for x, y in map(view.project, ring) if 0 <= x <= WIDTH and 0 <= y <= HEIGHT]
        whole = [view.project(p) for p in ring]
        x = (min(p[0] for p in whole) + max(p[0] for p in whole)) / 2
        y = (min(p[1] for p in whole) + max(p[1] for p in whole)) / 2
        free = all(abs(x - x2) > 60 or abs(y - y2) > 20 for x2, y2 in taken)
        if free and len(inside) > 12 and 25 < x < WIDTH - 25 and 12 < y < HEIGHT - 6:
            taken.append((x, y))
            yield Name(round(x, 1), round(y, 1), name)


@cache
def _outlines() -> tuple[tuple[str, tuple[Point, ...]], ...]:
    """Every ring of every country with the country's name, from the shipped TopoJSON (degrees)."""
    topology = json.loads((STATIC / "vendor" / "world-50m.json").read_text(encoding="utf-8"))
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[Point]] = []
    for arc in topology["arcs"]:
        x = y = 0
        points: list[Point] = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + move[0], y * scale[1] + move[1]))
        arcs.append(points)
    found: list[tuple[str, tuple[Point, ...]]] = []
    for country in topology["objects"]["countries"]["geometries"]:
        shapes = country.get("arcs") or []
        polygons = shapes if country["type"] == "MultiPolygon" else [shapes]
        for polygon in polygons:
            found += [(str(country["properties"]["name"]), _ring(arcs, ring)) for ring in polygon]
    return tuple(found)


def _ring(arcs: Sequence[Sequence[Point]], numbers: Sequence[int]) -> tuple[Point, ...]:
    points: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return tuple(points)
