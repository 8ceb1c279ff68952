"""Marks stretches inside a line: the date and labels that open an article, its dateline, what trails its last sentence.

Made for copy whose line breaks were lost, where a whole page stands in one line; harmless elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.cleaning import phrases
from kg.cleaning.datelines import AGENCY, LEAST_WORDS
from kg.cleaning.lines import Line
from kg.cleaning.marks import Marks
from kg.domain.articles import RegionKind
from kg.domain.calendar import MONTH_PATTERN, WEEKDAY_PATTERN, find_dates

_NO_STARTER = rf"(?!(?:{'|'.join(sorted(phrases.SENTENCE_STARTERS))})\b)"
_NAME = rf"{_NO_STARTER}[A-Z][\w.'’-]+(?:\s{_NO_STARTER}(?:al-|el-)?[A-Z][\w.'’-]+){{0,3}}"
_LABEL = re.compile(
    r"(?:(?:first |date of )?(?:published|publication|posted|issued)|last (?:updated?|modified)|updated|date)"
    r"\s?(?:on|at)?\s?:?\s*",
    re.IGNORECASE,
)
# What may follow the date at the head of a page, in any order. A time needs a colon, "at" or a zone: a bare figure
# there may begin the article ("23 November 2016 110 people were killed").
_ZONE = r"(?:UTC|GMT|KSA|MSK|BST|CET|EET|EST|EDT)(?:\s?[+-]\s?\d{1,2})?"
_TIME = (
    rf"\s*(?:at\s\d{{1,2}}[:.]?\d{{2}}|\d{{1,2}}:\d{{2}}|\d{{4}}(?=\s{_ZONE}))\s?(?:[ap]m\b)?\s*(?:{_ZONE})?(?=\s|$)"
)
_AFTER_DATE = tuple(
    (re.compile(p), kind)
    for p, kind in (
        (r"\s*\((?i:updated) [^()]{4,40}\)", RegionKind.DATELINE),
        (_TIME, RegionKind.DATELINE),
        (rf"\s*by\s{_NAME}(?=\s)", RegionKind.BYLINE),
        # The counters of shares and views behind it; a third figure belongs to the article.
        (r"\s*Get short URL\b(?:\s+0\s\d{1,6}|\s\d{1,6})?(?=\s[A-Z0-9])", RegionKind.FURNITURE),
        (r"\s*Get short URL\b", RegionKind.FURNITURE),
        (r"\s*title:(?=\s)", RegionKind.FURNITURE),
        (r"\s*Topic\s.{4,90}?\(\d+\)(?:\s+0\s\d{1,6}|\s\d{1,6})?", RegionKind.FURNITURE),
        (r"\s*SEND\s\S{6,40}(?=\s)", RegionKind.FURNITURE),
        (rf"\s*(?i:{AGENCY}\sphoto)\b", RegionKind.FURNITURE),
        (rf"\s*(?:Regional|World|Local|Politics)\s(?=(?i:{AGENCY})\s-)", RegionKind.FURNITURE),
    )
)
# "20 dead in attack in Aleppo AFP Monday 16 Jun 2014 …": an agency and a day with its weekday, behind an unknown title.
_SIGNED_DATE = re.compile(
    rf"[^.!?]{{10,260}}?\s(?P<agency>(?i:{AGENCY}))\s(?P<date>{WEEKDAY_PATTERN}\s\d{{1,2}}\s{MONTH_PATTERN}\s\d{{4}})"
    r"(?=\s[A-Z0-9\"“])"
)
# "10 killed in rocket attacks on Aleppo 6 October 2016 Aleppo SANA-Terrorist …": a day, a place and the agency, behind a title.
_DATE_SIGNED = re.compile(
    rf"[^.!?]{{10,260}}?\s(?P<date>\d{{1,2}}\s{MONTH_PATTERN}\s\d{{4}})\s(?P<agency>(?:[A-Z][\w'’-]+,?\s)?(?i:{AGENCY}))"
    r"(?=\s?[-–—]|\s(?:[A-Z\"“]|reporters?\b|correspondents?\b))"
)
_PRINT = re.compile(r"Print this (?:page|article|story)\s+(?=\S)")
# "… Middle East 1449 09.04.2017Get short URL": names and sections stand between title and date.
_LATE_DATE = re.compile(
    r"(?P<before>[^.!?]{0,260}?)"
    r"(?P<date>\d\d\.\d\d\.\d{4}(?=\s?(?:Get short URL|\(updated))|\d\d-\d\d-\d{4}(?=\s\d{1,2}:?\d\d\s[AP]M\s))"
)
_MOST_SECTIONS = 70  # characters of names and sections in front of such a date
_BARE_CREDIT = rf"(?:TRT ?World|(?i:{AGENCY}))(?:\s?(?:,|/|\band\b|&)\s?(?:(?i:{AGENCY})))*"
_CREDITS = re.compile(
    r"\((?:[^()]{0,40}\b(?i:photos?|file photo|getty images|handout)\b[^()]{0,40}"
    rf"|(?:TRT ?World|(?i:{AGENCY}))\s?(?:,|/|and|&)\s?(?i:agencies))\)"
    # An agency alone in brackets may be the short form of a name before it, so it must stand between sentences.
    rf"|(?<=[.!?\"”]\s)\({_BARE_CREDIT}\)(?=\s[A-Z\"“]|$)"
    r"|\bREUTERS/[A-Z]\w+ [A-Z]\w+|\bpic\.twitter\.com\S*|https?://\S+|\bwww\.\w[\w.-]*\.\w\S*"
)
_TAGS = re.compile(r"\bTags:?\s(?=\S)")
_LABELS_AT_END = (
    r"Read (?:Also|More)|Related(?: News| Coverage)?|Twitter|Facebook|English [Bb]ulletin|WARNING GRAPHIC CONTENT|"
    r"Advertisement"
)
_SIGNATURE = (
    rf"(?<=[.!?\"”’])\s?(?:[\[(](?i:{AGENCY})[\])]|[-–—/]{{0,3}}\s?(?:(?i:{AGENCY})/?)"
    rf"(?:\s?(?:/|and|,)\s?(?i:{AGENCY}|agencies))*)$"
)
_STAFF = r"(?:Reporting|Compiled|Additional reporting|[Ee]diting|[Ww]riting) by [^.;]{3,60}"
_WITH = r"\s[\[(](?i:with|source:?|via|additional reporting by)\s[^\[\]()]{2,80}[\])]$"
_TOPIC = r"(?:Topic\s.{4,90}?\(\d+\)\s)?"
# What may trail the last sentence of an article, tried again and again from the end.
_TAILS = tuple(
    (re.compile(p), kind)
    for p, kind in (
        (rf"\s(?:{_LABELS_AT_END})$", RegionKind.FURNITURE),
        (_WITH, RegionKind.FURNITURE),
        (_SIGNATURE, RegionKind.FURNITURE),
        (r"\s(?i:last updated?)\s?:\s.{6,80}$", RegionKind.DATELINE),
        (r"\sSource:? (?:[A-Z]\w+ ?){1,4}(?:(?:and|,|&) (?:[Aa]gencies|[A-Z]\w+))?$", RegionKind.FURNITURE),
        (rf"\s{_STAFF}(?:;\s?{_STAFF})*;?$", RegionKind.BYLINE),
        (r"\s?Our Standards: ?The Thomson Reuters Trust Principles\.?$", RegionKind.FURNITURE),
        (r"\s?Community standards ?Discussion.{0,120}$", RegionKind.FURNITURE),
        (r"\s?- YouTube$", RegionKind.FURNITURE),
        (r"\sTags:?\s[\w()'’&/-]+(?:\s[\w()'’&/-]+){0,29}$", RegionKind.FURNITURE),
        (rf"\s\.\.\.\s\d{{1,6}}\s{_TOPIC}Related\s.{{10,900}}$", RegionKind.FURNITURE),
        (
            r"\s(?:Source [A-Z][\w ]{1,30}\s)?Related News\s.{10,2000}(?:Privacy Policy|Cookie Policy|Terms of Use)$",
            RegionKind.FURNITURE,
        ),
    )
)
# A line with fewer words is no paragraph, and what trails the last one is shorter than this.
_TAIL_CHARACTERS = 3000
_FRAGMENT = re.compile(r"(?<=[.!?\"”])\s+(?P<rest>\S+(?:\s\S+){0,5})$")
_FRAGMENT_WORD = re.compile(r"(?:(?:al|el)-)?[A-Z][\w.'’-]*(?:/[A-Z][\w.'’]*)*|[\d/.-]+|/|and")


def mark_head(text: str, lines: list[Line], marks: Marks) -> None:
    """Mark the date, labels and counters that open the first line of running text, in front of or behind its title."""
    for line in lines[:3]:
        printed = _PRINT.match(text, line.start, line.end)
        if printed:
            marks.add(*printed.span(), RegionKind.FURNITURE)
        position = marks.marked_until(line.start, " .\t")
        agency = re.compile(rf"\s*(?:{AGENCY})\s(?=[A-Z]|\d)", re.IGNORECASE).match(text, position, line.end)
        at = agency.end() if agency and position > line.start else position
        label = _LABEL.match(text, at, line.end)
        begin = label.end() if label else at
        while begin < line.end and text[begin].isspace():
            begin += 1
        dates = [d for d in find_dates(text[begin : begin + 60]) if d.exact and d.start == 0]
        if not dates:
            _mark_late_date(text, position, line.end, marks)
            continue
        end = begin + dates[0].end
        follows = text[end : end + 8].lstrip()
        if (
            not label and follows[:1].islower() and not re.match(r"by\s|at\s\d|title", follows)
        ):  # "7 July 2015 was a Tuesday"
            continue
        if at > position:
            marks.add(position, at, RegionKind.BYLINE)
        marks.add(at, end, RegionKind.DATELINE)
        _mark_after_date(text, end, line.end, marks)


def _mark_late_date(text: str, position: int, end: int, marks: Marks) -> None:
    """Mark a date that stands behind names and sections in the head, known by what a site writes right after it."""
    signed = _SIGNED_DATE.match(text, position, end) or _DATE_SIGNED.match(text, position, end)
    if signed:
        marks.add(*signed.span("agency"), RegionKind.BYLINE)
        marks.add(*signed.span("date"), RegionKind.DATELINE)
    found = None if signed else _LATE_DATE.match(text, position, end)
    if found:
        if found.end("before") - found.start("before") <= _MOST_SECTIONS:  # longer, it begins with the title
            marks.add(found.start("before"), found.end("before"), RegionKind.FURNITURE)
        marks.add(found.start("date"), found.end("date"), RegionKind.DATELINE)
        _mark_after_date(text, found.end("date"), end, marks)


def _mark_after_date(text: str, position: int, end: int, marks: Marks) -> None:
    """Mark what follows the date of a head as long as it is known not to be running text."""
    for _ in range(len(_AFTER_DATE)):
        for pattern, kind in _AFTER_DATE:
            found = pattern.match(text, position, end)
            if found and found.end() > position:
                marks.add(position, found.end(), kind)
                position = found.end()
                break
        else:
            return


def mark_inside(text: str, marks: Marks) -> None:
    """Mark picture credits, web addresses and runs of tags wherever they stand in a line."""
    for found in _CREDITS.finditer(text):
        marks.add(found.start(), found.end(), RegionKind.FURNITURE)
    for start, end in _tag_runs(text):
        marks.add(start, end, RegionKind.FURNITURE)


def _tag_runs(text: str) -> Iterator[tuple[int, int]]:
    """Runs of tags inside a line ("… said. Tags Syria Aleppo airstrikes At least 51 …") whose end is certain."""
    for found in _TAGS.finditer(text):
        if found.start() and text[: found.start()].rstrip()[-1:] not in '.!?"”' and "Tags:" not in found.group():
            before_is_lower = text[: found.start()].rstrip()[-1:].islower()
            if not before_is_lower:
                continue
        end: int | None = None
        for count, word in enumerate(re.finditer(r"\S+", text[found.end() : found.end() + 400])):
            bare = word.group().strip(".,;")
            if count and bare in phrases.SENTENCE_STARTERS:
                end = found.end() + word.start()
                break
            if bare in phrases.NO_TAGS or count > 25:
                break
            if word.group().endswith("."):
                end = found.end() + word.end()
                break
        if end is not None:
            yield found.start(), end


def mark_tail(text: str, lines: list[Line], marks: Marks) -> None:
    """Mark what trails the last sentence of the article: agency signatures, sources, labels, initials of staff."""
    free = [ln for ln in lines if not marks.covers(ln.start, ln.end)]
    if not free or free[-1].words < LEAST_WORDS:
        return
    end = free[-1].end
    begin = max(free[-1].start, end - _TAIL_CHARACTERS)
    for _ in range(8):
        for pattern, kind in _TAILS:
            found = pattern.search(text, begin, end)
            if found:
                marks.add(found.start(), end, kind)
                end = found.start()
                break
        else:
            break
        end = begin + len(text[begin:end].rstrip())
    found = _FRAGMENT.search(text, begin, end)
    if found and all(_FRAGMENT_WORD.fullmatch(w) for w in found["rest"].split()):
        marks.add(found.start("rest"), end, RegionKind.FURNITURE)
