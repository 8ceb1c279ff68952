"""An article to read: its text cut where evidence begins and ends, and the statements that the words are evidence for.

Every code point of the text stands in exactly one segment. A segment names all statements that cover it, so that spans
may overlap and nest. Offsets count code points, as everywhere in the graph; no script counts anything.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kg.errors import QueryParameterError


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open code points that are evidence for a statement. `layer`: report, role, figure, claim, attribution, mention."""

    start: int
    end: int
    layer: str
    statement: str
    shows: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """Text between two boundaries. `statements` are the ids of what it is evidence for, the narrowest span's first."""

    text: str
    start: int
    layers: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    here: bool = False
    first_here: bool = False
    shows: str = ""

    @property
    def marked(self) -> bool:
        """Whether it is evidence for anything, or what the address points at."""
        return bool(self.layers) or self.here


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with the region it belongs to (title, dateline, byline, furniture; empty for running text)."""

    segments: tuple[Segment, ...]
    region: str
    start: int
    end: int
    cards: list[object] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of the text that is not running text."""

    start: int
    end: int
    kind: str


_BREAK = re.compile(r"\n[ \t\r\n]*")


def parse_at(text: str, length: int) -> tuple[int, int] | None:
    """The characters that `?at=120-141` points at; None without it.

    Raises:
        QueryParameterError: it is no range within the text.
    """
    if not text:
        return None
    found = re.fullmatch(r"(\d{1,9})-(\d{1,9})", text)
    if not found or not int(found[1]) < int(found[2]) <= length:
        raise QueryParameterError(
            f"at: {text!r} is no range of characters within this article's {length:,}, as 120-141."
        )
    return int(found[1]), int(found[2])


def paragraphs(
    text: str, spans: Iterable[Span], regions: Sequence[Region] = (), at: tuple[int, int] | None = None
) -> list[Paragraph]:
    """The text's paragraphs (lines), each cut into segments; blank lines are dropped, nothing else.

    >>> [[s.text for s in p.segments] for p in paragraphs("ab cd", [Span(0, 4, "report", "r"), Span(3, 5, "claim", "c")])]
    [['ab ', 'c', 'd']]
    """
    marks = sorted({s for s in spans if 0 <= s.start < s.end <= len(text)})
    edges = {0, len(text), *(m.start for m in marks), *(m.end for m in marks)}
    if at:
        edges |= set(at)
    found = []
    for start, end in _lines(text, regions):
        region = next((r.kind for r in regions if r.start <= start and end <= r.end), "")
        within = [m for m in marks if m.start < end and m.end > start]
        cuts = sorted({start, end, *(e for e in edges if start < e < end)})
        segments = tuple(_segments(text, cuts, within, at))
        found.append(Paragraph(segments, region, start, end))
    return found


def _lines(text: str, regions: Sequence[Region]) -> Iterator[tuple[int, int]]:
    """Stretches between line breaks; a region's edge breaks a line too where it is more than a few words of it."""
    at = 0
    for found in [*_BREAK.finditer(text), None]:
        end = found.start() if found else len(text)
        cuts = sorted(
            {c for r in regions if r.kind in {"title", "furniture"} for c in (r.start, r.end) if at < c < end}
        )
        for first, last in zip([at, *cuts], [*cuts, end], strict=True):
            if text[first:last].strip():
                yield first, last
        at = found.end() if found else len(text)


def _segments(text: str, cuts: Sequence[int], marks: Sequence[Span], at: tuple[int, int] | None) -> Iterator[Segment]:
    for start, end in pairwise(cuts):
        covering = sorted((m for m in marks if m.start <= start and end <= m.end), key=lambda m: (m.end - m.start, m))
        here = at is not None and at[0] <= start and end <= at[1]
        yield Segment(
            text=text[start:end],
            start=start,
            layers=tuple(dict.fromkeys(m.layer for m in covering)),
            statements=tuple(dict.fromkeys(m.statement for m in covering)),
            here=here,
            first_here=here and at is not None and start == at[0],
            shows="; ".join(dict.fromkeys(m.shows for m in covering if m.shows)),
        )


def beside(found: Sequence[Paragraph], first_of: dict[str, int]) -> dict[int, list[str]]:
    """Which statements stand beside which paragraph: each beside the one that holds its first words."""
    placed: dict[int, list[str]] = defaultdict(list)
    for statement, start in sorted(first_of.items(), key=lambda item: (item[1], item[0])):
        number = next((n for n, p in enumerate(found) if p.start <= start < p.end), len(found) - 1)
        placed[number].append(statement)
    return placed
