"""The schema as it is used, for the query editor's completion: classes with their properties and counts, values, queries."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.querying import CannedQuery
from kg.querying.names import shortened
from kg.storage import Store
from kg.web.cache import once

_USES = """SELECT ?class ?property (COUNT(DISTINCT ?thing) AS ?uses) WHERE { ?thing a ?class ; ?property ?value }
GROUP BY ?class ?property"""
_WORDS = """SELECT ?term ?label ?comment WHERE {
  ?term a ?kind . VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty }
  OPTIONAL { ?term skos:prefLabel|rdfs:label ?label } OPTIONAL { ?term skos:definition|rdfs:comment ?comment }
} ORDER BY ?term ?label ?comment"""
# Properties whose values are words from a short list: worth offering while one types.
_VALUES = """SELECT ?property ?value (COUNT(*) AS ?uses) WHERE {
  VALUES ?property { kg:status kg:precision kg:form kg:kind kg:stance kg:dateBasis kg:disputedIn kg:regionKind }
  ?thing ?property ?value
} GROUP BY ?property ?value ORDER BY ?property DESC(?uses) ?value"""


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property with its uses; of a class, `properties` counts what its things have, most used first."""

    iri: str
    name: str
    label: str
    comment: str
    count: int
    properties: tuple[tuple[str, int], ...] = ()
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """Classes and properties, most used first."""

    classes: tuple[Term, ...]
    properties: tuple[Term, ...]


def schema_summary(store: Store) -> Summary:
    """What the graph holds, by class and property; 2 s on 840,000 triples, kept for each generation."""
    return once(store, "schema summary", lambda: _summary(store))


def _summary(store: Store) -> Summary:
    by_class: dict[str, dict[str, int]] = defaultdict(dict)
    for class_, property_, uses in store.select(_USES):
        if isinstance(class_, NamedNode) and isinstance(property_, NamedNode) and isinstance(uses, Literal):
            by_class[class_.value][property_.value] = int(uses.value)
    counts = {
        property_.value: int(uses.value)
        for property_, uses in store.select("SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p")
        if isinstance(property_, NamedNode) and isinstance(uses, Literal)
    }
    words, values, prefixes = _words(store), _values(store), store.names.prefixes
    rdf_type = next((iri for iri in counts if iri.endswith("#type")), "")

    def term(iri: str, count: int, **more: tuple[tuple[str, int], ...] | tuple[str, ...]) -> Term:
        label, comment = words.get(iri, ("", ""))
        return Term(iri, shortened(iri, prefixes), label, comment, count, **more)  # type: ignore[arg-type]

    classes = [
        term(iri, uses.get(rdf_type, 0), properties=_most_used(uses, prefixes)) for iri, uses in by_class.items()
    ]
    properties = [term(iri, count, values=values.get(iri, ())) for iri, count in counts.items()]
    return Summary(_named(classes), _named(properties))


def _named(terms: Sequence[Term]) -> tuple[Term, ...]:
    """Those that have a prefixed name, most used first."""
    return tuple(sorted((t for t in terms if t.name != t.iri), key=lambda t: (-t.count, t.name)))


def _most_used(uses: Mapping[str, int], prefixes: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    return tuple((shortened(iri, prefixes), n) for iri, n in sorted(uses.items(), key=lambda use: (-use[1], use[0])))


def _words(store: Store) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for term, label, comment in store.select(_WORDS):
        if isinstance(term, NamedNode):
            found.setdefault(term.value, (_text(label), _text(comment)))
    return found


def _text(term: object) -> str:
    return term.value if isinstance(term, Literal) else ""


def _values(store: Store) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for property_, value, _ in store.select(_VALUES):
        if isinstance(property_, NamedNode) and isinstance(value, Literal):
            found[property_.value].append(value.value)
    return {iri: tuple(values) for iri, values in found.items()}


def summary_json(store: Store) -> str:
    """The summary as the editor reads it, with the prefixes that the endpoint knows."""
    summary = schema_summary(store)
    document = {
        "prefixes": dict(store.names.prefixes),
        "classes": [
            {"name": t.name, "label": t.label, "comment": t.comment, "count": t.count, "properties": t.properties}
            for t in summary.classes
        ],
        "properties": [
            {"name": t.name, "label": t.label, "comment": t.comment, "count": t.count, "values": t.values}
            for t in summary.properties
        ],
    }
    return json.dumps(document, ensure_ascii=False)


def example_text(query: CannedQuery) -> str:
    """A canned query as a start in the editor: its title and what may be bound as comments, then the SPARQL."""
    head = [f"# {query.title}"]
    if query.parameters:
        names = ", ".join(f"?{parameter.name}" for parameter in query.parameters)
        head.append(f"# To narrow it down, give values inside WHERE: VALUES … for {names}")
    return "\n".join(head) + "\n" + query.sparql + "\n"
