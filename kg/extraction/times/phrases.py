"""Time expressions that need a day to be understood ("on Saturday", "two days ago", "last week"), by pattern.

Each pattern gives a reading: a function from the day of reference to the first and last day meant. The readings follow
the practice of English news, as in the rules of HeidelTime (Strötgen and Gertz, 2013).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kg.domain.calendar import MONTH_NAMES, SEASONS, WEEKDAY_NAMES, month_end, weekday_on_or_before
from kg.extraction.quantities import parse_quantity
from kg.extraction.times.values import TimeKind

Days = tuple[date, date]
Reading = Callable[[date, bool], "Days | None"]  # day of reference, whether it is to come → first and last day

# In patterns "_" stands for a space and white space is left out, see `_compiled`.
_NUMBER = r"""(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|\d{1,3}|
               a_(?:couple|few)_of|a_few)"""
_UNIT = r"(?:hour|day|week|fortnight|month|year|decade)"
_ROUGH = r"(?:about|around|some|nearly|almost|roughly|over|more_than|at_least|less_than)"
_LONGEST = 36_525  # days: what is said to last longer than a century is no date
_VAGUE_NUMBER = re.compile(r"several|few|couple", re.IGNORECASE)
_WEEKDAYS = "|".join(WEEKDAY_NAMES)
_MONTHS = "|".join(MONTH_NAMES)
_PART = r"(?:morning|noon|afternoon|evening|night|midday|midnight|dawn)"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A match in the text: half-open offsets, kind and reading (None where no day can be drawn).

    `after` marks one that counts from a day told before it ("the previous day") rather than from the publication.
    """

    start: int
    end: int
    kind: TimeKind
    read: Reading | None = None
    after: bool = False


def _same(first: int, last: int) -> Reading:
    """Days counted from the day of reference."""
    return lambda day, _future: (day + timedelta(days=first), day + timedelta(days=last))


def _weekday(m: re.Match[str]) -> Reading:
    """A weekday: the last one up to the day of reference, or the next to come; a night runs into the next day."""
    number = WEEKDAY_NAMES.index(m["weekday"])
    which = (m["which"] or "").lower()
    nightly = (m["part"] or "").lower() == "night"

    def read(day: date, future: bool) -> Days:
        if future or which in {"next", "coming", "this coming"}:
            found = weekday_on_or_before(day + timedelta(days=6 if which not in {"next", "coming"} else 7), number)
        elif which in {"last", "past"}:
            found = weekday_on_or_before(day - timedelta(days=1), number)
        else:
            found = weekday_on_or_before(day, number)
        last = found + timedelta(days=1) if nightly and found < day else found
        return found, last

    return read


