"""Graphs to export: two articles of the factories, in a store on disk or in memory, and quads of any content."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kg.mapping import links_by_article, map_article, map_entities, map_events
from kg.rdf.iris import Names
from kg.rdf.namespaces import KG, RDF, SEM, XSD, kg
from tests.factories import make_article, make_extraction, make_links

NAMES = Names()
ARTICLES = tuple(make_article(key) for key in "ab")
LINKS = make_links(*ARTICLES)


def world_quads() -> list[Quad]:
    views = links_by_article(LINKS)
    quads = [q for a in ARTICLES for q in map_article(a, make_extraction(a), views[a.id])]
    return [*quads, *map_entities(LINKS), *map_events(LINKS)]


_WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_IRIS = st.one_of(
    st.builds(NAMES.data, st.sampled_from(["actor/x", "actor/x y", "place/.é", "event/00/geometry", "a.b/c"])),
    st.sampled_from(
        [kg("AirStrike"), NamedNode("https://x.example/a?b=(c)&d#e"), NamedNode("urn:x:y"), NamedNode(NAMES.base)]
    ),
    st.sampled_from([NamedNode(KG.namespace), NamedNode(KG.namespace + "1a.b"), NamedNode("http://x.example/é/حلب")]),
)
_LITERALS = st.one_of(
    st.builds(Literal, _WORDS),
    st.builds(lambda w, t: Literal(w, language=t), _WORDS, st.sampled_from(["en", "und", "ar-sy"])),
    st.builds(
        lambda w, t: Literal(w, datatype=t),
        st.sampled_from(["1", "01", "1.0", "1.", ".5", "true", "1e3", "2016-08-01", "", "-7", "99999999999999999999"]),
        st.sampled_from([XSD.integer, XSD.decimal, XSD.boolean, XSD.date, NamedNode("https://x.example/type")]),
    ),
)
_PREDICATES = st.sampled_from(
    [RDF.type, KG.agent, KG.score, SEM.hasPlace, KG.content, NamedNode("https://x.example/p/q")]
)
GRAPHS = [NAMES.graph("events"), NAMES.article_graph("ab"), NamedNode("https://x.example/graph")]


def _quad(subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal, graph: NamedNode) -> Quad:
    # rdf:type points at classes: JSON-LD has no way to give a literal as a type
    return Quad(
        subject, predicate, kg("Thing") if predicate == RDF.type and isinstance(value, Literal) else value, graph
    )


QUADS = st.lists(
    st.builds(_quad, _IRIS, _PREDICATES, st.one_of(_IRIS, _LITERALS), st.sampled_from(GRAPHS)), max_size=12
)


def triples(quads: Iterable[Quad]) -> set[object]:
    return {q.triple for q in quads}
