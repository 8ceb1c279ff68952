"""Runs `ontology/shapes` with pySHACL, through rdflib.

pySHACL takes a pyoxigraph store too, but there its time grows with the square of the violations (house.md, section 4,
item 8: 45 s where rdflib takes 0.9 s), so what is to be checked is copied into an rdflib graph, a batch at a time.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.reference.turtle import read_triples, turtle_files
from kg.validation.report import ValidationReport, Violation, report_of

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_SH = "http://www.w3.org/ns/shacl#"
_RESULT = ("ValidationResult", "focusNode", "resultMessage", "resultPath", "value", "sourceShape")


def validate(quads: Iterable[ox.Quad | ox.Triple], folder: str = "shapes") -> ValidationReport:
    """What of these quads or triples breaks the shapes of `ontology/<folder>`; named graphs are taken together.

    Fit for one article's graph, for the entities, for the events, or for any batch of graphs: shapes ask for the class
    of a node only within one graph.

    Raises:
        ResourceError: a shapes file is missing or broken.
    """
    from pyshacl import validate as run

    data = to_rdflib(quads)
    size = len(data)
    if not size:
        return ValidationReport(triples=0)
    ill_typed = _take_ill_typed(data)
    conforms, results, _ = run(data, shacl_graph=_shapes(folder), inference="none", inplace=True, advanced=False)
    return report_of(size, ill_typed if conforms else ill_typed + _violations(results, _shapes(folder)))


def _take_ill_typed(data: Graph) -> list[Violation]:
    """Take literals out that are none of their datatype ("2016" as xsd:date): pySHACL 0.40 fails where it compares them."""
    from rdflib import Literal

    found = []
    for s, p, o in list(data):
        if isinstance(o, Literal) and o.ill_typed:
            data.remove((s, p, o))
            what = f"has a literal that is no {_local(o.datatype)}"
            found.append(Violation(shape="WellTypedLiteral", focus=str(s), path=_local(p), message=what, value=o.n3()))
    return found


def to_rdflib(quads: Iterable[ox.Quad | ox.Triple]) -> Graph:
    """The triples as an rdflib graph; lexical forms are kept as written."""
    from rdflib import BNode, Graph, Literal, URIRef

    def term(t: object) -> Node:
        if isinstance(t, ox.NamedNode):
            return URIRef(t.value)
        if isinstance(t, ox.BlankNode):
            return BNode(t.value)
        if not isinstance(t, ox.Literal):
            raise TypeError(f"{t} is a quoted triple; the graph holds none")
        if t.language:
            return Literal(t.value, lang=t.language)
        return Literal(t.value, datatype=URIRef(t.datatype.value), normalize=False)

    graph = Graph()
    with _quiet():
        graph.addN((term(q.subject), term(q.predicate), term(q.object), graph) for q in quads)
    return graph


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each literal that is none of its datatype: we tell them ourselves."""
    logger = logging.getLogger("rdflib.term")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


@lru_cache(maxsize=2)
def _shapes(folder: str) -> Graph:
    return to_rdflib(triple for path in turtle_files(folder) for triple in read_triples(path))


def _violations(results: object, shapes: Graph) -> list[Violation]:
    from rdflib import RDF, Graph, Literal, URIRef

    graph = results if isinstance(results, Graph) else Graph()
    sh = {n: URIRef(_SH + n) for n in _RESULT}
    found = []
    for result in graph.subjects(RDF.type, sh["ValidationResult"]):
        messages = sorted(str(m) for m in graph.objects(result, sh["resultMessage"]))
        value = graph.value(result, sh["value"])
        path = graph.value(result, sh["resultPath"])
        found.append(
            Violation(
                shape=_shape_name(graph.value(result, sh["sourceShape"]), shapes),
                focus=str(graph.value(result, sh["focusNode"])),
                path=_local(path) if path is not None else None,
                message="; ".join(messages),
                value=None if value is None else value.n3() if isinstance(value, Literal) else str(value),
            )
        )
    return found


def _shape_name(source: Node | None, shapes: Graph) -> str:
    """The local name of the node shape that a property shape belongs to."""
    from rdflib import URIRef

    while source is not None and not isinstance(source, URIRef):
        source = next(iter(shapes.subjects(None, source)), None)
    return _local(source) if source is not None else "?"


def _local(node: object) -> str:
    return str(node).rsplit("#", 1)[-1].rsplit("/", 1)[-1]
