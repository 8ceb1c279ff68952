"""Which events the contradictions are about: an event is disputed in what two statements on it contradict each other in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.domain.extraction import Extraction
from kg.domain.links import Contradiction, Event

_Key = tuple[str, str]  # article and claim or report


def with_disputes(
    events: Sequence[Event], contradictions: Iterable[Contradiction], extractions: Mapping[str, Extraction]
) -> tuple[Event, ...]:
    """The events, each disputed also in the matters of the contradictions that concern it. `extractions` are by article."""
    event_of = {r: e.id for e in events for r in e.reports}
    about = {
        (article, c.key): frozenset(event_of[article, r] for r in c.about if (article, r) in event_of)
        for article, extraction in extractions.items()
        for c in extraction.claims
    }
    matters: dict[str, set[str]] = defaultdict(set)
    for contradiction in contradictions:
        for event in _concerned(contradiction, event_of, about):
            matters[event].add(contradiction.matter.value)
    return tuple(
        replace(e, disputed=tuple(sorted({*e.disputed, *matters[e.id]}))) if e.id in matters else e for e in events
    )


def _concerned(
    found: Contradiction, event_of: Mapping[_Key, str], about: Mapping[_Key, frozenset[str]]
) -> frozenset[str]:
    """The event that both statements speak of, else the one of either that speaks of one only: of which of several none tells."""
    if found.event:
        return frozenset((found.event,))
    sides = [
        frozenset({event_of[key]} if key in event_of else ()) if own else about.get(key, frozenset())
        for key, own in zip((found.first, found.second), found.own, strict=True)
    ]
    both = sides[0] & sides[1]
    return both or frozenset[str]().union(*(side for side in sides if len(side) == 1))
