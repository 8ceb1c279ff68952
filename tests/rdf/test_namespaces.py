from __future__ import annotations

import re
from pathlib import Path

from kg.domain.extraction import EntityType, EventType, Predicate
from kg.rdf.namespaces import KG, PREFIXES, kg, local_name

PACKAGE = Path(__file__).parents[2] / "kg"


def test_namespaces_when_listed_then_prefixes_are_sorted_and_distinct() -> None:
    assert list(PREFIXES) == sorted(PREFIXES)
    assert len(set(PREFIXES.values())) == len(PREFIXES)


def test_kg_when_given_a_domain_member_then_the_local_name_is_the_member() -> None:
    for member in (*EntityType, *EventType, *Predicate):
        assert local_name(kg(member)) == member.value


def test_constants_when_named_then_each_stands_for_the_term_of_its_name() -> None:
    terms = {name: value for name, value in vars(KG).items() if not name.startswith("_") and name != "namespace"}
    assert len(terms) > 60
    assert all(local_name(term) == name for name, term in terms.items())


def test_iris_when_written_in_the_graph_side_then_only_in_namespaces() -> None:
    folders = ("rdf", "storage", "mapping", "exporting")
    files = [p for folder in folders for p in (PACKAGE / folder).rglob("*.py") if p.name != "namespaces.py"]
    written = {str(p): re.findall(r"https?://(?!graphml\.)[a-z]", p.read_text("utf-8")) for p in files}
    assert [path for path, found in written.items() if found] == []
