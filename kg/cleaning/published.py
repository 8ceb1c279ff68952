"""When an article was published: from metadata, its own head, else bounds reasoned from what it mentions.

A wrong day is much worse than none: every relative date of the article hangs on it. Nothing is taken from a file's time
or from today.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from kg.domain.articles import Region, RegionKind
from kg.domain.calendar import WEEKDAY_PATTERN, WEEKDAYS, DateMention, find_dates, parse_date
from kg.domain.times import DateBasis, TimeBounds

# News on the web is not older, and a year beyond the reach of any archive is a slip.
_LONGEST_VALUE = 100
_FIRST_DAY = date(1990, 1, 1)
_LAST_DAY = date(2099, 12, 31)
# Status numbers carry milliseconds since this instant from November 2010 on (Twitter's "snowflake" numbers).
_SNOWFLAKE_EPOCH = 1_288_834_974_657
_FIRST_SNOWFLAKE = 29_700_859_247
_STATUS = re.compile(r"(?:twitter|x)\.com/\w{1,30}/status(?:es)?/(\d{11,20})(?!\d)")
_URL_DAY = re.compile(r"/(20\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=\D|$)")
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ].*)?")
_UPDATED = re.compile(r"updated?|modified", re.IGNORECASE)
_AS_OF = re.compile(r"\bas (?:of|at)(?:\s\d{1,2}[:.]\d{2})?,?\s$", re.IGNORECASE)
_TODAY = re.compile(r"\b[Tt]oday,?\s(?:on\s)?$")
_PUBLISHED = re.compile(r"publi|posted|issued", re.IGNORECASE)
# Words that put a date ahead of the article.
_AHEAD = re.compile(
    r"\b(?:will|would|shall|until|till|by|before|next|deadline|expires?|expected|scheduled|due|plans?|planned|ahead of|"
    r"upcoming|from now|to be held|set (?:for|to)|no later than|starting|as of|beginning|effective|through)\b",
    re.IGNORECASE,
)
_NAMED_WEEKDAY = re.compile(rf"\b{WEEKDAY_PATTERN}\b")
_OPENING = 500  # characters in which an article tells its news
_HEAD = 400  # characters in which a text that lost its line breaks has its headline, who writes, and the day
# Before the day a name, agency, dash or label; behind it a time, an agency, a dash, or the first word of a sentence.
_STAMPED = re.compile(
    r"(?:\b(?!(?:On|In|Since|By|From|Until|The|After|Before)\b)[A-Z][\w'’.-]*|[)|:–—-]|[Pp]ublished [Oo]n|[Uu]pdated:?)\s$"
)
_TEXT_NEXT = re.compile(r"\s?(?:\d{1,2}[:.]?\d\d\b|[(|/–—•\[-]|[A-Z\"“])")
_SENTENCE_START = re.compile(r"[.!?][\"”’)]?\s|\n")


def find_published(text: str, regions: tuple[Region, ...], given: str | None, url: str | None) -> TimeBounds | None:
    """Return the day of publication where it is known, else bounds for it, else None."""
    return (
        _from_metadata(given, text)
        or _from_head(text, regions)
        or _from_url(url)
        or _from_run_on_head(text)
        or _from_yearless_head(text, regions)
        or _reasoned(text, regions)
    )


def _from_metadata(given: str | None, text: str) -> TimeBounds | None:
    """Read a metadata value: ISO 8601, an e-mail date, seconds since 1970 or a written date; its own zone's day."""
    if not given or len(given) > _LONGEST_VALUE:
        return None
    value = given.strip()
    iso = _ISO.fullmatch(value)
    try:
        if iso:
            return _known(date.fromisoformat(iso.group(1)))
        if re.fullmatch(r"\d{8}", value):
            return _known(datetime.strptime(value, "%Y%m%d").date())
        if re.fullmatch(r"\d{9,10}(?:\.\d+)?|\d{12,13}", value):
            seconds = float(value) / (1000 if len(value.split(".")[0]) > 10 else 1)
            return _known(datetime.fromtimestamp(seconds, UTC).date())
        if re.fullmatch(r"\d{4}", value):
            year = int(value)
            return TimeBounds(date(year, 1, 1), date(year, 12, 31), DateBasis.STATED) if 1990 <= year <= 2099 else None
    except (ValueError, OverflowError, OSError):
        return None
    whole = parse_date(value)
    if whole:
        return _settled(whole, value, text)
    try:
        return _known(parsedate_to_datetime(value).date())
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    dates = [d for d in find_dates(value) if d.exact]
    days = {d.exact for d in dates}
    return _settled(dates[0], value, text) if len(days) == 1 else None


