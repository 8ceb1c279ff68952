"""Events of the graph: clusters of accounts, with what they agree and differ in."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from kg.domain.decisions import Ties
from kg.domain.extraction import CasualtyKind, EventType, Status
from kg.domain.links import Event, SameAsCandidate
from kg.domain.times import DateBasis, TimeBounds
from kg.linking.accounts import Account, Figure, World
from kg.linking.clustering import Cluster, Joint, ReportKey, cluster
from kg.linking.curated import curated_events

_STATUS_ORDER = (Status.ASSERTED, Status.ALLEGED, Status.ANNOUNCED, Status.DENIED)
_WORDS = {
    EventType.OTHER_EVENT: "Event",
    EventType.AID_DELIVERY: "Aid delivery",
    EventType.AIRCRAFT_SHOOTDOWN: "Aircraft shot down",
}


def link_events(
    accounts: Sequence[Account], world: World, ties: Ties
) -> tuple[tuple[Event, ...], tuple[SameAsCandidate, ...]]:
    """Events over all accounts, sorted by id, and pairs of events that may be one. `ties` are people's decisions."""
    clusters, near = cluster(accounts, world, ties)
    ids = {m.key: _event_id(c) for c in clusters for m in c.members}
    events = [_event(c, ids, world) for c in clusters]
    events = curated_events(events, ties, lambda e: _label(e.type, e.places, e.when, world))
    pairs = {tuple(sorted((ids[n.first], ids[n.second]))): n for n in near}
    same_as = [
        SameAsCandidate(first=a, second=b, score=n.score, why=n.why) for (a, b), n in sorted(pairs.items()) if a != b
    ]
    return tuple(sorted(events, key=lambda e: e.id)), tuple(same_as)


def _event_id(c: Cluster) -> str:
    article, key = min(m.key for m in c.members)
    return f"event/{hashlib.sha256(f'{article} {key}'.encode()).hexdigest()[:16]}"


def _event(c: Cluster, ids: Mapping[tuple[str, str], str], world: World) -> Event:
    members = sorted(c.members, key=lambda m: m.key)
    kind = _most(m.report.type for m in _one_a_voice(members))
    when = _when(members)
    places = _by_support((m.places for m in members), members)
    own = _event_id(c)
    parents = [p for m in members if m.report.part_of and (p := ids.get((m.article, m.report.part_of))) and p != own]
    return Event(
        id=own,
        type=EventType(kind),
        label=_label(EventType(kind), places, when, world),
        status=_status(members),
        agents=_by_support((m.agents for m in members), members),
        targets=_by_support((m.targets for m in members), members),
        places=places,
        when=when,
        part_of=_most(parents) if parents else None,
        reports=tuple(m.key for m in members),
        why=tuple(sorted(j.why for j in c.joints)),
        joined=_joined(members[0].key, c.joints),
        disputed=tuple(_disputed(members, world)),
    )


def _joined(start: ReportKey, joints: Sequence[Joint]) -> tuple[tuple[ReportKey, ReportKey, str], ...]:
    """For each report but the first: the one it was taken to go with, on the way to the first, and why."""
    beside: dict[ReportKey, list[tuple[ReportKey, str]]] = {}
    for j in joints:
        beside.setdefault(j.first, []).append((j.second, j.why))
        beside.setdefault(j.second, []).append((j.first, j.why))
    found: dict[ReportKey, tuple[ReportKey, str]] = {}
    reached = [start]
    for at in reached:
        for other, why in sorted(beside.get(at, ())):
            if other != start and other not in found:
                found[other] = (at, why)
                reached.append(other)
    return tuple((key, *found[key]) for key in sorted(found))


def _most(values: Iterable[str]) -> str:
    counts = Counter(values)
    return min(counts, key=lambda v: (-counts[v], v))


def _one_a_voice(members: Sequence[Account]) -> list[Account]:
    """The members without those of copies whose original is there too."""
    first: dict[str, str] = {}
    for m in sorted(members, key=lambda m: (m.article != m.voice, m.article)):
        first.setdefault(m.voice, m.article)
    return [m for m in members if first[m.voice] == m.article]


def _by_support(sets: Iterable[frozenset[str]], members: Sequence[Account]) -> tuple[str, ...]:
    """The union, those that most voices name first; ties by id."""
    voices: dict[str, set[str]] = {}
    for ids, m in zip(sets, members, strict=True):
        for i in ids:
            voices.setdefault(i, set()).add(m.voice)
    return tuple(sorted(voices, key=lambda i: (-len(voices[i]), i)))


