"""Marks whole lines that are not running text: titles, furniture, captions, bylines, datelines, subheadings.

Precision first: what is marked as furniture is lost to the reader, so a line is marked only for a phrase of `phrases`
or a shape that running text never has.
"""

from __future__ import annotations

import re

from kg.cleaning import phrases
from kg.cleaning.datelines import is_date_line
from kg.cleaning.lines import Line
from kg.cleaning.marks import Marks
from kg.domain.articles import RegionKind
from kg.domain.calendar import find_dates

_FURNITURE = re.compile("|".join(f"(?:{p})" for p in phrases.FURNITURE_LINES), re.IGNORECASE)
_SENTENCE = re.compile("|".join(phrases.FURNITURE_SENTENCES), re.IGNORECASE)
_OPENER = re.compile("|".join(phrases.FOOTER_OPENERS), re.IGNORECASE)
_CAPTION_START = re.compile(phrases.CAPTION_STARTS, re.IGNORECASE)
_CRUMB = re.compile(r"[^/>»›|→]{1,30}(?:\s*[/>»›|→]+\s*[^/>»›|→]{1,30}){1,6}")
_CRUMB_PART = re.compile(r"\s*[/>»›|→]+\s*")
_CREDIT = re.compile(r"(?P<lead>.*?)\s*[(\[](?P<credit>[^()\[\]]{2,80})[)\]]\.?$", re.DOTALL)
_SLASH_CREDIT = re.compile(
    r"(?:REUTERS|AFP|AP|EPA|EPA-EFE|Reuters|Anadolu|AA|Getty Images)\s?/\s?[A-Z][\w. -]{2,40}\.?$"
)
_WITH = re.compile(r"[\[(]\s*(?:with|additional reporting by|source:?|via) [^\[\]()]{2,80}[\])]\.?", re.IGNORECASE)
_BYLINE = re.compile(
    r"(?:(?i:by|written by|reported by|edited by|story by|posted by|author:?)\s+[A-Z][\w.'’-]*"
    r"(?:[\s,&/]+(?:and\s+|in\s+|of\s+)?"
    r"[A-Z][\w.'’-]*){0,9}|(?i:reporting|writing|editing|compiled|additional reporting|translated) by\s.{3,200}|"
    r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3},? (?i:staff writer|correspondent|in [A-Z]\w+|for [A-Z][\w ]+)|"
    r"(?i:\w+ (?:staff|news ?desk|staff writer|web desk|news agenc(?:y|ies)|agencies))|(?i:agencies|staff|news ?desk))"
)
_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\r?\n(?:[\w -]{1,40}:.*\r?\n|[ \t-].*\r?\n){1,60}?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)"
)
_FURNITURE_CHARACTERS = 300
# A notice is a sentence or three; a longer line holds the article itself, and `inline` marks its notices.
_NOTICE_WORDS = 60
_CAPTION_WORDS = 60
_BARE_CAPTION_WORDS = 45
_SUBHEADING_WORDS = 10
_FOOTER_LINE_WORDS = 14


def mark_lines(lines: list[Line], marks: Marks) -> None:
    """Mark the lines that a phrase or their shape gives away. The title is marked before, by `titles`."""
    body = first_running(lines)
    footer = False
    for number, line in enumerate(lines):
        if marks.covers(line.start, line.end):
            continue
        kind = _kind(lines, number, body)
        if footer and kind in (None, RegionKind.SUBHEADING) and not line.closed and line.words <= _FOOTER_LINE_WORDS:
            kind = RegionKind.FURNITURE
        if kind:
            marks.add(line.start, line.end, kind)
        if number > body and (footer or _OPENER.search(line.text)) and kind == RegionKind.FURNITURE:
            footer = True
        elif line.running and kind is None:
            footer = False


def mark_front_matter(text: str, marks: Marks) -> None:
    """Mark the front matter of a Markdown file ("---" above and below lines of fields)."""
    found = _FRONT_MATTER.match(text)
    if found:
        marks.add(0, found.end(), RegionKind.FURNITURE)


def first_running(lines: list[Line]) -> int:
    """Give the number of the first line of the body: running text that is no caption."""
    for number, line in enumerate(lines):
        if line.running and not (
            _is_credited(line, early=True) or _repeats(lines, number) or _is_placed(lines, number)
        ):
            return number
    return len(lines)


