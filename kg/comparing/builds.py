"""What changed between two builds, in the terms of a person: incidents, values, articles, decisions, and which caused which.

Incidents are matched by their reports, not by their addresses: an incident that gains an earlier first report gets
another address and stays the same incident.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kg.comparing.snapshots import Fact, SeenArticle, SeenEvent, Snapshot, snapshot
from kg.storage import Store


class Turn(StrEnum):
    """What became of incidents."""

    ADDED = "added"
    REMOVED = "removed"
    MERGED = "merged"
    SPLIT = "split"
    REGROUPED = "regrouped"  # several became several others
    CHANGED = "changed"


class Fate(StrEnum):
    """What became of an article."""

    ADDED = "added"
    REMOVED = "removed"
    REREAD = "read otherwise"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleChange:
    """An article that came, went, or is read otherwise than before."""

    fate: Fate
    iri: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """An incident, actor or place by IRI and label."""

    iri: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueChange:
    """A value that an incident gained or lost, with the articles that give it (or gave it)."""

    field: str
    value: str
    gained: bool
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventChange:
    """What became of one incident, or of several together. `causes` are articles and, else, what else changed."""

    turn: Turn
    before: tuple[Thing, ...]
    after: tuple[Thing, ...]
    values: tuple[ValueChange, ...]
    because: tuple[str, ...]
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildDiff:
    """All that changed between two graphs; empty lists where nothing did."""

    articles: tuple[ArticleChange, ...]
    events: tuple[EventChange, ...]
    entities_added: tuple[Thing, ...]
    entities_removed: tuple[Thing, ...]
    decisions_added: tuple[str, ...]
    decisions_removed: tuple[str, ...]
    made_with: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the two graphs say the same."""
        return not any((
            self.articles, self.events, self.entities_added, self.entities_removed, self.decisions_added,
            self.decisions_removed,
        ))  # fmt: skip


def diff(old: Store, new: Store) -> BuildDiff:
    """What changed from one graph to another: two stores, two builds of one, or exports read into memory.

    Raises:
        StoreError: a store cannot be read.
    """
    return difference(snapshot(old), snapshot(new))


def difference(old: Snapshot, new: Snapshot) -> BuildDiff:
    """As `diff`, on what was read out of the graphs."""
    articles = tuple(_articles(old, new))
    decided = tuple(sorted(set(new.decisions.values()) - set(old.decisions.values())))
    undecided = tuple(sorted(set(old.decisions.values()) - set(new.decisions.values())))
    made_with = (*(f"no longer {m}" for m in old.made_with if m not in new.made_with),
         *(f"now {m}" for m in new.made_with if m not in old.made_with))  # fmt: skip
    causes = _Causes({a.iri: a for a in articles}, bool(decided or undecided), bool(made_with))
    events = [c for component in _components(old, new) if (c := _event_change(component, old, new, causes))]
    return BuildDiff(
        articles=articles,
        events=tuple(sorted(events, key=_place_in_list)),
        entities_added=_things(new.entities, old.entities),
        entities_removed=_things(old.entities, new.entities),
        decisions_added=decided,
        decisions_removed=undecided,
        made_with=made_with,
    )


_TURNS = list(Turn)


def _place_in_list(change: EventChange) -> tuple[object, ...]:
    shown = (change.after or change.before)[0]
    return _TURNS.index(change.turn), shown.label, shown.iri


def _things(some: Mapping[str, str], others: Mapping[str, str]) -> tuple[Thing, ...]:
    found = (Thing(iri=iri, label=label) for iri, label in some.items() if iri not in others)
    return tuple(sorted(found, key=lambda t: (t.label, t.iri)))


def _articles(old: Snapshot, new: Snapshot) -> Iterator[ArticleChange]:
    def change(fate: Fate, article: SeenArticle) -> ArticleChange:
        return ArticleChange(fate=fate, iri=article.iri, name=article.name)

    for iri in sorted(new.articles.keys() - old.articles.keys()):
        yield change(Fate.ADDED, new.articles[iri])
    for iri in sorted(old.articles.keys() - new.articles.keys()):
        yield change(Fate.REMOVED, old.articles[iri])
    for iri in sorted(new.articles.keys() & old.articles.keys()):
        if new.articles[iri].read != old.articles[iri].read:
            yield change(Fate.REREAD, new.articles[iri])


