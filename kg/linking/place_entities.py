"""Places of the graph: those found in the gazetteer with what contains them, and those that stay unresolved."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from kg.domain.extraction import EntityType, Extraction, LocalEntity
from kg.domain.links import Entity, EntityLink, Geometry, SameAsCandidate
from kg.linking import names
from kg.linking.gazetteer import Gazetteer
from kg.linking.gazetteer_files import PlaceRow
from kg.linking.place_words import has_direction, is_name, without_kind
from kg.linking.places import Resolution

_PRECISION = {
    EntityType.COUNTRY: "country",
    EntityType.PROVINCE: "area",
    EntityType.SETTLEMENT: "settlement",
    EntityType.FACILITY: "exact",
    EntityType.NATURAL_FEATURE: "area",
}
_MOST_PAIRS = 10


class PlaceEntities:
    """Collects the places of article after article; `finish` gives what the graph needs."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._rows: dict[str, PlaceRow] = {}
        self._surface: dict[str, set[str]] = defaultdict(set)
        self._best: dict[str, Counter[str]] = defaultdict(Counter)
        self._links: list[EntityLink] = []
        self._open: dict[tuple[str, str], list[tuple[str, LocalEntity, Resolution]]] = defaultdict(list)

    def add(self, article: str, extraction: Extraction, found: Mapping[str, Resolution]) -> None:
        """Take in one article's places."""
        local = {e.key: e for e in extraction.entities if e.type.is_place}
        for key in sorted(local):
            resolution = found[key]
            if resolution.place is None:
                parent = _parent(local[key], resolution, found, local)
                within = parent.id if parent else ""
                if parent:
                    self._use(parent)
                self._open[names.tight(_open_name(local[key])) or local[key].names[0], within].append(
                    (article, local[key], resolution)
                )
                continue
            self._use(resolution.place)
            if is_name(local[key].names[0]):
                self._best[resolution.place.id][without_kind(local[key].names[0])] += 1
            self._surface[resolution.place.id] |= {
                n for n in local[key].names if any(w[:1].isupper() for w in n.split())
            }
            self._links.append(
                EntityLink(
                    article=article,
                    key=key,
                    entity=f"place/{resolution.place.id}",
                    score=resolution.score,
                    why=resolution.why,
                )
            )

    def finish(self) -> tuple[list[Entity], list[EntityLink], list[SameAsCandidate]]:
        """Entities, links, and pairs that may be one place."""
        entities = [self._known(row) for row in self._rows.values()]
        taken = {e.id for e in entities}
        links = list(self._links)
        by_name: dict[str, list[str]] = defaultdict(list)
        for (name, within), members in sorted(self._open.items(), key=lambda i: (-len(i[1]), i[0])):
            entity = self._unknown(within, members, taken)
            taken.add(entity.id)
            entities.append(entity)
            by_name[name].append(entity.id)
            links += [
                EntityLink(article=a, key=e.key, entity=entity.id, score=r.score, why=r.why) for a, e, r in members
            ]
        pairs = [
            SameAsCandidate(first=a, second=b, score=0.5, why="places of one name, not both with known surroundings")
            for name, ids in by_name.items()
            if len(ids) <= _MOST_PAIRS
            for a, b in zip(sorted(ids), sorted(ids)[1:], strict=False)
        ]
        return entities, links, pairs

    def known(self, identifier: str) -> list[Entity]:
        """A place by its id in the gazetteer ("geonames-170654"), and what contains it; empty where it is unknown."""
        row = self._gazetteer.place(identifier)
        return [self._known(place) for place in (row, *self._gazetteer.chain(row))] if row else []

    def _use(self, row: PlaceRow) -> None:
        for place in (row, *self._gazetteer.chain(row)):
            self._rows.setdefault(place.id, place)

    def _known(self, row: PlaceRow) -> Entity:
        parent = next((p for p in self._gazetteer.chain(row)), None)
        return Entity(
            id=f"place/{row.id}",
            type=row.type,
            label=self._label(row),
            names=tuple(sorted({row.name, *row.aliases, *self._surface[row.id]})),
            wikidata=self._gazetteer.wikidata(row.id),
            geonames=row.geonames,
            geometry=_geometry(row),
            within=f"place/{parent.id}" if parent else None,
        )

    def _label(self, row: PlaceRow) -> str:
        """The reference's label, else the name that most articles use: news writes Raqqa, the gazetteer Ar Raqqah."""
        counts = self._best[row.id]
        if self._gazetteer.reference(row.id) or not counts or row.type is EntityType.PROVINCE:
            return row.name
        return min(counts, key=lambda n: (-counts[n], -len(n), n))

    def _unknown(self, within: str, members: Sequence[tuple[str, LocalEntity, Resolution]], taken: set[str]) -> Entity:
        counts = Counter(_open_name(e) for _, e, _ in members)
        label = min(counts, key=lambda n: (-counts[n], -len(n), n))
        types = Counter(e.type for _, e, _ in members)
        kind = min(types, key=lambda t: (-types[t], t))
        base = names.slug(min(counts, key=lambda n: (names.fold(n), n)))
        if within and (row := self._rows.get(within)):
            base = f"{base}-in-{names.slug(row.name)}"
        slug, number = base, 2
        while f"place/{slug}" in taken or self._gazetteer.reference(slug):  # a reference place keeps its id
            slug, number = f"{base}-{kind.value.lower()}" if number == 2 else f"{base}-{number}", number + 1
        surface = {n for _, e, _ in members for n in e.names if is_name(n)}
        return Entity(
            id=f"place/{slug}",
            type=kind,
            label=label,
            names=tuple(sorted({label, *surface})),
            within=f"place/{within}" if within else None,
        )


def _open_name(entity: LocalEntity) -> str:
    """The name under which an unresolved place is kept: without common nouns, but for a site or a part of something."""
    name = entity.names[0]
    if entity.type is not EntityType.SETTLEMENT or has_direction(name):
        return name.removeprefix("the ")
    return without_kind(name)


def _parent(
    entity: LocalEntity, resolution: Resolution, found: Mapping[str, Resolution], local: Mapping[str, LocalEntity]
) -> PlaceRow | None:
    """The known place around an unresolved one: told by the words around, or by a site's own name ("Azaz hospital")."""
    if resolution.parent and (row := found[resolution.parent].place) and row.type is not EntityType.COUNTRY:
        return row
    if entity.type is EntityType.FACILITY:
        inside = f" {' '.join(names.words(entity.names[0]))} "
        for key in sorted(found):
            row = found[key].place
            if (
                row
                and row.type in (EntityType.SETTLEMENT, EntityType.PROVINCE)
                and any(f" {' '.join(names.words(n))} " in inside for n in local[key].names)
            ):
                return row
    return None


def _geometry(row: PlaceRow) -> Geometry | None:
    if row.latitude is None or row.longitude is None:
        return None
    return Geometry(latitude=row.latitude, longitude=row.longitude, precision=_PRECISION[row.type])


def named_places(gazetteer: Gazetteer, name: str) -> list[tuple[Entity, ...]]:
    """The places that a name may mean, the largest first, each with what contains it."""
    found = sorted(gazetteer.candidates(name), key=lambda c: (-c.agreement, -c.place.population, c.place.id))
    return [tuple(known_places(gazetteer, c.place.id)) for c in found]


def known_places(gazetteer: Gazetteer, identifier: str) -> list[Entity]:
    """A place by its id in the gazetteer, and what contains it, as entities; empty where it is unknown."""
    return PlaceEntities(gazetteer).known(identifier)
