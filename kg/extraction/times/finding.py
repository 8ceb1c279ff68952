"""Find the time expressions of an article and settle their days as far as its words and its publication allow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from kg.domain.annotations import AnnotatedArticle
from kg.domain.articles import Article, RegionKind
from kg.domain.calendar import MONTHS, WEEKDAY_NAMES, DateMention, find_dates
from kg.domain.spans import span_at
from kg.domain.times import DateBasis, TimeBounds
from kg.extraction.clauses import Clauses, clauses_of
from kg.extraction.times.phrases import Days, Phrase, Reading, find_phrases, month_before, month_of, narrow
from kg.extraction.times.reference import Reference
from kg.extraction.times.values import TimeExpression, TimeKind

# A stamp ("Sun 05 Jul 2015", "Last updated at Apr 23 2017") has no preposition that ties it to a happening.
_PREPOSITION = re.compile(
    r"\b(?:on|in|since|of|from|until|till|by|between|to|and|the|an?|dated|for|at about|during|after|before)\s*$", re.I
)
_STAMPED = re.compile(r"\b(?:posted|published|updated|publication|last update:?)(?: (?:on|at))?:? $", re.I)
_EDGE = re.compile(r"\b(?P<edge>early|late|mid|the (?:start|beginning|middle|end) of|end of)[\s-](?:the )?$", re.I)
_SINCE = re.compile(
    r"\b(?P<word>since|until|till|up to|by|before|prior to|ahead of)\s+(?:at least |about |around )?(?:on )?(?:the )?$",
    re.I,
)
_YEAR_AFTER = re.compile(r"\s+(?:of )?(?P<which>last|this|next) year\b", re.I)
_YEAR_NOUN = re.compile(
    r"\b(?:the|a|an|its|their)\s+(?P<year>(?:19|20)\d\d)(?=\s(?:[A-Z][\w-]+\s){0,2}(?!people|civilians|fighters|men)[a-z])"
)
_MONTH_NOUN = re.compile(
    r"(?<![\w-])(?P<name>January|February|March|April|May|June|July|August|September|October|November|December)(?=['’]?s?\s[a-z])"
)
_JOIN = re.compile(r"\s*(?:and|to|through|until|or|-|–|,)\s*(?:on )?(?:early |late )?", re.I)
_START_OF = re.compile(
    r"\b(?P<edge>the (?:start|beginning|end) of|early|late)\s+(?P<what>the|this) (?P<unit>year|month)\b", re.I
)
_ONSET = re.compile(r"\bsince\b", re.I)
_WEEKDAY = re.compile(rf"^(?:on )?(?P<name>{'|'.join(WEEKDAY_NAMES)})\b")
_OPENING = 500  # characters in which an article's own day is told
_HEAD_START = re.compile(r"[\s•*–-]*(?:\d{1,2}[.)]\s*)?")
_HEAD_END = re.compile(r"\s*(?:[:–—-]|\n|,\s[^.:;\n]{2,80}:)")  # "May 14, 2017, near Al Bukamal, Syria, via report: …"
# "21:10 – That ends our coverage": the items of a live page, each of the day on which the page was written.
_CLOCK_HEAD = re.compile(
    r"^[ \t•*–-]*(?P<clock>\d{1,2}[:.h]\d{2})(?:\s?(?:GMT|UTC|[ap]\.?m\.?|local(?: time)?))?\s?(?:[–—:|-]\s|\n)",
    re.MULTILINE,
)
_LIVE = 3  # such heads make a live page
# A day that is set for something: "planned for Sunday", "called a strike for Friday".
_SET_FOR = re.compile(
    r"(?<![\w-])(?:(?:planned|scheduled|slated|due|expected|set)\s(?:[\w-]+\s){0,3}(?:for|on)|"
    r"(?:called|announced|proposed|invited)\s(?:[\w-]+\s){0,3}for)\s(?:the\s)?$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A raw match: offsets, kind, reading, whether the words themselves name the day, what joins it to others."""

    start: int
    end: int
    kind: TimeKind
    read: Reading | None
    stated: bool
    joinable: bool = False
    after: bool = False
    full_day: bool = False
    yearless: bool = False


