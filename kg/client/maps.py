"""Places of an answer on a map. Private: `Answer.map` is the door.

Projected here (Mercator), so that labels can be kept apart: Altair draws what has its place already.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kg.client.figures import COLOURS, DATA, QUIET, Figure, counted, drawing_library, listed, nothing_to_draw, styled
from kg.client.labels import LETTER, Labels, around, text_looks
from kg.client.outlines import Box, Outline, Point, centre, outlines_in
from kg.client.rows import Row
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.client.answer import Answer

WIDTH, HEIGHT = 680, 460
_LEAST_SPAN = 1.6  # degrees of longitude: below it outlines at 1:50m are too coarse to tell anything
_MARGIN = 0.14  # of the points' span, on each side
_STRAY, _SHRINKS = (
    0.04,
    4,
)  # far places with 4% of what is counted may be left out where that makes the frame 4 times smaller
_MOST_LABELS = 30
_LARGEST_CIRCLE = 26  # radius in pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place with what is counted there; `sharp` tells whether the point is the place itself and not the middle of an area."""

    name: str
    at: Point
    count: int
    precision: str

    @property
    def sharp(self) -> bool:
        """Whether the point is that of a settlement or exact."""
        return self.precision not in {"area", "country", "province", "region"}


@dataclass(frozen=True, slots=True)
class View:
    """A frame on the globe with its size in pixels."""

    box: Box
    scale: float

    def pixel(self, point: Point) -> Point:
        """Where a point lies in the picture, from its upper left corner."""
        x = (point[0] - self.box.west) * self.scale
        return x, (_mercator(self.box.north) - _mercator(point[1])) * self.scale


def map_of(answer: Answer, precisions: Mapping[str, str]) -> Figure:
    """The places of an answer as circles. Raises as `Answer.map` does."""
    alt = drawing_library()
    spots, without, noun = _spots(answer, precisions)
    if not spots:
        raise nothing_to_draw("no row has coordinates")
    view = _view(spots)
    inside = [spot for spot in spots if view.box.holds(spot.at)]
    outside = [spot.name for spot in spots if not view.box.holds(spot.at)]
    countries = outlines_in(view.box)
    layers = [_land(alt, view, countries), *_circles(alt, view, inside, noun), *_labels(alt, view, inside, countries)]
    chart = (
        alt.layer(*layers)
        .project("identity")
        .properties(width=WIDTH, height=HEIGHT, view=alt.ViewBackground(fill="#eaf1f5"))
    )
    return Figure(
        chart=styled(chart),
        says=_sentence(inside, outside, without, noun),
        columns=("place", noun + "s", "latitude", "longitude", "the point stands for"),
        rows=tuple((s.name, f"{s.count}", f"{s.at[1]:.4f}", f"{s.at[0]:.4f}", s.precision) for s in inside),
    )


def _spots(answer: Answer, precisions: Mapping[str, str]) -> tuple[list[Spot], int, str]:
    """The places, most counted first; how many rows have none; what is counted."""
    if not answer.table.has_coordinates:
        raise QueryError("This answer has no coordinates: a map needs columns lat and long, as places/map has them.")
    summed = "incidents" in answer.columns
    noun = "incident" if summed or "event" in answer.columns else "row"
    counts: dict[tuple[str, Point, str], set[object]] = {}
    sums: dict[tuple[str, Point, str], int] = {}
    without = 0
    for index, row in enumerate(answer):
        point = _point(answer, row, index)
        if point is None:
            without += 1
            continue
        place = str(row.get("location") or "")
        precision = str(row.get("precision") or precisions.get(place, ""))
        key = (str(row.get("locationLabel") or place), point, precision)
        counts.setdefault(key, set()).add(row.get("event", index))
        incidents = row.get("incidents")
        sums[key] = sums.get(key, 0) + (incidents if isinstance(incidents, int) else 0)
    spots = [
        Spot(name=key[0], at=key[1], count=sums[key] if summed else len(things), precision=key[2])
        for key, things in counts.items()
    ]
    return sorted((s for s in spots if s.count), key=lambda s: (-s.count, s.name)), without, noun


def _point(answer: Answer, row: Row, index: int) -> Point | None:
    lat, long = row.get("lat"), row.get("long")
    if isinstance(lat, int | float | Decimal) and isinstance(long, int | float | Decimal):
        return float(long), float(lat)
    found = answer[index : index + 1].geojson()["features"] if "lat" not in answer.columns else []
    if isinstance(found, list) and found:
        x, y = found[0]["geometry"]["coordinates"]
        return float(x), float(y)
    return None


def _view(spots: list[Spot]) -> View:
    """A frame around the places; middles of countries count only where there is nothing sharper."""
    framing = _main([spot for spot in spots if spot.precision != "country"] or spots)
    xs, ys = [p[0] for p in framing], [_mercator(p[1]) for p in framing]
    width = max(max(xs) - min(xs), _LEAST_SPAN) * (1 + 2 * _MARGIN)
    height = max(max(ys) - min(ys), _LEAST_SPAN * HEIGHT / WIDTH) * (1 + 2 * _MARGIN)
    scale = min(WIDTH / width, HEIGHT / height, WIDTH / 360 if width > 360 else math.inf)
    middle_x, middle_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    half_x, half_y = WIDTH / scale / 2, HEIGHT / scale / 2
    return View(
        Box(middle_x - half_x, _latitude(middle_y - half_y), middle_x + half_x, _latitude(middle_y + half_y)), scale
    )