def _from_head(text: str, regions: tuple[Region, ...]) -> TimeBounds | None:
    """Read the date in a dateline region: one labelled as published first, then one in the head, then one that ends the text.

    A date of update at the end of the text only bounds the publication from above.
    """
    found = _Found()
    first_tail = _tail_start(text)
    for region in regions:
        if region.kind == RegionKind.DATELINE:
            found.look(
                region.span.quote, tail=region.span.start >= first_tail, last=not text[region.span.end :].strip()
            )
        elif region.kind == RegionKind.TITLE:
            found.look_at_title(region.span.quote)
    for mentions in (found.labelled, found.plain, found.last):
        if mentions:
            return _settled(*mentions[0], text)
    last = found.updated[0].exact if found.updated else None
    return TimeBounds(None, last, DateBasis.INFERRED) if last and found.updated[0].swapped is None else None


class _Found:
    """The days that datelines name, each with the line that it stands in, by how much they tell."""

    def __init__(self) -> None:
        self.labelled: list[tuple[DateMention, str]] = []
        self.plain: list[tuple[DateMention, str]] = []
        self.last: list[tuple[DateMention, str]] = []
        self.updated: list[DateMention] = []

    def look(self, quote: str, *, tail: bool, last: bool) -> None:
        """Take the days of a dateline; in the `tail` of a text only an update counts, and what is said to be published or ends it."""
        for mention in (m for m in find_dates(quote) if m.exact and _consistent(m)):
            before = quote[: mention.start]
            if tail and _UPDATED.search(before):
                self.updated.append(mention)
            elif tail:
                if last or _PUBLISHED.search(before):
                    self.last.append((mention, quote))
            elif _PUBLISHED.search(before) and not _UPDATED.search(before):
                self.labelled.append((mention, quote))
            else:
                self.plain.append((mention, quote))

    def look_at_title(self, quote: str) -> None:
        """Take the day as of which a report in its title says to stand ("Situation report No. 7 (as of 24 July 2016)")."""
        days = (m for m in find_dates(quote) if m.exact and _consistent(m))
        self.last += [(m, quote) for m in days if _AS_OF.search(quote[: m.start])]


