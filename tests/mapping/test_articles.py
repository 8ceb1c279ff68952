from __future__ import annotations

import dataclasses

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.domain.articles import Article
from kg.domain.knowledge import Equipment
from kg.domain.spans import Span
from kg.errors import MappingError
from kg.mapping import EquipmentLookup, links_by_article, map_article
from kg.rdf.iris import Names
from kg.rdf.namespaces import KG, OA, RDF, SCHEMA, SEM, XSD, kg
from tests.factories import TEXT, make_article, make_extraction, make_links

NAMES = Names()
ARTICLE = make_article()
LINKS = make_links(ARTICLE)


def mapped(article: Article = ARTICLE) -> list[Quad]:
    return map_article(article, make_extraction(article), links_by_article(make_links(article))[article.id])


def objects(quads: list[Quad], subject: NamedNode, predicate: NamedNode) -> list[object]:
    return [q.object for q in quads if q.subject == subject and q.predicate == predicate]


def test_map_article_when_given_a_full_extraction_then_every_quad_is_in_its_graph_once() -> None:
    quads = mapped()
    assert {q.graph_name for q in quads} == {NAMES.article_graph(ARTICLE.id)}
    assert len(quads) == len(set(quads)) > 150


def test_map_article_when_run_twice_then_gives_the_same_quads_in_the_same_order() -> None:
    assert mapped() == mapped()


def test_map_article_when_evidence_is_written_then_the_text_at_its_offsets_is_the_quote() -> None:
    quads = mapped()
    positions = [q.subject for q in quads if q.object == OA.TextPositionSelector]
    assert len(positions) > 15
    for position in positions:
        (start,), (end,) = objects(quads, position, OA.start), objects(quads, position, OA.end)
        quote = NamedNode(position.value.removesuffix("position") + "quote")
        words = TEXT[int(start.value) : int(end.value)]
        assert objects(quads, quote, OA.exact) == [Literal(words)]
        assert objects(quads, quote, OA.prefix) == [Literal(TEXT[max(0, int(start.value) - 32) : int(start.value)])]


def test_map_article_when_statements_share_a_stretch_then_one_evidence_node_has_both_as_bodies() -> None:
    quads = mapped()
    start = TEXT.index("Norland jets")
    node = NAMES.evidence(ARTICLE.id, start, start + len("Norland"))
    bodies = objects(quads, node, OA.hasBody)
    assert NAMES.mention(ARTICLE.id, start, start + 7) in bodies
    assert NAMES.participation(ARTICLE.id, "AirStrike-bombed", "agent", 1) in bodies


def test_map_article_when_a_statement_needs_evidence_then_it_has_some() -> None:
    quads = mapped()
    cited = {q.subject for q in quads if q.predicate == KG.evidence}
    kinds = {KG.Report, KG.Claim, KG.CasualtyCount, KG.Participation, KG.Mention, KG.Relation, KG.Region}
    statements = {q.subject for q in quads if q.predicate == RDF.type and q.object in kinds}
    assert statements and statements <= cited


def test_map_article_when_a_report_has_roles_then_they_point_at_the_linked_entities() -> None:
    quads = mapped()
    report = NAMES.report(ARTICLE.id, "AirStrike-bombed")
    assert objects(quads, report, KG.agent) == [NAMES.data("actor/norland")]
    assert objects(quads, report, SEM.hasPlace) == [NAMES.data("place/geonames-170001")]
    assert objects(quads, report, KG.targetText) == [Literal("a market")]
    assert objects(quads, report, KG.partOf) == [NAMES.report(ARTICLE.id, "Operation-dawn")]
    assert objects(quads, report, KG.producer) == [Literal("reader 0.1.0")]


def test_map_article_when_bounds_have_an_open_side_then_only_the_known_side_is_written() -> None:
    quads = mapped()
    claim = NAMES.claim(ARTICLE.id, "c-denied")
    assert objects(quads, claim, SEM.hasEarliestBeginTimeStamp) == []
    assert objects(quads, claim, SEM.hasLatestEndTimeStamp) == [Literal("2016-08-02", datatype=XSD.date)]
    assert objects(quads, claim, KG.edtf) == [Literal("../2016-08-02")]


def test_map_article_when_a_count_has_no_upper_side_then_none_is_written() -> None:
    quads = mapped()
    count = NAMES.count(ARTICLE.id, "AirStrike-bombed", 1)
    assert objects(quads, count, KG.minimum) == [Literal("12", datatype=XSD.integer)]
    assert objects(quads, count, KG.maximum) == []
    assert objects(quads, count, KG.accordingTo) == [NAMES.claim(ARTICLE.id, "c-said")]


def test_map_article_when_a_relation_is_found_then_the_plain_triple_stands_beside_it() -> None:
    assert objects(mapped(), NAMES.data("actor/norland"), KG_FIGHTS) == [NAMES.data("actor/river-front")]


KG_FIGHTS = kg("fightsAgainst")


def test_map_article_when_means_name_equipment_then_the_concept_is_written() -> None:
    lookup = EquipmentLookup(
        (Equipment(kind="fighter-aircraft", label="fighter aircraft", terms=("jet", "fighter jet")),)
    )
    quads = map_article(ARTICLE, make_extraction(ARTICLE), links_by_article(LINKS)[ARTICLE.id], equipment=lookup)
    assert objects(quads, NAMES.report(ARTICLE.id, "AirStrike-bombed"), KG.equipment) == [kg("fighter-aircraft")]


@pytest.mark.parametrize(
    "url", ["https://x.example/a b|c", "https://x.example/é", "x.example/no-scheme", "http://[bad"]
)
def test_map_article_when_the_url_is_odd_then_it_is_kept_as_an_address(url: str) -> None:
    article = make_article(url=url)
    (address,) = objects(mapped(article), NAMES.article(article.id), SCHEMA.url)
    assert isinstance(address, NamedNode) or address == Literal(url, datatype=XSD.anyURI)


def test_map_article_when_a_key_is_linked_to_nothing_then_the_error_names_article_and_value() -> None:
    links = links_by_article(LINKS)[ARTICLE.id]
    broken = dataclasses.replace(links, entities={k: v for k, v in links.entities.items() if k != "norland"})
    with pytest.raises(MappingError, match=rf"{ARTICLE.id}.*entity norland.*'norland'"):
        map_article(ARTICLE, make_extraction(ARTICLE), broken)


def test_map_article_when_a_quote_is_not_in_the_text_then_the_error_shows_both() -> None:
    extraction = make_extraction(ARTICLE)
    moved = dataclasses.replace(extraction.reports[1], triggers=(Span(0, 6, "Attack"),))
    with pytest.raises(MappingError, match=r"report Operation-dawn.*'Attack' at 0-6.*'Market'"):
        map_article(
            ARTICLE,
            dataclasses.replace(extraction, reports=(extraction.reports[0], moved)),
            links_by_article(LINKS)[ARTICLE.id],
        )


def test_map_article_when_text_is_no_unicode_then_the_error_names_the_article() -> None:
    article = make_article(text="half \ud83c of a pair", regions=())
    with pytest.raises(MappingError, match=article.id):
        map_article(article, dataclasses.replace(make_extraction(ARTICLE), article=article.id, **EMPTY))


EMPTY: dict[str, tuple[()]] = {"entities": (), "reports": (), "claims": (), "relations": (), "memberships": ()}


def test_map_article_when_the_extraction_is_of_another_article_then_it_is_refused() -> None:
    with pytest.raises(MappingError, match="was given with article"):
        map_article(make_article("b"), make_extraction(ARTICLE))
