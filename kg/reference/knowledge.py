"""Reference knowledge as values: what the text side knows of actors, places, trigger words, cues and weapons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import NoReturn, TypeVar

from pyoxigraph import Literal, NamedNode

from kg.domain.extraction import EntityType, EventType, Stance
from kg.domain.knowledge import Equipment, Knowledge, ReferenceActor, ReferencePlace, ReportingVerb, Trigger
from kg.errors import ResourceError
from kg.rdf.namespaces import DEFAULT_BASE_IRI, KG, RDF, RDFS, SKOS
from kg.reference.turtle import Values, line_of, ontology_digest, read_subjects, turtle_files

_ACTORS = f"{DEFAULT_BASE_IRI}actor/"
_PLACES = f"{DEFAULT_BASE_IRI}place/"
_POS = frozenset({"NOUN", "VERB"})
_Term = TypeVar("_Term", bound=StrEnum)


@lru_cache(maxsize=1)
def load_knowledge() -> Knowledge:
    """Everything in `ontology/lexicon` and `ontology/reference`, read once for each process.

    Order depends on the content only: by id, or by lemma and type. Names stand as the curator
    wrote them, without "the".

    Raises:
        ResourceError: a file is missing, is no valid Turtle, or says what makes no sense; names file and line.
    """
    return read_knowledge()


def read_knowledge() -> Knowledge:
    """As `load_knowledge`, reading the files again."""
    readers = list(_readers("lexicon")) + list(_readers("reference"))
    actors = [_actor(s) for s in readers if s.iri.startswith(_ACTORS)]
    places = [_place(s) for s in readers if s.iri.startswith(_PLACES)]
    return Knowledge(
        version=ontology_digest(),
        triggers=tuple(sorted(_triggers(readers), key=lambda t: (t.lemma, t.type, t.pos or "", t.needs))),
        reporting_verbs=tuple(sorted(_cues(readers), key=lambda v: v.lemma)),
        equipment=tuple(sorted(_equipment(readers), key=lambda e: e.kind)),
        actors=tuple(sorted(actors, key=lambda a: a.id)),
        places=tuple(sorted(places, key=lambda p: p.id)),
    )


class _Subject:
    """One subject of a file, with the errors that name its place."""

    def __init__(self, path: Path, iri: str, values: Values) -> None:
        self.path = path
        self.iri = iri
        self._values = values

    def fail(self, problem: str) -> NoReturn:
        line = line_of(self.path, self.iri)
        raise ResourceError(f"{self.path}, line {line or '?'}: <{self.iri}> {problem}. Mend the file.")

    def texts(self, prop: NamedNode) -> tuple[str, ...]:
        """The literals of a property, sorted and each once."""
        return tuple(sorted({v.value for v in self._values.get(prop.value, ()) if isinstance(v, Literal)}))

    def text(self, prop: NamedNode) -> str | None:
        values = self.texts(prop)
        if len(values) > 1:
            self.fail(f"has more than one {_local(prop)}")
        return values[0] if values else None

    def label(self, prop: NamedNode = RDFS.label) -> str:
        return self.text(prop) or self.fail(f"has no {_local(prop)}")

    def links(self, prop: NamedNode) -> tuple[str, ...]:
        """The IRIs of a property, sorted."""
        return tuple(sorted(v.value for v in self._values.get(prop.value, ()) if isinstance(v, NamedNode)))

    def link(self, prop: NamedNode, base: str) -> str | None:
        """What follows `base` in the one IRI of a property."""
        found = self.links(prop)
        if len(found) > 1:
            self.fail(f"has more than one {_local(prop)}")
        if found and not found[0].startswith(base):
            self.fail(f"has a {_local(prop)} that is not below <{base}>")
        return found[0].removeprefix(base) if found else None

    def terms(self, prop: NamedNode, enum: type[_Term], prefix: str = "") -> tuple[_Term, ...]:
        """The members of an enumeration that the IRIs of a property name."""
        try:
            return tuple(enum(iri.removeprefix(KG.namespace + prefix)) for iri in self.links(prop))
        except ValueError as error:
            self.fail(f"has a {_local(prop)} that we do not know: {error}")

    def number(self, prop: NamedNode, kind: Callable[[str], float]) -> float | None:
        text = self.text(prop)
        try:
            return None if text is None else kind(text)
        except ValueError:
            self.fail(f"has a {_local(prop)} that is no number: {text!r}")

    def is_a(self, *classes: NamedNode) -> bool:
        return bool({c.value for c in classes} & set(self.links(RDF.type)))


def _readers(folder: str) -> Iterator[_Subject]:
    for path in turtle_files(folder):
        for iri, values in read_subjects(path).items():
            yield _Subject(path, iri, values)


def _triggers(subjects: list[_Subject]) -> Iterator[Trigger]:
    for s in subjects:
        if not s.is_a(KG.TriggerSet):
            continue
        pos = s.text(KG.partOfSpeech)
        if pos is not None and pos not in _POS:
            s.fail(f"has the partOfSpeech {pos!r}; we know {sorted(_POS)}, or none for either")
        types = s.terms(KG.expresses, EventType) or s.fail("expresses no event type")
        needs = s.texts(KG.needs)
        for type_ in types:
            yield from (Trigger(lemma=lemma, type=type_, pos=pos, needs=needs) for lemma in s.texts(KG.lemma))


def _cues(subjects: list[_Subject]) -> Iterator[ReportingVerb]:
    seen: dict[str, Stance] = {}
    for s in subjects:
        if not s.is_a(KG.ReportingCueSet):
            continue
        stances = s.terms(KG.givesStance, Stance, "stance-")
        if len(stances) != 1:
            s.fail("must give exactly one stance")
        for lemma in s.texts(KG.lemma):
            if lemma in seen:
                s.fail(f"has the cue {lemma!r}, which already gives the stance {seen[lemma]}")
            seen[lemma] = stances[0]
            yield ReportingVerb(lemma=lemma, stance=stances[0])


def _equipment(subjects: list[_Subject]) -> Iterator[Equipment]:
    for s in subjects:
        if s.is_a(KG.Equipment):
            label = s.label(SKOS.prefLabel)
            terms = sorted({t.lower() for t in (label, *s.texts(SKOS.altLabel))})
            kind = s.iri.removeprefix(KG.namespace)
            yield Equipment(kind=kind, label=label, terms=tuple(terms), event_types=s.terms(KG.suggests, EventType))


def _type(subject: _Subject, *, place: bool) -> EntityType:
    types = [t for t in subject.terms(RDF.type, EntityType) if t.is_place is place]
    if len(types) != 1:
        subject.fail(f"must have exactly one type of {'place' if place else 'actor'}")
    return types[0]


def _actor(s: _Subject) -> ReferenceActor:
    return ReferenceActor(
        id=s.iri.removeprefix(_ACTORS),
        type=_type(s, place=False),
        label=s.label(),
        aliases=s.texts(SKOS.altLabel),
        demonyms=s.texts(KG.demonym),
        metonyms=s.texts(KG.metonym),
        country=s.link(KG.belongsToState, _ACTORS),
        part_of=s.link(KG.subordinateTo, _ACTORS),
        wikidata=_wikidata(s),
        generic=s.text(KG.generic) == "true",
        valid_from=s.text(KG.validFrom),
        succeeds=s.link(KG.succeeds, _ACTORS),
    )


def _place(s: _Subject) -> ReferencePlace:
    geonames = s.number(KG.geonames, int)
    return ReferencePlace(
        id=s.iri.removeprefix(_PLACES),
        type=_type(s, place=True),
        label=s.label(),
        aliases=s.texts(SKOS.altLabel),
        country=s.text(KG.countryCode),
        within=s.link(KG.within, _PLACES),
        wikidata=_wikidata(s),
        geonames=None if geonames is None else int(geonames),
        latitude=s.number(KG.latitude, float),
        longitude=s.number(KG.longitude, float),
    )


def _wikidata(subject: _Subject) -> str | None:
    found = subject.links(KG.wikidata)
    return _local(NamedNode(found[0])) if found else None


def _local(term: NamedNode) -> str:
    return term.value.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
