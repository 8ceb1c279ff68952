"""Values as a person reads them: numbers, days, bounds, kinds. Also the filters of the templates."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_SPECIAL = {
    "AirStrike": "Air strike", "ChemicalAttack": "Chemical attack", "ArmedClash": "Armed clash",
    "AircraftShootdown": "Aircraft shootdown", "AidDelivery": "Aid delivery", "OtherEvent": "Other event",
    "hasPlace": "place", "targetText": "target (in words)", "MediaOutlet": "Outlet",
}  # fmt: skip


def number(value: int) -> str:
    """A whole number with commas between the thousands."""
    return f"{value:,}"


def counted(value: int, one: str, several: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "article"), counted(1200, "article"), counted(2, "copy", "copies")
    ('1 article', '1,200 articles', '2 copies')
    """
    return f"{value:,} {one if value == 1 else several or one + 's'}"


def spaced(name: str) -> str:
    """A class's or property's name in words.

    >>> spaced("AirStrike"), spaced("alliedWith"), spaced("CasualtyCount")
    ('Air strike', 'allied with', 'Casualty count')
    """
    if name in _SPECIAL:
        return _SPECIAL[name]
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return words[:1] + words[1:].lower()


def day_words(day: str) -> str:
    """An ISO day in words; anything else as it is.

    >>> day_words("2016-12-03")
    '3 December 2016'
    """
    found = _DAY.fullmatch(day)
    return f"{int(found[3])} {_MONTHS[int(found[2]) - 1]} {found[1]}" if found and 1 <= int(found[2]) <= 12 else day


def bounds_words(first: str, last: str) -> str:
    """What the bounds of a time say in words; empty when neither side is known.

    >>> bounds_words("2016-12-13", "2016-12-13")
    '13 December 2016'
    >>> bounds_words("2016-12-01", "2016-12-31"), bounds_words("2016-01-01", "2016-12-31")
    ('December 2016', '2016')
    >>> bounds_words("2016-12-03", "2016-12-09"), bounds_words("2016-11-28", "2016-12-02")
    ('3–9 December 2016', '28 November – 2 December 2016')
    >>> bounds_words("", "2016-12-02"), bounds_words("2016-11-28", "")
    ('by 2 December 2016', 'from 28 November 2016')
    """
    if not first and not last:
        return ""
    if first == last:
        return day_words(first)
    if not first:
        return f"by {day_words(last)}"
    if not last:
        return f"from {day_words(first)}"
    return _span_words(first, last)


def _span_words(first: str, last: str) -> str:
    try:
        low, high = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return f"{first} – {last}"
    if (low.month, low.day, high.month, high.day) == (1, 1, 12, 31):
        return str(low.year) if low.year == high.year else f"{low.year}–{high.year}"
    whole_months = low.day == 1 and ((high.month == 12 and high.day == 31) or _next_day(high).day == 1)
    if low.year == high.year and low.month == high.month:
        return f"{_MONTHS[low.month - 1]} {low.year}" if whole_months else f"{low.day}–{day_words(last)}"
    if whole_months:
        start = _MONTHS[low.month - 1] if low.year == high.year else f"{_MONTHS[low.month - 1]} {low.year}"
        return f"{start} – {_MONTHS[high.month - 1]} {high.year}"
    start = f"{low.day} {_MONTHS[low.month - 1]}" if low.year == high.year else day_words(first)
    return f"{start} – {day_words(last)}"


def _next_day(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1) if day < date.max else day


def range_words(minimum: int | None, maximum: int | None) -> str:
    """A number that is a range, either side may be open.

    >>> range_words(28, 28), range_words(20, None), range_words(None, 30), range_words(20, 30), range_words(None, None)
    ('28', 'at least 20', 'at most 30', '20–30', '')
    """
    if minimum is None and maximum is None:
        return ""
    if minimum == maximum:
        return f"{minimum:,}"
    if maximum is None:
        return f"at least {minimum:,}"
    return f"at most {maximum:,}" if minimum is None else f"{minimum:,}–{maximum:,}"


def percent(share: float) -> str:
    """A share of one in whole percent."""
    return f"{round(100 * share)}%"


FILTERS: Mapping[str, Callable[..., object]] = {
    "number": number,
    "counted": counted,
    "spaced": spaced,
    "day_words": day_words,
    "percent": percent,
}
"""What templates may apply to a value."""