def _tail_start(text: str) -> int:
    """Where the last third of the text begins, at least 600 characters on: datelines from there on are no head."""
    return max(600, len(text) * 2 // 3)


def _from_url(url: str | None) -> TimeBounds | None:
    found = _URL_DAY.search(url or "")
    if not found:
        return None
    try:
        known = _known(date(int(found[1]), int(found[2]), int(found[3])))
    except ValueError:
        return None
    return TimeBounds(known.earliest, known.latest, DateBasis.INFERRED) if known else None


def _from_run_on_head(text: str) -> TimeBounds | None:
    """The first day of a text that lost its line breaks, where it stamps the text: behind a name or a dash, tied to no verb.

    "Russia vetoes draft UNITED NATIONS March 1 2017 (AFP) - Russia on Tuesday …". No later day may be looked back on.
    """
    if "\n" in text[:_HEAD]:
        return None
    mention = next((m for m in find_dates(text[:_HEAD]) if m.exact), None)
    if mention is None or mention.swapped or not _consistent(mention) or mention.exact is None:
        return None
    if not _STAMPED.search(text, max(0, mention.start - 40), mention.start) or not _TEXT_NEXT.match(text, mention.end):
        return None
    return _unless_later(mention.exact, text, find_dates(text))


def _from_yearless_head(text: str, regions: tuple[Region, ...]) -> TimeBounds | None:
    """The day of a dateline without a year ("AMMAN, Feb 21 (Reuters) -") that the text names with its year, if only one.

    No later day may be looked back on, and the first weekday named must be that day's or the one's before it.
    """
    first_tail = _tail_start(text)
    heads = [r.span for r in regions if r.kind == RegionKind.DATELINE and r.span.start < first_tail]
    days = {(m.month, m.day) for s in heads for m in find_dates(s.quote) if m.day and m.year is None}
    if not days:
        return None
    mentions = _mentioned(text, regions)
    whole = {m.exact for m in mentions if m.exact and not m.swapped and (m.month, m.day) in days and _consistent(m)}
    if len(whole) != 1:
        return None
    day = whole.pop()
    if _NAMED_WEEKDAY.search(text) and not _names_weekday(text, day):
        return None
    return _unless_later(day, text, mentions)


def _unless_later(day: date, text: str, mentions: Iterable[DateMention]) -> TimeBounds | None:
    """The day as one of publication, unless the text looks back on a later one."""
    if any(past > day for m in mentions if (past := _looked_back(text, m))):
        return None
    return TimeBounds(day, day, DateBasis.INFERRED)


def _mentioned(text: str, regions: tuple[Region, ...]) -> list[DateMention]:
    """Dates outside of furniture: a page's may be younger than its article ("most read", the year of the copyright)."""
    skip = [r.span for r in regions if r.kind == RegionKind.FURNITURE]
    return [m for m in find_dates(text) if not any(s.start <= m.start < s.end for s in skip)]


def _reasoned(text: str, regions: tuple[Region, ...]) -> TimeBounds | None:
    """The day that the text calls today; else a bound from below: the latest day that it looks back on, or a linked tweet's own time."""
    mentions = _mentioned(text, regions)
    todays = {m.exact for m in mentions if m.exact and _consistent(m) and _TODAY.search(text, 0, m.start)}
    if len(todays) == 1:  # "Today, Saturday, 5 November 2016, our forces …"
        day = todays.pop()
        return TimeBounds(day, day, DateBasis.INFERRED)
    days = [d for d in (_looked_back(text, m) for m in mentions) if d]
    days += tweet_days(text)
    known = [d for d in days if _FIRST_DAY <= d <= _LAST_DAY]
    if not known:
        return None
    latest = max(known)
    opening = _NAMED_WEEKDAY.search(text, 0, _OPENING)
    same = opening is not None and WEEKDAYS[opening.group().lower()] == latest.weekday()
    is_day = any(m.exact == latest for m in mentions)
    # The opening tells what happened "on Tuesday", and no day is told that is later than a Tuesday: the news is of that day.
    return TimeBounds(latest, latest if same and is_day else None, DateBasis.INFERRED)


def tweet_days(text: str) -> list[date]:
    """Return the days (UTC) on which the tweets that the text links were sent, read from their status numbers."""
    days = []
    for found in _STATUS.finditer(text):
        number = int(found.group(1))
        if number >= _FIRST_SNOWFLAKE:
            try:
                days.append(datetime.fromtimestamp(((number >> 22) + _SNOWFLAKE_EPOCH) / 1000, UTC).date())
            except (ValueError, OverflowError, OSError):
                continue
    return days


def _looked_back(text: str, mention: DateMention) -> date | None:
    """The earliest day of a mention with a year, where nothing in its sentence looks ahead; else None."""
    if mention.swapped:
        return None
    bounds = mention.bounds()
    if bounds is None or mention.year is None:
        return None
    starts = [m.end() for m in _SENTENCE_START.finditer(text, max(0, mention.start - 400), mention.start)]
    begin = starts[-1] if starts else max(0, mention.start - 400)
    stop = _SENTENCE_START.search(text, mention.end)
    sentence = text[begin : stop.start() if stop else len(text)]
    return None if _AHEAD.search(sentence) else bounds.earliest


def _settled(mention: DateMention, line: str, text: str) -> TimeBounds | None:
    """The bounds of a mention in `line`; of two readings (06-08-2013) the one that the text fits, else both as bounds.

    The text fits a reading whose weekday it names, and none before a day that it looks back on. Figures joined by hyphens
    are written day first save where the year leads, so that reading holds (inferred) where the text leaves both; with
    slashes the Americans put the month first.
    """
    if not _consistent(mention):
        return None
    bounds = mention.bounds()
    if bounds is None or not _plausible(bounds):
        return None
    if mention.exact is None or mention.swapped is None:
        return bounds
    past = max((d for m in find_dates(text) if (d := _looked_back(text, m))), default=_FIRST_DAY)
    readings = [d for d in (mention.exact, mention.swapped) if d >= past] or [mention.exact, mention.swapped]
    named = [d for d in readings if _names_weekday(text, d)] or readings
    if len(named) == 1:
        return TimeBounds(named[0], named[0], DateBasis.STATED)
    if "-" in line[mention.start : mention.end]:
        return TimeBounds(mention.exact, mention.exact, DateBasis.INFERRED)
    first, last = sorted((mention.exact, mention.swapped))
    return TimeBounds(first, last, DateBasis.STATED)


def _names_weekday(text: str, day: date) -> bool:
    """Whether the first weekday that the text names is this day's or the day before's: news is that young."""
    found = _NAMED_WEEKDAY.search(text)
    if not found:
        return False
    name = found.group().lower()[:3]
    return name in {d.strftime("%a").lower() for d in (day, day - timedelta(days=1))}


def _consistent(mention: DateMention) -> bool:
    """Whether the weekday written beside a date is its weekday."""
    return mention.weekday is None or mention.exact is None or mention.exact.weekday() == mention.weekday


def _plausible(bounds: TimeBounds) -> bool:
    return all(_FIRST_DAY <= d <= _LAST_DAY for d in (bounds.earliest, bounds.latest) if d)


def _known(day: date) -> TimeBounds | None:
    return TimeBounds(day, day, DateBasis.STATED) if _FIRST_DAY <= day <= _LAST_DAY else None
