"""Which time expression dates which event or saying: by syntax in the sentence, else by the lines before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.domain.annotations import AnnotatedArticle
from kg.domain.spans import Span
from kg.domain.times import DateBasis, TimeBounds
from kg.extraction.clauses import CLAUSAL, Clauses, clauses_of
from kg.extraction.times.values import TimeExpression, TimeKind

# Costs are steps in the tree. A step out of a subordinate clause counts for more than one into it, for "fled after they
# besieged the town on Friday" dates the siege alone while "shells fell on Friday as they besieged it" dates both; a
# modifier before a noun ("Thursday's attack") dates that noun. Chosen on the training part.
_STEP, _UP, _DOWN, _MODIFIER, _SPEECH, _LIMIT = 0.5, 3.0, 1.5, 8.0, 10.0, 9.0
# Sentences over which a day told carries on. On gold train with gold triggers 5 gives within 0.87, invented 0.10; 1 gives 0.77, 0.09.
# No day is better than an invented one.
_REACH = 1
_RECENT = 7  # days before the publication: what lies further back is history, told once
_RUN = 2  # days: a longer run dates no neighbour
_DATING = frozenset({TimeKind.POINT, TimeKind.SINCE, TimeKind.DURATION, TimeKind.UNTIL, TimeKind.OFFSET})


@dataclass(frozen=True, slots=True)
class Bound:
    """An expression bound to a trigger; the lower the cost, the closer."""

    bounds: TimeBounds
    span: Span
    cost: float


def bind_time(
    trigger: Span, annotated: AnnotatedArticle, times: Sequence[TimeExpression]
) -> tuple[TimeBounds, Span] | None:
    """Give the days of what `trigger` tells, with the words that say so, from its own sentence; else None.

    `times` are the article's time expressions, as `find_times` gives them.
    """
    bound = _nearest(trigger, clauses_of(annotated), times)
    return (bound.bounds, bound.span) if bound else None


def _nearest(trigger: Span, clauses: Clauses, times: Sequence[TimeExpression]) -> Bound | None:
    """The closest expression that can date the trigger, in its own sentence."""
    head = clauses.head_of(trigger)
    if head is None:
        return None
    sentence = clauses.tokens[head].sentence
    options: list[tuple[float, TimeExpression]] = []
    for time in times:
        inside = clauses.within(time.span.start, time.span.end)
        if not inside or clauses.tokens[inside[0]].sentence != sentence or time.kind is TimeKind.STAMP:
            continue
        if time.kind is TimeKind.OFFSET and trigger.start < time.span.end:
            continue
        if (
            _ahead(time, clauses)
            and not clauses.is_future(head)
            and clauses.verb_of(inside[0]) != clauses.verb_of(head)
        ):
            continue
        options.append((_cost(trigger, head, time, clauses), time))
    for cost, time in sorted(options, key=lambda o: (o[0], o[1].span.start)):
        if cost > _LIMIT:
            return None
        if time.bounds is None or time.kind not in _DATING:
            return None  # the closest words give no day: none other is guessed
        return Bound(_as_told(trigger, time, time.bounds, clauses), time.span, cost)
    return None


def _as_told(trigger: Span, time: TimeExpression, bounds: TimeBounds, clauses: Clauses) -> TimeBounds:
    """The bounds for this trigger: what stands before "since the war began in March" has gone on from then."""
    published = clauses.annotated.article.published
    if time.since_at is None or trigger.end > time.since_at or bounds.earliest is None:
        return bounds
    latest = published.latest if published else None
    return TimeBounds(bounds.earliest, latest if latest and latest >= bounds.earliest else None, bounds.basis)


def _ahead(time: TimeExpression, clauses: Clauses) -> bool:
    """Whether an expression lies wholly after the publication."""
    published = clauses.annotated.article.published
    return bool(
        published
        and published.latest
        and time.bounds
        and time.bounds.earliest
        and time.bounds.earliest > published.latest
    )


def _cost(trigger: Span, head: int, time: TimeExpression, clauses: Clauses) -> float:
    """How far an expression stands from a trigger."""
    if trigger.contains(time.span):
        return 0.0
    index = clauses.head_of(time.span)
    if index is None:
        return _LIMIT + 1
    path = clauses.path(index, head)
    if path is None:
        return _LIMIT + 1
    cost = 0.0
    for here, there in pairwise(path):
        up = clauses.tokens[here].head == there
        token = clauses.tokens[here if up else there]
        if token.dep in CLAUSAL or (token.dep == "conj" and token.pos in {"VERB", "AUX"}):
            cost += _UP if up and token.dep != "conj" else _DOWN
        else:
            cost += _STEP
    if _modifies_noun(index, clauses) and head not in path[:2]:
        cost += _MODIFIER
    if _dates_speech(index, clauses, head):
        cost += _SPEECH
    return cost


def _modifies_noun(index: int, clauses: Clauses) -> bool:
    """Whether an expression stands before a noun that it belongs to."""
    token = clauses.tokens[index]
    return token.head > index and clauses.tokens[token.head].pos in {"NOUN", "PROPN"} and token.dep != "pobj"


def _dates_speech(index: int, clauses: Clauses, head: int) -> bool:
    """Whether an expression says when something was said rather than when it happened."""
    verb = clauses.verb_of(index)
    if verb is None or verb == head or not clauses.is_speech(verb):
        return False
    # "On Tuesday the observatory said a strike killed 18": a day put first belongs to what is told as well.
    return not index < verb < head


def said_on(cue: Span, annotated: AnnotatedArticle, times: Sequence[TimeExpression]) -> tuple[TimeBounds, Span] | None:
    """The day of a saying: the expression that hangs on the cue ("said on Sunday"); None where the words give none."""
    clauses = clauses_of(annotated)
    head = clauses.head_of(cue)
    if head is None:
        return None
    for time in times:
        index = clauses.head_of(time.span)
        if index is None or time.bounds is None or time.kind is not TimeKind.POINT:
            continue
        if clauses.verb_of(index) == head or clauses.tokens[index].head == head:
            return time.bounds, time.span
    return None


def date_event(
    triggers: Sequence[Span], annotated: AnnotatedArticle, times: Sequence[TimeExpression]
) -> tuple[TimeBounds, Span] | None:
    """The days of an event told by several triggers: the closest expression of any, the first mention preferred.

    Where no sentence of it names a day, a finished happening takes the day on which the lines before it tell something
    else to have happened (basis inferred): news tells a day's events in a row.
    """
    clauses = clauses_of(annotated)
    found = [b for t in triggers if (b := _nearest(t, clauses, times)) and not _is_open_guess(b.bounds)]
    best = min(found, key=lambda b: (b.cost, b.span.start), default=None)
    if best is None:
        best = next((b for t in triggers if (b := _carried(t, clauses, times))), None)
    return (best.bounds, best.span) if best else None


def _is_open_guess(bounds: TimeBounds) -> bool:
    """Whether it is a weekday counted from a day of publication that is bounded on one side only: it settles nothing."""
    return bounds.basis is DateBasis.INFERRED and None in {bounds.earliest, bounds.latest}


def _carried(trigger: Span, clauses: Clauses, times: Sequence[TimeExpression]) -> Bound | None:
    """The day of the sentences before, for a trigger in the simple past whose own has no time expression."""
    head = clauses.head_of(trigger)
    if head is None or not clauses.is_past(head):
        return None
    sentence = clauses.tokens[head].sentence
    for time in reversed(times):
        inside = clauses.within(time.span.start, time.span.end)
        if not inside or time.kind in {TimeKind.STAMP, TimeKind.SET}:
            continue
        back = sentence - clauses.tokens[inside[0]].sentence
        if back < 0:
            continue
        index = clauses.head_of(time.span)
        if index is None or _dates_speech(index, clauses, head):
            continue
        if back == 0 or back > _REACH or time.kind is not TimeKind.POINT or time.bounds is None:
            return None
        earliest, latest = time.bounds.earliest, time.bounds.latest
        if earliest is None or latest is None or (latest - earliest).days > _RUN:
            return None
        published = clauses.annotated.article.published
        if published and published.earliest and (published.earliest - latest).days > _RECENT:
            return None
        return Bound(replace(time.bounds, basis=DateBasis.INFERRED), time.span, _LIMIT + back)
    return None