def _status(members: Sequence[Account]) -> Status:
    """Asserted when anyone asserts it: rival accounts show as a dispute."""
    found = {m.report.status for m in members}
    return next(s for s in _STATUS_ORDER if s in found)


def _when(members: Sequence[Account]) -> TimeBounds | None:
    """What all dated accounts leave possible; where they exclude each other, everything that any of them allows."""
    bounds = [m.report.when for m in members if m.report.when]
    if not bounds:
        return None
    basis = next(
        b for b in (DateBasis.STATED, DateBasis.RELATIVE, DateBasis.INFERRED) if any(t.basis is b for t in bounds)
    )
    starts, ends = [t.earliest for t in bounds if t.earliest], [t.latest for t in bounds if t.latest]
    start, end = max(starts, default=None), min(ends, default=None)
    if start is None or end is None or start <= end:
        return TimeBounds(start, end, basis)
    return TimeBounds(min(starts), max(ends), DateBasis.INFERRED)


def _label(kind: EventType, places: Sequence[str], when: TimeBounds | None, world: World) -> str:
    """A label such as "Air strike: Palmyra, 2016-12-13"."""
    words = _WORDS.get(kind) or "".join(f" {c.lower()}" if c.isupper() else c for c in kind.value).strip().capitalize()
    around = frozenset[str]().union(*(world.around(p) for p in places))
    narrow = [p for p in places if p not in around or not world.is_country(p)]  # "Palmyra, Syria" is Palmyra
    specific = sorted(narrow, key=lambda p: (world.is_region(p), narrow.index(p)))
    rest = [", ".join(world.entities[p].label for p in specific[:2])] if specific else []
    rest += [_short(when)] if when else []
    return f"{words}: {', '.join(rest)}" if rest else words


def _short(when: TimeBounds) -> str:
    if when.earliest and when.latest:
        first, last = when.earliest, when.latest
        if (
            first != last
            and first.day == 1
            and (first.year, first.month) == (last.year, last.month)
            and last == _month_end(first)
        ):
            return f"{first:%Y-%m}"
        return when.edtf.replace("/", " to ")
    return f"from {when.earliest}" if when.earliest else f"until {when.latest}"


def _month_end(day: date) -> date:
    following = day.replace(day=28).toordinal() + 4
    return date.fromordinal(following - date.fromordinal(following).day)


def _disputed(members: Sequence[Account], world: World) -> Iterable[str]:
    """What independent accounts differ in, beyond one being vaguer than the other."""
    voices = _one_a_voice(members)
    pairs = (
        [(a, b) for i, a in enumerate(voices) for b in voices[i + 1 :]]
        if len(voices) <= 60
        else [(voices[0], v) for v in voices[1:]]
    )
    if any(world.rival(a.agents, b.agents) for a, b in pairs):
        yield "agent"
    if any(differ(f, g) for a, b in pairs for f in a.figures for g in b.figures) or any(
        _differs_within(m) for m in voices
    ):
        yield "casualties"
    if any(a.report.when and b.report.when and not a.report.when.overlaps(b.report.when) for a, b in pairs):
        yield "date"
    if any(a.places and b.places and not _meet(a.places, b.places, world) for a, b in pairs):
        yield "place"
    if len({m.report.status is Status.DENIED for m in voices}) > 1:
        yield "status"
    if any(world.rival(a.targets, b.targets) for a, b in pairs):
        yield "target"


def _differs_within(m: Account) -> bool:
    """Whether one account gives figures of different claims that don't meet."""
    told = [f for f in m.figures if f.claim]
    return any(f.claim != g.claim and differ(f, g) for i, f in enumerate(told) for g in told[i + 1 :])


def differ(f: Figure, g: Figure) -> bool:
    """Whether two figures count the same victims and their ranges don't meet."""
    if f.kind is not g.kind or f.subset or g.subset or f.victims != g.victims or f.kind is CasualtyKind.DISPLACED:
        return False
    return (f.maximum is not None and g.minimum is not None and f.maximum < g.minimum) or (
        g.maximum is not None and f.minimum is not None and g.maximum < f.minimum
    )


def _meet(some: frozenset[str], others: frozenset[str], world: World) -> bool:
    left = some.union(*(world.around(p) for p in some))
    right = others.union(*(world.around(p) for p in others))
    return bool(some & right or others & left)
