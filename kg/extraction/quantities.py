"""Numbers of people as news writes them, read as inclusive ranges ("at least 28" is 28 or more, "dozens" 24 or more).

Conventions are those of casualty recording: a count is never rounded, a side that the words leave open is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.domain.calendar import MONTH_NAMES

_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SMALL: dict[str, int] = {word: n for n, word in enumerate(_ONES)} | {w: 10 * n for n, w in enumerate(_TENS, 2)}
_POWERS: dict[str, int] = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_UNITS: dict[str, int] = _POWERS | {"dozen": 12, "score": 20}

# Plural words for an open number: at least two of the unit; "tenths" is a slip for "tens" in translated copy.
_PLURALS: dict[str, int] = {
    "tens": 20, "tenths": 20, "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "millions": 2_000_000,
}  # fmt: skip
_PLURAL_OF: dict[str, int] = {"dozens": 12, "hundreds": 100, "thousands": 1000, "millions": 1_000_000}
# Words that tell how many there are, exactly or not, or lead up to such a word.
_COUNTING = frozenset(
    [
        *_ONES[1:], *_TENS, "hundred", "thousand", "tens", "dozens", "scores", "hundreds", "thousands", "of", "a", "an", "the", "some",
        "many", "several", "few", "at", "least", "more", "than", "over", "nearly", "about", "around", "up", "to", "other", "another",
    ]
)  # fmt: skip
# Words of number that give no figure at all.
_OPEN = (
    "a large number", "large numbers", "a number", "a high number", "a small number", "numbers", "many", "numerous",
    "various", "countless", "an unknown number", "an unspecified number",
)  # fmt: skip
_FIXED: dict[str, tuple[int | None, int | None]] = {
    "several": (3, None), "a few": (3, None), "a handful": (3, None),
    "both": (2, 2), "a couple": (2, 2), "a pair": (2, 2),
    "half a dozen": (6, 6), "no": (0, 0), "none": (0, 0), "a quarter of a million": (250_000, 250_000),
    "half a million": (500_000, 500_000), "a single": (1, 1), "another": (1, 1), "a": (1, 1), "an": (1, 1),
    **dict.fromkeys(_OPEN, (None, None)),
}  # fmt: skip

_AT_LEAST = (
    "at least|more than|over|above|upwards of|upward of|no fewer than|no less than|not less than|not fewer than|"
    "a minimum of|minimum of|in excess of|well over|exceeding"
)
_AT_MOST = (
    "nearly|almost|up to|as many as|close to|just under|less than|fewer than|under|no more than|not more than|at most|"
    "a maximum of"
)
_ABOUT = (
    "some|about|around|approximately|roughly|an estimated|estimated|a total of|a confirmed|exactly|only|just|the first|"
    "another|other|the other|the remaining|a further|a reported"
)

_MONTH_BEFORE = "".join(f"(?<!{month} )" for month in MONTH_NAMES)
_DIGITS = rf"(?:{_MONTH_BEFORE}\d{{1,3}}(?:,\d{{3}})+|{_MONTH_BEFORE}[1-9]\d{{0,2}}(?: \d00| 000)+(?!\d)|\d+(?:\.\d+)?)"
_WORD = "(?:" + "|".join(sorted(_SMALL, key=len, reverse=True)) + ")"
_UNIT = "(?:" + "|".join(_UNITS) + ")"
_TERM = rf"(?:(?:{'|'.join(_TENS)})[ -](?:{'|'.join(_ONES[1:10])})\b|{_WORD})"
_GROUP = rf"(?:(?:an?|{_TERM})[ -]{_UNIT}(?: {_UNIT})*)"
_WORDS = rf"(?:{_GROUP}(?: (?:and )?{_GROUP})*(?: (?:and )?{_TERM}\b)?|{_TERM})"
_PLURAL = (
    rf"(?:(?:tens|dozens|hundreds)(?: of)? (?:thousands|millions)|(?:several|a few|many) {_UNIT}|(?:"
    + "|".join(_PLURALS)
    + r"))(?!')"
)
_FIXED_PATTERN = "(?:" + "|".join(re.escape(f) for f in sorted(_FIXED, key=len, reverse=True)) + ")"
_SPOKEN = rf"half a dozen|a quarter of a million|half a million|{_DIGITS}(?:[ -]{_UNIT})?|{_WORDS}"
_NUMBER = rf"(?:{_PLURAL}|{_SPOKEN}|{_FIXED_PATTERN})"
_RANGE = rf"(?:(?<=\d)\s?[-–]\s?(?=\d)| to | or )(?P<to>{_DIGITS}|{_WORDS})"
_EDGE = (
    r"(?![\w%$€£]|[.,]\d|:\d|-(?:\d|year|day|month|week|hour|strong|old|point|kilo|km|mile|meter|metre|inch|mm|ton))"
)
# The start of a number may not stand inside a word, a figure, a code or an amount of money.
_FRONT = r"(?<![\w$€£#:/])(?<!\d[.,-])(?<![A-Za-z]-)"
_PATTERN = re.compile(
    rf"{_FRONT}(?:(?P<between>between )(?P<low>{_NUMBER}) and (?P<high>{_NUMBER})"
    rf"|(?P<mods>(?:(?:{_AT_LEAST}|{_AT_MOST}|{_ABOUT})\s+)*)(?:(?P<from>{_NUMBER}){_RANGE}"
    rf"|(?P<one>{_NUMBER}))(?P<plus>\+| or more\b| at least(?=[.,;)]|$))?){_EDGE}",
    re.IGNORECASE,
)
_AT_LEAST_RE = re.compile(rf"\b(?:{_AT_LEAST})\b", re.IGNORECASE)
_AT_MOST_RE = re.compile(rf"\b(?:{_AT_MOST})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text: half-open offsets of its words with their modifiers, and its inclusive range.

    Both sides None means that the words speak of a number but give none ("a large number"). `core` is the offset where
    the bare number begins; `article` marks "a", "an", "no", "another", which count only where a noun follows.
    """

    start: int
    end: int
    minimum: int | None
    maximum: int | None
    core: int
    article: bool = False


