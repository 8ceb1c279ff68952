"""Word pieces of an article with their offsets, and the windows in which an encoder sees them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# The encoder has 512 positions; windows of this many pieces hold a usual article whole, so that roles can be found across sentences.
WINDOW = 384
OVERLAP = 128


@dataclass(frozen=True, slots=True)
class Pieces:
    """Word pieces of one text. A paragraph mark has an empty range; `inner` marks a piece that continues a word."""

    ids: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    inner: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.ids)

    def is_word_start(self, i: int) -> bool:
        """Whether a label may stand on this piece."""
        return self.starts[i] < self.ends[i] and not self.inner[i]


def cut_pieces(tokenizer: Tokenizer, text: str) -> Pieces:
    """Cut a text into word pieces; each line ends with a paragraph mark (`[SEP]`)."""
    mark: int = tokenizer.token_to_id("[SEP]") or 0
    ids: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    inner: list[bool] = []
    for line in re.finditer(r"[^\n]+", text):
        encoded = tokenizer.encode(line.group(0), add_special_tokens=False)
        for piece, (start, end), token in zip(encoded.ids, encoded.offsets, encoded.tokens, strict=True):
            ids.append(piece)
            starts.append(start + line.start())
            ends.append(end + line.start())
            inner.append(token.startswith("##"))
        ids.append(mark)
        starts.append(line.end())
        ends.append(line.end())
        inner.append(False)
    return Pieces(tuple(ids), tuple(starts), tuple(ends), tuple(inner))


def plan_windows(count: int) -> list[tuple[int, int, int, int]]:
    """Windows over `count` pieces as (first, last, keep from, keep to): the kept parts tile the text, each in the middle of its window."""
    if count <= WINDOW:
        return [(0, count, 0, count)] if count else []
    firsts = [*range(0, count - WINDOW, WINDOW - OVERLAP), count - WINDOW]
    plan = []
    kept = 0
    for i, first in enumerate(firsts):
        last = first + WINDOW
        until = count if i == len(firsts) - 1 else (firsts[i + 1] + last) // 2
        plan.append((first, last, kept, until))
        kept = until
    return plan