def _period(m: re.Match[str]) -> Reading | None:
    """This, last and next week, month and year; the last few days and the like have no first day."""
    which, unit = m["which"].lower(), m["unit"].lower()
    step = {"this": 0, "current": 0, "last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1}[which]
    edge = (m["edge"] or "").lower()

    def read(day: date, _future: bool) -> Days | None:
        if unit == "week":
            first = day - timedelta(days=day.weekday()) + timedelta(days=7 * step)
            days = first, first + timedelta(days=6)
        elif unit == "weekend":
            # On a Saturday "last weekend" is the one before.
            ago = {0: 0, -1: 2, 1: -7}[step]
            saturday = weekday_on_or_before(day - timedelta(days=ago), 5)
            days = saturday, saturday + timedelta(days=1)
        elif unit == "month":
            days = month_of(day.year, day.month + step)
        elif unit == "year":
            days = date(day.year + step, 1, 1), date(day.year + step, 12, 31)
        else:  # a season
            first_month, last_month = SEASONS[unit]
            year = (
                day.year if step == 0 or (step < 0 and day.month > last_month) else day.year + (-1 if step < 0 else 1)
            )
            days = date(year, first_month, 1), month_end(year, last_month)
        if step == 0 and not edge.startswith("later") and days[0] <= day:
            # What is told of the running week or month lies behind; on its first days news counts back from today.
            first = min(days[0], day - timedelta(days=6)) if unit == "week" and edge.startswith("earlier") else days[0]
            return first, day if edge.startswith("earlier") or unit in {"week", "weekend"} else min(days[1], day)
        return narrow(days, edge)

    return read


def _ago(m: re.Match[str]) -> Reading | None:
    """Read "three days ago": the day; for weeks three days either side, for months and years all of it."""
    count, unit = _count(m["n"]), m["unit"].lower()
    if count is None or m["rough"]:
        return None

    def read(day: date, _future: bool) -> Days | None:
        if unit == "hour":
            return day - timedelta(days=-(-count // 24)), day
        if unit == "day":
            return day - timedelta(days=count), day - timedelta(days=count)
        if unit in {"week", "fortnight"}:
            middle = day - timedelta(days=count * (7 if unit == "week" else 14))
            return middle - timedelta(days=3), middle + timedelta(days=3)
        if unit == "month":
            return month_of(day.year, day.month - count)
        year = day.year - count * (10 if unit == "decade" else 1)
        return (date(year, 1, 1), date(year, 12, 31)) if year > 1 and unit == "year" else None

    return read


def _past(m: re.Match[str]) -> Reading | None:
    """Read "in the past two weeks": up to the day of reference."""
    count = _count(m["n"] or "one")
    back = None if count is None else length(count, m["unit"])
    return None if back is None or back > _LONGEST else _same(-back, 0)


def _lasting(m: re.Match[str]) -> Reading | None:
    """Read "for nearly a week": months and years are told too roughly to have a first day."""
    return _past(m) if m["unit"].lower() in {"hour", "day", "week", "fortnight"} else None


def _past_few(m: re.Match[str]) -> Reading | None:
    """Read "in the past week", which has a first day; "in the past days" has none."""
    if m["n"] is None and m.group(0).lower().endswith("s"):
        return None
    return _past(m)


def _weekend(_m: re.Match[str]) -> Reading:
    """Read "over the weekend": the last Saturday up to the day of reference, with its Sunday."""

    def read(day: date, future: bool) -> Days:
        saturday = weekday_on_or_before(day + timedelta(days=6 if future else 0), 5)
        return saturday, saturday + timedelta(days=1) if future else min(saturday + timedelta(days=1), day)

    return read


def _shift(days: int) -> Callable[[re.Match[str]], Reading]:
    return lambda _m: _same(days, days)


def _offset(m: re.Match[str]) -> Reading | None:
    """Read "found two days after militants kidnapped them": the kidnapping lies two days before the day told last.

    And "two days later", "two days earlier": counted from the day told last.

    Weeks are rounder than days: three days either side.
    """
    count = _count(m["n"])
    if count is None or m.groupdict().get("rough"):
        return None
    days, slack = (count, 0) if m["unit"].lower() == "day" else (count * 7, 3)
    back = m["way"].lower() in {"after", "earlier"}
    return _same(-days - slack, slack - days) if back else _same(days - slack, days + slack)


def _count(words: str) -> int | None:
    """A small number in words, None where it is only a rough one."""
    if _VAGUE_NUMBER.search(words):
        return None
    bounds = parse_quantity(words)
    return bounds[0] if bounds else None


def length(count: int, unit: str) -> int:
    """A length of time in days, rounded up."""
    unit = unit.lower()
    return (
        -(-count // 24)
        if unit == "hour"
        else count * {"day": 1, "week": 7, "fortnight": 14, "month": 31, "year": 366, "decade": 3653}[unit]
    )


def month_of(year: int, month: int) -> Days:
    """First and last day of a month; months below 1 and above 12 run into the neighbour years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), month_end(year, month)


def narrow(days: Days, edge: str) -> Days:
    """The part of a month or year that "early", "mid", "late", "the end of" … leave."""
    edge = edge.lower()
    first, last = days
    third = (last - first + timedelta(days=1)) / 3
    if "early" in edge or "start" in edge or "beginning" in edge:
        return first, first + timedelta(days=third.days)
    if "mid" in edge:
        return first + timedelta(days=third.days), last - timedelta(days=third.days)
    if ("late" in edge and "later" not in edge) or "end" in edge:
        return last - timedelta(days=third.days), last
    return days


_POINT, _VAGUE, _SET, _DURATION = TimeKind.POINT, TimeKind.VAGUE, TimeKind.SET, TimeKind.DURATION
_Make = Callable[[re.Match[str]], "Reading | None"]
_SPANS = r"(?:hours|days|weeks|months|years)"


def _none(_m: re.Match[str]) -> Reading | None:
    """No day can be drawn from the words."""
    return None


# In order: at one place the first pattern that fits wins.
_RULES: tuple[tuple[str, TimeKind, _Make, bool], ...] = (
    (rf"""\b(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Tt]his_coming|[Cc]oming|[Pp]ast)_)?
          (?P<weekday>{_WEEKDAYS})(?:['’]?s)?\b(?:[_-](?P<part>{_PART})\b)?
          (?!_(?:Times|Telegraph|Mirror|Express|Mail|Post|Herald))""", _POINT, _weekday, False),
    (rf"""\b(?:in|over|during|within|for|throughout)_(?:just_|only_)?(?:the_)?(?:past|last|previous|preceding)_
          (?:(?P<n>{_NUMBER})[_-])?(?P<unit>{_UNIT})s?\b""", _POINT, _past_few, False),
    (r"""\b(?:(?P<edge>earlier|later|early|late|the_(?:start|beginning|end)_of)_)?(?:the_)?
         (?P<which>this|current|last|previous|next|coming)_
         (?P<unit>weekend|week|month|year|spring|summer|autumn|fall)(?:['’]?s)?\b""", _POINT, _period, False),
    (r"\b(?:over|at|on|during)_the_weekend\b", _POINT, _weekend, False),
    (r"\byesterday(?:['’]?s)?\b", _POINT, _shift(-1), False),
    (r"(?<!Russia_)(?<!USA_)\b(?:earlier_)?today(?:['’]?s)?\b", _POINT, _shift(0), False),
    (r"\b(?:this|early_this|late_this)_(?:morning|afternoon|evening)\b|\btonight(?:['’]?s)?\b",
     _POINT, _shift(0), False),
    (r"\b(?:last_night|overnight|late_last_night)\b", _POINT, lambda _m: _same(-1, 0), False),
    (r"\btomorrow\b", _POINT, _shift(1), False),
    (rf"\b(?:(?P<rough>{_ROUGH})_)?(?P<n>{_NUMBER})_(?P<unit>{_UNIT})s?_ago\b", _POINT, _ago, False),
    (rf"\b(?:the_)?(?:past|last)_(?P<n>{_NUMBER})[_-](?P<unit>{_UNIT})s?\b", _POINT, _past, False),
    (rf"\b(?:(?P<rough>{_ROUGH}|just_over)_)?(?P<n>{_NUMBER})_(?P<unit>day|week)s?_(?P<way>after|before)\b",
     TimeKind.OFFSET, _offset, True),
    (r"""\b(?:the_)?(?:previous|preceding)_day\b|\bthe_day_before\b|\ba_day_(?:earlier|before)\b""",
     _POINT, _shift(-1), True),
    (rf"\b(?P<n>{_NUMBER})_(?P<unit>day|week)s?_(?P<way>later|earlier)\b", _POINT, _offset, True),
    (r"""\bthe_(?:same|very_same)_day\b|\bthat_(?:same_)?(?:day|night|morning|afternoon|evening)\b|\bon_the_day\b|\b(?:earlier|later)_(?:in|on)_the_day\b|
         \b(?:later|earlier)_that_day\b""", _POINT, _shift(0), True),
    (r"\bthe_(?:next|following)_day\b|\ba_day_later\b", _POINT, _shift(1), True),
    # A part of a day is one of the day told last, else of the day of publication; "around noon on Thursday" needs no help.
    (rf"""\b(?:(?:at|since|before|after|around|by)_(?:about_|around_)?(?:dawn|daybreak|sunrise|noon|midday|midnight|dusk|nightfall)|
          (?:in|during|since)_the_(?:early_|late_)?(?:morning|afternoon|evening|early_hours))\b
          (?!(?:_[\w():.]+){{0,6}}_(?:on|of)_(?:the_)?(?:{_WEEKDAYS}|\d|{_MONTHS}))""", _POINT, _shift(0), True),
    (rf"\bin_the_(?:coming|next)_(?:few_)?{_SPANS}\b", _VAGUE, _none, False),
    (rf"""\b(?:in|over|during)_(?:the_)?(?:recent|latest|last_few|past_few|past_several|last_several)_{_SPANS}\b|
          \brecent_{_SPANS}\b""", _VAGUE, _none, False),
    (rf"""\b(?:every|each)_(?:(?:single|other)_)?(?:day|night|week|month|year|hour|{_WEEKDAYS})\b|
          \b(?:regularly|routinely|repeatedly)\b""", _SET, _none, False),
    (rf"""\b(?:for|in|within|lasting|after)_(?:(?P<rough>{_ROUGH}|the_first|just|only)_)?
          (?P<n>{_NUMBER})[_-](?P<unit>{_UNIT})s?\b(?!_(?:after|before|earlier|later))""", _DURATION, _lasting, False),
    (r"\bfor_(?:many_|some_)?(?:hours|days|weeks|months|years|decades)\b|\bfor_(?:a_long|some)_time\b",
     _VAGUE, _none, False),
    (r"""\b(?:recently|previously|lately|in_the_past|at_the_time|at_that_time|long_ago|currently|
         (?:most_)?recent)\b""", _VAGUE, _none, False),
)  # fmt: skip


def _compiled(pattern: str) -> re.Pattern[str]:
    """A rule's pattern; names of days need their capital, all else is read in any case."""
    joined = re.sub(r"\s+", "", pattern).replace("_", " ")
    return re.compile(joined, 0 if "(?P<weekday>" in joined else re.IGNORECASE)


_COMPILED = tuple((_compiled(pattern), kind, make, after) for pattern, kind, make, after in _RULES)


def find_phrases(text: str) -> Iterator[Phrase]:
    """Find what hangs on another day, in order of the rules; matches may overlap, the earlier rule is meant."""
    for pattern, kind, make, after in _COMPILED:
        for m in pattern.finditer(text):
            yield Phrase(m.start(), m.end(), kind, make(m), after)


def month_before(day: date, month: int) -> Days:
    """The latest month of this number that has begun by `day`."""
    return month_of(day.year if month <= day.month else day.year - 1, month)
