"""Where sources agree and where they exclude each other, field by field. It never says who is right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from string import ascii_lowercase

from pyoxigraph import NamedNode

from kg.comparing.model import Answer, Aspect, Field, Source, Value
from kg.domain.victims import victims_kind
from kg.querying.walking import Walker
from kg.rdf.namespaces import KG

_Rival = Callable[[Sequence[Value], Sequence[Value]], bool]
_NO, _YES = {"denied"}, {"asserted"}


def aspects_of(walker: Walker, sources: Sequence[Source]) -> tuple[Aspect, ...]:
    """One aspect for each field that anyone speaks of, in the order of fields."""
    found = ((f, [s for s in sources if s.values.get(f)]) for f in Field)
    related = _Related(walker)
    return tuple(
        Aspect(field=f, answers=_answers(f, told), rivals=_rivals(f, told, related)) for f, told in found if told
    )


def _answers(name: Field, told: Sequence[Source]) -> tuple[Answer, ...]:
    given: dict[tuple[str, str], list[Source]] = {}
    for source in told:
        for value in source.values[name]:
            given.setdefault((value.text, value.iri), []).append(source)
    ranked = sorted(given.items(), key=lambda item: (-len({s.voice for s in item[1]}), item[1][0].number, item[0]))
    return tuple(
        Answer(
            mark=_mark(n), text=text, iri=iri, sources=tuple(s.number for s in who), voices=len({s.voice for s in who})
        )
        for n, ((text, iri), who) in enumerate(ranked)
    )


def _mark(number: int) -> str:
    """Letters: a to z, then aa, ab and on."""
    rest, letter = divmod(number, 26)
    return (_mark(rest - 1) if rest else "") + ascii_lowercase[letter]


def _rivals(name: Field, told: Sequence[Source], related: _Related) -> tuple[tuple[int, int], ...]:
    rule = _RULES.get(name) or (related.apart if name in (Field.AGENT, Field.TARGET, Field.PLACE) else None)
    if name.is_toll:
        rule = _figures_differ
    if rule is None:
        return ()
    return tuple(
        (a.number, b.number)
        for a, b in combinations(told, 2)
        if a.voice != b.voice and rule(a.values[name], b.values[name])
    )


def _puts_otherwise(some: Sequence[Value], others: Sequence[Value]) -> bool:
    left, right = ({v.text for v in values} for values in (some, others))
    return bool((left & _NO and right <= _YES) or (right & _NO and left <= _YES))


def _days_differ(some: Sequence[Value], others: Sequence[Value]) -> bool:
    return not any(
        (not a.high_day or not b.low_day or a.high_day >= b.low_day)
        and (not b.high_day or not a.low_day or b.high_day >= a.low_day)
        for a in some
        for b in others
    )


def _figures_differ(some: Sequence[Value], others: Sequence[Value]) -> bool:
    """Whether for some kind of victims both give whole figures, and none of the one meets any of the other."""
    left, right = (_whole(values) for values in (some, others))
    return any(
        not any(_ranges_meet(a, b) for a in left[kind] for b in right[kind]) for kind in left.keys() & right.keys()
    )


def _whole(values: Sequence[Value]) -> dict[str, list[Value]]:
    found: dict[str, list[Value]] = {}
    for value in values:
        if not value.part:
            found.setdefault(victims_kind(value.victims.casefold()), []).append(value)
    return found


def _ranges_meet(a: Value, b: Value) -> bool:
    return not (
        (a.high is not None and b.low is not None and a.high < b.low)
        or (b.high is not None and a.low is not None and b.high < a.low)
    )


_RULES: dict[Field, _Rival] = {Field.HAPPENED: _puts_otherwise, Field.DATE: _days_differ}


class _Related:
    """Which actors are one side, and which places lie in one another."""

    def __init__(self, walker: Walker) -> None:
        self._walker = walker
        self._known: dict[str, frozenset[str]] = {}

    def apart(self, some: Sequence[Value], others: Sequence[Value]) -> bool:
        """Whether both name things, no vague word may hide the same, and none is or belongs to one of the other."""
        left, right = ([v for v in values if v.iri] for values in (some, others))
        if not left or not right or any(v.vague for v in (*left, *right)):
            return False
        one, two = (frozenset[str]().union(*(self._around(v.iri) for v in values)) for values in (left, right))
        return not ({v.iri for v in left} & two or {v.iri for v in right} & one)

    def _around(self, short: str) -> frozenset[str]:
        """A thing with what it is part of: forces of a state, a town's province."""
        if short not in self._known:
            start = _node(self._walker, short)
            found, queue = {short}, [start]
            while queue:
                node = queue.pop()
                for parent in (
                    p for way in (KG.within, KG.subordinateTo, KG.belongsToState) for p in self._walker.nodes(node, way)
                ):
                    if (name := self._walker.short(parent)) not in found:
                        found.add(name)
                        queue.append(parent)
            self._known[short] = frozenset(found)
        return self._known[short]


def _node(walker: Walker, short: str) -> NamedNode:
    prefix, _, local = short.partition(":")
    base = walker.store.names.prefixes.get(prefix)
    return NamedNode(f"{base}{local}" if base is not None else short)
