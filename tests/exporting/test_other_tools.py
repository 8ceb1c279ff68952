"""Other people's tools read the exports of the seeds' graph, and find in them what our own queries find."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import geojson
import networkx
import pandas as pd
import pytest
import rdflib

from kg.exporting import export
from kg.querying.results import Table
from kg.querying.run import run_sparql
from kg.storage import Store, open_store

PREFIXES = {
    "kg": "https://w3id.org/conflict-kg/ontology#",
    "kgd": "https://w3id.org/conflict-kg/data/",
    "schema": "https://schema.org/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
}
BY_STANCE = (
    "SELECT ?stance (COUNT(DISTINCT ?claim) AS ?n) WHERE { ?claim a kg:Claim ; kg:stance ?stance } GROUP BY ?stance"
)
AGENTS = """SELECT ?name (COUNT(DISTINCT ?event) AS ?n) WHERE { ?event kg:status ?s ; kg:agent ?actor . ?actor rdfs:label ?name .
            FILTER (STRSTARTS(STR(?event), "https://w3id.org/conflict-kg/data/event/")) } GROUP BY ?name"""


@pytest.fixture(scope="module")
def store(seeds_store: Path) -> Iterator[Store]:
    with open_store(seeds_store) as opened:
        yield opened


@pytest.fixture(scope="module")
def exported(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    for name in ("turtle", "trig", "jsonld", "graphml", "geojson", "tables"):
        export(store, name, folder / name)
    return folder


def counts(store: Store, query: str) -> dict[str, int]:
    answer = run_sparql(store, query)
    assert isinstance(answer, Table)
    return {str(row["stance" if "stance" in row else "name"]): int(str(row["n"])) for row in answer.values()}


@pytest.mark.parametrize(("name", "reader"), [("turtle", "turtle"), ("trig", "trig"), ("jsonld", "json-ld")])
def test_rdflib_when_it_loads_an_export_then_sparql_counts_the_same(
    store: Store, exported: Path, name: str, reader: str
) -> None:
    graph: rdflib.Graph = rdflib.Graph() if name == "turtle" else rdflib.Dataset(default_union=True)
    graph.parse(exported / name, format=reader)
    for query in (BY_STANCE, AGENTS):
        found = {str(key): int(n) for key, n in graph.query(query, initNs=PREFIXES)}  # type: ignore[misc,arg-type]
        assert found == counts(store, query)
        assert found


def test_rdflib_when_it_loads_jsonld_then_each_article_has_its_graph(exported: Path) -> None:
    dataset = rdflib.Dataset()
    dataset.parse(exported / "jsonld", format="json-ld")
    named = {str(graph.identifier) for graph in dataset.graphs()}
    assert sum("/graph/article/" in name for name in named) == 5


def test_rdflib_when_a_span_is_followed_then_the_quote_is_in_the_text_at_its_place(exported: Path) -> None:
    graph = rdflib.Graph()
    graph.parse(exported / "turtle", format="turtle")
    rows = graph.query(
        """SELECT ?text ?start ?end ?quote WHERE {
             ?claim a kg:Claim ; kg:contentEvidence/oa:hasTarget ?target .
             ?target oa:hasSource/schema:articleBody ?text ; oa:hasSelector ?position , ?words .
             ?position oa:start ?start ; oa:end ?end . ?words oa:exact ?quote }""",
        initNs={**PREFIXES, "oa": "http://www.w3.org/ns/oa#"},
    )
    found = list(rows)
    assert len(found) > 20
    assert all(str(text)[int(start) : int(end)] == str(quote) for text, start, end, quote in found)  # type: ignore[misc,arg-type]


def test_pandas_when_it_reads_the_tables_then_they_join_and_count_the_same(store: Store, exported: Path) -> None:
    read = {path.stem: pd.read_csv(path) for path in (exported / "tables").glob("*.csv")}
    assert read["claims"].groupby("stance").size().to_dict() == counts(store, BY_STANCE)
    joined = read["claims"].merge(read["articles"], on="article", how="left", validate="many_to_one")
    assert joined["title"].notna().all()
    named = read["claims"].merge(
        read["entities"], left_on="claimant", right_on="entity", how="left", validate="many_to_one"
    )
    assert named["label"].notna().all()
    reports = read["reports"].merge(
        read["events"], on="event", how="left", validate="many_to_one", suffixes=("", "_event")
    )
    assert reports["label"].notna().all()
    assert pd.api.types.is_integer_dtype(read["claims"]["start"])
    assert pd.api.types.is_float_dtype(read["entities"]["latitude"])


def test_networkx_when_it_reads_graphml_then_it_analyses_what_the_graph_says(store: Store, exported: Path) -> None:
    graph = networkx.read_graphml(exported / "graphml", force_multigraph=True)
    agents: dict[str, int] = {}
    for _, actor, data in graph.edges(data=True):
        if data["relation"] == "agent":
            name = graph.nodes[actor]["label"]
            agents[name] = agents.get(name, 0) + 1
    assert agents == counts(store, AGENTS)
    ranking = networkx.degree_centrality(networkx.Graph(graph))
    actors = [node for node in ranking if node.startswith("actor/")]
    assert max(actors, key=ranking.__getitem__) in {
        "actor/russia",
        "actor/islamic-state",
        "actor/syria",
        "actor/civilians",
    }
    assert networkx.has_path(networkx.Graph(graph), "actor/russia", "place/palmyra")


def test_gephi_style_tools_when_given_the_network_then_labels_types_and_places_arrive(exported: Path) -> None:
    """GEXF is Gephi's own format, Cytoscape's JSON that of Cytoscape: NetworkX writes and reads both."""
    graph = networkx.read_graphml(exported / "graphml")
    assert all(data.get("label") for _, data in graph.nodes(data=True))
    for data in graph.nodes.values():
        data.update({k: v for k, v in data.items() if v is not None})
    written = io.BytesIO()
    networkx.write_gexf(graph, written)
    written.seek(0)
    again = networkx.read_gexf(written)
    assert set(again) == set(graph)
    assert {data["label"] for _, data in again.nodes(data=True)} == {
        data["label"] for _, data in graph.nodes(data=True)
    }
    assert {data["type"] for _, data in again.nodes(data=True)} >= {"State", "Settlement", "AirStrike"}
    elements = networkx.cytoscape_data(graph)["elements"]
    assert len(elements["nodes"]) == len(graph)
    assert len(elements["edges"]) == graph.number_of_edges() > len(graph) / 2
    located = [data for _, data in graph.nodes(data=True) if "latitude" in data]
    assert len(located) > 10


def test_geojson_reader_when_it_loads_the_file_then_every_feature_is_valid_and_lies_where_it_should(
    exported: Path,
) -> None:
    collection = geojson.loads((exported / "geojson").read_text(encoding="utf-8"))
    assert isinstance(collection, geojson.FeatureCollection)
    assert collection.errors() in (None, [], {})
    features = [feature for feature in collection.features if feature.geometry is not None]
    assert len(features) > 20
    for feature in features:
        assert feature.is_valid, feature.errors()
    palmyra = [f for f in features if f.properties["places"] == ["Palmyra"]]
    assert palmyra
    for feature in palmyra:
        longitude, latitude = next(iter(geojson.utils.coords(feature)))
        assert (round(longitude), round(latitude)) == (38, 35)
