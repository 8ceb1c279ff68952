"""Runs `ontology/rules/*.rq` to a fixed point. Conclusions go in `graph/inferred`, never beside what was said."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QueryTriples, Store, Triple

from kg.errors import ResourceError
from kg.rdf.iris import Names
from kg.rdf.namespaces import KG
from kg.reference import load_ontology_triples
from kg.resources import find_folder

GRAPH = "inferred"
# A chain of containment doubles its reach each round, so 2^50 places in a row would be needed to pass this.
MOST_ROUNDS = 50


def inferred_quads(data: Iterable[Quad | Triple], names: Names | None = None) -> list[Quad]:
    """The quads of `graph/inferred`: what follows from the data, sorted. See `infer` for what to give."""
    graph = (names or Names()).graph(GRAPH)
    return [Quad(t.subject, t.predicate, t.object, graph) for t in infer(data)]


def infer(data: Iterable[Quad | Triple]) -> list[Triple]:
    """What the rules conclude from the data and the ontology, less what the data says already; sorted.

    Give the entities, the events and the plain relations between actors: no rule looks at anything else, and articles'
    graphs are some thirty times as large. Named graphs are taken together; the ontology is added here.

    Raises:
        ResourceError: a rule is missing or broken, or the rules come to no end.
    """
    store = Store()
    store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in load_ontology_triples())
    store.bulk_extend(Quad(q.subject, q.predicate, q.object) for q in data)
    found: set[Triple] = set()
    rules = _rules()
    for _ in range(MOST_ROUNDS):
        fresh = {t for path, rule in rules for t in _run(store, path, rule)}
        fresh = {t for t in fresh if Quad(t.subject, t.predicate, t.object, DefaultGraph()) not in store}
        if not fresh:
            return sorted((t for t in found if not _about_terms(t)), key=str)
        store.extend(Quad(t.subject, t.predicate, t.object) for t in fresh)
        found |= fresh
    raise ResourceError(f"The rules of ontology/rules come to no end after {MOST_ROUNDS} rounds: one makes new terms.")


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[Path, str], ...]:
    folder = find_folder("ontology") / "rules"
    paths = sorted(folder.glob("*.rq"))
    if not paths:
        raise ResourceError(f"No rule in {folder}: this installation of conflict-kg is damaged, install it again.")
    return tuple((path, path.read_text(encoding="utf-8")) for path in paths)


def _run(store: Store, path: Path, rule: str) -> list[Triple]:
    try:
        answer = store.query(rule)
    except SyntaxError as error:
        raise ResourceError(f"{path} is no valid SPARQL: {error}. Mend the file.") from error
    if not isinstance(answer, QueryTriples):
        raise ResourceError(f"{path} is no CONSTRUCT query. Mend the file.")
    triples = list(answer)
    if any(isinstance(t, BlankNode) for triple in triples for t in (triple.subject, triple.object)):
        raise ResourceError(
            f"{path} concludes blank nodes, new ones in every round: it would come to no end. Mend the file."
        )
    return triples


def _about_terms(triple: Triple) -> bool:
    return isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(KG.namespace)
