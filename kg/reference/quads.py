"""The ontology and the reference data as quads for `graph/ontology` and `graph/reference`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from kg.rdf.iris import Names
from kg.rdf.namespaces import DEFAULT_BASE_IRI
from kg.reference.turtle import read_triples, turtle_files

# Trigger words and cues stay out: they serve reading, nothing in the graph points at them.
_PARTS = (("kg.ttl",), ("alignment.ttl",), ("schemes",), ("lexicon", "equipment.ttl"))


def load_ontology_triples(*, schemes: bool = True) -> Iterator[Triple]:
    """The triples of `kg.ttl`, `alignment.ttl` and, unless left out, the schemes and the equipment.

    Blank nodes (OWL's unions and restrictions) are named by file and order, so that two readings give the same triples.

    Raises:
        ResourceError: a file is missing or broken.
    """
    for part, names in enumerate(_PARTS if schemes else _PARTS[:2]):
        for file, path in enumerate(turtle_files(*names)):
            blank: dict[str, BlankNode] = {}
            for triple in read_triples(path):
                yield _renamed(triple, blank, f"part{part}file{file}node")


def load_ontology_quads(names: Names | None = None) -> Iterator[Quad]:
    """The quads of `graph/ontology`.

    Raises:
        ResourceError: a file is missing or broken.
    """
    graph = (names or Names()).graph("ontology")
    return (Quad(t.subject, t.predicate, t.object, graph) for t in load_ontology_triples())


def load_reference_quads(ids: Iterable[str], names: Names | None = None) -> Iterator[Quad]:
    """The quads of `graph/reference` for entities by id ("actor/russia"), below the base of the setting.

    What an entity points at in the reference data (its state, the place around it) comes with it. Unknown ids are
    passed over: an entity of the graph need not be a reference entity. Sorted by subject.

    Raises:
        ResourceError: a file is missing or broken.
    """
    names = names or Names()
    about: dict[str, list[Triple]] = {}
    for path in turtle_files("reference"):
        for triple in read_triples(path):
            about.setdefault(_iri(triple.subject), []).append(triple)
    todo = [DEFAULT_BASE_IRI + i for i in ids]
    wanted: set[str] = set()
    while todo:
        iri = todo.pop()
        if iri in about and iri not in wanted:
            wanted.add(iri)
            todo += [t.object.value for t in about[iri] if isinstance(t.object, NamedNode)]
    graph = names.graph("reference")
    for iri in sorted(wanted):
        for t in about[iri]:
            object_ = _rebased(t.object, names) if isinstance(t.object, NamedNode) else t.object
            yield Quad(_rebased(NamedNode(iri), names), t.predicate, object_, graph)


def _rebased(term: NamedNode, names: Names) -> NamedNode:
    if term.value.startswith(DEFAULT_BASE_IRI):
        return NamedNode(names.base + term.value.removeprefix(DEFAULT_BASE_IRI))
    return term


def _iri(term: NamedNode | BlankNode | Triple) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


def _renamed(triple: Triple, blank: dict[str, BlankNode], prefix: str) -> Triple:
    if isinstance(triple.subject, NamedNode) and not isinstance(triple.object, BlankNode):
        return triple
    subject, object_ = triple.subject, triple.object
    if isinstance(subject, BlankNode):
        subject = blank.setdefault(subject.value, BlankNode(f"{prefix}{len(blank)}"))
    if isinstance(object_, BlankNode):
        object_ = blank.setdefault(object_.value, BlankNode(f"{prefix}{len(blank)}"))
    return Triple(subject, triple.predicate, object_)