@lru_cache(maxsize=2)
def find_times(annotated: AnnotatedArticle) -> tuple[TimeExpression, ...]:
    """Every time expression of the article's running text, in order, none overlapping another.

    Bounds are settled from the words alone where they name the day with its year (basis stated), else against the day
    of publication (relative), or against its bounds where only those are known (inferred, as wide as they leave it).
    Without a publication day relative expressions have no bounds.
    """
    clauses = clauses_of(annotated)
    text = annotated.article.text
    skip = annotated.article.furniture()
    found = [f for f in _raw(text) if not any(s.start < f.end and f.start < s.end for s in skip)]
    listed = _list_heads(text, found)
    reference = Reference(_day_of_copy(annotated.article, found), tuple(_dated(found)))
    results: list[TimeExpression] = []
    for item in found:
        expression = _settle(item, clauses, reference, item in listed)
        results.append(expression)
        if (
            expression.kind is TimeKind.POINT
            and expression.bounds
            and expression.bounds.earliest == expression.bounds.latest
        ):
            reference = replace(reference, told=expression.bounds)
    return tuple(results)


def _list_heads(text: str, found: list[_Found]) -> list[_Found]:
    """The days that head the parts of a text told day by day ("15 September 2016: …"): two at least, each opening a line."""
    heads = [f for f in found if f.full_day and _opens_line(text, f)]
    return heads if len({text[f.start : f.end] for f in heads}) > 1 else []


def _opens_line(text: str, item: _Found) -> bool:
    before = text[text.rfind("\n", 0, item.start) + 1 : item.start]
    return _HEAD_START.fullmatch(before) is not None and _HEAD_END.match(text, item.end) is not None


def _day_of_copy(article: Article, found: list[_Found]) -> TimeBounds | None:
    """The day from which the text counts: that of publication, or the next where the text opens with that day's name.

    Copy goes on being written after its stamp: six days back would be "last Tuesday", and news tells yesterday first.
    """
    published = article.published
    if published is None or published.earliest is None or published.earliest != published.latest:
        return published
    early = [f for f in found if not f.stated and f.start < _OPENING]
    opening = next((m["name"] for f in early if (m := _WEEKDAY.match(article.text[f.start : f.end]))), None)
    following = published.earliest + timedelta(days=1)
    if opening != WEEKDAY_NAMES[following.weekday()]:
        return published
    return TimeBounds(following, following, DateBasis.INFERRED)


def _dated(found: list[_Found]) -> Iterator[tuple[int, Days]]:
    """The written dates that name their year, with their offsets."""
    for item in found:
        days = item.read(date.min, False) if item.stated and item.read else None
        if days and (days[1] - days[0]).days <= 31:
            yield item.start, days


def _raw(text: str) -> list[_Found]:
    """All matches in order of place: a written date wins over a phrase, an earlier rule over a later."""
    taken: list[_Found] = []

    def add(item: _Found) -> None:
        if not any(item.start < t.end and t.start < item.end for t in taken):
            taken.append(item)

    for mention in find_dates(text):
        add(_from_mention(text, mention))
    for m in _START_OF.finditer(text):
        add(_Found(m.start(), m.end(), TimeKind.POINT, _start_of(m["unit"].lower(), m["edge"]), False))
    for phrase in find_phrases(text):
        add(_from_phrase(phrase))
    for m in _MONTH_NOUN.finditer(text):
        add(_from_mention(text, DateMention(start=m.start(), end=m.end(), month=MONTHS[m["name"].lower()])))
    for m in _YEAR_NOUN.finditer(text):
        add(_from_mention(text, DateMention(start=m.start("year"), end=m.end("year"), year=int(m["year"]))))
    clocks = list(_CLOCK_HEAD.finditer(text))
    for m in clocks if len(clocks) >= _LIVE else ():
        add(_Found(*m.span("clock"), TimeKind.POINT, lambda day, _future: (day, day), stated=False))
    taken.sort(key=lambda f: f.start)
    return list(_joined(text, taken))


