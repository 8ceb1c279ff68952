"""Reference knowledge indexed for look-up in text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from kg.domain.extraction import EntityType, EventType, MentionForm, Stance
from kg.domain.knowledge import Equipment, Knowledge, ReferenceActor, ReferencePlace
from kg.domain.names import fold, name_key, possessive_keys


@dataclass(frozen=True, slots=True)
class Known:
    """A reference actor or place that a name may stand for, and how the name refers to it."""

    id: str
    type: EntityType
    form: MentionForm
    generic: bool


class Lexicon:
    """Look-ups over `Knowledge`. Built once for each version of the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.actors: dict[str, ReferenceActor] = {a.id: a for a in knowledge.actors}
        self.places: dict[str, ReferencePlace] = {p.id: p for p in knowledge.places}
        self._known: dict[str, list[Known]] = defaultdict(list)
        for actor in knowledge.actors:
            form = MentionForm.NOMINAL if actor.generic else MentionForm.NAME
            self._add(actor.id, actor.type, form, actor.generic, (actor.label, *actor.aliases))
            self._add(actor.id, actor.type, MentionForm.DEMONYM, False, actor.demonyms)
            self._add(actor.id, actor.type, MentionForm.METONYM, False, actor.metonyms)
        for place in knowledge.places:
            self._add(place.id, place.type, MentionForm.NAME, False, (place.label, *place.aliases))
        self.triggers: dict[str, list[tuple[EventType, str | None, tuple[str, ...]]]] = defaultdict(list)
        for trigger in knowledge.triggers:
            self.triggers[trigger.lemma].append((trigger.type, trigger.pos, trigger.needs))
        self.reporting: dict[str, Stance] = {v.lemma: v.stance for v in knowledge.reporting_verbs}
        self.equipment: dict[str, Equipment] = {}
        for item in knowledge.equipment:
            for term in (item.label, *item.terms):
                self.equipment.setdefault(fold(term), item)
        self.longest_equipment = max((len(t.split()) for t in self.equipment), default=0)

    def _add(self, id_: str, type_: EntityType, form: MentionForm, generic: bool, names: Iterable[str]) -> None:
        for name in names:
            known = Known(id_, type_, form, generic)
            for key in {fold(name), name_key(name)}:
                if known not in self._known[key]:
                    self._known[key].append(known)

    def find(self, name: str) -> list[Known]:
        """What a name may stand for, names first; also with the s of a lost possessive dropped."""
        for key in (fold(name), *possessive_keys(name)):
            if key in self._known:
                return sorted(self._known[key], key=lambda k: (list(MentionForm).index(k.form), k.id))
        return []


@lru_cache(maxsize=2)
def index(knowledge: Knowledge) -> Lexicon:
    """The look-ups for this knowledge, made once."""
    return Lexicon(knowledge)