def find_quantities(text: str, start: int = 0, end: int | None = None) -> Iterator[Quantity]:
    """Find every number in `text[start:end]`, in order; not money, percentages, ages, clock times or parts of words."""
    for m in _PATTERN.finditer(text, start, len(text) if end is None else end):
        bounds = _bounds(m)
        if bounds is None:
            continue
        core = m.start("one") if m["one"] else m.start("from") if m["from"] else m.start("low")
        bare = not m["mods"] and (m["one"] or "").lower() in {"a", "an", "no", "another"}
        yield Quantity(m.start(), m.end(), *bounds, core=core, article=bare)


def parse_quantity(phrase: str) -> tuple[int | None, int | None] | None:
    """Read a phrase that is a number alone, e.g. "at least 28" → (28, None); None where it is no number.

    (None, None) is a number that is not given ("a large number").
    """
    stripped = phrase.strip()
    m = _PATTERN.fullmatch(stripped)
    return _bounds(m) if m else None


def _bounds(m: re.Match[str]) -> tuple[int | None, int | None] | None:
    """Minimum and maximum of one match, or None where the figures cannot be read."""
    if m["between"] or m["from"]:
        low, high = _value(m["low"] or m["from"]), _value(m["high"] or m["to"])
        if low is None or high is None or low[0] is None or high[0] is None or low[0] > high[0]:
            return None
        return low[0], high[1] if high[1] is not None else high[0]
    value = _value(m["one"])
    if value is None:
        return None
    minimum, maximum = value
    mods = m["mods"] or ""
    if m["plus"] or _AT_LEAST_RE.search(mods):
        return minimum, None
    if _AT_MOST_RE.search(mods):
        return None, maximum if maximum is not None else minimum
    return minimum, maximum


def _value(words: str) -> tuple[int | None, int | None] | None:
    """Range of a number without modifiers."""
    low = re.sub(r"\s+", " ", words.lower().strip())
    if low in _FIXED:
        return _FIXED[low]
    if low in _PLURALS:
        return _PLURALS[low], None
    parts = re.split(r"[ -]", low)
    if parts[-1] in _PLURAL_OF and parts[0] in _PLURALS:
        return _PLURALS[parts[0]] * _PLURAL_OF[parts[-1]], None
    if parts[0] in {"several", "many"} or low.startswith("a few "):
        return 3 * _UNITS[parts[-1]], None
    exact = _exact(parts)
    return None if exact is None else (exact, exact)


def _exact(parts: list[str]) -> int | None:
    """One number from its words or figures, e.g. ["two", "dozen"], ["6.36", "million"], ["1", "200"]."""
    if parts[0][0].isdigit():
        figures = parts[0].replace(",", "")
        rest = parts[1:]
        while rest and rest[0].isdigit():
            figures += rest.pop(0)
        scale = _UNITS[rest[0]] if rest else 1
        if len(figures) > 12:
            return None
        return round(float(figures) * scale) if "." not in figures or scale > 1 else None
    total, current = 0, 0
    for word in parts:
        if word in {"a", "an"}:
            current = 1
        elif word in _SMALL:
            current += _SMALL[word]
        elif word == "hundred" or word in {"dozen", "score"}:
            current = max(current, 1) * _UNITS[word]
        elif word in _POWERS:
            total += max(current, 1) * _POWERS[word]
            current = 0
        elif word != "and":
            return None
    return total + current


def is_number(name: str) -> bool:
    """Whether every word tells only how many: "Five", "dozens", "at least 20"."""
    return all(w.lower() in _COUNTING or w[:1].isdigit() for w in name.split())


def without_number(name: str) -> str:
    """People without how many they are: "at least 58 civilians" → "civilians". What is a number only stays as it is."""
    words = name.split()
    first = 0
    while first < len(words) - 1 and is_number(words[first]):
        first += 1
    return " ".join(words[first:])