@dataclass(frozen=True, slots=True)
class _Causes:
    articles: Mapping[str, ArticleChange]
    decisions: bool
    made_with: bool

    def of(self, articles: Iterable[str]) -> tuple[str, ...]:
        """The changed ones among these articles; where none is, what else can have moved the graph."""
        found = [f"article {c.fate.value}: {c.name}" for a in sorted(set(articles)) if (c := self.articles.get(a))]
        if found:
            return tuple(found)
        if self.decisions:
            return ("decisions of people",)
        if self.made_with:
            return ("the software or its reference knowledge",)
        return ("what other articles say of the actors and places in it",) if self.articles else ()


_Component = tuple[list[SeenEvent], list[SeenEvent]]


def _components(old: Snapshot, new: Snapshot) -> Iterator[_Component]:
    """Events of both graphs that share reports, taken together."""
    now = _matched(old, new)
    after: dict[str, set[str]] = defaultdict(set)
    before: dict[str, set[str]] = defaultdict(set)
    for report, same in now.items():
        after[old.reports[report].event].add(new.reports[same].event)
        before[new.reports[same].event].add(old.reports[report].event)
    done: set[str] = set()
    for start in sorted(old.events):
        if start in done:
            continue
        olds, news, queue = {start}, set[str](), [start]
        while queue:
            for event in after[queue.pop()] - news:
                news.add(event)
                for other in before[event] - olds:
                    olds.add(other)
                    queue.append(other)
        done |= olds
        yield [old.events[e] for e in sorted(olds)], [new.events[e] for e in sorted(news)]
    reached = {e for events in after.values() for e in events}
    for event in sorted(new.events.keys() - reached):
        yield [], [new.events[event]]


def _matched(old: Snapshot, new: Snapshot) -> dict[str, str]:
    """For each old report the same one of now: by its address, else by the words that it stands in."""
    found = {r: r for r in old.reports.keys() & new.reports.keys()}
    loose: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(new.reports.keys() - found.keys()):
        for words in new.reports[iri].words:
            loose[words].append(iri)
    taken: set[str] = set()
    for iri in sorted(old.reports.keys() - found.keys()):
        near = [n for words in sorted(old.reports[iri].words) for n in loose.get(words, ()) if n not in taken]
        if near:
            found[iri] = max(sorted(set(near)), key=near.count)
            taken.add(found[iri])
    return found


def _event_change(component: _Component, old: Snapshot, new: Snapshot, causes: _Causes) -> EventChange | None:
    olds, news = component
    turn = _turn(len(olds), len(news))
    before, after = _given(olds, old), _given(news, new)
    values = tuple(_values(before, after, gained=False)) + tuple(_values(after, before, gained=True))
    if turn is Turn.CHANGED and not values:
        return None
    whole = turn in (Turn.ADDED, Turn.REMOVED)
    reasons = {w for e in news for w in e.why} - {w for e in olds for w in e.why}
    if whole or turn is not Turn.CHANGED:
        articles = {s.reports[r].article for s, events in ((old, olds), (new, news)) for e in events for r in e.reports}
    else:
        articles = {a for v in values for a in v.articles}
    return EventChange(
        turn=turn,
        before=tuple(Thing(iri=e.iri, label=e.label) for e in olds),
        after=tuple(Thing(iri=e.iri, label=e.label) for e in news),
        values=() if whole else values,
        because=tuple(sorted(reasons)),
        causes=causes.of(articles),
    )


def _turn(before: int, after: int) -> Turn:
    if not before:
        return Turn.ADDED
    if not after:
        return Turn.REMOVED
    if before == 1:
        return Turn.CHANGED if after == 1 else Turn.SPLIT
    return Turn.MERGED if after == 1 else Turn.REGROUPED


def _given(events: Sequence[SeenEvent], graph: Snapshot) -> dict[Fact, set[str]]:
    found: dict[Fact, set[str]] = defaultdict(set)
    for event in events:
        for report in event.reports:
            for fact in graph.reports[report].facts:
                found[fact].add(graph.reports[report].article)
    return found


def _values(some: Mapping[Fact, set[str]], others: Mapping[Fact, set[str]], *, gained: bool) -> Iterator[ValueChange]:
    for fact in sorted(some.keys() - others.keys()):
        yield ValueChange(field=fact.field, value=fact.value, gained=gained, articles=tuple(sorted(some[fact])))
