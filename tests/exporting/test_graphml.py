from __future__ import annotations

import dataclasses
from pathlib import Path

import networkx
import pytest

from kg.exporting import export
from kg.mapping import map_entities
from kg.storage import memory_store
from tests.exporting.world import LINKS, world_quads


def loaded(path: Path) -> networkx.MultiDiGraph:
    return networkx.read_graphml(path, force_multigraph=True)


def test_graphml_when_loaded_by_networkx_then_nodes_and_edges_have_their_values(tmp_path: Path) -> None:
    export(memory_store(world_quads()), "graphml", tmp_path / "out")
    graph = loaded(tmp_path / "out")
    assert graph.is_directed() and len(graph) == len(LINKS.entities) + len(LINKS.events)
    assert graph.nodes["place/geonames-170001"]["latitude"] == pytest.approx(35.75)
    assert graph.nodes["actor/norland"] == {"label": "Norland", "kind": "actor", "type": "State"}
    (fights,) = graph.get_edge_data("actor/norland", "actor/river-front").values()
    assert fights["relation"] == "fightsAgainst" and fights["articles"] == 2
    relations = {data["relation"] for _, _, data in graph.edges(data=True)}
    assert relations == {"agent", "target", "place", "partOf", "within", "fightsAgainst", "organization"}


def test_graphml_when_a_label_holds_what_xml_cannot_then_the_file_is_still_read(tmp_path: Path) -> None:
    entity = dataclasses.replace(LINKS.entities[0], label='a<b>&"\x00\x0b\uffff')
    export(memory_store(map_entities(dataclasses.replace(LINKS, entities=(entity,)))), "graphml", tmp_path / "out")
    assert loaded(tmp_path / "out").nodes[entity.id]["label"] == 'a<b>&"���'
