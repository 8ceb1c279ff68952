"""Statements that cannot both hold. Conservative: independent voices, one event, and only what stands in their own words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from kg.domain.extraction import EventType
from kg.domain.links import Contradiction, Matter
from kg.domain.times import DateBasis
from kg.linking.accounts import Figure, World
from kg.linking.events import differ
from kg.linking.statements import Statement

_MOST_STATEMENTS = 200  # of one event: beyond, the pairs would say nothing that a person could read
_MOST_APART = 180  # days between a denial and what it denies: later, it is of another happening
_FAR = 4  # tolls of one incident further apart than this were of different happenings wherever we read them
_PARTS = frozenset({"civilians", "children", "women"})  # kinds of victims that are surely among all that are counted
_ATTACKS = frozenset(
    {
        EventType.AIR_STRIKE, EventType.SHELLING, EventType.BOMBING, EventType.CHEMICAL_ATTACK, EventType.KILLING,
        EventType.DESTRUCTION, EventType.AIRCRAFT_SHOOTDOWN, EventType.DETENTION,
    }
)  # fmt: skip
_Found = tuple[Matter, str]


def find_contradictions(
    statements: Sequence[Statement], general: Iterable[Contradiction], world: World
) -> tuple[Contradiction, ...]:
    """Contradictions between statements of one event, with those found otherwise (`general`), sorted.

    Two voices contradict each other in one matter once, however often either repeats itself.
    """
    found: dict[tuple[object, ...], Contradiction] = {}
    for event, told in sorted(by_event(statements).items()):
        for i, a in enumerate(told):
            for b in told[i + 1 :]:
                if not rivals(a, b, world):
                    continue
                for matter, reason in _reasons(a, b, world):
                    pair = (event, matter, *sorted((f"{a.key[0]} {a.source}", f"{b.key[0]} {b.source}")))
                    found.setdefault(pair, _contradiction(a, b, matter, reason, event))
    known = {(c.first, c.second) for c in found.values()}
    rest = [c for c in general if (c.first, c.second) not in known]
    return tuple(sorted([*found.values(), *rest], key=lambda c: (c.first, c.second, c.matter, c.reason)))


def by_event(statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    """The statements on each event of which there are several: sorted, cut where nobody could read the pairs."""
    found: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        found[statement.event].append(statement)
    # Claims come first: what a named source says weighs more than an outlet's own telling.
    return {
        event: sorted(told, key=lambda s: (s.own, s.key))[:_MOST_STATEMENTS]
        for event, told in found.items()
        if len(told) > 1
    }


def rivals(a: Statement, b: Statement, world: World) -> bool:
    """Whether two statements can be set against each other: by different people, of different sides."""
    if (
        a.key == b.key
        or a.source == b.source
        or (a.speaker or a.outlet or a.voice) == (b.speaker or b.outlet or b.voice)
    ):
        return False  # an outlet that gives another figure later, or cites itself, has corrected itself
    return a.own or b.own or not world.party(a.speaker or "") & world.party(b.speaker or "")


def name_of(statement: Statement, world: World) -> str:
    """Who says it, for a reason in words."""
    if statement.speaker:
        return world.entities[statement.speaker].label
    return world.entities[statement.outlet].label if statement.outlet else f"the article {statement.key[0]}"


def range_of(f: Figure) -> str:
    """A figure in words."""
    if f.minimum == f.maximum:
        return str(f.minimum)
    if f.maximum is None:
        return f"at least {f.minimum}"
    return f"at most {f.maximum}" if f.minimum is None else f"{f.minimum} to {f.maximum}"


def _contradiction(a: Statement, b: Statement, matter: Matter, reason: str, event: str | None) -> Contradiction:
    first, second = sorted((a, b), key=lambda s: s.key)
    return Contradiction(
        first=first.key, second=second.key, reason=reason, matter=matter, event=event, own=(first.own, second.own)
    )


def _reasons(a: Statement, b: Statement, world: World) -> Iterator[_Found]:
    if a.denies or b.denies:
        if a.denies is not b.denies:
            yes, no = (b, a) if a.denies else (a, b)
            # An outlet that tells of it beside a denial seldom says itself who did it.
            if not yes.own and _denied(yes, no, world):
                yield Matter.STATUS, f"{name_of(yes, world)} asserts what {name_of(no, world)} denies"
        return
    one_text = a.voice == b.voice
    if one_text and (a.own or b.own):
        return  # what an article tells beside what it cites is seldom meant of the same part of the event
    if _rival_doers(a, b, world, one_text):
        yield Matter.AGENT, _against(a, b, world, a.named, b.named, "as doer")
    if pair := _rival_figures(a, b):
        f, g = pair
        victims = f" {f.victims}" if f.victims else ""
        said = f"{name_of(a, world)} gives {range_of(f)}{victims} {f.kind.value}"
        others = "" if f.victims == g.victims else f" {g.victims}" if g.victims else " in all"
        yield Matter.CASUALTIES, f"{said}, {name_of(b, world)} {range_of(g)}{others}"
    stated = a.when and b.when and a.when.basis is b.when.basis is DateBasis.STATED
    if stated and not one_text and a.when and b.when and not a.when.overlaps(b.when):
        yield Matter.DATE, f"{name_of(a, world)} says {a.when.edtf}, {name_of(b, world)} {b.when.edtf}"


def _rival_doers(a: Statement, b: Statement, world: World, one_text: bool) -> bool:
    """Whether each blames another for one attack, by name, and neither's article has both for joint doers."""
    if a.account.report.type not in _ATTACKS or not (a.blames and b.blames) or not world.rival(a.named, b.named):
        return False
    if _parties(a.named, world) & _parties(b.named, world):
        return False  # a president and his army
    return one_text or world.rival(a.account.agents, b.account.agents)


