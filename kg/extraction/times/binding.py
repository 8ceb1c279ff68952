"""Which time expression dates which event or saying: by syntax in the sentence, else by the lines before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from kg.domain.annotations import AnnotatedArticle
from kg.domain.spans import Span
from kg.domain.times import DateBasis, TimeBounds
from kg.extraction.clauses import Clauses, clauses_of
from kg.extraction.times.carrying import carried
from kg.extraction.times.distances import LIMIT, distance, is_cause
from kg.extraction.times.values import Bound, TimeExpression, TimeKind

_UNTIL = 4.0  # steps: "before the 2011 war" says mostly of what stands farther off that it was long ago
_READ = {
    TimeKind.POINT: "the day, month or year",
    TimeKind.SINCE: "the beginning",
    TimeKind.UNTIL: "the end",
    TimeKind.DURATION: "the length of time up to the publication",
    TimeKind.OFFSET: "the days counted from another happening",
}
_DATING = frozenset(_READ)


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
    if head is None or is_cause(trigger, clauses.annotated.article.text):
        return None
    sentence = clauses.tokens[head].sentence
    options: list[tuple[float, TimeExpression]] = []
    for time in times:
        inside = clauses.within(time.span.start, time.span.end)
        if not inside or clauses.tokens[inside[0]].sentence != sentence or time.kind is TimeKind.STAMP:
            continue
        if time.kind is TimeKind.OFFSET and (trigger.start < time.span.end or _is_only_spoken_of(head, clauses)):
            continue
        if time.kind is TimeKind.DURATION and time.bounds is None:
            continue  # how long it took says nothing of when
        if (
            _ahead(time, clauses)
            and not clauses.is_future(head)
            and clauses.verb_of(inside[0]) != clauses.verb_of(head)
        ):
            continue
        options.append((distance(trigger, head, time, clauses), time))
    for cost, time in sorted(options, key=lambda o: (o[0], o[1].span.start)):
        if cost > (_UNTIL if time.kind is TimeKind.UNTIL else LIMIT):
            return None
        if time.bounds is None or time.kind not in _DATING:
            return None  # the closest words give no day: none other is guessed
        why = f"rule: {_READ[time.kind]} nearest in the sentence ({cost:g} of at most {LIMIT:g} steps away)"
        return Bound(_as_told(trigger, time, time.bounds, clauses), time.span, cost, why)
    return None


def _is_only_spoken_of(head: int, clauses: Clauses) -> bool:
    """Whether a happening is what a verb of saying is about: "a day after the president announced the operation"."""
    verb = clauses.verb_of(head)
    return verb is not None and verb != head and clauses.is_speech(verb)


def _as_told(trigger: Span, time: TimeExpression, bounds: TimeBounds, clauses: Clauses) -> TimeBounds:
    """The bounds for this trigger: what stands before "since the war began in March" has gone on from then."""
    published = clauses.annotated.article.published
    if time.since_at is None or trigger.end > time.since_at or bounds.earliest is None:
        return bounds
    latest = published.latest if published else None
    return TimeBounds(bounds.earliest, latest if latest and latest >= bounds.earliest else None, bounds.basis)


def _ahead(time: TimeExpression, clauses: Clauses) -> bool:
    """Whether an expression lies wholly after the publication, as far as the copy was not written on after its stamp."""
    published = clauses.annotated.article.published
    first = time.bounds.earliest if time.bounds else None
    if published is None or published.latest is None or time.bounds is None or first is None:
        return False
    stamped = timedelta(days=1 if time.bounds.basis is DateBasis.INFERRED else 0)
    return first > published.latest + stamped


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


def date_event(triggers: Sequence[Span], annotated: AnnotatedArticle, times: Sequence[TimeExpression]) -> Bound | None:
    """The days of an event told by several triggers, with the words that say so and the rule that read them.

    The closest expression of any trigger holds, the first mention preferred.

    Where no sentence of it names a day, a finished happening takes the day on which the lines before it tell something
    else to have happened (basis inferred): news tells a day's events in a row.
    """
    clauses = clauses_of(annotated)
    triggers = [*triggers, *_beginnings(triggers, clauses)]
    found = [b for t in triggers if (b := _nearest(t, clauses, times)) and not _is_open_guess(b.bounds)]
    best = min(found, key=lambda b: (b.cost, b.span.start), default=None)
    if best is None:
        best = next((b for t in triggers if (b := carried(t, clauses, times))), None)
    return best


def _beginnings(triggers: Sequence[Span], clauses: Clauses) -> list[Span]:
    """The verbs that say that what the triggers name began: they carry its day ("an occupation that had begun in May")."""
    heads = [h for t in triggers if (h := clauses.head_of(t)) is not None]
    begun = [clauses.tokens[v] for h in heads if (v := clauses.beginning_of(h)) is not None]
    return [Span(t.start, t.end, t.text) for t in begun]


def _is_open_guess(bounds: TimeBounds) -> bool:
    """Whether it is a weekday counted from a day of publication that is bounded on one side only: it settles nothing."""
    return bounds.basis is DateBasis.INFERRED and None in {bounds.earliest, bounds.latest}
