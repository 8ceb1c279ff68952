"""Event triggers and which of them tell of one event."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kg.domain.annotations import AnnotatedArticle, LabelledSpan
from kg.domain.extraction import EventType
from kg.domain.spans import Span

# Swept 0.3-0.8 in cross-validation on the training articles.
SAME_EVENT = 0.5
LEAST_SCORE = 0.1

# Types that may be told of one happening ("a bomb attack … killed"): a later, vaguer mention takes the more telling type.
_VIOLENCE = frozenset(
    {
        EventType.AIR_STRIKE,
        EventType.SHELLING,
        EventType.BOMBING,
        EventType.CHEMICAL_ATTACK,
        EventType.ARMED_CLASH,
        EventType.AIRCRAFT_SHOOTDOWN,
        EventType.KILLING,
        EventType.DESTRUCTION,
    }
)
_CONTROL = frozenset({EventType.CAPTURE, EventType.ADVANCE, EventType.WITHDRAWAL, EventType.OPERATION, EventType.SIEGE})
_CIVIC = frozenset({EventType.AGREEMENT, EventType.MEETING, EventType.OTHER_EVENT, EventType.PROTEST, EventType.AID_DELIVERY})
_FAMILIES = (_VIOLENCE, _CONTROL, _CIVIC)


@dataclass(frozen=True, slots=True)
class TriggerGroup:
    """The triggers of one event, first one first, and its type."""

    triggers: tuple[LabelledSpan, ...]
    type: EventType
    score: float


def find_triggers(annotated: AnnotatedArticle) -> list[LabelledSpan]:
    """Triggers outside furniture, in order."""
    skip = annotated.article.furniture()
    text = annotated.article.text
    out = []
    for t in annotated.labelled["trigger"]:
        span = Span(t.start, t.end, text[t.start : t.end])
        if t.score >= LEAST_SCORE and not any(span.overlaps(f) for f in skip):
            out.append(t)
    return out


def group_triggers(annotated: AnnotatedArticle, triggers: list[LabelledSpan]) -> list[TriggerGroup]:
    """Join triggers of one event: average-linkage clustering over the learned scores, best pair first."""
    if not triggers:
        return []
    scores = annotated.pairs.same_event(triggers)
    clusters = [[i] for i in range(len(triggers))]
    while len(clusters) > 1:
        best, pair = 0.0, (0, 0)
        for a in range(len(clusters)):
            for b in range(a + 1, len(clusters)):
                if not _may_join(triggers, clusters[a], clusters[b]):
                    continue
                mean = sum(scores[i][j] for i in clusters[a] for j in clusters[b]) / (len(clusters[a]) * len(clusters[b]))
                if mean > best:
                    best, pair = mean, (a, b)
        if best < SAME_EVENT:
            break
        clusters[pair[0]] += clusters.pop(pair[1])
    return [_group([triggers[i] for i in sorted(c)]) for c in sorted(clusters, key=min)]


def _may_join(triggers: list[LabelledSpan], a: list[int], b: list[int]) -> bool:
    types = {EventType(triggers[i].label) for i in (*a, *b)}
    return len(types) == 1 or any(types <= family for family in _FAMILIES)


def _group(triggers: list[LabelledSpan]) -> TriggerGroup:
    votes: Counter[str] = Counter()
    for t in triggers:
        votes[t.label] += t.score * (0.5 if t.label == EventType.KILLING and len(triggers) > 1 else 1.0)  # type: ignore[assignment]
    label = max(votes, key=lambda k: (votes[k], k))
    return TriggerGroup(tuple(triggers), EventType(label), max(t.score for t in triggers))
