"""Names of months and weekdays, and dates as news writes them ("Sun 05 Jul 2015", "May 2nd, 2016", "in March").

Pure: nothing here knows when an article was published. A mention without a year has no bounds until it is given one.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kg.domain.times import DateBasis, TimeBounds

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# Lower case, without a point → 1..12, and 0 (Monday) .. 6 as `date.weekday` counts.
MONTHS: dict[str, int] = {
    **{name.lower(): n for n, name in enumerate(MONTH_NAMES, 1)},
    **{name[:3].lower(): n for n, name in enumerate(MONTH_NAMES, 1)},
    "sept": 9,
}
WEEKDAYS: dict[str, int] = {
    **{name.lower(): n for n, name in enumerate(WEEKDAY_NAMES)},
    **{name[:3].lower(): n for n, name in enumerate(WEEKDAY_NAMES)},
    "tues": 1, "weds": 2, "thur": 3, "thurs": 3,
}  # fmt: skip

# Northern seasons by first and last month; winter straddles two years and is left out.
SEASONS: dict[str, tuple[int, int]] = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}

# Fragments for other modules' patterns; longest names first so that "March" wins over "Mar".
MONTH_PATTERN = "(?:" + "|".join(sorted((m.capitalize() for m in MONTHS), key=len, reverse=True)) + ")"
WEEKDAY_PATTERN = "(?:" + "|".join(sorted((w.capitalize() for w in WEEKDAYS), key=len, reverse=True)) + ")"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A date written out. Offsets are half-open in the text searched; parts that the words leave out are None.

    `last_day` ends a run of days ("14-16 March"), `last_month` a season. `weekday` is the one written beside the date.
    `swapped` is the other reading of a figure such as 06-08-2013, where both readings are real days.
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    last_month: int | None = None
    weekday: int | None = None
    swapped: date | None = None

    @property
    def exact(self) -> date | None:
        """The day, where the mention names one single day with its year."""
        if self.year is None or self.month is None or self.day is None or self.last_day is not None:
            return None
        return date(self.year, self.month, self.day)

    def bounds(self, year: int | None = None, basis: DateBasis = DateBasis.STATED) -> TimeBounds | None:
        """First and last day, inclusive. `year` fills in a missing one.

        None where the year stays unknown, or where it has no such day.
        """
        year = self.year if self.year is not None else year
        if year is None:
            return None
        if self.month is None:
            return TimeBounds(date(year, 1, 1), date(year, 12, 31), basis)
        if self.day is None:
            last_month = self.last_month or self.month
            return TimeBounds(date(year, self.month, 1), month_end(year, last_month), basis)
        try:
            return TimeBounds(
                date(year, self.month, self.day), date(year, self.month, self.last_day or self.day), basis
            )
        except ValueError:  # 29 February of a common year
            return None


def month_end(year: int, month: int) -> date:
    """Give the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def weekday_on_or_before(day: date, weekday: int) -> date:
    """Give the latest day that is this weekday (0 = Monday) and not after `day`."""
    return day - timedelta(days=(day.weekday() - weekday) % 7)


_ANY_MONTH = f"(?i:{MONTH_PATTERN})\\b\\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:19|20)\d\d"
_WEEKDAY = rf"(?:\b(?P<weekday>(?i:{WEEKDAY_PATTERN}))\b\.?,?\s+(?:the\s+)?)?"
_RANGE = rf"(?:\s?(?:-|–|to|and)\s?(?P<last>{_DAY})(?:st|nd|rd|th)?)?"

