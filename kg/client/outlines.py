"""Outlines of countries (Natural Earth 1:50m, public domain) in a frame of longitudes and latitudes. Private.

The file is the one that the web pages ship: see `kg/web/static/vendor/lock.json` for its origin and licence.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.errors import ResourceError

FILE = Path(__file__).resolve().parent.parent / "web" / "static" / "vendor" / "world-50m.json"

Point = tuple[float, float]
"""Longitude and latitude, degrees."""
Ring = list[Point]


@dataclass(frozen=True, slots=True)
class Box:
    """A frame: degrees, west below east and south below north."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, point: Point) -> bool:
        """Whether a point lies in it."""
        return self.west <= point[0] <= self.east and self.south <= point[1] <= self.north


@dataclass(frozen=True, slots=True)
class Outline:
    """What of a country lies in a frame: rings cut at the frame, the largest first."""

    name: str
    rings: tuple[tuple[Point, ...], ...]


def outlines_in(box: Box) -> list[Outline]:
    """The countries that reach into a frame, cut at its edges.

    Raises:
        ResourceError: the file is missing from this installation.
    """
    found = []
    for name, rings in _countries():
        cut = [tuple(part) for ring in rings if _touches(ring, box) and len(part := _clip(ring, box)) > 2]
        if cut:
            found.append(Outline(name, tuple(sorted(cut, key=lambda ring: -abs(area(ring))))))
    return found


def area(ring: tuple[Point, ...] | Ring) -> float:
    """Signed area of a ring in square degrees (good enough to tell large from small)."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in _pairs(ring)) / 2


def centre(ring: tuple[Point, ...] | Ring) -> Point:
    """Centre of mass of a ring."""
    whole = area(ring)
    if not whole:
        return ring[0]
    x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in _pairs(ring))
    y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in _pairs(ring))
    return x / (6 * whole), y / (6 * whole)


def _pairs(ring: tuple[Point, ...] | Ring) -> Iterator[tuple[Point, Point]]:
    return zip(ring, [*ring[1:], ring[0]], strict=True)


@lru_cache(maxsize=1)
def _countries() -> list[tuple[str, list[Ring]]]:
    """Every country with its rings, decoded from TopoJSON."""
    try:
        topology = json.loads(FILE.read_text(encoding="utf-8"))
    except OSError as error:
        raise ResourceError(
            f"{FILE.name}, the outlines of countries, is missing: install conflict-kg again."
        ) from error
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[Ring] = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(points)
    found = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry.get("arcs", [])]
        rings = [_ring(arcs, polygon[0]) for polygon in polygons if polygon]
        found.append((str(geometry["properties"]["name"]), rings))
    return found


def _ring(arcs: list[Ring], numbers: list[int]) -> Ring:
    """Arcs one after the other; a negative number means the arc backwards."""
    ring: Ring = []
    for number in numbers:
        points = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += points[1:] if ring else points
    return ring


def _touches(ring: Ring, box: Box) -> bool:
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    return min(xs) <= box.east and max(xs) >= box.west and min(ys) <= box.north and max(ys) >= box.south


def _clip(ring: Ring, box: Box) -> Ring:
    """The part of a ring within a frame (Sutherland and Hodgman's way, side by side)."""
    for axis, edge, keep_above in (
        (0, box.west, True),
        (0, box.east, False),
        (1, box.south, True),
        (1, box.north, False),
    ):
        kept: Ring = []
        for a, b in _pairs(ring):
            inside_a, inside_b = ((p[axis] >= edge) == keep_above or p[axis] == edge for p in (a, b))
            if inside_a:
                kept.append(a)
            if inside_a != inside_b:
                share = (edge - a[axis]) / (b[axis] - a[axis])
                kept.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
        ring = kept
        if not ring:
            return []
    return ring
