"""Search over names and texts, whatever the case, the accents and the script."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.querying.text_index import Kind, TextIndex, open_index
from kg.rdf.iris import Names
from kg.rdf.namespaces import KG, RDF, RDFS, SCHEMA, SKOS, kg
from kg.storage import BuildMeta, open_store, write_generation

NAMES = Names()
GRAPH = NAMES.graph("entities")
THINGS = {
    "place/shaykhun": (kg("Settlement"), "Khān Shaykhūn", ("خان شيخون", "Khan Sheikhoun")),
    "place/ghouta": (kg("Province"), "Eastern Ghouta", ("الغوطة",)),
    "place/muadamiyat": (kg("Settlement"), "Mu'adamiyat", ()),
    "actor/army": (kg("ArmedForce"), "Syrian Army", ("الجيش السوري",)),
    "actor/army-2": (kg("ArmedGroup"), "Free Syrian Army", ()),
    "event/e1": (kg("AirStrike"), "Air strike: Khān Shaykhūn, 2017-04-04", ()),
    "event/op": (kg("Operation"), "Operation Dawn", ()),
}
BODY = "The minister spoke of <b>markets</b> & hospitals in Khan Shaykhun.\nNobody was hurt in the orchard."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index") / "store"
    quads = []
    for path, (cls, label, others) in THINGS.items():
        thing = NAMES.data(path)
        quads.append(ox.Quad(thing, RDF.type, cls, GRAPH))
        quads.append(ox.Quad(thing, RDFS.label, ox.Literal(label, language="en"), GRAPH))
        quads += [ox.Quad(thing, SKOS.altLabel, ox.Literal(other), GRAPH) for other in others]
    article = NAMES.article("a1")
    quads += [
        ox.Quad(article, RDF.type, KG.Article, GRAPH),
        ox.Quad(article, SCHEMA.headline, ox.Literal("A day in the orchards"), GRAPH),
        ox.Quad(article, SCHEMA.articleBody, ox.Literal(BODY), GRAPH),
        ox.Quad(NAMES.data("claim/a1/c-1"), KG.content, ox.Literal("the market was empty"), GRAPH),
        ox.Quad(NAMES.data("mention/a1/1-2"), KG.mentionOf, NAMES.data("actor/army-2"), GRAPH),
    ]
    with write_generation(folder) as writer:
        writer.replace_graph(GRAPH, quads)
        writer.publish(BuildMeta(digest="x"))
    return folder


@pytest.fixture(scope="module")
def index(folder: Path) -> TextIndex:
    return open_index(open_store(folder), folder / "search")


def found(index: TextIndex, words: str, *kinds: str) -> list[str]:
    return [hit.iri.removeprefix(NAMES.base) for hit in index.search(words, kinds or None)]


@pytest.mark.parametrize("words", ["shaykhun", "KHAN SHAYKHUN", "Shaykhūn", "khan sheikh", "شيخون"])
def test_search_when_case_accents_or_script_differ_then_the_place_is_first(index: TextIndex, words: str) -> None:
    assert found(index, words)[0] == "place/shaykhun"


def test_search_when_letters_stand_inside_a_name_then_it_is_found(index: TextIndex) -> None:
    assert found(index, "جيش") == ["actor/army"]
    assert found(index, "muadamiyat") == found(index, "mu'adamiyat") == ["place/muadamiyat"]


def test_search_when_a_thing_is_called_exactly_so_then_it_is_first_though_another_is_mentioned_more(
    index: TextIndex,
) -> None:
    assert found(index, "syrian army") == ["actor/army", "actor/army-2"]


def test_search_when_kinds_are_given_then_only_those(index: TextIndex) -> None:
    assert found(index, "khan", Kind.INCIDENT) == ["event/e1"]
    assert found(index, "operation") == ["event/op"]
    assert {hit.kind for hit in index.search("khan shaykhun")} == {Kind.PLACE, Kind.INCIDENT, Kind.ARTICLE}


def test_search_when_a_text_fits_then_the_snippet_marks_the_words(index: TextIndex) -> None:
    hit = index.search("hospitals markets", [Kind.ARTICLE])[0]
    assert {text for text, marked in hit.pieces if marked} == {"markets", "hospitals"}
    assert hit.snippet in " ".join(BODY.split())
    assert index.search("market", [Kind.CLAIM])[0].label == "the market was empty"


def test_search_when_paged_then_pages_join_to_the_whole(index: TextIndex) -> None:
    whole = [hit.iri for hit in index.search("khan")]
    assert [index.search("khan", limit=1, offset=i)[0].iri for i in range(len(whole))] == whole
    assert index.count("khan") == len(whole)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=30))
def test_search_when_anything_is_typed_then_it_answers(index: TextIndex, words: str) -> None:
    assert isinstance(index.search(words), list)
    assert isinstance(index.suggest(words), list)


def test_suggest_when_a_beginning_is_typed_then_names_with_it_come_first(index: TextIndex) -> None:
    assert [hit.label for hit in index.suggest("syr", [Kind.ACTOR])] == ["Syrian Army", "Free Syrian Army"]
    assert index.suggest("  ") == []


def test_open_index_when_opened_again_then_nothing_is_built(folder: Path, index: TextIndex) -> None:
    assert open_index(open_store(folder), folder / "search") is index


def test_open_index_when_the_folder_cannot_be_written_then_it_works_all_the_same(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    index = open_index(open_store(folder), tmp_path / "file")
    assert found(index, "ghouta") == ["place/ghouta"]
