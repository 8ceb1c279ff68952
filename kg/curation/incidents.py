"""Decisions about incidents and operations: which reports tell of one, and what it is, where, and called what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from kg.curation.anchors import Corpus, lost_because
from kg.curation.words import who_says
from kg.domain.decisions import (
    Action,
    Change,
    Decision,
    Kind,
    Outcome,
    Property,
    ReportKey,
    Says,
    Standing,
    Target,
    Ties,
)
from kg.domain.extraction import EventType
from kg.domain.links import Links

_BINDING = (Action.MERGE, Action.DISTINCT, Action.SPLIT)


@dataclass(slots=True)
class _Wanted:
    """What a decision asks of reports: `together` one event, each pair of sets in `apart` two."""

    decision: Decision
    keys: list[frozenset[ReportKey]]  # of each target
    together: frozenset[ReportKey] = frozenset()
    apart: list[tuple[frozenset[ReportKey], frozenset[ReportKey]]] = field(default_factory=list)
    standing: Standing = Standing.APPLIED
    detail: str = ""
    by: str = ""


class Incidents:
    """The decisions about events, resolved against what is read now."""

    def __init__(self, decisions: Sequence[Decision], corpus: Corpus) -> None:
        self._corpus = corpus
        self._wanted = [self._want(d) for d in decisions]
        self._binding = _Binding()
        for wanted in reversed(self._wanted):  # the last word counts
            if wanted.standing is not Standing.LOST and wanted.decision.action in _BINDING:
                self._binding.take(wanted)

    @property
    def placed(self) -> list[Decision]:
        """The decisions that put an event at a place and are about events that are there."""
        return [
            w.decision
            for w in self._wanted
            if w.decision.action is Action.RELOCATE and w.standing is not Standing.LOST and w.decision.spot
        ]

    def ties(self, places: Mapping[str, str]) -> Ties:
        """What clustering must keep to. `places` gives the entity of each place decided on, by decision."""
        changes = []
        for w in self._wanted:
            if w.standing is not Standing.LOST and w.decision.action not in (*_BINDING, Action.CONFIRM):
                if w.decision.action is Action.RELOCATE and w.decision.id not in places:
                    w.standing, w.detail = Standing.LOST, "neither graph nor gazetteer knows the place"
                    continue
                changes.append(_change(w, places))
        return self._binding.ties(tuple(changes))

    def outcomes(self, links: Links) -> list[Outcome]:
        """What became of each decision, with the events as they are now."""
        of = {r: e.id for e in links.events for r in e.reports}
        latest: dict[tuple[Action, str], int] = {}
        found = [_outcome(w, of) for w in self._wanted]
        for i, (w, outcome) in enumerate(zip(self._wanted, found, strict=True)):
            if w.decision.action in (*_BINDING, Action.CONFIRM) or outcome.standing is not Standing.APPLIED:
                continue
            key = w.decision.action, outcome.concerns[0]
            if (before := latest.get(key)) is not None:
                found[before] = replace(found[before], standing=Standing.OVERRULED, by=w.decision.id, says=())
            latest[key] = i
        return found

    def apart(self) -> list[tuple[frozenset[ReportKey], frozenset[ReportKey]]]:
        """Sets of reports that people held apart: no candidate joins them."""
        return [(some, others) for _, some, others in self._binding.apart]

    def _want(self, decision: Decision) -> _Wanted:
        keys = [self._keys(t) for t in decision.about]
        wanted = _Wanted(decision, keys)
        missing = [t for t, k in zip(decision.about, keys, strict=True) if not k]
        if decision.action is Action.MERGE:
            wanted.together = frozenset[ReportKey]().union(*keys)
            enough = len(wanted.together) > 1 and len(keys) - len(missing) > 1
        elif decision.action is Action.DISTINCT:
            wanted.apart = [(a, b) for a, b in combinations(keys, 2) if a and b]
            enough = bool(wanted.apart)
        elif decision.action is Action.SPLIT:
            out = frozenset(k for t in decision.out for k in self._keys(t))
            into = keys[1] if len(keys) > 1 else frozenset[ReportKey]()
            rest = keys[0] - out - into
            wanted.together, wanted.apart = out | into, [(out, rest)] if rest else []
            enough = bool(out and rest)
            missing = missing or ([] if enough else [decision.out[0]])
        else:
            enough = not missing
        if not enough:
            why = [f"{t.label or t.id}: {lost_because(t, self._corpus)}" for t in missing]
            wanted.standing, wanted.detail = Standing.LOST, "; ".join(why) or "nothing is left to decide"
        elif missing:
            wanted.standing = Standing.PARTLY
            wanted.detail = "; ".join(f"{t.label or t.id}: {lost_because(t, self._corpus)}" for t in missing)
        return wanted

    def _keys(self, target: Target) -> frozenset[ReportKey]:
        return report_keys(target, self._corpus)


def report_keys(target: Target, corpus: Corpus) -> frozenset[ReportKey]:
    """The reports that an event, or a report, is found by."""
    parts = [target] if target.kind is Kind.REPORT else [p for p in target.parts if p.kind is Kind.REPORT]
    return frozenset(k for p in parts for k in corpus.reports_at(p))


def event_of(target: Target, corpus: Corpus, of: Mapping[ReportKey, str]) -> str:
    """The event that a target is now; "" where none of its reports is there."""
    return _most(report_keys(target, corpus), of)


class _Binding:
    """Which reports are held together and which apart, without contradiction: what comes first is kept."""

    def __init__(self) -> None:
        self.apart: list[tuple[str, frozenset[ReportKey], frozenset[ReportKey]]] = []  # with the decision's id
        self._root: dict[ReportKey, ReportKey] = {}
        self._joined: list[Decision] = []
        self._first: dict[str, ReportKey] = {}  # decision → a report that it holds with others

    def take(self, wanted: _Wanted) -> None:
        """Keep to a decision, unless one that was taken before says otherwise: then it is overruled."""
        rival = self._rival_of(wanted)
        if rival is not None:
            wanted.standing, wanted.by = Standing.OVERRULED, rival
            return
        for key in wanted.together:
            a, b = self._of(key), self._of(min(wanted.together))
            self._root[max(a, b)] = min(a, b)
        if wanted.together:
            self._joined.append(wanted.decision)
            self._first[wanted.decision.id] = min(wanted.together)
        self.apart += [(wanted.decision.id, a, b) for a, b in wanted.apart]

    def ties(self, changes: tuple[Change, ...]) -> Ties:
        """As clustering takes them: a group for all that hangs together, and everyone a group is kept from."""
        members: dict[ReportKey, list[ReportKey]] = {}
        for key in sorted(self._root):
            members.setdefault(self._of(key), []).append(key)
        groups = {root: n for n, root in enumerate(sorted(r for r, m in members.items() if len(m) > 1))}
        apart: dict[ReportKey, set[ReportKey]] = {}
        for _, some, others in self.apart:
            left, right = (self._whole(side, members) for side in (some, others))
            for side, other in ((left, right), (right, left)):
                for key in side:
                    apart.setdefault(key, set()).update(other)
        why: dict[int, list[str]] = {n: [] for n in groups.values()}
        for decision in reversed(self._joined):
            number = groups.get(self._of(self._first[decision.id]))
            if number is not None:
                why[number].append(who_says("one event", decision))
        return Ties(
            group={k: groups[root] for root, ms in members.items() if root in groups for k in ms},
            apart={k: frozenset(v) for k, v in apart.items()},
            why={n: "; ".join(reasons) for n, reasons in why.items()},
            changes=changes,
        )

    def _rival_of(self, wanted: _Wanted) -> str | None:
        roots = {self._of(k) for k in wanted.together}
        for identifier, some, others in self.apart:
            if roots & {self._of(k) for k in some} and roots & {self._of(k) for k in others}:
                return identifier
        for some, others in wanted.apart:
            shared = {self._of(k) for k in some} & {self._of(k) for k in others}
            for decision in self._joined if shared else ():
                if self._of(self._first[decision.id]) in shared:
                    return decision.id
        return None

    def _whole(self, keys: Iterable[ReportKey], members: Mapping[ReportKey, list[ReportKey]]) -> set[ReportKey]:
        return {m for k in keys for m in members.get(self._of(k), [k])}

    def _of(self, key: ReportKey) -> ReportKey:
        root = self._root.setdefault(key, key)
        while root != self._root[root]:
            root = self._root[root]
        return root


def _change(w: _Wanted, places: Mapping[str, str]) -> Change:
    d = w.decision
    return Change(
        reports=w.keys[0],
        type=EventType(d.value) if d.action is Action.RETYPE else None,
        place=places[d.id] if d.action is Action.RELOCATE else None,
        label=d.value if d.action is Action.RENAME else None,
    )


def _outcome(w: _Wanted, of: Mapping[ReportKey, str]) -> Outcome:
    d = w.decision
    ids = [_most(keys, of) for keys in w.keys]
    concerns = [i for i in ids if i]
    if d.action is Action.CONFIRM and d.about[0].kind is Kind.REPORT:
        concerns = [f"report/{article}/{key}" for article, key in sorted(w.keys[0])]
    says: tuple[Says, ...] = ()
    if w.standing in (Standing.APPLIED, Standing.PARTLY):
        says = tuple(_says(w, ids, of))
        if d.action is Action.SPLIT:
            concerns += [i for t in says if (i := t.value)]
    return Outcome(
        decision=d,
        standing=w.standing,
        detail=w.detail,
        by=w.by,
        concerns=tuple(dict.fromkeys(concerns)),
        says=says,
    )


def _says(w: _Wanted, ids: Sequence[str], of: Mapping[ReportKey, str]) -> Iterable[Says]:
    d, now = w.decision, set(of.values())
    if d.action in (Action.MERGE, Action.SPLIT):
        rest = w.keys[0] if d.action is Action.MERGE else frozenset[ReportKey]()
        for article, key in sorted(w.together - rest):
            yield Says(f"report/{article}/{key}", Property.REPORT_OF, of[article, key])
        if d.action is Action.MERGE:
            for target, event in zip(d.about, ids, strict=True):
                if event and target.kind is Kind.EVENT and target.id not in now:
                    yield Says(target.id, Property.SAME, event)
    elif d.action is Action.DISTINCT:
        yield from (Says(a, Property.DIFFERENT, b) for a, b in combinations(ids, 2) if a and b and a != b)
    elif d.action is Action.RENAME:
        yield Says(ids[0], Property.LABEL, d.value, d.about[0].label)
    elif d.action is Action.RETYPE:
        yield Says(ids[0], Property.TYPE, d.value, d.about[0].type)


def _most(keys: frozenset[ReportKey], of: Mapping[ReportKey, str]) -> str:
    """The event that most of the reports are of; "" where there is none."""
    counts = Counter(of[k] for k in keys if k in of)
    return min(counts, key=lambda e: (-counts[e], e), default="")