def _parties(actors: frozenset[str], world: World) -> frozenset[str]:
    return frozenset[str]().union(*(world.party(a) for a in actors))


def _rival_figures(a: Statement, b: Statement) -> tuple[Figure, Figure] | None:
    """Two figures for the same victims that don't meet, where nothing else that the other says meets them.

    So are more victims of one kind than another text gives in all: who counts 58 civilians killed does not agree with 47.
    """
    for f in a.figures:
        for g in b.figures:
            apart = a.voice != b.voice and (_exceeds(f, g) or _exceeds(g, f))
            if not (differ(f, g) or apart) or _far(f, g):
                continue
            if any(_meet(f, o) for o in b.figures) or any(_meet(g, o) for o in a.figures):
                continue
            if apart and any(_covers(o, f) for o in b.figures) | any(_covers(o, g) for o in a.figures):
                continue
            return f, g
    return None


def _exceeds(part: Figure, whole: Figure) -> bool:
    """Whether a part of the victims is more than all of them, where neither figure is given as a part."""
    return part.victims in _PARTS and not whole.victims and not part.subset and _is_below(whole, part)


def _is_below(whole: Figure, part: Figure) -> bool:
    if whole.kind is not part.kind or whole.subset or whole.maximum is None or part.minimum is None:
        return False
    return whole.maximum < part.minimum


def _covers(whole: Figure, part: Figure) -> bool:
    """Whether a figure of all victims leaves room for a part."""
    return whole.kind is part.kind and not whole.victims and not _is_below(whole, part)


def _meet(f: Figure, g: Figure) -> bool:
    return (
        f.kind is g.kind and f.victims == g.victims and not differ(replace(f, subset=False), replace(g, subset=False))
    )


def _far(f: Figure, g: Figure) -> bool:
    """Whether the two are so far apart that they are more likely of different happenings."""
    low, high = sorted((f.exact or 0, g.exact or 0))
    return high > _FAR * max(low, 1)


def _denied(yes: Statement, no: Statement, world: World) -> bool:
    """Whether the assertion says what the denial denies: that this side did it, or that it happened at all."""
    days = [date.fromisoformat(d) for s in (yes, no) if (d := s.told[:10]).count("-") == 2 and ".." not in d]
    if len(days) == 2 and abs((days[0] - days[1]).days) > _MOST_APART:
        return False
    if not no.agency and not no.agents:
        return True
    parties = no.agents.union(*(world.side(a) for a in no.agents), world.party(no.speaker or ""))
    return bool(parties & frozenset[str]().union(*(world.side(a) for a in yes.agents)))


def _against(a: Statement, b: Statement, world: World, some: frozenset[str], others: frozenset[str], role: str) -> str:
    left, right = (", ".join(sorted(world.entities[i].label for i in ids)) for ids in (some, others))
    return f"{name_of(a, world)} gives {left} {role}, {name_of(b, world)} {right}"
