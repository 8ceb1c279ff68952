"""Linked data: every IRI of the graph answers at its path, in RDF here, as a page where a page is liked better."""

from __future__ import annotations

import io
from collections.abc import Iterable
from itertools import islice
from urllib.parse import quote, unquote, urlsplit

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from kg.exporting.jsonld import write_triples_jsonld
from kg.rdf.iris import Names
from kg.rdf.namespaces import KG, RDFS
from kg.serving.formats import GRAPHS, JSONLD, Form, form_named
from kg.storage import Store

MOST_LINKS = 1_000
"""Statements in which a thing is the object, at most: a country has tens of thousands."""

_SAFE = "/:@!$&'()*+,;=-._~%"


def split_suffix(path: str) -> tuple[str, Form | None]:
    """A path without the suffix of an RDF form, and that form."""
    stem, dot, suffix = path.rpartition(".")
    form = form_named(suffix) if dot and suffix in {f.name for f in GRAPHS} else None
    return (stem, form) if form else (path, None)


def iri_candidates(raw_path: str, names: Names) -> list[str]:
    """The IRIs that a path of ours may stand for: below the base, and at the same path on the base's or our host.

    `raw_path` is percent-encoded as it came: IRIs of data are minted encoded.
    """
    path = quote(unquote(raw_path), safe=_SAFE) if not raw_path.isascii() else raw_path
    base = urlsplit(names.base)
    found = []
    if base.path and path.startswith(base.path) and path != base.path:
        found.append(names.base + path[len(base.path) :])
    if path != "/":
        found.append(names.base + path.lstrip("/"))
    ontology = urlsplit(KG.namespace)
    if path.rstrip("/") == ontology.path.rstrip("/"):
        found.append(KG.namespace)
    return found


def local_path(iri: str, names: Names) -> str | None:
    """The path below which the page of an IRI of ours stands; None for others'."""
    return "/" + iri.removeprefix(names.base) if iri.startswith(names.base) else None


def is_known(store: Store, iri: str) -> bool:
    """Whether the graph says anything of this IRI, or holds a graph of this name."""
    if iri == KG.namespace:
        return True
    try:
        node = NamedNode(iri)
    except ValueError:
        return False
    said = next(store.matching(node), None) or next(store.matching(value=node), None)
    return said is not None or store.oxigraph.contains_named_graph(node)


def triples_of(store: Store, iri: str) -> list[Triple]:
    """What the graph says of a thing: its statements, the names of what they point at, and up to 1,000 that point at it.

    Of the ontology's own IRI the whole ontology, of a named graph's what is in it.
    """
    if iri == KG.namespace:
        return _sorted(quad.triple for quad in store.quads(store.names.graph("ontology")))
    node = NamedNode(iri)
    if store.oxigraph.contains_named_graph(node):
        return _sorted(quad.triple for quad in store.quads(node))
    said = {quad.triple for quad in store.matching(node)}
    pointed = {t.object for t in said if isinstance(t.object, NamedNode)}
    names = {quad.triple for thing in pointed for quad in islice(store.matching(thing, RDFS.label), 20)}
    back = {quad.triple for quad in islice(store.matching(value=node), MOST_LINKS)}
    return _sorted(said | names | back)


def graph_in(triples: list[Triple], form: Form, names: Names, prefixes: dict[str, str] | None = None) -> bytes:
    """Triples in a form, the same bytes each time."""
    if form is JSONLD:
        stream = io.BytesIO()
        write_triples_jsonld(triples, names, stream)
        return stream.getvalue()
    if form.graph not in {RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.RDF_XML}:
        return serialize(triples, format=form.graph) or b""
    text = " ".join(str(triple) for triple in triples)
    shortened = {p: iri for p, iri in (prefixes or names.prefixes).items() if f"<{iri}" in text}
    data = serialize(triples, format=form.graph, prefixes=shortened) or b""
    lines = data.splitlines(keepends=True)  # pyoxigraph declares prefixes in any order
    declared = sorted(line for line in lines if line.startswith(b"@prefix "))
    return b"".join(declared + [line for line in lines if not line.startswith(b"@prefix ")])


def _sorted(triples: Iterable[Triple]) -> list[Triple]:
    return sorted(set(triples), key=str)
