from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.domain import extraction, times
from kg.domain.articles import RegionKind
from kg.rdf.namespaces import KG, RDF, RDFS, SKOS, kg
from kg.reference.turtle import read_triples, turtle_files
from kg.validation import validate

TERM = re.compile(r"\bkg:([A-Za-z][\w-]*)")
# Classes that stand in the scheme above the types, and are no types themselves.
BROADER = {
    "Incident", "Violence", "ExplosiveViolence", "Combat", "Coercion", "TerritorialChange", "Movement", "CivicEvent"
}  # fmt: skip


def triples(*parts: str) -> list[ox.Triple]:
    return [t for path in turtle_files(*parts) for t in read_triples(path)]


def ontology() -> list[ox.Triple]:
    return [t for parts in (("kg.ttl",), ("schemes",), ("lexicon", "equipment.ttl")) for t in triples(*parts)]


def defined() -> set[str]:
    here = (*ontology(), *triples("lexicon"))
    subjects = (t.subject.value for t in here if isinstance(t.subject, ox.NamedNode) and t.predicate == RDF.type)
    return {s.removeprefix(KG.namespace) for s in subjects if s.startswith(KG.namespace)}


def test_terms_when_checked_for_style_then_each_has_label_and_definition() -> None:
    report = validate(ontology(), folder="style")
    assert report.conforms, "\n".join(map(str, report.violations))
    assert report.triples > 2000


@pytest.mark.parametrize(
    ("subject", "predicate"),
    [
        (KG.Report, SKOS.prefLabel),
        (KG.agent, RDFS.label),
        (kg("digest"), ox.NamedNode(SKOS.prefLabel.value.replace("prefLabel", "definition"))),
        (kg("sarin"), SKOS.inScheme),
        (kg("EventTypeScheme"), SKOS.prefLabel),
    ],
)
def test_style_when_a_term_lacks_what_it_needs_then_it_is_told(subject: ox.NamedNode, predicate: ox.NamedNode) -> None:
    without = [t for t in ontology() if not (t.subject == subject and t.predicate == predicate)]
    report = validate(without, folder="style")
    assert {v.focus for v in report.violations} == {subject.value}


def test_terms_when_the_data_model_uses_them_then_they_are_defined(root: Path) -> None:
    used = set(TERM.findall((root / "docs" / "data-model.md").read_text(encoding="utf-8")))
    assert len(used) > 60
    assert used - defined() == set()


@pytest.mark.parametrize("folder", ["shapes", "rules", "lexicon", "reference", "schemes", "."])
def test_terms_when_a_file_of_the_ontology_uses_them_then_they_are_defined(root: Path, folder: str) -> None:
    files = [p for p in (root / "ontology" / folder).iterdir() if p.suffix in {".ttl", ".rq"}]
    assert files
    for path in files:
        text = re.sub(r'"(?:[^"\\]|\\.)*"|(?m:#\s.*$)', "", path.read_text(encoding="utf-8"))
        used = {t for t in TERM.findall(text) if not t.endswith("Shape")}
        assert used - defined() == set(), path


def test_terms_when_the_mapping_names_them_then_they_are_defined() -> None:
    named = {value.value for value in vars(KG).values() if isinstance(value, ox.NamedNode)}
    assert {n.removeprefix(KG.namespace) for n in named} - defined() == set()


@pytest.mark.parametrize(
    ("enum", "scheme"),
    [
        (extraction.EventType, "EventTypeScheme"),
        (extraction.Stance, "StanceScheme"),
        (extraction.Status, "StatusScheme"),
        (extraction.CasualtyKind, "CasualtyKindScheme"),
        (extraction.MentionForm, "MentionFormScheme"),
        (times.DateBasis, "DateBasisScheme"),
        (RegionKind, "RegionKindScheme"),
    ],
)
def test_schemes_when_compared_with_the_closed_lists_then_notations_are_equal(enum: type, scheme: str) -> None:
    here = triples("schemes")
    concepts = {t.subject for t in here if t.predicate == SKOS.inScheme and t.object == kg(scheme)}
    notations = {t.object.value for t in here if t.subject in concepts and t.predicate == SKOS.notation}
    assert notations - BROADER == {str(member) for member in enum}


@pytest.mark.parametrize("enum", [extraction.EventType, extraction.EntityType])
def test_classes_when_compared_with_the_types_then_each_type_has_one(enum: type) -> None:
    classes = {t.subject for t in triples("kg.ttl") if t.predicate == RDF.type and t.object.value.endswith("#Class")}
    assert {kg(member) for member in enum} <= classes


def test_predicates_when_compared_with_the_relations_then_each_is_a_property() -> None:
    properties = {t.subject for t in triples("kg.ttl") if t.predicate == RDF.type and "Property" in t.object.value}
    assert {kg(member) for member in extraction.Predicate} <= properties
