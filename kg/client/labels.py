"""Names beside their points, none upon another. Private: maps and networks place their labels with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kg.client.figures import INK

Room = tuple[float, float, float, float]
"""Left, upper, right and lower edge in pixels."""

LETTER = 6.1
"""Pixels of a letter at 11 pixels of height, on the average."""
_LINE = 14
_GAP = 4


@dataclass(slots=True)
class Labels:
    """The labels of a picture of this size; `marks` are rooms that are better kept free."""

    width: float
    height: float
    marks: dict[str, Room] = field(default_factory=dict)
    placed: list[dict[str, Any]] = field(default_factory=list)
    _taken: list[Room] = field(default_factory=list)

    def beside(self, key: str, text: str, x: float, y: float, radius: float) -> None:
        """Place a text above, below, right or left of a circle; none where every side is taken by other texts."""
        half = len(text) * LETTER / 2
        tries = (
            (x, y - radius - 8),
            (x, y + radius + 8),
            (x + radius + half + _GAP, y),
            (x - radius - half - _GAP, y),
        )
        others = [room for other, room in self.marks.items() if other != key]
        for avoided in (others, ()):
            for at in tries:
                if self.at(text, *at, avoiding=avoided):
                    return

    def at(self, text: str, x: float, y: float, *, avoiding: Iterable[Room] = ()) -> bool:
        """Place a text around a point where that is inside the picture and free."""
        half = len(text) * LETTER / 2
        room = (x - half, y - _LINE / 2, x + half, y + _LINE / 2)
        if room[0] < 0 or room[1] < 0 or room[2] > self.width or room[3] > self.height:
            return False
        taken = (*self._taken, *avoiding)
        if any(room[0] < r[2] and r[0] < room[2] and room[1] < r[3] and r[1] < room[3] for r in taken):
            return False
        self._taken.append(room)
        self.placed.append({"x": round(x, 1), "y": round(y, 1), "text": text})
        return True


def text_looks(colour: str = INK, size: float = 11) -> tuple[dict[str, Any], dict[str, Any]]:
    """How a label is drawn: a pale edge first, then the letters."""
    halo = {"color": "#ffffff", "stroke": "#ffffff", "strokeWidth": 3, "strokeJoin": "round", "opacity": 0.8}
    return {"fontSize": size, "aria": False, **halo}, {"fontSize": size, "aria": False, "color": colour}


def around(x: float, y: float, radius: float) -> Room:
    """The room that a circle fills, corners not counted."""
    return x - 0.8 * radius, y - 0.8 * radius, x + 0.8 * radius, y + 0.8 * radius
