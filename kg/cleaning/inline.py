"""Marks stretches inside a line: the date and labels that open an article, the dateline, and what trails its last sentence.

Made for copy whose line breaks were lost, where a whole page stands in one line; harmless elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.cleaning import phrases
from kg.cleaning.lines import Line
from kg.cleaning.marks import Marks
from kg.domain.articles import RegionKind
from kg.domain.calendar import MONTH_PATTERN, find_dates

_AGENCY = "(?:" + "|".join(sorted((re.escape(a) for a in phrases.AGENCIES), key=len, reverse=True)) + ")"
_NAME = r"[A-Z][\w.'’-]+(?:\s(?:al-|el-)?[A-Z][\w.'’-]+){0,3}"
_LABEL = re.compile(
    r"(?:(?:first |date of )?(?:published|publication|posted|issued)|last (?:updated?|modified)|updated|date)\s?(?:on|at)?\s?:?\s*",
    re.IGNORECASE,
)
# What may follow the date at the head of a page, in any order.
_AFTER_DATE = (
    (re.compile(r"\s*\(updated [^()]{4,40}\)", re.IGNORECASE), RegionKind.DATELINE),
    (
        re.compile(
            r"\s*(?:at\s)?\d{1,2}[:.]?\d{2}\s?(?:[ap]m\b)?\s*(?:(?:UTC|GMT|KSA|MSK)(?:\s?[+-]\s?\d{1,2})?)?(?=\s|$)"
        ),
        RegionKind.DATELINE,
    ),
    (re.compile(rf"\s*by\s{_NAME}(?=\s)"), RegionKind.BYLINE),
    (re.compile(r"\s*Get short URL\b"), RegionKind.FURNITURE),
    (re.compile(r"\s*Topic\s.{4,90}?\(\d+\)"), RegionKind.FURNITURE),
    (re.compile(r"\s*SEND\s\S{6,40}(?=\s)"), RegionKind.FURNITURE),
    (re.compile(rf"\s*(?:{_AGENCY})\s(?i:photo)\b", re.IGNORECASE), RegionKind.FURNITURE),
    (re.compile(r"(?:\s+\d{1,5}){1,3}(?=\s[A-Z])"), RegionKind.FURNITURE),
    (re.compile(rf"\s*(?:Regional|World|Local|Politics)\s(?=(?i:{_AGENCY})\s-)"), RegionKind.FURNITURE),
)
_DATELINE = re.compile(
    rf"(?:(?:[A-Z][A-Z'’.-]+|[A-Z][\w'’.-]+)(?:[\s,/]+[A-Z][\w'’.-]+){{0,4}}[,.]?\s(?:{MONTH_PATTERN}\.?\s\d{{1,2}}[.,]?\s)?)?"
    rf"(?:[(/]\s?(?i:{_AGENCY})\s?[)/]\.?)\s?[-–—:]*\s?"
    rf"|(?:[A-Z][A-Z'’.-]{{2,}}(?:[\s,]+[A-Z][\w'’.-]+){{0,3}}|[A-Z][a-z'’-]{{3,}}(?:, [A-Z][\w'’.-]+){{0,2}})\s?[–—]\s"
    rf"|(?:[A-Z][A-Z'’.-]{{3,}}(?:\s[A-Z][A-Z'’.-]{{2,}}){{0,2}})\s?[-–—]*\s(?=[A-Z\"“0-9])"
    rf"|(?:[A-Z][a-z]{{3,}})-\s(?=[A-Z])"
    rf"|(?:(?i:{_AGENCY}))\s[-–—]\s(?=[A-Z\"“])"
)
_CREDITS = re.compile(
    r"\((?:[^()]{0,40}\b(?i:photos?|file|getty|handout)\b[^()]{0,40}|"
    rf"(?:TRT ?World|(?i:{_AGENCY}))(?:\s?(?:,|/|\band\b|&)\s?(?:(?i:agencies|{_AGENCY})))*)\)"
    r"|\bREUTERS/[A-Z]\w+ [A-Z]\w+|\bpic\.twitter\.com\S*|https?://\S+|\bwww\.\w[\w.-]*\.\w\S*"
)
_TAGS = re.compile(r"\bTags:?\s(?=\S)")
_TAG_STOPS = frozenset(
    "the a an and was were is are has have had said says killed by from with that which who on to at for after as it its their".split()
)
_STARTERS = frozenset(
    "A An The At In On As After Before When While Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen "
    "Fifteen Sixteen Seventeen Eighteen Nineteen Twenty Several More Some Dozens Scores Hundreds Thousands Around About Nearly "
    "Over Up It This That Overnight Earlier Meanwhile At".split()
)
# What may trail the last sentence of an article, tried again and again from the end.
_TAILS = tuple(
    (re.compile(p), kind)
    for p, kind in (
        (r"\s(?:Read (?:Also|More)|Related(?: News| Coverage)?|Twitter|Facebook|English [Bb]ulletin|WARNING GRAPHIC CONTENT|Advertisement)$", RegionKind.FURNITURE),
        (r"\s[\[(](?:(?i:with|source:?|via|additional reporting by))\s[^\[\]()]{2,80}[\])]$", RegionKind.FURNITURE),
        (rf"(?<=[.!?\"”’])\s?(?:[\[(](?i:{_AGENCY})[\])]|[-–—/]{{0,3}}\s?(?:(?i:{_AGENCY})/?)(?:\s?(?:/|and|,)\s?(?:(?i:{_AGENCY}|agencies)))*)$", RegionKind.FURNITURE),
        (r"\s(?i:last updated?)\s?:\s.{6,80}$", RegionKind.DATELINE),
        (r"\sSource:? (?:[A-Z]\w+ ?){1,4}(?:(?:and|,|&) (?:[Aa]gencies|[A-Z]\w+))?$", RegionKind.FURNITURE),
        (r"\s(?:(?:Reporting|Writing|Editing|Compiled|Additional reporting|[Ee]diting|[Ww]riting) by [^.;]{3,60}(?:;\s?|\s?$))+$", RegionKind.BYLINE),
        (r"\s?Our Standards: ?The Thomson Reuters Trust Principles\.?$", RegionKind.FURNITURE),
        (r"\s?Community standards ?Discussion.{0,120}$", RegionKind.FURNITURE),
        (r"\s?- YouTube$", RegionKind.FURNITURE),
        (r"\sTags:?\s[\w()'’&/-]+(?:\s[\w()'’&/-]+){0,29}$", RegionKind.FURNITURE),
        (r"\s\.\.\.\s\d{1,5}\s(?:Topic\s.{4,90}?\(\d+\)\s)?Related\s.{10,900}$", RegionKind.FURNITURE),
        (r"\s(?:Source \w[\w ]{1,30}\s)?Related News\s.{10,2000}(?:Privacy Policy|Cookie Policy|Terms of Use)$", RegionKind.FURNITURE),
    )
)  # fmt: skip
# A line with fewer words is no paragraph, and what trails the last one is shorter than this.
_LEAST_WORDS = 8
_TAIL_CHARACTERS = 3000
_FRAGMENT = re.compile(r"(?<=[.!?\"”])\s+(?P<rest>\S+(?:\s\S+){0,5})$")
_FRAGMENT_WORD = re.compile(r"(?:(?:al|el)-)?[A-Z][\w.'’-]*(?:/[A-Z][\w.'’]*)*|[\d/.-]+|/|and")


def mark_head(text: str, lines: list[Line], marks: Marks) -> None:
    """Mark the date, labels and counters that open the first line of running text, in front of or behind its title."""
    for line in lines[:3]:
        position = marks.marked_until(line.start, " .\t")
        agency = re.compile(rf"\s*(?:{_AGENCY})\s(?=[A-Z]|\d)", re.IGNORECASE).match(text, position, line.end)
        at = agency.end() if agency and position > line.start else position
        label = _LABEL.match(text, at, line.end)
        begin = label.end() if label else at
        while begin < line.end and text[begin].isspace():
            begin += 1
        dates = [d for d in find_dates(text[begin : begin + 60]) if d.exact and d.start == 0]
        if not dates:
            continue
        end = begin + dates[0].end
        if not label and text[end : end + 2].strip()[:1].islower():  # "7 July 2015 was a Tuesday"
            continue
        if at > position:
            marks.add(position, at, RegionKind.BYLINE)
        marks.add(at, end, RegionKind.DATELINE)
        _mark_after_date(text, end, line.end, marks)


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


def mark_datelines(text: str, lines: list[Line], marks: Marks) -> None:
    """Mark the dateline of the first paragraphs ("MOSCOW (Reuters) - ", "BEIRUT — ")."""
    for line in [ln for ln in lines if ln.words >= _LEAST_WORDS][:4]:
        position = marks.marked_until(line.start, " .\t")
        found = _DATELINE.match(text, position, line.end)
        if found and found.end() < line.end:
            marks.add(found.start(), found.end(), RegionKind.DATELINE)


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
            if count and bare in _STARTERS:
                end = found.end() + word.start()
                break
            if bare in _TAG_STOPS or count > 25:
                break
            if word.group().endswith("."):
                end = found.end() + word.end()
                break
        if end is not None:
            yield found.start(), end


def mark_tail(text: str, lines: list[Line], marks: Marks) -> None:
    """Mark what trails the last sentence of the article: agency signatures, sources, labels, initials of staff."""
    free = [ln for ln in lines if not marks.covers(ln.start, ln.end)]
    if not free or free[-1].words < _LEAST_WORDS:
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
