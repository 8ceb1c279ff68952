"""Decisions about actors and places, in the order made: each sees what those before it left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kg.curation.anchors import LocalKey, keys_of, lost_because, named, part
from kg.curation.cast import Cast, Lookup, precision_of
from kg.curation.words import who_says
from kg.domain.decisions import Action, Decision, Kind, Outcome, Property, Says, Spot, Standing, Target
from kg.domain.extraction import EntityType
from kg.domain.links import Entity, Geometry

_VALUES = (Action.RENAME, Action.RETYPE, Action.RELOCATE)


@dataclass(slots=True)
class _Result:
    """What a decision did."""

    standing: Standing
    detail: str = ""
    concerns: tuple[str, ...] = ()
    says: tuple[Says, ...] = ()
    rejected: tuple[str, ...] = ()


def apply_to_entities(cast: Cast, decisions: Sequence[Decision], lookup: Lookup) -> list[Outcome]:
    """Bring the decisions to bear on the cast; what became of each."""
    outcomes: list[Outcome] = []
    latest: dict[tuple[Action, str], int] = {}  # the last decision that gave a thing a value
    for decision in decisions:
        result = _ACTIONS[decision.action](cast, decision, lookup)
        outcomes.append(
            Outcome(
                decision=decision,
                standing=result.standing,
                detail=result.detail,
                concerns=result.concerns,
                says=result.says,
                rejected=result.rejected,
            )
        )
        if decision.action in _VALUES and result.standing is Standing.APPLIED:
            key = decision.action, cast.now(result.concerns[0])
            if (before := latest.get(key)) is not None:
                outcomes[before] = replace(
                    outcomes[before], standing=Standing.OVERRULED, by=decision.id, says=(), detail=""
                )
            latest[key] = len(outcomes) - 1
    return [replace(o, concerns=tuple(dict.fromkeys(map(cast.now, o.concerns)))) for o in outcomes]


def _lost(cast: Cast, target: Target) -> _Result:
    words = lost_because(target, cast.corpus)
    return _Result(Standing.LOST, f"{target.label or target.id}: {words}")


def _merge(cast: Cast, decision: Decision, _: Lookup) -> _Result:
    found = {t.id: cast.find(t) for t in decision.about}
    ids = list(dict.fromkeys(i for i in found.values() if i))
    missing = [t for t in decision.about if found[t.id] is None]
    if len(found) - len(missing) < 2:
        return _lost(cast, missing[0])
    if len({cast.entities[i].type.is_place for i in ids}) > 1:
        return _Result(Standing.LOST, "one is an actor now, another a place", tuple(ids))
    if len(ids) == 1:
        return _Result(Standing.NOTHING_TO_DO, "they are one thing already", tuple(ids))
    # What the reference or the gazetteer knows keeps its id, else the one named first.
    into = min(ids, key=lambda i: (not _is_known(cast.entities[i]), ids.index(i)))
    others = [i for i in ids if i != into]
    for other in others:
        cast.merge(into, other, who_says("merged", decision))
    return _Result(
        Standing.PARTLY if missing else Standing.APPLIED,
        "; ".join(_lost(cast, t).detail for t in missing),
        (into,),
        tuple(Says(i, Property.SAME, into) for i in others),
    )


def _is_known(entity: Entity) -> bool:
    return entity.wikidata is not None or entity.geonames is not None or entity.geometry is not None


def _distinct(cast: Cast, decision: Decision, _: Lookup) -> _Result:
    first, *others = decision.about
    a = cast.find(first)
    if a is None:
        return _lost(cast, first)
    concerns, says, missing = [a], list[Says](), list[str]()
    for target in others:
        b = cast.find(target)
        if b is None:
            missing.append(_lost(cast, target).detail)
            continue
        if b == a:
            b = _taken_apart(cast, a, first, target, decision)
            if b is None:
                missing.append(f"{target.label} and {first.label} are one thing now and nothing tells them apart")
                continue
        cast.apart.add(frozenset((a, b)))
        concerns.append(b)
        says.append(Says(a, Property.DIFFERENT, b))
    standing = Standing.LOST if not says else Standing.PARTLY if missing else Standing.APPLIED
    return _Result(standing, "; ".join(missing), tuple(concerns), tuple(says))


def _taken_apart(cast: Cast, whole: str, first: Target, second: Target, decision: Decision) -> str | None:
    """The second of two things that were taken for one, as an entity of its own."""
    own = set(cast.corpus.locals_at(first.words))
    names = named(second) - named(first)
    keys = {k for k in cast.corpus.locals_at(second.words) if k in cast.links and cast.links[k].entity == whole} - own
    keys |= {k for k in cast.members(whole) - own if keys_of(cast.corpus.local(k).names[:1]) & names}
    if not keys or keys == cast.members(whole):
        return None
    return cast.split(whole, keys, second.id, second.label, who_says("kept apart", decision))


def _split(cast: Cast, decision: Decision, _: Lookup) -> _Result:
    whole = cast.find(decision.about[0])
    if whole is None:
        return _lost(cast, decision.about[0])
    words = [w for t in decision.out for w in t.words]
    keys = [k for k in cast.corpus.locals_at(words) if k in cast.links]
    here = {k for k in keys if cast.links[k].entity == whole}
    if not keys:
        return _lost(cast, decision.out[0])
    into = decision.about[1] if len(decision.about) > 1 else None
    if not here:
        return _Result(Standing.NOTHING_TO_DO, "they are no part of it any more", (whole,))
    why = who_says("split", decision)
    if into is None:
        new = cast.split(whole, here, "", decision.value, why)
    else:
        found = cast.find(into)
        if found is None or found == whole:
            return _lost(cast, into)
        new = found
        cast.move(here, new, why)
    return _Result(
        Standing.APPLIED if len(here) == len(keys) else Standing.PARTLY,
        "" if len(here) == len(keys) else f"{len(keys) - len(here)} of {len(keys)} were no part of it any more",
        tuple(i for i in (whole, new) if i in cast.entities),
        tuple(_says_links(here, new, whole)),
    )


def _says_links(keys: set[LocalKey], new: str, was: str) -> list[Says]:
    return [Says(f"link/{a}/{k}", Property.LINK, new, was) for a, k in sorted(keys)]


def _reject(cast: Cast, decision: Decision, _: Lookup) -> _Result:
    """A link is rejected: the name in that article is not this entity, and becomes one of its own."""
    target = decision.about[0]
    entity = part(target, Kind.ENTITY)
    keys = [k for k in cast.corpus.locals_at(target.words) if k in cast.links]
    wrong = cast.find(entity) if entity else None
    if not keys or entity is None:
        return _lost(cast, target)
    here = {k for k in keys if cast.links[k].entity == wrong}
    if wrong is None or not here:
        return _Result(Standing.NOTHING_TO_DO, f"it is not taken for {entity.label} any more")
    if here == cast.members(wrong) and not _is_known(cast.entities[wrong]):
        return _Result(Standing.LOST, f"nothing else is called {entity.label}: rename it, or merge it with another")
    new = cast.split(wrong, here, "", "", who_says("link rejected", decision))
    return _Result(Standing.APPLIED, "", (wrong, new), tuple(_says_links(here, new, wrong)), (target.id,))


def _rename(cast: Cast, decision: Decision, _: Lookup) -> _Result:
    found = cast.find(decision.about[0])
    if found is None:
        return _lost(cast, decision.about[0])
    e = cast.entities[found]
    if e.label == decision.value:
        return _Result(Standing.NOTHING_TO_DO, "it is called so already", (found,))
    cast.change(replace(e, label=decision.value, names=tuple(sorted({*e.names, e.label, decision.value}))))
    return _Result(Standing.APPLIED, "", (found,), (Says(found, Property.LABEL, decision.value, e.label),))


def _retype(cast: Cast, decision: Decision, _: Lookup) -> _Result:
    found = cast.find(decision.about[0])
    if found is None:
        return _lost(cast, decision.about[0])
    e, kind = cast.entities[found], EntityType(decision.value)
    if e.type is kind:
        return _Result(Standing.NOTHING_TO_DO, f"it is a {kind} already", (found,))
    if e.type.is_place is not kind.is_place:
        return _Result(Standing.LOST, f"it is a {e.type} now, which cannot become a {kind} after linking", (found,))
    cast.change(replace(e, type=kind))
    return _Result(Standing.APPLIED, "", (found,), (Says(found, Property.TYPE, kind, e.type),))


def _relocate(cast: Cast, decision: Decision, lookup: Lookup) -> _Result:
    found, spot = cast.find(decision.about[0]), decision.spot
    if found is None:
        return _lost(cast, decision.about[0])
    if spot is None:
        return _Result(Standing.LOST, "the decision names no place", (found,))
    into = place_at(cast, spot, lookup)
    if into:
        if into == found:
            return _Result(Standing.NOTHING_TO_DO, "it is that place already", (found,))
        cast.merge(into, found, who_says("placed", decision))
        return _Result(Standing.APPLIED, "", (into,), (Says(found, Property.SAME, into),))
    if spot.latitude is None or spot.longitude is None:
        return _Result(Standing.LOST, f"neither graph nor gazetteer knows {spot.place}", (found,))
    e = cast.entities[found]
    point = Geometry(latitude=spot.latitude, longitude=spot.longitude, precision=precision_of(e.type))
    old = e.geometry
    cast.change(replace(e, geometry=point))
    says = (
        Says(found, Property.LATITUDE, str(spot.latitude), str(old.latitude) if old else ""),
        Says(found, Property.LONGITUDE, str(spot.longitude), str(old.longitude) if old else ""),
    )
    return _Result(Standing.APPLIED, "", (found,), says)


def place_at(cast: Cast, spot: Spot, lookup: Lookup) -> str:
    """The place of the graph that a spot names, taken in from the gazetteer where need be; "" where it names none."""
    if not spot.place:
        return ""
    known = lookup(spot.place)
    place = cast.now(known[0].id if known else f"place/{spot.place}")
    if place not in cast.entities:
        cast.add(known)
    return place if place in cast.entities else ""


def _confirm(cast: Cast, decision: Decision, _: Lookup) -> _Result:
    found = [cast.find(t) for t in decision.about]
    if None in found:
        return _lost(cast, decision.about[found.index(None)])
    return _Result(Standing.APPLIED, "", tuple(i for i in found if i))


_ACTIONS: dict[Action, Callable[[Cast, Decision, Lookup], _Result]] = {
    Action.MERGE: _merge,
    Action.DISTINCT: _distinct,
    Action.SPLIT: _split,
    Action.REJECT: _reject,
    Action.RENAME: _rename,
    Action.RETYPE: _retype,
    Action.RELOCATE: _relocate,
    Action.CONFIRM: _confirm,
}
