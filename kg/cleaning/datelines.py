"""Datelines: what tells, above an article or in front of its first words, where and on which day it was written."""

from __future__ import annotations

import re
from itertools import pairwise

from kg.cleaning import phrases
from kg.cleaning.lines import Line
from kg.cleaning.marks import Marks
from kg.domain.articles import RegionKind
from kg.domain.calendar import MONTH_PATTERN, DateMention, find_dates

AGENCY = "(?:" + "|".join(sorted((re.escape(a) for a in phrases.AGENCIES), key=len, reverse=True)) + ")"
LEAST_WORDS = 8  # a line with fewer is no paragraph

_LONGEST_LINE = 120
_LONGEST_OPENING = 110  # characters up to the end of the date in front of a paragraph
_MOST_WORDS = 9  # before the date: places, an agency, who writes
_DATE_LABEL = re.compile(
    r"(?:published|posted|updated|last (?:updated?|modified)|date(?: of publication)?|first published|issued|created|"
    r"on|at|as (?:of|at)(?:\s\d{1,2}[:.]\d{2}(?:\s(?:hrs|gmt|utc))?)?)?"
    r"[\s:|•·,\[(–—-]*",
    re.IGNORECASE,
)
_DATE_REST = re.compile(
    r"(?:[\s|•·,/\])–—-]|at|on|by|\d{1,2}[:.h]\d{2}(?::\d{2})?|\d{4}(?!\d)|[ap]\.?m\.?|gmt|utc|bst|cet|e[aesd]t|cat|wat|ist|ksa|msk|local|time|"
    r"hrs?|[+-]\d{1,2}(?::?\d{2})?|updated:?|published:?|last|first|posted|modified|z|t)*",
    re.IGNORECASE,
)
# What the words in front of a day may be besides names: "By our correspondent in Marjayoun - ", "Source: Xinhua | ".
_SMALL_WORDS = frozenset(
    [
        "by",
        "our",
        "a",
        "special",
        "from",
        "in",
        "of",
        "and",
        "the",
        "at",
        "for",
        "correspondent",
        "correspondents",
        "reporter",
        "reporters",
        "staff",
        "writer",
    ]
)
_WORD = re.compile(r"[^\W\d_](?:[\w'’.-]*\w)?")
_SENTENCE = re.compile(r"\w{4,}[.!?]\s|[\"“”;?!]")
_SEPARATOR = re.compile(r"[|•·,:\]\[()–—-]\s*$")
_PARTS = re.compile(r"[|•·]")
_LABELLED = re.compile(
    r"(?:^|.{0,80}[.;|]\s)(?:published|issued|posted)(?:\sin\s[A-Z][\w ]{2,30},|\son)?:?\s*", re.IGNORECASE
)
_SIGNED = re.compile(r"(?:reporting|writing|editing|compiled|by)\b[^.]{3,90}[;,|–—-]\s*", re.IGNORECASE)
_LABELS = re.compile(r"(?P<rest>[^|•·]*)(?:[|•·][^|•·]{2,40}){0,3}")  # "… | Editor: Lu"
_OUTLET = re.compile(r"\s[–—-]\s(?:[A-Z][\w'’.-]+\s?){1,4}$")  # "… - Asharq Al-Awsat"
# Between the day and the first words of an article: a time, an agency, and a dash or a colon.
_UNTIL_TEXT = re.compile(
    rf"[,.]?\s*(?:\d{{1,2}}[:.]\d{{2}}\s*(?:[ap]\.?m\.?|GMT|UTC)?\s*)?(?:[\[(/]\s?(?:[A-Z][\w .&/-]{{1,24}}|(?i:{AGENCY}))\s?[\])/]\.?\s*)?"
    r"[\])]?\s*(?:[–—]|--?|:)\s+(?=[\w\"“'‘(])"
)
_DATELINE = re.compile(
    rf"(?:(?:[A-Z][A-Z'’.-]+|[A-Z][\w'’.-]+)(?:[\s,/]+[A-Z][\w'’.-]+){{0,4}}[,.]?\s(?:{MONTH_PATTERN}\.?\s\d{{1,2}}[.,]?\s)?)?"
    rf"(?:[(/]\s?(?i:{AGENCY})\s?[)/]\.?)\s?[-–—:]*\s?"
    rf"|(?:[A-Z][A-Z'’.-]{{2,}}(?:[\s,]+[A-Z][\w'’.-]+){{0,3}}|[A-Z][a-z'’-]{{3,}}(?:, [A-Z][\w'’.-]+){{0,2}})\s?[–—]\s"
    rf"|(?:[A-Z][A-Z'’.-]{{3,}}(?:\s[A-Z][A-Z'’.-]{{2,}}){{0,2}})\s?[-–—]*\s(?=[A-Z\"“0-9])"
    rf"|(?:[A-Z][a-z]{{3,}})-\s(?=[A-Z])"
    rf"|(?:(?i:{AGENCY}))\s[-–—]\s(?=[A-Z\"“])"
)


