from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Dataset
from rdflib.compare import isomorphic

from kg.exporting.jsonld import write_jsonld
from kg.mapping import links_by_article, map_article, map_entities, map_events
from kg.rdf.namespaces import KG, RDF
from kg.reference.turtle import read_triples, turtle_files
from kg.storage import memory_store
from tests.factories import make_article, make_extraction, make_links


@pytest.fixture(scope="module")
def context(root: Path) -> dict[str, object]:
    document: dict[str, object] = json.loads((root / "ontology" / "context.jsonld").read_text(encoding="utf-8"))
    return document


def test_context_when_compared_with_the_ontology_then_every_term_has_an_entry(
    context: dict[str, dict[str, object]],
) -> None:
    terms = {
        t.subject.value.removeprefix(KG.namespace)
        for path in turtle_files("kg.ttl")
        for t in read_triples(path)
        if isinstance(t.subject, ox.NamedNode) and t.predicate == RDF.type and t.subject.value.startswith(KG.namespace)
    }
    assert terms - set(context["@context"]) == set()


def test_context_when_a_graph_is_written_and_read_by_rdflib_then_it_is_the_same_graph(tmp_path: Path) -> None:
    article = make_article()
    links = make_links(article)
    quads = [*map_article(article, make_extraction(article), links_by_article(links)[article.id])]
    quads += [*map_entities(links), *map_events(links)]
    target = tmp_path / "graph.jsonld"
    with target.open("wb") as stream:
        write_jsonld(memory_store(quads), stream)
    read, meant = Dataset(), Dataset()
    read.parse(target, format="json-ld")
    nquads = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    assert nquads is not None
    meant.parse(data=nquads, format="nquads")
    for graph in meant.graphs():
        assert isomorphic(graph, read.graph(graph.identifier)), graph.identifier
    assert len(read) == len(meant) > 0


def test_context_when_used_by_rdflib_to_write_then_it_reads_the_same_graph(
    context: dict[str, dict[str, object]],
) -> None:
    from rdflib import Graph

    article = make_article()
    quads = map_article(article, make_extraction(article), links_by_article(make_links(article))[article.id])
    triples = ox.serialize([q.triple for q in quads], format=ox.RdfFormat.N_TRIPLES)
    assert triples is not None
    graph = Graph().parse(data=triples, format="nt")
    written = graph.serialize(format="json-ld", context=context["@context"], auto_compact=False)
    assert isomorphic(Graph().parse(data=written, format="json-ld"), graph)
