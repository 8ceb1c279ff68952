"""What all articles together say of an event or an entity: counts of reports, articles, mentions; casualty bounds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from kg.rdf.namespaces import KG
from kg.storage import Store


@dataclass(slots=True)
class EventTotals:
    """`killed_low` is the least figure that any report gives, `killed_high` the greatest; None where none bounds it."""

    reports: int = 0
    articles: set[str] = field(default_factory=set)
    minima: list[int] = field(default_factory=list)
    maxima: list[int] = field(default_factory=list)

    @property
    def killed_low(self) -> int | None:
        """The least of all figures."""
        figures = self.minima or self.maxima
        return min(figures) if figures else None

    @property
    def killed_high(self) -> int | None:
        """The greatest of all figures; None where every figure is open above ("at least 12")."""
        return max(self.maxima + self.minima) if self.maxima else None


def event_totals(store: Store) -> dict[str, EventTotals]:
    """The totals of every event that has a report, by its IRI. A part of another figure does not count."""
    totals: dict[str, EventTotals] = defaultdict(EventTotals)
    event_of: dict[str, str] = {}
    for quad in store.matching(predicate=KG.reportOf):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            event_of[quad.subject.value] = quad.object.value
            totals[quad.object.value].reports += 1
            totals[quad.object.value].articles.add(_text(quad.graph_name))
    killed = {_text(q.subject) for q in store.matching(predicate=KG.kind) if _text(q.object) == "killed"}
    killed -= {_text(q.subject) for q in store.matching(predicate=KG.subset) if _text(q.object) == "true"}
    minima = _numbers(store, KG.minimum)
    maxima = _numbers(store, KG.maximum)
    for quad in store.matching(predicate=KG.countIn):
        count, event = _text(quad.subject), event_of.get(_text(quad.object))
        if count in killed and event is not None:
            totals[event].minima += minima.get(count, [])
            totals[event].maxima += maxima.get(count, [])
    return dict(totals)


@dataclass(slots=True)
class EntityTotals:
    """How often, and in which articles, an entity is mentioned."""

    mentions: int = 0
    articles: set[str] = field(default_factory=set)


def entity_totals(store: Store) -> dict[str, EntityTotals]:
    """The totals of every entity that is mentioned, by its IRI."""
    totals: dict[str, EntityTotals] = defaultdict(EntityTotals)
    for quad in store.matching(predicate=KG.mentionOf):
        found = totals[_text(quad.object)]
        found.mentions += 1
        found.articles.add(_text(quad.graph_name))
    return dict(totals)


def _numbers(store: Store, predicate: NamedNode) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for quad in store.matching(predicate=predicate):
        found[_text(quad.subject)].append(int(_text(quad.object)))
    return found


def _text(term: object) -> str:
    value = getattr(term, "value", "")
    return value if isinstance(value, str) else ""
