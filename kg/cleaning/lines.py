"""Lines of a text and what their shape tells: running text ends its sentences, furniture does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_END = re.compile(r"[.!?…][\"'”’»)\]]*(?:\s*\[\d+\])?$|[.!?…]?[”\"]$|[:;]$")
_WORD = re.compile(r"\w[\w'’.-]*")

# A paragraph has at least this many words. Shorter ones stand alone too ("It denied this."), but never open an article.
PARAGRAPH_WORDS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: half-open offsets without the white space around it, and its words."""

    start: int
    end: int
    text: str
    words: int

    @property
    def closed(self) -> bool:
        """Whether it ends as a sentence does."""
        return bool(_END.search(self.text))

    @property
    def running(self) -> bool:
        """Whether it looks like running text: long, and closed as a sentence (a colon only announces what follows)."""
        return self.words >= PARAGRAPH_WORDS and self.closed and not self.text.endswith(":")


def lines_of(text: str) -> Iterator[Line]:
    """Give the lines that are not blank, in order; CR, LF and the Unicode line ends all separate."""
    for found in _LINE.finditer(text):
        stripped = found.group().strip()
        if stripped:
            start = found.start() + found.group().index(stripped)
            yield Line(start, start + len(stripped), stripped, len(_WORD.findall(stripped)))