def is_date_line(text: str) -> bool:
    """Whether a line tells but a day: with a label, time or zone ("[Friday, 17 May 2024]"), or who writes from where.

    So too "Aden (AFP) - August 10, 2019", "Source: Xinhua | 2019-01-22 21:40:11 | Editor: Lu", "MIDDLE EAST 25.02.2017",
    "Aden - Saturday, 17 October, 2020 - Asharq Al-Awsat".
    """
    if len(text) > _LONGEST_LINE:
        return False
    dates = [d for d in find_dates(text) if d.exact]
    if not dates:
        return False
    before, rest = text[: dates[0].start], text[dates[-1].end :]
    between = "".join(text[a.end : b.start] for a, b in pairwise(dates))
    labels = _LABELS.fullmatch(rest)
    if labels is None:
        return False
    after = _OUTLET.sub("", labels["rest"])
    if not _DATE_REST.fullmatch(f"{between} {after}".rstrip(" .")):
        return False
    own = _PARTS.split(before)[
        -1
    ].lstrip()  # of "Report No. 46 | Ceasefire Watch | 15 November 2019": what stands with the day
    if any(p.fullmatch(w) for p, w in ((_DATE_LABEL, own), (_LABELLED, before), (_SIGNED, before))):
        return True
    return _names_origin(before) and (_SEPARATOR.search(before) is not None or before.isupper())


def mark_datelines(text: str, lines: list[Line], marks: Marks) -> None:
    """Mark the dateline of the first paragraphs ("MOSCOW (Reuters) - ", "BEIRUT — ", "RIYADH, Dec 7, 2017 (Reuters) - ")."""
    for line in [ln for ln in lines if ln.words >= LEAST_WORDS][:4]:
        position = marks.marked_until(line.start, " .\t")
        end = _dated_opening(text, position, line.end)
        found = _DATELINE.match(text, position, line.end)
        end = max(end, found.end() if found else 0)
        if position < end < line.end:
            marks.add(position, end, RegionKind.DATELINE)


def _dated_opening(text: str, position: int, end: int) -> int:
    """Where the words begin in front of which stand a place and a day with its year; 0 where there is no such opening."""
    head = text[position : min(end, position + _LONGEST_OPENING)]
    day: DateMention | None = next((d for d in find_dates(head) if d.exact), None)
    if day is None or not _names_origin(head[: day.start]):
        return 0
    follows = _UNTIL_TEXT.match(text, position + day.end, end)
    return follows.end() if follows else 0


def _names_origin(words: str) -> bool:
    """Whether the words before a day are names of places, agencies and writers, and no sentence."""
    found = _WORD.findall(words)
    if len(found) > _MOST_WORDS or _SENTENCE.search(words):
        return False
    return all(w[0].isupper() or w in _SMALL_WORDS or w.startswith(("al-", "el-", "d'", "d’")) for w in found)
