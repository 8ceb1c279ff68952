"""The actors and places of a graph while decisions are brought to bear on them, one after the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from kg.curation.anchors import Corpus, LocalKey, keys_of, named
from kg.domain.decisions import Target
from kg.domain.extraction import EntityType
from kg.domain.links import Entity, EntityLink, Links, SameAsCandidate
from kg.domain.names import fold

Lookup = Callable[[str], Sequence[Entity]]
"""From a place's id in the gazetteer ("geonames-170654") to the place and what contains it; empty where unknown."""


class Cast:
    """Entities with the local entities that each is known by. Nothing that was given is changed."""

    def __init__(self, links: Links, corpus: Corpus) -> None:
        self.corpus = corpus
        self.entities = {e.id: e for e in links.entities}
        self.links: dict[LocalKey, EntityLink] = {(link.article, link.key): link for link in links.entity_links}
        self.gone: dict[str, str] = {}  # ids of entities merged into another → that one's
        self.apart: set[frozenset[str]] = set()
        self._outlets = dict(links.outlets)
        self._same_as = links.same_as
        self._members: dict[str, set[LocalKey]] = defaultdict(set)
        for key, link in self.links.items():
            self._members[link.entity].add(key)
        self._by_name: dict[str, set[str]] = defaultdict(set)
        for entity in links.entities:
            self._note_names(entity)

    def members(self, identifier: str) -> set[LocalKey]:
        """The local entities that are this entity."""
        return self._members[identifier]

    def now(self, identifier: str) -> str:
        """The id under which an entity of before is now."""
        while identifier in self.gone and identifier not in self.entities:
            identifier = self.gone[identifier]
        return identifier

    def find(self, target: Target) -> str | None:
        """The entity that a target is now: under its id where name or words agree, else by its words, else by its name."""
        place = target.id.startswith("place/")
        by_words = Counter(self.links[k].entity for k in self.corpus.locals_at(target.words) if k in self.links)
        known = self.now(target.id)
        if known in self.entities and (
            known != target.id or by_words[known] or named(target) & keys_of(self._names(known))
        ):
            return known
        by_words = Counter({i: n for i, n in by_words.items() if self.entities[i].type.is_place is place})
        if by_words:
            return min(by_words, key=lambda i: (-by_words[i], i))
        ids = {
            i
            for i in self._by_name[fold(target.label)]
            if i in self.entities and self.entities[i].type.is_place is place
        }
        exact = {i for i in ids if fold(self.entities[i].label) == fold(target.label)} or ids
        return next(iter(exact)) if len(exact) == 1 else None

    def merge(self, into: str, other: str, why: str) -> None:
        """Make `other` the entity `into`; both are there and differ."""
        a, b = self.entities[into], self.entities.pop(other)
        within = a.within if a.within not in (None, other) else b.within
        self.entities[into] = replace(
            a,
            names=tuple(sorted({*a.names, *b.names, a.label, b.label})),
            wikidata=a.wikidata or b.wikidata,
            geonames=a.geonames if a.geonames is not None else b.geonames,
            geometry=a.geometry or b.geometry,
            within=None if within == into else within,
            generic=a.generic and b.generic,
        )
        self.gone[other] = into
        self.gone.pop(into, None)
        for identifier, entity in self.entities.items():
            if entity.within == other:
                self.entities[identifier] = replace(entity, within=into)
        self._break_circle(into)
        self._outlets = {a: into if o == other else o for a, o in self._outlets.items()}
        self._note_names(self.entities[into])
        self.move(self._members.pop(other, set()), into, why)

    def move(self, keys: Collection[LocalKey], into: str, why: str) -> None:
        """Link local entities to another entity."""
        for key in keys:
            link = self.links[key]
            if link.entity in self._members:
                self._members[link.entity].discard(key)
            self.links[key] = replace(link, entity=into, score=1.0, why=f"{link.why}; {why}" if link.why else why)
            self._members[into].add(key)

    def split(self, whole: str, keys: Collection[LocalKey], identifier: str, label: str, why: str) -> str:
        """Make an entity of its own of some members; give its id, which is `identifier` where that is free."""
        old = self.entities[whole]
        moved = self._surface(keys)
        kept = self._surface(self._members[whole] - set(keys))
        best = Counter(self.corpus.local(k).names[0] for k in keys)
        name = label or min(best, key=lambda n: (-best[n], -len(n), n))
        sort = "place" if old.type.is_place else "actor"
        new = self._free(identifier or f"{sort}/{'-'.join(fold(name).split()) or 'unnamed'}")
        self.entities[new] = Entity(
            id=new, type=old.type, label=name, names=tuple(sorted({name, *moved})), generic=old.generic
        )
        self.entities[whole] = replace(
            old, names=tuple(sorted({n for n in old.names if n not in moved or n in kept} | {old.label}))
        )
        self._note_names(self.entities[new])
        self.move(keys, new, why)
        self._drop_if_empty(whole)
        return new

    def add(self, entities: Iterable[Entity]) -> None:
        """Take in places that the graph does not hold yet."""
        for entity in entities:
            if entity.id not in self.entities:
                self.entities[entity.id] = entity
                self._note_names(entity)

    def change(self, entity: Entity) -> None:
        """Put an entity in place of the one of its id."""
        self.entities[entity.id] = entity
        self._note_names(entity)

    def result(self) -> Links:
        """What linking goes on with: entities, links, outlets, and candidates that nobody has decided."""
        pairs: dict[tuple[str, str], SameAsCandidate] = {}
        apart = {frozenset(map(self.now, pair)) for pair in self.apart}
        for c in self._same_as:
            first, second = sorted((self.now(c.first), self.now(c.second)))
            there = first in self.entities and second in self.entities
            if there and first != second and frozenset((first, second)) not in apart:
                pairs.setdefault((first, second), replace(c, first=first, second=second))
        return Links(
            entities=tuple(sorted(self.entities.values(), key=lambda e: e.id)),
            entity_links=tuple(self.links[k] for k in sorted(self.links)),
            outlets=tuple(sorted(self._outlets.items())),
            same_as=tuple(pairs[k] for k in sorted(pairs)),
        )

    def _names(self, identifier: str) -> tuple[str, ...]:
        entity = self.entities[identifier]
        return (entity.label, *entity.names)

    def _note_names(self, entity: Entity) -> None:
        for name in {entity.label, *entity.names}:
            self._by_name[fold(name)].add(entity.id)

    def _surface(self, keys: Iterable[LocalKey]) -> set[str]:
        """The names used for some members; a word in lower case ("the ministry") names nothing across articles."""
        locals_ = [self.corpus.local(k) for k in keys]
        return {n for e in locals_ for n in e.names if e.generic or not n[:1].islower() or n == e.names[0]}

    def _free(self, identifier: str) -> str:
        if identifier not in self.entities:
            return identifier
        number = 2
        while f"{identifier}-{number}" in self.entities:
            number += 1
        return f"{identifier}-{number}"

    def _drop_if_empty(self, identifier: str) -> None:
        used = self._members[identifier] or identifier in self._outlets.values()
        if not used and not any(e.within == identifier for e in self.entities.values()):
            del self.entities[identifier]

    def _break_circle(self, start: str) -> None:
        """A place never lies in itself, however places were merged."""
        seen, at = {start}, self.entities[start].within
        while at is not None and at in self.entities:
            if at in seen:
                self.entities[start] = replace(self.entities[start], within=None)
                return
            seen.add(at)
            at = self.entities[at].within


def precision_of(kind: EntityType) -> str:
    """How precisely a person's point places a place of this type."""
    return {EntityType.FACILITY: "exact", EntityType.SETTLEMENT: "settlement", EntityType.COUNTRY: "country"}.get(
        kind, "area"
    )
