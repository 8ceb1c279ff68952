"""Where decisions are drawn up: a person's words about the graph as it is now → what the file will keep."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from pyoxigraph import NamedNode

from kg.curation.cast import Lookup
from kg.curation.targets import links_in, path_of, reports_in, target_of
from kg.curation.words import sentence
from kg.domain.decisions import Action, Decision, Kind, Spot, Target
from kg.domain.extraction import EntityType, EventType
from kg.domain.links import Entity
from kg.domain.names import fold
from kg.errors import DecisionError, NotFoundError
from kg.querying.catalogue import ParameterType
from kg.querying.explain import find_thing
from kg.querying.names import describe, match
from kg.querying.walking import Walker
from kg.rdf.namespaces import DCTERMS, KG, SCHEMA
from kg.storage import Store

_POINT = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[, ]\s*(-?\d+(?:\.\d+)?)\s*")
_THINGS = (Kind.ENTITY, Kind.EVENT)
_MOST_PLACES = 8  # of the gazetteer that an error lists

Search = Callable[[str], Sequence[Sequence[Entity]]]
"""From a name to the places that it may mean, each with what contains it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A decision but for who, when and why."""

    action: Action
    about: tuple[Target, ...]
    out: tuple[Target, ...] = ()
    value: str = ""
    spot: Spot | None = None


class Desk:
    """Draws up decisions on one store. Things are named by IRI, prefixed name, path or words, as in `kg explain`.

    Every method raises NotFoundError where nothing, or several things, are so called, and DecisionError where the decision
    makes no sense; the message says what would.
    """

    def __init__(
        self, store: Store, lookup: Lookup, before: Sequence[Decision] = (), search: Search = lambda _: ()
    ) -> None:
        self._walker = Walker(store)
        self._lookup = lookup
        self._before = before
        self._search = search

    def merge(self, things: Sequence[str]) -> Draft:
        """These are one thing."""
        return Draft(action=Action.MERGE, about=self._alike(things, "merged"))

    def distinct(self, things: Sequence[str]) -> Draft:
        """These are not one thing, whatever makes them look so."""
        return Draft(action=Action.DISTINCT, about=self._alike(things, "held apart"))

    def split(self, thing: str, out: Sequence[str], *, into: str | None = None, name: str = "") -> Draft:
        """Some of what was taken for one thing is another: `out` names articles, reports of the event, links."""
        node = self._find(thing)
        whole = self._thing(node)
        parts = [t for words in out for t in self._parts(node, whole, words)]
        if not parts:
            raise DecisionError("Name what goes out with --out: an article, a report of the incident, a link.")
        if whole.kind is Kind.EVENT and len({p.id for p in parts}) >= len(whole.parts):
            raise DecisionError(f"All reports of {whole.label} would go out: leave at least one.")
        about = [whole]
        if into is not None:
            other = self._thing(self._find(into))
            if other.kind is not whole.kind or other.id == whole.id:
                raise DecisionError(f"What goes out of {whole.label} cannot become {other.label}.")
            about.append(other)
        return Draft(action=Action.SPLIT, about=tuple(about), out=tuple(parts), value=name.strip())

    def rename(self, thing: str, name: str) -> Draft:
        """Give a thing another name; the old one stays as a further name."""
        if not name.strip():
            raise DecisionError("The new name is empty.")
        return Draft(action=Action.RENAME, about=(self._thing(self._find(thing)),), value=" ".join(name.split()))

    def retype(self, thing: str, kind: str) -> Draft:
        """Give a thing another type; an actor may become a place, and a place an actor."""
        target = self._thing(self._find(thing))
        types: list[str] = [t.value for t in (EntityType if target.kind is Kind.ENTITY else EventType)]
        by_fold = {re.sub(r"[\s_-]", "", t).casefold(): t for t in types}
        wanted = re.sub(r"[\s_-]", "", kind).casefold()
        if wanted not in by_fold:
            near = [by_fold[n] for n in get_close_matches(wanted, by_fold, n=3)]
            hint = f" Did you mean {', '.join(near)}?" if near else ""
            raise DecisionError(f"There is no type {kind!r} for it.{hint} The types: {', '.join(types)}.")
        return Draft(action=Action.RETYPE, about=(target,), value=by_fold[wanted])

    def relocate(self, thing: str, place: str) -> Draft:
        """Put a place or an incident where it is: a place of the graph, one of the gazetteer by id, or a point."""
        target = self._thing(self._find(thing))
        if target.kind is Kind.ENTITY and not target.id.startswith("place/"):
            raise DecisionError(f"{target.label} is an actor: places and incidents have a place.")
        spot = self._spot(place, target)
        if target.kind is Kind.EVENT and not spot.place:
            raise DecisionError(
                "An incident is put at a place, not at a point: name the place, or place the place itself."
            )
        if f"place/{spot.place}" == target.id:
            raise DecisionError(f"{target.label} is that place already.")
        return Draft(action=Action.RELOCATE, about=(target,), spot=spot)

    def reject(self, thing: str) -> Draft:
        """The articles' words do not say this; of a candidate: the two are not one; of an actor or place: it is none."""
        node = self._find(thing)
        if pair := self._pair(node):
            return self.distinct(pair)
        target = target_of(self._walker, node)
        if target.kind is Kind.EVENT:
            reports = ", ".join(f"kgd:{p.id}" for p in target.parts[:5])
            raise DecisionError(f"An incident is rejected by rejecting its reports: {reports}.")
        if target.kind is Kind.DECISION:
            raise DecisionError(f"A decision is undone: kg decide undo {target.id}.")
        if not target.words:
            raise DecisionError(f"{target.label} stands on no words of an article: there is nothing to reject.")
        return Draft(action=Action.REJECT, about=(target,))

    def accept(self, thing: str) -> Draft:
        """Right as it is; of a candidate: the two are one."""
        node = self._find(thing)
        if pair := self._pair(node):
            return self.merge(pair)
        return Draft(action=Action.CONFIRM, about=(target_of(self._walker, node),))

    def undo(self, names: Sequence[str]) -> Draft:
        """Take decisions back, by their ids or the first digits of these; `last` is the last one in force."""
        undone = _undone(self._before)
        targets = []
        for name in names:
            wanted = name.rsplit("/", 1)[-1]
            found = [d for d in self._before if d.id.startswith(wanted)]
            if name == "last":
                found = [d for d in self._before if d.id not in undone and d.action is not Action.UNDO][-1:]
            if len(found) != 1:
                what = "No decision" if not found else f"{len(found)} decisions"
                raise DecisionError(f"{what} with the id {name!r}: `kg decide list` shows them.")
            if found[0].id in undone:
                raise DecisionError(f"Decision {found[0].id} is undone already.")
            targets.append(Target(kind=Kind.DECISION, id=found[0].id, label=sentence(found[0])))
        return Draft(action=Action.UNDO, about=tuple(targets))

    def _find(self, words: str) -> NamedNode:
        return find_thing(self._walker, words.strip())

    def _thing(self, node: NamedNode) -> Target:
        target = target_of(self._walker, node)
        if target.kind not in _THINGS:
            raise DecisionError(f"{target.label} is a {target.kind}: name an actor, a place or an incident.")
        return target

    def _pair(self, node: NamedNode) -> list[str]:
        if KG.Candidate not in self._walker.kinds(node):
            return []
        pair = [n for p in (KG.first, KG.second) for n in self._walker.nodes(node, p)]
        # The one that is named more often comes first: it gives the name.
        return [n.value for n in sorted(pair, key=lambda n: (-len(self._walker.subjects(KG.mentionOf, n)), n.value))]

    def _alike(self, things: Sequence[str], done: str) -> tuple[Target, ...]:
        nodes = [self._find(t) for t in things]
        if len(nodes) == 1 and (pair := self._pair(nodes[0])):
            nodes = [self._find(t) for t in pair]
        targets = [self._thing(n) for n in dict.fromkeys(nodes)]
        if len(targets) < 2:
            raise DecisionError(f"Name two different things or more that are to be {done}.")
        sorts = {t.id.split("/", 1)[0] for t in targets}
        if len(sorts) > 1:
            raise DecisionError(f"{' and '.join(sorted(sorts))} cannot be {done}: they are of different kinds.")
        return tuple(targets)

    def _parts(self, node: NamedNode, whole: Target, words: str) -> list[Target]:
        """What an article, a report or a link names of the whole."""
        is_event = whole.kind is Kind.EVENT
        articles = self._articles(words)
        if articles:
            found = (reports_in if is_event else links_in)(self._walker, node, articles)
        else:
            part = target_of(self._walker, self._find(words))
            own = {p.id for p in whole.parts} if is_event else {part.id} if _is_link_of(part, whole) else set()
            found = [part] if part.id in own else []
        if not found:
            what = "tells of it, or a report of it" if is_event else "mentions it, or a link of it"
            shown = path_of(self._walker, node)
            raise DecisionError(
                f"{words!r} is no part of {whole.label}: name an article that {what}; `kg explain {shown}` shows them."
            )
        return found

    def _articles(self, words: str) -> list[NamedNode]:
        """Articles by IRI, path, bare id, source id or URL; none where the words name something else."""
        names = self._walker.store.names
        given = words.strip()
        for property_ in (DCTERMS.identifier, SCHEMA.url):
            found = [n for q in self._walker.store.matching(None, property_, None)
                     if isinstance(n := q.subject, NamedNode) and getattr(q.object, "value", "") == given]  # fmt: skip
            if found:
                return found
        for candidate in (given, f"article/{given}"):
            try:
                node = self._find(candidate)
            except NotFoundError:
                continue
            if KG.Article in self._walker.kinds(node) and node == names.article(names.article_id(node)):
                return [node]
        return []

    def _spot(self, words: str, target: Target) -> Spot:
        """A point; else a place by its id in the gazetteer, its name in the graph, or its name in the gazetteer."""
        if found := _POINT.fullmatch(words):
            latitude, longitude = float(found[1]), float(found[2])
            if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
                raise DecisionError(f"{words!r} is not on the globe: give latitude,longitude in degrees.")
            return Spot(latitude=latitude, longitude=longitude)
        given = words.strip().removeprefix("kgd:").removeprefix("place/")
        known = self._lookup(given)
        if not known:
            place = self._place(words.strip())
            if place is None or place.id == target.id:
                return _spot_of(self._in_gazetteer(given, target))
            known = self._lookup(place.id.removeprefix("place/"))
            if not known:
                return Spot(place=place.id.removeprefix("place/"), name=place.label)
        return _spot_of(known)

    def _place(self, words: str) -> Target | None:
        """The place of the graph that an address, or else a name, stands for; None where the graph has none."""
        found = match(self._walker.store, words, ParameterType.PLACE).exact
        if len(found) > 1:
            raise DecisionError(
                f"{words!r} names {len(found)} places; give the IRI of one:\n"
                + describe(found, self._walker.store.names.prefixes)
            )
        if not found and not re.search(r"[:/]", words):
            return None
        place = self._thing(found[0].iri if found else self._find(words))
        if not place.id.startswith("place/"):
            raise DecisionError(f"{place.label} is no place.")
        return place

    def _in_gazetteer(self, name: str, target: Target) -> Sequence[Entity]:
        """The one place of the gazetteer that is called so and has a point; else an error with those that may be meant."""
        found = [p for p in self._search(name) if p[0].geometry and p[0].id != target.id]
        same = [p for p in found if fold(p[0].label) == fold(name)]
        if len(same) == 1:
            return same[0]
        rows = [f"  {p[0].id.removeprefix('place/')}: {', '.join(e.label for e in p)}" for p in found[:_MOST_PLACES]]
        if not rows:
            raise DecisionError(f"Neither graph nor gazetteer knows another place {name!r}: give latitude,longitude.")
        raise DecisionError(f"{name!r} may be several places; give the id of one:\n" + "\n".join(rows))


def _undone(before: Sequence[Decision]) -> set[str]:
    found: set[str] = set()
    for decision in reversed(before):
        if decision.action is Action.UNDO and decision.id not in found:
            found |= {t.id for t in decision.about}
    return found


def _spot_of(known: Sequence[Entity]) -> Spot:
    first, point = known[0], known[0].geometry
    return Spot(
        place=first.id.removeprefix("place/"),
        name=first.label,
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
    )


def _is_link_of(part: Target, whole: Target) -> bool:
    return part.kind is Kind.LINK and any(p.id == whole.id for p in part.parts)
