"""What the names in one article say by themselves: reference actors, resolved places, labels that equal names share."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from kg.domain.articles import Article
from kg.domain.extraction import EntityType, Extraction, LocalEntity
from kg.domain.knowledge import Knowledge, ReferenceActor
from kg.domain.names import without_titles
from kg.linking import names
from kg.linking.gazetteer import Gazetteer
from kg.linking.places import Resolution, resolve_places

PUBLISHER = "\0publisher"  # key of the pseudo entity that stands for an article's outlet; no extractor makes such a key
# Words around a known name that make it another actor: "the Syrian branch of al-Qaeda", "former Nusra commander".
_OTHER_TEXT = """
    affiliate affiliates branch offshoot arm wing faction former ex anti pro linked backed aligned affiliated led allied rival
    splinter supporters sympathisers sympathizers families commander leader chief head spokesman spokeswoman founder director
    member members official officials source sources and or against of with from by
"""
_OTHER = frozenset(_OTHER_TEXT.split())


class Group(StrEnum):
    """Actors of one name are one entity only within a group."""

    PERSON = "person"
    STATE = "state"
    POPULATION = "population"
    BODY = "body"
    GENERIC = "generic"


_GROUPS = {EntityType.PERSON: Group.PERSON, EntityType.STATE: Group.STATE, EntityType.POPULATION: Group.POPULATION}


class ReferenceNames:
    """Reference actors by name."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.by_id = {a.id: a for a in knowledge.actors}

    @cached_property
    def _by_name(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for actor in self.by_id.values():
            for name in (actor.label, *actor.aliases):
                found[names.actor_key(name)].add(actor.id)
        return found

    def find(self, entity: LocalEntity) -> ReferenceActor | None:
        """The one reference actor that the entity's names point to: the first name that points to one decides.

        Proper actors come before generic ones: "government forces", also called "Syrian army", are the Syrian army.
        """
        if entity.reference in self.by_id:
            return self.by_id[entity.reference]
        group = group_of(entity.type, False)
        known = [[self.by_id[i] for i in sorted(self._by_name.get(names.actor_key(n), ()))] for n in entity.names]
        for generic in (False, True):
            for actors in known:
                fitting = [a for a in actors if a.generic is generic and group_of(a.type, False) is group]
                fitting = [a for a in fitting if a.type is entity.type] or fitting
                if len(fitting) == 1:
                    return fitting[0]
                if fitting:
                    break
        return self._inside(entity, group)

    def around(self, actor: ReferenceActor | None) -> frozenset[str]:
        """The actor's id, with those of what it is a part of or belongs to; empty for None."""
        found: set[str] = set()
        queue = [actor.id] if actor else []
        while queue:
            known = self.by_id.get(queue.pop())
            if known and known.id not in found:
                found.add(known.id)
                queue += [other for other in (known.part_of, known.country) if other]
        return frozenset(found)

    def _inside(self, entity: LocalEntity, group: Group) -> ReferenceActor | None:
        """The one reference actor whose name stands in the best name among common nouns only.

        "SANA reporter", "the White Helmets a rescue service", "Islamic State jihadists"; persons are never found so.
        """
        if group is not Group.BODY:
            return None
        spelt = entity.names[0].replace(",", " ").split()
        found: set[str] = set()
        for start in range(len(spelt)):
            for end in range(len(spelt), start, -1):
                inner = " ".join(spelt[start:end])
                if end - start == len(spelt) or (not inner[:1].isupper() and not inner.startswith("al")):
                    continue
                known = self._by_name.get(names.actor_key(inner), set())
                rest = [*spelt[:start], *spelt[end:]]
                if known and (len(inner) >= 5 or inner.isupper()) and all(_is_plain(w) for w in rest):
                    found |= {
                        i for i in known if not self.by_id[i].generic and group_of(self.by_id[i].type, False) is group
                    }
                    break
        return self.by_id[next(iter(found))] if len(found) == 1 else None


def _is_plain(word: str) -> bool:
    """Whether a word beside a name says nothing of who it is: a common noun, "British-based"."""
    return names.fold(word) not in _OTHER and (word[:1].islower() or word.endswith("-based"))


def group_of(kind: EntityType, generic: bool) -> Group:
    """The group within which names are compared."""
    return Group.GENERIC if generic else _GROUPS.get(kind, Group.BODY)


@dataclass(frozen=True, slots=True)
class Naming:
    """What an article's names say by themselves: places by local key; for its actors a label, equal for one name.

    With each label goes the id of the reference actor that it is, if any; actors in the order of their keys, the
    outlet's among them.
    """

    places: dict[str, Resolution]
    actors: tuple[tuple[str, str | None], ...]


class Namer:
    """Names the actors and places of one article, whatever others say."""

    def __init__(self, knowledge: Knowledge, gazetteer: Gazetteer) -> None:
        self.reference = ReferenceNames(knowledge)
        self._gazetteer = gazetteer
        self._states = country_codes(knowledge, gazetteer)

    def naming(self, article: Article, extraction: Extraction) -> Naming:
        """What the names in an article are."""
        return Naming(
            places=resolve_places(article, extraction, self._gazetteer, self._states),
            actors=tuple(self._label(article.id, e) for e in local_actors(article, extraction)),
        )

    def _label(self, article: str, entity: LocalEntity) -> tuple[str, str | None]:
        if known := self.reference.find(entity):
            return f"reference {known.id}", known.id
        group = group_of(entity.type, entity.generic)
        if group is Group.PERSON and len(names.words(without_titles(entity.names[0]))) < 2:
            return f"{group} {article} {entity.key}", None  # a bare surname says nothing across articles
        name = without_titles(entity.names[0]) if group is Group.PERSON else entity.names[0]
        return f"{group} {names.tight(name) or name.casefold()}", None


def country_codes(knowledge: Knowledge, gazetteer: Gazetteer) -> dict[str, str]:
    """ISO codes of the countries that reference actors belong to, by the actors' ids."""
    codes: dict[str, str] = {}
    for actor in knowledge.actors:
        if actor.type is EntityType.STATE:
            row = next((r for n in (actor.label, *actor.aliases) if (r := gazetteer.country(n))), None)
            if row and row.country:
                codes[actor.id] = row.country
    belonging = {a.id: codes[a.country] for a in knowledge.actors if a.country in codes}
    return {**belonging, **codes}


def local_actors(article: Article, extraction: Extraction) -> list[LocalEntity]:
    """The actors of an article in the order of their keys, its outlet among them."""
    actors = [e for e in extraction.entities if not e.type.is_place]
    if article.publisher and article.publisher.strip():
        actors.append(
            LocalEntity(key=PUBLISHER, type=EntityType.MEDIA_OUTLET, names=(article.publisher.strip(),), mentions=())
        )
    return sorted(actors, key=lambda e: e.key)