def _from_phrase(phrase: Phrase) -> _Found:
    return _Found(
        phrase.start, phrase.end, phrase.kind, phrase.read, stated=False, after=phrase.after,
        joinable=phrase.kind is TimeKind.POINT and not phrase.after,
    )  # fmt: skip


def _from_mention(text: str, mention: DateMention) -> _Found:
    """A written date as a match; without a year it is read against the publication."""
    edge = _EDGE.search(text, max(0, mention.start - 20), mention.start)
    part = edge["edge"] if edge and mention.day is None else ""
    start, end = (edge.start() if part and edge else mention.start), mention.end
    whole = mention.bounds()
    full_day = mention.exact is not None
    if whole and whole.earliest and whole.latest:
        days = narrow((whole.earliest, whole.latest), part)
        return _Found(start, end, TimeKind.POINT, lambda _day, _future: days, True, True, full_day=full_day)
    year_after = _YEAR_AFTER.match(text, end)
    step = {"last": -1, "this": 0, "next": 1}[year_after["which"].lower()] if year_after else None
    before = text[max(0, mention.start - 5) : mention.start].lower()

    def read(day: date, future: bool) -> Days | None:
        days = _yearless(mention, day, future, step, before.endswith("last "))
        return narrow(days, part) if days else None

    return _Found(start, year_after.end() if year_after else end, TimeKind.POINT, read, False, True, yearless=True)


def _yearless(mention: DateMention, day: date, future: bool, step: int | None, last: bool) -> Days | None:
    """First and last day of a month, or a day of it, without a year: the latest one begun, or the next to come."""
    if mention.month is None:
        return None
    if step is not None:
        year = day.year + step
    elif mention.day is None:
        year = month_before(day, mention.month)[0].year
        if future and mention.month != day.month:
            year = day.year if mention.month > day.month else day.year + 1
        if last and mention.month == day.month:
            year -= 1
    else:
        year = day.year if (mention.month, mention.day) <= (day.month, day.day) else day.year - 1
        if future:
            year = day.year if (mention.month, mention.day) >= (day.month, day.day) else day.year + 1
    found = mention.bounds(year)
    return (found.earliest, found.latest) if found and found.earliest and found.latest else None


def _start_of(unit: str, edge: str) -> Reading:
    def read(day: date, _future: bool) -> Days:
        days = month_of(day.year, day.month) if unit == "month" else (date(day.year, 1, 1), date(day.year, 12, 31))
        return narrow(days, edge)

    return read


def _joined(text: str, items: list[_Found]) -> Iterator[_Found]:
    """Neighbours such as "Friday and Saturday" or "from May 3 to May 5" made one run of days."""
    i = 0
    while i < len(items):
        item = items[i]
        following = items[i + 1] if i + 1 < len(items) else None
        if following and item.joinable and following.joinable and _JOIN.fullmatch(text, item.end, following.start):
            yield replace(
                item,
                end=following.end,
                read=_run(item, following),
                stated=item.stated and following.stated,
                full_day=False,
            )
            i += 2
        else:
            yield item
            i += 1


def _run(first: _Found, second: _Found) -> Reading:
    def read(day: date, future: bool) -> Days | None:
        b = second.read(day, future) if second.read else None
        a = first.read(b[0] if b and not first.stated else day, future) if first.read else None
        return (min(a[0], b[0]), max(a[1], b[1])) if a and b else None

    return read