def _main(spots: list[Spot]) -> list[Point]:
    """The points to frame: all, or those with nearly everything where a few far ones would make the rest a blot."""
    everything = [spot.at for spot in spots]
    allowed = _STRAY * sum(spot.count for spot in spots) / 2
    low, high = [], []
    for axis in (0, 1):
        ordered = sorted((spot.at[axis], spot.count) for spot in spots)
        low.append(_beyond(ordered, allowed))
        high.append(_beyond(ordered[::-1], allowed))
    near = [p for p in everything if all(low[axis] <= p[axis] <= high[axis] for axis in (0, 1))]
    return near if near and _extent(near) * _SHRINKS < _extent(everything) else everything


def _beyond(ordered: list[tuple[float, int]], allowed: float) -> float:
    """The first value, from one end, before which more than `allowed` is counted."""
    passed = 0
    for value, count in ordered:
        passed += count
        if passed > allowed:
            return value
    return ordered[-1][0]


def _extent(points: list[Point]) -> float:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return max(max(xs) - min(xs), _LEAST_SPAN) * max(max(ys) - min(ys), _LEAST_SPAN)


def _mercator(latitude: float) -> float:
    """Degrees of latitude stretched as on a Mercator map, in degrees of longitude at the equator."""
    bounded = max(-84.0, min(84.0, latitude))
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(bounded) / 2)))


def _latitude(stretched: float) -> float:
    return math.degrees(2 * math.atan(math.exp(math.radians(stretched))) - math.pi / 2)


def _land(alt: Any, view: View, countries: list[Outline]) -> Any:
    """Countries as filled rings, in pixels; the frame is what the sea shows through."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": country.name},
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [[[_rounded(view.pixel(p)) for p in (*ring, ring[0])]] for ring in country.rings],
            },
        }
        for country in countries
    ]
    data = alt.Data(
        values={"type": "FeatureCollection", "features": features}, format=alt.DataFormat(property="features")
    )
    return alt.Chart(data).mark_geoshape(fill="#f1efe9", stroke="#b9bec4", strokeWidth=0.8, clip=True, aria=False)


def _circles(alt: Any, view: View, spots: list[Spot], noun: str) -> list[Any]:
    """A circle a place, its area by count; hollow where the point is only the middle of an area."""
    most = max(spot.count for spot in spots)
    layers = []
    for sharp in (False, True):
        values = [
            {
                "x": x,
                "y": y,
                "size": math.pi * _radius(spot, most) ** 2,
                "says": f"{spot.name}: {counted(spot.count, noun)}",
            }
            for spot in spots
            if spot.sharp == sharp
            for x, y in [_rounded(view.pixel(spot.at))]
        ]
        if not values:
            continue
        look = {"fill": COLOURS[0], "fillOpacity": 0.55} if sharp else {"fill": "#ffffff", "fillOpacity": 0.25}
        mark = alt.Chart(alt.Data(values=values)).mark_point(
            shape="circle", stroke=COLOURS[0], strokeWidth=1.4, strokeDash=[] if sharp else [3, 2], opacity=1, clip=True,
            ariaRoleDescription=DATA, **look,
        )  # fmt: skip
        layers.append(
            mark.encode(
                longitude="x:Q", latitude="y:Q", size=alt.Size("size:Q", scale=None, legend=None), description="says:N"
            )
        )
    return layers


def _labels(alt: Any, view: View, spots: list[Spot], countries: list[Outline]) -> list[Any]:
    """Names of the places, the most counted first, then of the countries."""
    most = max(spot.count for spot in spots)
    circles = {f"{n}": (*view.pixel(spot.at), _radius(spot, most)) for n, spot in enumerate(spots)}
    labels = Labels(WIDTH, HEIGHT, {key: around(*circle) for key, circle in circles.items()})
    for number, spot in enumerate(spots[:_MOST_LABELS]):
        labels.beside(f"{number}", f"{spot.name}  {spot.count}", *circles[f"{number}"])
    places = list(labels.placed)
    for country in countries:
        xs = [view.pixel(point)[0] for point in country.rings[0]]
        if max(xs) - min(xs) > len(country.name) * LETTER:
            labels.at(country.name.upper(), *view.pixel(centre(country.rings[0])), avoiding=labels.marks.values())
    lands = labels.placed[len(places) :]
    halo, ink = text_looks()
    looks = ((lands, text_looks(QUIET, 9.5)[1]), (places, halo), (places, ink))
    return [
        alt.Chart(alt.Data(values=values)).mark_text(**look).encode(longitude="x:Q", latitude="y:Q", text="text:N")
        for values, look in looks
        if values
    ]


def _radius(spot: Spot, most: int) -> float:
    return max(4.0, _LARGEST_CIRCLE * math.sqrt(spot.count / most))


def _rounded(point: Iterable[float]) -> list[float]:
    return [round(value, 1) for value in point]


def _sentence(inside: list[Spot], outside: list[str], without: int, noun: str) -> str:
    total = sum(spot.count for spot in inside)
    first = inside[0]
    parts = [
        f"Each circle is a place, larger the more {noun}s are reported there: "
        f"{first.name} has {first.count} of {total:,} at {counted(len(inside), 'place')}."
    ]
    if any(not spot.sharp for spot in inside):
        parts.append("A dashed circle stands in the middle of an area, for want of a sharper place.")
    if outside:
        parts.append(f"Outside of the frame: {listed(outside)}.")
    if without:
        parts.append(f"{counted(without, 'row')} {'has' if without == 1 else 'have'} no coordinates.")
    return " ".join(parts)
