from __future__ import annotations

import dataclasses

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.domain.links import Geometry, Links
from kg.errors import MappingError
from kg.mapping import map_entities
from kg.rdf.iris import Names
from kg.rdf.namespaces import GEO, KG, RDF, RDFS, SKOS, XSD, kg
from tests.factories import make_article, make_entities, make_links

NAMES = Names()
A, B = make_article("a"), make_article("b")


def objects(quads: list[Quad], subject: NamedNode, predicate: NamedNode) -> list[object]:
    return [q.object for q in quads if q.subject == subject and q.predicate == predicate]


QUADS = list(map_entities(make_links(A, B)))


def test_map_entities_when_a_place_has_a_point_then_geometry_and_degrees_agree() -> None:
    place = NAMES.data("place/geonames-170001")
    (geometry,) = objects(QUADS, place, GEO.hasGeometry)
    assert objects(QUADS, geometry, GEO.asWKT) == [Literal("POINT(36.5 35.75)", datatype=GEO.wktLiteral)]
    assert objects(QUADS, place, KG.latitude) == [Literal("35.75", datatype=XSD.decimal)]
    assert objects(QUADS, place, KG.precision) == [Literal("settlement")]
    assert objects(QUADS, place, KG.within) == [NAMES.data("place/upper-marrat")]


def test_map_entities_when_a_name_is_in_another_script_then_it_is_not_called_english() -> None:
    office = NAMES.data("actor/marrat-press-office")
    assert objects(QUADS, office, RDFS.label) == [Literal("Marrat Press Office", language="en")]
    assert objects(QUADS, office, SKOS.altLabel) == [Literal("مكتب", language="und")]


def test_map_entities_when_an_actor_is_generic_then_it_says_so_and_a_place_says_nothing() -> None:
    assert objects(QUADS, NAMES.data("actor/civilians"), KG.generic) == [Literal("true", datatype=XSD.boolean)]
    assert objects(QUADS, NAMES.data("place/upper-marrat"), KG.generic) == []
    assert objects(QUADS, NAMES.data("actor/civilians"), RDF.type) == [kg("Population")]


def test_map_entities_when_a_local_entity_is_linked_then_the_link_keeps_score_and_reason() -> None:
    link = NAMES.link(A.id, "norland")
    assert objects(QUADS, link, KG.linksTo) == [NAMES.data("actor/norland")]
    assert objects(QUADS, link, KG.score) == [Literal("1", datatype=XSD.decimal)]
    assert len(objects(QUADS, link, KG.why)) == 1


def test_map_entities_when_two_may_be_one_then_a_candidate_node_says_why() -> None:
    (node,) = [q.subject for q in QUADS if q.object == KG.Candidate]
    assert objects(QUADS, node, KG.first) == [NAMES.data("actor/ivan-petrov")]
    assert objects(QUADS, NAMES.data("actor/ivan-petrov"), KG.sameAsCandidate) == [NAMES.data("actor/norland")]


def test_map_entities_when_an_article_copies_another_then_both_and_the_likeness_are_named() -> None:
    (copy,) = make_links(A, B).copies
    assert objects(QUADS, NAMES.article(copy.article), KG.copyOf) == [NAMES.article(copy.of)]
    assert objects(QUADS, NAMES.article(copy.article), KG.copySimilarity) == [Literal("0.97", datatype=XSD.decimal)]


def test_map_entities_when_a_point_is_off_the_globe_then_the_error_names_the_place() -> None:
    place = dataclasses.replace(make_entities()[6], geometry=Geometry(latitude=95.0, longitude=0.0, precision="exact"))
    with pytest.raises(MappingError, match=r"place/geonames-170001.*95"):
        list(map_entities(Links(entities=(place,))))
