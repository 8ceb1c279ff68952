"""How much of one input is taken in at once."""

from __future__ import annotations

from dataclasses import dataclass

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLimits:
    """Sizes in bytes beyond which an input is left out with an issue, so that no input can fill the memory.

    `article_bytes` bounds one file of text or HTML, and one line of JSON Lines. `json_bytes` bounds a `.json` file that
    holds a list, which must be read whole; JSON Lines are read line by line and may be of any size.
    """

    article_bytes: int = 20 * _MEGABYTE
    json_bytes: int = 200 * _MEGABYTE

    def __post_init__(self) -> None:
        if self.article_bytes < 1 or self.json_bytes < 1:
            raise ValueError("limits are sizes in bytes, at least 1")