def _kind(lines: list[Line], number: int, body: int) -> RegionKind | None:
    line = lines[number]
    if is_date_line(line.text):
        return RegionKind.DATELINE
    if (
        (len(line.text) <= _FURNITURE_CHARACTERS and _FURNITURE.fullmatch(line.text))
        or _WITH.fullmatch(line.text)
        or _is_crumb(line)
    ):
        return RegionKind.FURNITURE
    if line.words <= _NOTICE_WORDS and _SENTENCE.search(line.text) and (number > body or not line.running):
        return RegionKind.FURNITURE
    if line.words <= 24 and _BYLINE.fullmatch(line.text):
        return RegionKind.BYLINE
    if _is_caption(lines, number, body):
        return RegionKind.CAPTION
    if _is_subheading(lines, number, body):
        return RegionKind.SUBHEADING
    return None


def _is_crumb(line: Line) -> bool:
    """Whether it is a path through a site ("News / Syria / Russia"): short parts, each begun with a capital."""
    if line.closed or line.words > 14 or not _CRUMB.fullmatch(line.text):
        return False
    parts = _CRUMB_PART.split(line.text)
    spaced = re.search(r"\s[/>»›|→]+\s", line.text) is not None
    return spaced and all(p[:1].isupper() and len(p.split()) <= 4 for p in parts if p)


def _is_credited(line: Line, *, early: bool) -> bool:
    """Whether a picture's credit ends the line. A bare agency name counts where captions stand, before the body."""
    if line.words > _CAPTION_WORDS:
        return False
    if _SLASH_CREDIT.search(line.text):
        return True
    found = _CREDIT.fullmatch(line.text)
    if not found:
        return False
    credit, lead = found["credit"].lower(), found["lead"]
    names = [p.strip() for p in re.split(r"[/,;&]|\band\b", credit) if p.strip()]
    pictured = any(re.search(rf"\b{re.escape(w)}\b", credit) for w in phrases.PICTURE_WORDS)
    handle = credit.startswith("@")
    known = bool(names) and all(n in phrases.AGENCIES for n in names)
    if pictured and (known or len(credit.split()) <= 6) and (early or not lead.endswith((".", "”", '"'))):
        return True
    if pictured and known:
        return True
    open_lead = not lead.rstrip().endswith((".", "!", "?", "”", '"'))
    return (handle or known) and line.words <= _BARE_CAPTION_WORDS and (early or open_lead)


def _repeats(lines: list[Line], number: int) -> bool:
    """Whether the line before or after says the same: a picture's description and its caption."""
    line = lines[number]
    around = lines[max(0, number - 1) : number] + lines[number + 1 : number + 2]
    return line.words >= 5 and any(other.text == line.text for other in around)


def _is_caption(lines: list[Line], number: int, body: int) -> bool:
    line = lines[number]
    early = number < body
    if _is_credited(line, early=early) or (line.words <= _CAPTION_WORDS and _CAPTION_START.match(line.text)):
        return True
    if _repeats(lines, number) and line.words <= _CAPTION_WORDS:
        return True
    return early and _is_placed(lines, number)


def _is_placed(lines: list[Line], number: int) -> bool:
    """Whether the line ends with a picture's place and day ("… at a base, Syria, Sept. 15, 2017.") and text follows."""
    line = lines[number]
    if line.words > _BARE_CAPTION_WORDS or number + 1 >= len(lines) or not lines[number + 1].running:
        return False
    dates = [d for d in find_dates(line.text) if d.exact]
    return (
        bool(dates) and line.text[dates[-1].end :].strip() in ("", ".") and line.text[: dates[-1].start].endswith(", ")
    )


def _is_subheading(lines: list[Line], number: int, body: int) -> bool:
    """Whether it is a short line between paragraphs that begins like a heading and does not end like a sentence."""
    line = lines[number]
    if line.text.startswith("#"):
        return True
    if number <= body or line.words > _SUBHEADING_WORDS or line.words == 0 or line.text.endswith((",", ";", ":")):
        return False
    quoted = line.text[:1] in "'‘\"“" and line.text[-1:] in "'’\"”" and not re.search(r"[.!?][\"'”’]$", line.text)
    if (line.closed and not quoted and not line.text.endswith("?")) or not (
        line.text[:1].isupper() or quoted or line.text[:1].isdigit()
    ):
        return False
    return number + 1 < len(lines) and lines[number + 1].words >= 5 and lines[number - 1].closed
