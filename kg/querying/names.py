"""From plain words to the one thing in the graph that they name, upper and lower case and accents alike."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.domain.extraction import EntityType, EventType
from kg.querying.catalogue import ParameterType
from kg.rdf.namespaces import KG, kg, local_name
from kg.storage import Store

# Names of things with their classes.
_NAMED = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX schema: <https://schema.org/>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT DISTINCT ?thing ?class ?property ?name WHERE {
  VALUES ?property { rdfs:label skos:prefLabel skos:altLabel schema:headline dcterms:identifier }
  ?thing ?property ?name ; a ?class .
}
"""
# Broader classes of events come from the ontology, where the store holds it.
_CLASSES = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing ?name WHERE {
  ?thing rdfs:subClassOf+ ?top ; rdfs:label|skos:prefLabel|skos:altLabel ?name .
}
"""
_MAIN = {"label", "prefLabel", "headline", "identifier"}
_ACTORS = {kg(member.value) for member in EntityType if not member.is_place}
_PLACES = {kg(member.value) for member in EntityType if member.is_place}
_EVENTS = {kg(member.value) for member in EventType}
_CLASSES_OF: Mapping[ParameterType, set[NamedNode]] = {
    ParameterType.ACTOR: _ACTORS,
    ParameterType.PLACE: _PLACES,
    ParameterType.ENTITY: _ACTORS | _PLACES,
    ParameterType.OUTLET: {kg(EntityType.MEDIA_OUTLET.value)},
    ParameterType.EVENT: _EVENTS,
    ParameterType.OPERATION: {kg(EventType.OPERATION.value)},
    ParameterType.ARTICLE: {KG.Article},
}
# Names so long that nobody types them whole: all the words given must stand in the name, in any order.
_BY_WORDS = {ParameterType.EVENT, ParameterType.OPERATION, ParameterType.ARTICLE}
_MOST_SUGGESTIONS = 8


@dataclass(frozen=True, slots=True)
class Named:
    """A thing with the name by which it was found, the local name of its class, and whether that is its main name."""

    iri: NamedNode
    name: str
    kind: str
    main: bool


@dataclass(frozen=True, slots=True)
class Matches:
    """What the words may mean: `exact` things (one: it is that), else `near` ones to suggest. Both sorted by name."""

    exact: tuple[Named, ...]
    near: tuple[Named, ...]


def is_named_kind(kind: ParameterType) -> bool:
    """Whether a parameter of this type may be given in words."""
    return kind in _CLASSES_OF or kind is ParameterType.TYPE


def match(store: Store, words: str, kind: ParameterType | None) -> Matches:
    """What in the graph is called so; of one kind, or anything with a name (`kind` None).

    A main name counts before another name, a whole name before words of it. Only incidents, operations and articles are
    found by words of their names: part of an actor's name is too often another actor ("Assad", "State").
    """
    wanted = fold(words)
    named = list(_names(store, kind))
    for group in (
        [n for n in named if n.main and fold(n.name) == wanted],
        [n for n in named if fold(n.name) == wanted],
        _holding(named, wanted, kind),
    ):
        if group:
            return Matches(_distinct(group), ())
    return Matches((), _near(named, wanted))


def fold(text: str) -> str:
    """Text without case, accents, doubled spaces and edge punctuation, for comparison only.

    >>> fold("  Türkiye ") == fold("turkiye")
    True
    """
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.split()).strip(" .,;:!?\"'“”‘’")


def describe(matches: Iterable[Named], shorten: Mapping[str, str]) -> str:
    """One line for each, with its name, class and shortened IRI."""
    return "\n".join(f"  {n.name} ({n.kind}): {shortened(n.iri.value, shorten)}" for n in matches)


def shortened(iri: str, prefixes: Mapping[str, str]) -> str:
    """The IRI as a prefixed name where a prefix fits (the longest namespace wins), else as it is."""
    fitting = [item for item in prefixes.items() if iri.startswith(item[1]) and iri != item[1]]
    best = max(fitting, key=lambda item: len(item[1]), default=None)
    return f"{best[0]}:{iri[len(best[1]) :]}" if best else iri


def _names(store: Store, kind: ParameterType | None) -> Iterable[Named]:
    if kind is ParameterType.TYPE:
        yield from _type_names(store)
        return
    classes = _CLASSES_OF.get(kind) if kind else None
    for thing, cls, prop, name in store.select(_NAMED):
        if not isinstance(thing, NamedNode) or not isinstance(cls, NamedNode) or not isinstance(name, Literal):
            continue
        if classes is None or cls in classes:
            main = isinstance(prop, NamedNode) and local_name(prop) in _MAIN
            yield Named(thing, name.value, local_name(cls), main)


def _type_names(store: Store) -> Iterable[Named]:
    for member in EventType:
        spaced = "".join(f" {c.lower()}" if c.isupper() else c for c in member.value).strip()
        yield Named(kg(member.value), member.value, "type", True)
        yield Named(kg(member.value), spaced, "type", True)
    for thing, name in store.select(_CLASSES):
        if isinstance(thing, NamedNode) and isinstance(name, Literal) and thing.value.startswith(KG.namespace):
            yield Named(thing, name.value, "type", True)
            yield Named(thing, local_name(thing), "type", True)


def _holding(named: list[Named], wanted: str, kind: ParameterType | None) -> list[Named]:
    if kind not in _BY_WORDS or not wanted:
        return []
    words = set(wanted.replace(",", " ").replace(":", " ").split())
    return [n for n in named if words <= set(fold(n.name).replace(",", " ").replace(":", " ").split())]


def _near(named: list[Named], wanted: str) -> tuple[Named, ...]:
    if not wanted:
        return ()
    by_name: dict[str, list[Named]] = {}
    for n in named:
        by_name.setdefault(fold(n.name), []).append(n)
    holding = sorted((name for name in by_name if wanted in name), key=lambda name: (len(name), name))
    close = difflib.get_close_matches(wanted, by_name, n=_MOST_SUGGESTIONS, cutoff=0.7)
    found = [n for name in dict.fromkeys(close + holding) for n in by_name[name]]
    return _distinct(found, keep_order=True)[:_MOST_SUGGESTIONS]


def _distinct(named: Iterable[Named], *, keep_order: bool = False) -> tuple[Named, ...]:
    first: dict[NamedNode, Named] = {}
    ordered = list(named) if keep_order else sorted(named, key=lambda n: (n.name, n.iri.value, n.kind))
    for n in ordered:
        first.setdefault(n.iri, n)
    return tuple(first.values())
