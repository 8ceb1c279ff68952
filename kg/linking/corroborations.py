"""Statements of independent voices that say the same: who corroborates whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.domain.links import Corroboration, Matter
from kg.linking.accounts import Figure, World
from kg.linking.contradictions import by_event, name_of, range_of
from kg.linking.statements import Statement


def find_corroborations(statements: Sequence[Statement], world: World) -> tuple[Corroboration, ...]:
    """Agreements between statements of one event, sorted.

    Two voices are independent when neither text is a copy of the other and they do not pass on one source: two
    outlets that both cite an observatory repeat one voice. Two voices agree in one matter once.
    """
    found: dict[tuple[object, ...], Corroboration] = {}
    for event, told in sorted(by_event(statements).items()):
        for i, a in enumerate(told):
            for b in told[i + 1 :]:
                if not _independent(a, b, world):
                    continue
                for matter, reason in _agreements(a, b, world):
                    pair = (event, matter, *sorted((_who(a), _who(b))))
                    if pair not in found:
                        first, second = sorted((a, b), key=lambda s: s.key)
                        found[pair] = Corroboration(
                            first=first.key, second=second.key, reason=reason, matter=matter, event=event,
                            own=(first.own, second.own),
                        )  # fmt: skip
    return tuple(sorted(found.values(), key=lambda c: (c.first, c.second, c.matter, c.reason)))


def _who(s: Statement) -> str:
    return s.speaker or s.outlet or s.voice


def _independent(a: Statement, b: Statement, world: World) -> bool:
    if _who(a) == _who(b) or a.key == b.key:
        return False
    if a.own or b.own:
        return a.voice != b.voice
    return not world.party(a.speaker or "") & world.party(b.speaker or "")


def _agreements(a: Statement, b: Statement, world: World) -> Iterator[tuple[Matter, str]]:
    names = " and ".join(sorted((name_of(a, world), name_of(b, world))))
    if a.denies or b.denies:
        if a.denies and b.denies:
            yield Matter.STATUS, f"{names} deny it"
        return
    shared = sorted(i for i in a.agents & b.agents if not world.vague(i))
    if shared:
        yield Matter.AGENT, f"{names} give {', '.join(world.entities[i].label for i in shared)} as doer"
    same = next((f for f in a.figures for g in b.figures if _same(f, g)), None)
    if same:
        victims = f" {same.victims}" if same.victims else ""
        yield Matter.CASUALTIES, f"{names} give {range_of(same)}{victims} {same.kind.value}"


def _same(f: Figure, g: Figure) -> bool:
    return (
        f.exact is not None
        and f.exact == g.exact
        and f.kind is g.kind
        and f.victims == g.victims
        and not f.subset
        and not g.subset
    )
