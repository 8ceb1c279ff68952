"""The day of what is told without one: news tells a day's events in a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.domain.annotations import Sentence
from kg.domain.spans import Span
from kg.domain.times import DateBasis
from kg.extraction.clauses import Clauses
from kg.extraction.times.distances import LIMIT, dates_speech, distance, is_cause
from kg.extraction.times.values import Bound, TimeExpression, TimeKind

# Sentences over which a day told carries on. On gold train, with the reader's triggers (within / invented): 1 gives 0.77 / 0.06,
# 3 0.85 / 0.06, 5 0.87 / 0.08, 7 0.88 / 0.08, 12 0.89 / 0.09; what 7 adds is no more than chance.
REACH = 5
_RECENT = 7  # days before the publication: what lies further back is history, told once
_RUN = 2  # days: a longer run dates no neighbour
_ITEM = re.compile(r"\s*(?:[-–—•*]+\s|\(?\d{1,2}[.)]\s|\d{1,2}[:.]\d{2}\b)")
# Kinds that do not stop a day from carrying on: they say how long or how often, or date the article.
_PASSED_OVER = frozenset({TimeKind.STAMP, TimeKind.SET, TimeKind.DURATION})
_PARTICIPLES = frozenset({"VBG", "VBN"})


def carried(trigger: Span, clauses: Clauses, times: Sequence[TimeExpression]) -> Bound | None:
    """The day of the sentences before, for a finished happening whose own sentence has no time expression."""
    head = clauses.head_of(trigger)
    if head is None or not tells_past(head, clauses) or is_cause(trigger, clauses.annotated.article.text):
        return None
    sentence = clauses.tokens[head].sentence
    if _is_remembered(clauses.annotated.sentences[sentence], clauses):
        return None
    for time in reversed(times):
        inside = clauses.within(time.span.start, time.span.end)
        if not inside or time.kind in _PASSED_OVER:
            continue
        back = sentence - clauses.tokens[inside[0]].sentence
        if back < 0 or (back and _is_of_another_item(time.span.start, trigger.start, clauses)):
            continue
        index = clauses.head_of(time.span)
        if index is None or dates_speech(index, clauses, head):
            continue
        if back == 0 and time.kind is TimeKind.VAGUE and distance(trigger, head, time, clauses) > LIMIT:
            continue
        if back == 0 or back > REACH or time.kind is not TimeKind.POINT or time.bounds is None:
            return None
        earliest, latest = time.bounds.earliest, time.bounds.latest
        if earliest is None or latest is None or (latest - earliest).days > _RUN:
            return None
        published = clauses.annotated.article.published
        if published and published.earliest and (published.earliest - latest).days > _RECENT:
            return None
        far = "the sentence before" if back == 1 else f"{back} sentences before"
        why = f"rule: a finished happening without a day takes the one told {far}"
        return Bound(replace(time.bounds, basis=DateBasis.INFERRED), time.span, LIMIT + back, why)
    return None


def _is_of_another_item(start: int, trigger: int, clauses: Clauses) -> bool:
    """Whether an expression stands in another item of a list or a running report than the trigger: "16:30 - …", "• …"."""
    text = clauses.annotated.article.text
    line = text.rfind("\n", 0, start) + 1
    return "\n" in text[start:trigger] and _ITEM.match(text, line) is not None


def tells_past(head: int, clauses: Clauses) -> bool:
    """Whether the clause over a token tells something finished; a participle without helpers has its clause's tense."""
    verb = clauses.verb_of(head)
    seen: set[int] = set()
    while verb is not None and verb not in seen and _is_bare_participle(verb, clauses):
        seen.add(verb)
        above = clauses.tokens[verb].head
        verb = clauses.verb_of(above) if above != verb else None
    return verb is not None and clauses.is_past(verb)


def _is_remembered(sentence: Sentence, clauses: Clauses) -> bool:
    """Whether a witness tells it in the first person: no line of the article's own account."""
    return any(t.text.lower() in {"i", "my", "me"} for t in clauses.tokens[sentence.first : sentence.last])


def _is_bare_participle(verb: int, clauses: Clauses) -> bool:
    tokens = clauses.tokens
    return tokens[verb].tag in _PARTICIPLES and not any(
        tokens[c].dep in {"aux", "auxpass"} for c in clauses.children[verb]
    )
