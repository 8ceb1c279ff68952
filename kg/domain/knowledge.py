"""Reference knowledge as values, read from `ontology/` by `kg.reference`: a curator edits RDF, the text side sees this."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.domain.extraction import EntityType, EventType, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A word or phrase (lemmas, lower case, space-separated) that can express an event of a type.

    `pos` is "NOUN", "VERB" or None for either. `needs` are lemmas of which one must stand in the clause for the type to hold
    ("hit" needs "plane", "raid" …); empty when the word is enough.
    """

    lemma: str
    type: EventType
    pos: str | None = None
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingVerb:
    """A cue of attribution by lemma ("say", "deny", "according to") and the stance it gives."""

    lemma: str
    stance: Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """A weapon, munition or platform by its terms (lower case); `kind` is its concept's id ("fighter-aircraft")."""

    kind: str
    label: str
    terms: tuple[str, ...]
    event_types: tuple[EventType, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceActor:
    """A known actor.

    `aliases` are names in use, as written; `demonyms` and `metonyms` stand for it in context
    ("Russian", "Moscow", "the Kremlin"); `generic` marks one that is known by common nouns only ("rebels").
    `country` is the id of the reference state it belongs to ("russia"), `wikidata` only where certain.
    """

    id: str
    type: EntityType
    label: str
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    country: str | None = None
    part_of: str | None = None
    wikidata: str | None = None
    generic: bool = False
    valid_from: str | None = None  # ISO day from which this name holds (renamings)
    succeeds: str | None = None  # id of the actor that it carries on under another name


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferencePlace:
    """A known place, above what the gazetteer gives: aliases in use, type, containment, coordinates where known."""

    id: str
    type: EntityType
    label: str
    aliases: tuple[str, ...] = ()
    country: str | None = None  # ISO 3166-1 alpha-2
    within: str | None = None
    wikidata: str | None = None
    geonames: int | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """All reference knowledge. `version` is a digest of the files it was read from."""

    version: str
    triggers: tuple[Trigger, ...] = field(default=())
    reporting_verbs: tuple[ReportingVerb, ...] = field(default=())
    equipment: tuple[Equipment, ...] = field(default=())
    actors: tuple[ReferenceActor, ...] = field(default=())
    places: tuple[ReferencePlace, ...] = field(default=())
