from __future__ import annotations

from kg.mapping import BuildRecord, map_build
from kg.rdf.iris import Names
from kg.rdf.namespaces import PROV
from tests.factories import PRODUCER

NAMES = Names()


def test_map_build_when_articles_were_extracted_then_each_graph_leads_to_its_software() -> None:
    record = BuildRecord(
        software_version="0.1.0", settings="s", knowledge="k", articles=(("a", PRODUCER), ("b", PRODUCER))
    )
    quads = list(map_build(record))
    made = {q.subject: q.object for q in quads if q.predicate == PROV.wasGeneratedBy}
    agents = {q.subject: q.object for q in quads if q.predicate == PROV.wasAssociatedWith}
    assert agents[made[NAMES.article_graph("b")]] == NAMES.software("reader", "0.1.0")
    assert {q.object for q in quads if q.predicate == PROV.used} >= {NAMES.article("a"), NAMES.article("b")}
