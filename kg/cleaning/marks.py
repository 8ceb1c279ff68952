"""Marks: stretches of a text with their kind, set by rules one after the other, then read off as disjoint regions."""

from __future__ import annotations

from collections.abc import Collection

from kg.domain.articles import Region, RegionKind
from kg.domain.spans import span_at

_KINDS = (None, *RegionKind)


class Marks:
    """One byte for each character of the text: 0 where nothing is marked, else its kind. The first mark holds."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._codes = bytearray(len(text))

    def add(self, start: int, end: int, kind: RegionKind) -> None:
        """Mark what is still free of the range."""
        code = bytes([_KINDS.index(kind)])
        self._codes[start:end] = self._codes[start:end].replace(b"\0", code)

    def covers(self, start: int, end: int) -> bool:
        """Whether every character of the range that is not white space is marked."""
        codes, text = self._codes[start:end], self.text[start:end]
        return all(code or char.isspace() for code, char in zip(codes, text, strict=True))

    def marked_until(self, position: int, skip: Collection[str] = ()) -> int:
        """Return the first position from here on that is neither marked nor one of the characters to skip."""
        while position < len(self.text) and (self._codes[position] or self.text[position] in skip):
            position += 1
        return position

    def copy(self) -> Marks:
        """Return marks of their own on the same text."""
        other = Marks(self.text)
        other._codes[:] = self._codes
        return other

    def regions(self) -> tuple[Region, ...]:
        """Return the regions in the order of the text, without the white space at their edges."""
        found: list[Region] = []
        start, codes = 0, self._codes
        while start < len(codes):
            code = codes[start]
            end = start + 1
            while end < len(codes) and codes[end] == code:
                end += 1
            kind = _KINDS[code]
            if kind is not None and not self.text[start:end].isspace():
                found.append(Region(span_at(self.text, start, end), kind))
            start = end
        return tuple(found)
