"""The title: as given, else the first line that is like a headline; and where it stands in the text."""

from __future__ import annotations

import re

from kg.cleaning.lines import Line
from kg.cleaning.marks import Marks
from kg.domain.articles import RegionKind

_SEPARATOR = re.compile(r"\s*[|•·–—]\s+|\s*-\s+|\s*\|\s*")
_LEAST_WORDS = 3
_MOST_WORDS = 30
# A title stands within this many characters of the beginning, after navigation and dates; further on it is a link.
_HEAD = 600


def find_title(lines: list[Line], body: int, marks: Marks) -> str | None:
    """Return the first headline-like line before the body, or None: a capital first, no full stop, not marked."""
    for line in lines[: min(body, 12)]:
        text = line.text.lstrip("# ")
        if marks.covers(line.start, line.end) or not _LEAST_WORDS <= line.words <= _MOST_WORDS:
            continue
        if text.endswith((".", ",", ";", ":")) or not (text[:1].isupper() or text[:1].isdigit() or text[:1] in "'‘\"“"):
            continue
        return text
    return None


def mark_title(text: str, title: str, lines: list[Line], marks: Marks) -> None:
    """Mark the title where the text repeats it: as a line of its own, or within the head of a one-line text."""
    for form in _forms(title):
        pattern = re.compile(r"\s+".join(re.escape(w) for w in form.split()), re.IGNORECASE)
        whole = [line for line in lines if pattern.fullmatch(line.text.lstrip("# "))]
        if whole:
            for line in whole:
                marks.add(line.start, line.end, RegionKind.TITLE)
            return
        found = pattern.search(text, 0, _HEAD)
        if found and len(form.split()) >= _LEAST_WORDS and _is_apart(text, found.start(), found.end()):
            end = found.end()
            marks.add(found.start(), end, RegionKind.TITLE)
            return


def _forms(title: str) -> list[str]:
    """The title, and its longest part without an outlet's name tacked on ("… | Jordan Times")."""
    parts = [p for p in _SEPARATOR.split(title) if p.strip()]
    longest = max(parts, key=len, default=title)
    return [title] if longest == title else [title, longest]


def _is_apart(text: str, start: int, end: int) -> bool:
    """Whether the stretch begins at a word and is not the middle of a sentence."""
    before, after = text[:start].rstrip(), text[end:].lstrip(" ")
    begins = start == 0 or not text[start - 1].isalnum()
    flows_on = after[:1].islower() or after[:1] in ",;"
    return begins and not flows_on and not before.endswith((",", ";"))