def _settle(item: _Found, clauses: Clauses, reference: Reference, listed: bool) -> TimeExpression:
    """The value of one match; `listed` where it heads a part of the text."""
    article = clauses.annotated.article
    text = article.text
    inside = clauses.within(item.start, item.end)
    index = inside[0] if inside else None
    ahead = _SET_FOR.search(text, max(0, item.start - 50), item.start) is not None
    future = ahead or (index is not None and clauses.is_future(index))
    bounds = _bounds(item, reference, future)
    kind = item.kind
    start = item.start
    word = _SINCE.search(text, max(0, start - 30), start)
    since_at = None
    if word and kind is TimeKind.POINT:
        start = word.start()
        opening = word["word"].lower()
        kind = TimeKind.SINCE if opening == "since" else TimeKind.UNTIL
        bounds = _since(bounds, article.published) if kind is TimeKind.SINCE else _until(bounds)
    elif kind is TimeKind.DURATION:
        # A length of time reaches up to the publication only where the tense does ("have been battling for a week").
        perfect = index is not None and clauses.is_perfect(index)
        bounds = bounds if perfect and text.startswith(("for ", "For "), item.start) else None
    elif kind is TimeKind.POINT:
        since_at = _onset(clauses, item.start)
        if not listed and _is_stamp(item, clauses):
            kind = TimeKind.STAMP
    if kind is TimeKind.POINT and item.read is None:
        kind = TimeKind.VAGUE
    return TimeExpression(span_at(text, start, item.end), kind, bounds, since_at)


def _is_stamp(item: _Found, clauses: Clauses) -> bool:
    """Whether a written-out day stamps a text or picture: in a dateline, after "published", or bare in the line."""
    article = clauses.annotated.article
    if _STAMPED.search(article.text, max(0, item.start - 30), item.start) and item.full_day:
        return True
    if any(r.kind is RegionKind.DATELINE and r.span.start <= item.start < r.span.end for r in article.regions):
        return True
    return item.full_day and not _PREPOSITION.search(article.text, max(0, item.start - 12), item.start)


def _onset(clauses: Clauses, start: int) -> int | None:
    """Offset of a "since" of the same sentence whose clause the expression at `start` closes."""
    inside = clauses.within(start, start + 1)
    if not inside:
        return None
    sentence = clauses.annotated.sentences[clauses.tokens[inside[0]].sentence]
    text = clauses.annotated.article.text
    opened = [m for m in _ONSET.finditer(text, sentence.start, start) if start - m.start() < 90]
    return opened[-1].start() if opened else None


def _bounds(item: _Found, against: Reference, future: bool) -> TimeBounds | None:
    """First and last day of a match, against the publication or, for "the previous day", the day told last."""
    if item.read is None:
        return None
    if item.stated:
        days = item.read(date.min, False)
        return TimeBounds(*days, DateBasis.STATED) if days else None
    if item.yearless and not against.is_exact:
        days = against.year_of(item.start, item.read)
        if days:
            return TimeBounds(*days, DateBasis.INFERRED)
    reference = (against.told or against.published) if item.after else against.published
    if reference is None:
        return None
    ends = [item.read(day, future) if day else None for day in (reference.earliest, reference.latest)]
    earliest = ends[0][0] if ends[0] else None
    latest = ends[1][1] if ends[1] else None
    if earliest is None and latest is None:
        return None
    if earliest and latest and earliest > latest:
        return None
    settled = reference.earliest == reference.latest and reference.basis is not DateBasis.INFERRED
    return TimeBounds(earliest, latest, DateBasis.RELATIVE if settled else DateBasis.INFERRED)


def _since(bounds: TimeBounds | None, published: TimeBounds | None) -> TimeBounds | None:
    """From the first day of `bounds` to the publication."""
    if bounds is None or bounds.earliest is None:
        return None
    end = published.latest if published else None
    if end and end < bounds.earliest:
        end = bounds.latest
    return TimeBounds(bounds.earliest, end, bounds.basis)


def _until(bounds: TimeBounds | None) -> TimeBounds | None:
    """Up to the last day of `bounds`."""
    return TimeBounds(None, bounds.latest, bounds.basis) if bounds and bounds.latest else None