# In order of trust: at one place the first pattern that fits wins. Commas are optional: damaged copy lost them,
# sometimes with the space ("Apr 232017"); SANA writes the Arabic one.
_PATTERNS = tuple(
    re.compile(p)
    for p in (
        rf"(?<![\d.,/-])(?P<year>{_YEAR})(?P<sep>[-/])(?P<month>\d\d)(?P=sep)(?P<day>\d\d)(?!\d|[-/]\d)",
        rf"{_WEEKDAY}(?<![\d.:,/-])(?P<day>{_DAY})(?:st|nd|rd|th)?{_RANGE}(?:\s+of)?\s?(?P<name>{_ANY_MONTH})[,،]?\s?(?P<year>{_YEAR})(?!\d)",
        rf"{_WEEKDAY}(?<![A-Za-z])(?P<name>{_ANY_MONTH})\s+(?:the\s+)?(?P<day>{_DAY})"
        rf"(?:st|nd|rd|th)?{_RANGE}[,،]?\s{{0,2}}(?P<year>{_YEAR})(?!\d)",
        rf"{_WEEKDAY}(?<![\d.,/-])(?P<day>\d?\d)(?P<sep>[./-])(?P<month>\d?\d)(?P=sep)(?P<year>{_YEAR})(?!\d|[./-]\d)",
        # From here on without a day or a year: only as names are written, for "may" and "march" are words too.
        # "In May 20 people" (its comma lost) is the month, so this one stands before the day of a month.
        rf"\b[Ii]n\s(?:early\s|late\s|mid[\s-])?(?P<name>{MONTH_PATTERN})\b(?!\.?,?\s?{_YEAR})",
        rf"{_WEEKDAY}(?<![\d.:,/-])(?P<day>{_DAY})(?:st|nd|rd|th)?{_RANGE}(?:\s+of)?\s(?P<name>{MONTH_PATTERN})\b(?!\.?,?\s?(?:\d\d?|{_YEAR})(?!\d))",
        rf"{_WEEKDAY}\b(?P<name>{MONTH_PATTERN})\b\.?\s(?:the\s)?(?P<day>{_DAY})(?:st|nd|rd|th)?{_RANGE}(?!\d|[:.,]\d)",
        rf"\b(?P<name>{MONTH_PATTERN})\b\.?,?\s(?:of\s)?(?P<year>{_YEAR})(?!\d)",
        rf"\b(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all)\s(?:of\s)?(?P<year>{_YEAR})(?!\d)",
        rf"\b(?:[Ll]ast|[Tt]his|[Nn]ext|[Ff]rom|[Bb]y|[Ss]ince|[Uu]ntil|of|early|late|mid)[\s-](?P<name>{MONTH_PATTERN})\b(?!\.?,?\s?\d)",
        rf"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Dd]uring|early|late|mid)[\s-](?P<year>{_YEAR})(?![\d%]|[.,]\d|-\w|['’]?s\b)",
    )
)


def find_dates(text: str) -> Iterator[DateMention]:
    """Find every date written out in `text`, in order, none overlapping another; of two readings the fuller one holds.

    A mention that can be no day ("31 June 2015") is left out, with its month and year.
    """
    taken = bytearray(len(text))
    found: list[DateMention] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if taken.find(1, start, end) >= 0:
                continue
            taken[start:end] = b"\1" * (end - start)
            mention = _mention(match)
            if mention:
                found.append(mention)
    yield from sorted(found, key=lambda t: t.start)


def parse_date(text: str) -> DateMention | None:
    """Read the one date that `text` as a whole is ("May 2nd, 2016", "2017-05-03", "Sept. 2017"), or None."""
    stripped = text.strip()
    found = [m for m in find_dates(stripped) if m.start == 0 and m.end == len(stripped)]
    return found[0] if found else None


def _mention(match: re.Match[str]) -> DateMention | None:
    """Turn a match into its value, or None where no calendar has such a day."""
    group = match.groupdict()
    start = min(match.start(name) for name, value in group.items() if value is not None)
    year = int(group["year"]) if group.get("year") else None
    month, last_month = _months(group)
    day = int(group["day"]) if group.get("day") else None
    last = int(group["last"]) if group.get("last") else None
    swapped = None
    if month is not None and day is not None:
        # A leap year stands in where the year is not said, so that 29 February is let through.
        first = _day(year or 2000, month, day)
        if group.get("sep") and match.start("day") < match.start("month") and year is not None:
            other = _day(year, day, month)
            first, swapped = (first, other) if first else (other, None)
        if first is None or (last is not None and (last <= day or _day(year or 2000, month, last) is None)):
            return None
        month, day = first.month, first.day
        if swapped == first or group.get("sep") == ".":  # points are written day first everywhere
            swapped = None
    weekday = WEEKDAYS[group["weekday"].lower()] if group.get("weekday") else None
    return DateMention(
        start=start, end=match.end(), year=year, month=month, day=day,
        last_day=last, last_month=last_month, weekday=weekday, swapped=swapped,
    )  # fmt: skip


def _months(group: dict[str, str | None]) -> tuple[int | None, int | None]:
    """First month of a match and, for a season, its last."""
    season, name, number = group.get("season"), group.get("name"), group.get("month")
    if season:
        return SEASONS[season.lower()]
    if name:
        return MONTHS[name.lower().rstrip(".")], None
    return (int(number), None) if number else (None, None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
