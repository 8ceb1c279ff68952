"""How our event types stand to those of other data sets: the mappings of the event-type scheme."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kg.domain.extraction import EventType
from kg.errors import ResourceError
from kg.rdf.namespaces import KG, SKOS
from kg.reference.turtle import Values, read_subjects, turtle_files

_SYSTEMS = ("acled", "plover", "cameo", "ucdp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosswalk:
    """The codes of one event type elsewhere, close matches first; empty where it has no counterpart.

    `unsafe` are the systems in which only a broader code, or none, holds the type: a conversion loses or adds meaning.
    """

    acled: tuple[str, ...] = ()  # sub-event types ("Air/drone strike")
    plover: tuple[str, ...] = ()  # event types ("ASSAULT")
    cameo: tuple[str, ...] = ()  # codes ("195")
    ucdp: tuple[str, ...] = ()  # kinds of organised violence ("state-based violence")
    unsafe: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def crosswalks() -> dict[EventType, Crosswalk]:
    """The crosswalk of every event type.

    Raises:
        ResourceError: the scheme is missing or broken, or lacks a type.
    """
    path = turtle_files("schemes", "event-types.ttl")[0]
    subjects = read_subjects(path)
    codes = _codes()
    found: dict[EventType, Crosswalk] = {}
    for type_ in EventType:
        values = subjects.get(KG.namespace + type_)
        if values is None:
            raise ResourceError(f"{path}: the scheme has no concept kg:{type_}. Add it.")
        found[type_] = _crosswalk(values, codes)
    return found


def _codes() -> dict[str, tuple[str, str]]:
    """The system and notation of each foreign concept, by its IRI."""
    codes = {}
    for path in turtle_files("schemes"):
        for iri, values in read_subjects(path).items():
            system = iri.removeprefix(KG.namespace).split("-")[0]
            notations = values.get(SKOS.notation.value, [])
            if system in _SYSTEMS and notations and isinstance(notations[0], Literal):
                codes[iri] = (system, notations[0].value)
    return codes


def _crosswalk(values: Values, codes: dict[str, tuple[str, str]]) -> Crosswalk:
    found: dict[str, list[str]] = {system: [] for system in _SYSTEMS}
    close: set[str] = set()
    for prop in (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch):
        matches = [codes[v.value] for v in values.get(prop.value, ()) if isinstance(v, NamedNode) and v.value in codes]
        for system, notation in sorted(matches):
            found[system].append(notation)
            if prop is not SKOS.broadMatch:
                close.add(system)
    return Crosswalk(
        acled=tuple(found["acled"]),
        plover=tuple(found["plover"]),
        cameo=tuple(found["cameo"]),
        ucdp=tuple(found["ucdp"]),
        unsafe=tuple(system for system in _SYSTEMS if system not in close),
    )
