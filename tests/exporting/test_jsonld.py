from __future__ import annotations

import io
import json

import pytest
import rdflib
from pyoxigraph import Literal, Quad

from kg.errors import ResourceError
from kg.exporting.context import Json, parse_context
from kg.exporting.jsonld import write_jsonld
from kg.rdf.namespaces import KG, PREFIXES, RDF, RDFS, XSD, kg
from kg.storage import memory_store
from tests.exporting.world import GRAPHS, NAMES

SMALL: dict[str, Json] = {
    **PREFIXES,
    "kgd": NAMES.base,
    "id": "@id",
    "type": "@type",
    "Report": "kg:Report",
    "agent": {"@id": "kg:agent", "@type": "@id", "@container": "@set"},
    "eventType": {"@id": "kg:eventType", "@type": "@vocab"},
    "score": {"@id": "kg:score", "@type": "xsd:decimal"},
    "label": {"@id": "rdfs:label", "@language": "en"},
    "minimum": "kg:minimum",
}
NODE = NAMES.report("a", "k")


def written(*quads: Quad, context: dict[str, Json] | None = None) -> dict[str, Json]:
    stream = io.BytesIO()
    write_jsonld(memory_store(quads), stream, parse_context(context or SMALL, "test"))
    read = rdflib.Dataset()
    read.parse(io.BytesIO(stream.getvalue()), format="json-ld")
    assert len(list(read.quads())) == len(quads)
    (graph,) = json.loads(stream.getvalue())["@graph"]
    (node,) = graph["@graph"]
    return node  # type: ignore[no-any-return]


def say(predicate: object, value: object) -> Quad:
    return Quad(NODE, predicate, value, GRAPHS[0])  # type: ignore[arg-type]


def test_write_jsonld_when_terms_fit_then_values_are_short() -> None:
    node = written(
        say(RDF.type, KG.Report),
        say(KG.agent, NAMES.data("actor/x")),
        say(KG.eventType, kg("AirStrike")),
        say(KG.score, Literal("0.5", datatype=XSD.decimal)),
        say(KG.minimum, Literal("12", datatype=XSD.integer)),
        say(RDFS.label, Literal("raid", language="en")),
    )
    assert node == {
        "id": "kgd:report/a/k",
        "type": "Report",
        "agent": ["kgd:actor/x"],
        "eventType": "kg:AirStrike",
        "score": "0.5",
        "minimum": 12,
        "label": "raid",
    }


def test_write_jsonld_when_a_value_does_not_fit_its_term_then_it_is_written_in_full() -> None:
    node = written(
        say(RDFS.label, Literal("raid", language="ar")),
        say(KG.score, Literal("high")),
        say(KG.minimum, Literal("9" * 20, datatype=XSD.integer)),
    )
    assert node["label"] == {"@value": "raid", "@language": "ar"}
    assert node["score"] == {"@value": "high"}
    assert node["minimum"] == {"@value": "9" * 20, "type": "xsd:integer"}


@pytest.mark.parametrize(
    "part",
    [{"@base": "https://x/"}, {"agent": {"@reverse": "kg:agent"}}, {"agent": {"@id": "kg:a", "@container": "@list"}}],
)
def test_parse_context_when_it_says_more_than_is_understood_then_it_is_refused(part: dict[str, Json]) -> None:
    with pytest.raises(ResourceError, match="test"):
        parse_context({**SMALL, **part}, "test")
