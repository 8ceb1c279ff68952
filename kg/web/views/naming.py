"""Names to things, in memory: what a filter's plain words mean, without a pass over the graph for each request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from difflib import get_close_matches
from itertools import islice

from pyoxigraph import Literal, NamedNode

from kg.querying.names import fold
from kg.rdf.namespaces import KG, OA, RDFS, SKOS
from kg.storage import Store
from kg.web.cache import once


def named(store: Store, words: str, segment: str) -> tuple[str, ...]:
    """The IRIs of the actors (segment "actor") or places ("place") called so; by main name, else by another one."""
    main, other = once(store, "names", lambda: _read(store))
    wanted, start = fold(words), f"{store.names.base}{segment}/"
    for names in (main, other):
        found = tuple(sorted(iri for iri in names.get(wanted, ()) if iri.startswith(start)))
        if found:
            return found
    return ()


def near_names(store: Store, words: str, segment: str, most: int = 8) -> tuple[str, ...]:
    """The IRIs of things whose main name holds these words or looks like them, the shortest first."""
    main, _ = once(store, "names", lambda: _read(store))
    wanted, start = fold(words), f"{store.names.base}{segment}/"
    holding = sorted((name for name in main if wanted and wanted in name), key=lambda name: (len(name), name))
    close = get_close_matches(wanted, main, n=most, cutoff=0.75)
    found = (iri for name in dict.fromkeys([*close, *holding]) for iri in sorted(main[name]) if iri.startswith(start))
    return tuple(islice(found, most))


_Names = dict[str, set[str]]


def _read(store: Store) -> tuple[_Names, _Names]:
    entities = store.names.graph("entities")
    found: list[_Names] = []
    for predicate in (RDFS.label, SKOS.altLabel):
        names: _Names = defaultdict(set)
        for quad in store.matching(predicate=predicate, graph=entities):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                names[fold(quad.object.value)].add(quad.subject.value)
        found.append(dict(names))
    return found[0], found[1]


def told_words(store: Store) -> Mapping[str, str]:
    """By event: its name and the words that report it, in lower case, one a line."""
    return once(store, "told words", lambda: _told(store))


def _told(store: Store) -> dict[str, str]:
    """`evidence/<article>/<start>-<end>/quote` stands beside each evidence node: see docs/data-model.md."""
    words: dict[str, list[str]] = defaultdict(list)
    for quad in store.matching(predicate=RDFS.label, graph=store.names.graph("events")):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            words[quad.subject.value].append(quad.object.value)
    for quad in store.matching(predicate=KG.reportOf):
        if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, NamedNode):
            continue
        for evidence in store.matching(quad.subject, KG.evidence):
            if isinstance(evidence.object, NamedNode):
                quote = NamedNode(evidence.object.value + "/quote")
                for exact in store.matching(quote, OA.exact):
                    if isinstance(exact.object, Literal):
                        words[quad.object.value].append(exact.object.value)
    return {event: "\n".join(lines).lower() for event, lines in words.items()}
