from __future__ import annotations

import io
import random
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kg.exporting import EXPORT_FORMATS, export
from kg.exporting.sorting import sorted_unique
from kg.rdf.formats import FORMATS, Format
from kg.rdf.iris import Names
from kg.storage import memory_store
from tests.exporting.world import NAMES, QUADS, world_quads

RDF_FORMATS = pytest.mark.parametrize("form", FORMATS, ids=lambda f: f.name)


@pytest.fixture(autouse=True)
def literals_as_written() -> Iterator[None]:
    """Let rdflib keep "01" as it is, so that what it reads can be compared exactly."""
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    yield
    rdflib.NORMALIZE_LITERALS = before


def exported(quads: list[Quad], form: Format | str, folder: Path, names: Names = NAMES) -> bytes:
    name = form if isinstance(form, str) else form.name
    export(memory_store(quads, names), name, folder / "out")
    return (folder / "out").read_bytes()


def expected(quads: list[Quad], form: Format) -> set[object]:
    stored = memory_store(quads).quads()  # pyoxigraph gives numbers their canonical form ("1" for "01")
    return set(stored) if form.named_graphs else {Quad(*q.triple) for q in stored}


def read_by_oxigraph(data: bytes, form: Format) -> set[object]:
    return set(ox.parse(data, format=form.oxigraph))


def read_by_rdflib(data: bytes, form: Format) -> set[object]:
    names = {"ntriples": "nt", "jsonld": "json-ld"}
    dataset = rdflib.Dataset()
    dataset.parse(io.BytesIO(data), format=names.get(form.name, form.name))
    lines = dataset.serialize(format="nquads", encoding="utf-8")
    quads = ox.parse(lines, format=ox.RdfFormat.N_QUADS)
    return set(quads) if form.named_graphs else {Quad(*q.triple) for q in quads}


@RDF_FORMATS
def test_export_when_the_same_quads_came_in_another_order_then_the_bytes_are_the_same(
    form: Format, tmp_path: Path
) -> None:
    quads = world_quads()
    shuffled = random.Random(7).sample(quads, len(quads))
    assert exported(quads, form, tmp_path) == exported(shuffled, form, tmp_path)


@RDF_FORMATS
@pytest.mark.parametrize("reader", [read_by_oxigraph, read_by_rdflib])
def test_export_when_the_world_is_read_back_then_it_is_the_same_graph(
    form: Format, reader: object, tmp_path: Path
) -> None:
    quads = world_quads()
    assert reader(exported(quads, form, tmp_path), form) == expected(quads, form)  # type: ignore[operator]


@RDF_FORMATS
@settings(max_examples=60, deadline=None)
@given(quads=QUADS)
@example(quads=[Quad(NAMES.data("a"), NAMES.data("p"), Literal("a <b>\u0085\u2028|\\\"' \x00"), NAMES.graph("events"))])
def test_export_when_values_are_anything_then_pyoxigraph_and_rdflib_read_the_same(
    form: Format, quads: list[Quad], tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = exported(quads, form, tmp_path_factory.mktemp("out"))
    assert read_by_oxigraph(data, form) == expected(quads, form)
    assert read_by_rdflib(data, form) == expected(quads, form)


def test_export_when_nquads_then_the_lines_are_sorted_and_unique(tmp_path: Path) -> None:
    lines = exported(world_quads(), "nquads", tmp_path).decode().splitlines()
    assert lines == sorted(set(lines)) and len(lines) == len(set(world_quads()))


def test_export_when_a_triple_is_in_two_graphs_then_the_union_has_it_once(tmp_path: Path) -> None:
    quads = [Quad(NAMES.data("a/b"), NAMES.data("p"), Literal("x"), NAMES.graph(g)) for g in ("events", "entities")]
    assert exported(quads, "ntriples", tmp_path).count(b"\n") == 1


@RDF_FORMATS
def test_export_when_the_graph_has_blank_nodes_and_a_default_graph_then_both_are_kept(
    form: Format, tmp_path: Path
) -> None:
    node, graph = ox.BlankNode("n1"), NAMES.graph("ontology")
    quads = [
        Quad(NAMES.data("a/b"), NAMES.data("p/q"), node, graph),
        Quad(node, NAMES.data("p/q"), Literal("in <a> graph"), graph),
        Quad(NAMES.data("a/c"), NAMES.data("p/q"), Literal("in none <x>")),
        Quad(NAMES.data("a/c"), NAMES.data("p/q"), NamedNode("https://x.example/")),
    ]
    read = read_by_oxigraph(exported(quads, form, tmp_path), form)
    assert len(read) == 4
    assert {q.object for q in read if not isinstance(q.object, ox.BlankNode)} == {  # type: ignore[attr-defined]
        q.object for q in quads if not isinstance(q.object, ox.BlankNode)
    }


@RDF_FORMATS
def test_export_when_the_graph_is_empty_then_the_file_is_valid(form: Format, tmp_path: Path) -> None:
    data = exported([], form, tmp_path)
    assert read_by_oxigraph(data, form) == read_by_rdflib(data, form) == set()


def test_export_when_the_base_iri_is_another_then_data_is_written_below_it(tmp_path: Path) -> None:
    names = Names("https://example.org/my/")
    quads = [Quad(names.data("actor/x"), NAMES.data("p"), names.data("place/y"), names.graph("events"))]
    for form in FORMATS:
        assert read_by_rdflib(exported(quads, form, tmp_path, names), form) == expected(quads, form)


@given(
    st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=4)), st.integers(1, 5)
)
def test_sorted_unique_when_there_are_more_lines_than_a_chunk_then_they_are_sorted_all_the_same(
    lines: list[str], chunk: int
) -> None:
    assert list(sorted_unique(lines, chunk)) == sorted(set(lines))


def test_export_formats_when_listed_then_they_are_those_of_the_contract() -> None:
    assert EXPORT_FORMATS == ("turtle", "trig", "ntriples", "nquads", "jsonld", "tables", "geojson", "graphml")
