from __future__ import annotations

import shutil
import time
from collections import defaultdict
from pathlib import Path

import pytest

from kg.domain.extraction import EntityType, EventType, Stance
from kg.domain.knowledge import Knowledge
from kg.errors import ResourceError
from kg.reference import knowledge as module
from kg.reference import load_knowledge
from kg.reference.turtle import ontology_digest, read_subjects

# Names that two actors bear in fact; the text has to tell which is meant.
SHARED = {
    "Congolese": "both Congos",
    "Congolese government": "both Congos",
    "Dominican": "Dominica and the Dominican Republic",
    "Dominican government": "Dominica and the Dominican Republic",
}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture
def copied(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The ontology in a folder of its own, to be broken."""
    folder = tmp_path / "ontology"
    shutil.copytree(root / "ontology", folder)
    monkeypatch.setattr("kg.reference.turtle.find_folder", lambda name: tmp_path / name)
    ontology_digest.cache_clear()
    yield folder  # type: ignore[misc]
    ontology_digest.cache_clear()


def test_load_knowledge_when_read_then_actor_has_its_names(knowledge: Knowledge) -> None:
    actor = next(a for a in knowledge.actors if a.id == "islamic-state")
    assert (actor.type, actor.label, actor.wikidata) == (EntityType.ARMED_GROUP, "Islamic State", "Q2429253")
    assert {"IS", "ISIS", "ISIL", "Daesh"} <= set(actor.aliases)
    assert not actor.generic


def test_load_knowledge_when_read_then_state_has_demonyms_and_metonyms(knowledge: Knowledge) -> None:
    russia = next(a for a in knowledge.actors if a.id == "russia")
    assert "Russian" in russia.demonyms
    assert {"Moscow", "Kremlin"} <= set(russia.metonyms)


def test_load_knowledge_when_read_then_actor_points_at_state_and_body(knowledge: Knowledge) -> None:
    quds = next(a for a in knowledge.actors if a.id == "quds-force")
    assert (quds.country, quds.part_of) == ("iran", "irgc")


def test_load_knowledge_when_read_then_renaming_has_its_day(knowledge: Knowledge) -> None:
    assert next(a for a in knowledge.actors if a.id == "hayat-tahrir-al-sham").valid_from == "2017-01-28"


def test_load_knowledge_when_read_then_place_has_type_coordinates_and_container(knowledge: Knowledge) -> None:
    place = next(p for p in knowledge.places if p.id == "palmyra")
    assert (place.type, place.country, place.within) == (EntityType.SETTLEMENT, "SY", "homs-governorate")
    assert place.latitude == pytest.approx(34.56, abs=0.1)
    assert place.longitude == pytest.approx(38.28, abs=0.1)


def test_load_knowledge_when_read_then_every_type_has_triggers(knowledge: Knowledge) -> None:
    assert {t.type for t in knowledge.triggers} == set(EventType)
    assert all(t.lemma == t.lemma.lower().strip() for t in knowledge.triggers)


def test_load_knowledge_when_read_then_cues_give_their_stance(knowledge: Knowledge) -> None:
    stance = {v.lemma: v.stance for v in knowledge.reporting_verbs}
    assert (stance["say"], stance["deny"], stance["vow"]) == (Stance.ASSERTS, Stance.DENIES, Stance.INTENDS)
    assert {stance[lemma] for lemma in stance} == set(Stance)


def test_load_knowledge_when_read_then_equipment_terms_are_lower_case_and_of_one_kind(knowledge: Knowledge) -> None:
    kinds = defaultdict(set)
    for item in knowledge.equipment:
        for term in item.terms:
            assert term == term.lower()
            kinds[term].add(item.kind)
    assert {t: k for t, k in kinds.items() if len(k) > 1} == {}
    assert kinds["su-24"] == {"sukhoi-aircraft"}


def test_load_knowledge_when_read_then_references_point_at_something(knowledge: Knowledge) -> None:
    actors, places = {a.id for a in knowledge.actors}, {p.id for p in knowledge.places}
    assert {a.country for a in knowledge.actors if a.country} <= actors
    assert {a.part_of for a in knowledge.actors if a.part_of} <= actors
    assert {p.within for p in knowledge.places if p.within} <= places


def test_load_knowledge_when_read_then_every_country_is_a_state_and_a_place(knowledge: Knowledge) -> None:
    states = {a.id for a in knowledge.actors if a.type is EntityType.STATE and not a.generic}
    countries = {p.id for p in knowledge.places if p.type is EntityType.COUNTRY}
    assert states == countries
    assert len(states) > 190


def test_load_knowledge_when_read_then_no_alias_is_of_two_named_actors(knowledge: Knowledge) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for actor in knowledge.actors:
        if not actor.generic:
            for name in (actor.label, *actor.aliases, *actor.demonyms, *actor.metonyms):
                owners[name].add(actor.id)
    assert {n: sorted(o) for n, o in owners.items() if len(o) > 1 and n not in SHARED} == {}


def test_load_knowledge_when_read_then_no_alias_starts_with_the(knowledge: Knowledge) -> None:
    names = [n for known in (knowledge.actors, knowledge.places) for k in known for n in k.aliases]
    assert [n for n in names if n.startswith("the ")] == []


def test_load_knowledge_when_read_twice_then_it_is_equal_and_quick() -> None:
    started = time.perf_counter()
    first = module.read_knowledge()
    assert time.perf_counter() - started < 2.0  # 0.2 s alone; the margin is for a busy machine
    assert first == module.read_knowledge()


def test_read_knowledge_when_turtle_is_broken_then_error_names_file_and_line(copied: Path) -> None:
    path = copied / "lexicon" / "triggers.ttl"
    path.write_text(path.read_text(encoding="utf-8") + "\nkg:broken a kg:TriggerSet ; ; oops\n", encoding="utf-8")
    lines = len(path.read_text(encoding="utf-8").splitlines())
    with pytest.raises(ResourceError, match=rf"triggers\.ttl, line {lines}"):
        module.read_knowledge()


@pytest.mark.parametrize(
    ("file", "turtle", "problem"),
    [
        ("lexicon/triggers.ttl", 'kg:bad a kg:TriggerSet ; kg:expresses kg:NoSuchType ; kg:lemma "x" .', "NoSuchType"),
        ("lexicon/triggers.ttl", 'kg:bad a kg:TriggerSet ; kg:lemma "x" .', "expresses no event type"),
        (
            "lexicon/triggers.ttl",
            'kg:bad a kg:TriggerSet ; kg:expresses kg:Siege ; kg:partOfSpeech "ADJ" ; kg:lemma "x" .',
            "ADJ",
        ),
        ("lexicon/reporting.ttl", 'kg:bad a kg:ReportingCueSet ; kg:lemma "say" .', "exactly one stance"),
        (
            "lexicon/reporting.ttl",
            'kg:bad a kg:ReportingCueSet ; kg:givesStance kg:stance-denies ; kg:lemma "say" .',
            "already gives",
        ),
        ("reference/states.ttl", "actor:bad a kg:State .", "has no label"),
        ("reference/states.ttl", 'actor:bad a kg:Villain ; rdfs:label "Bad"@en .', "Villain"),
        (
            "reference/places-nature.ttl",
            'place:bad a kg:Facility ; rdfs:label "Bad"@en ; kg:latitude "x" .',
            "no number",
        ),
        (
            "reference/places-nature.ttl",
            'place:bad a kg:Country , kg:Facility ; rdfs:label "B"@en .',
            "exactly one type",
        ),
    ],
)
def test_read_knowledge_when_a_curator_slips_then_error_says_where_and_what(
    copied: Path, file: str, turtle: str, problem: str
) -> None:
    path = copied / file
    path.write_text(path.read_text(encoding="utf-8") + "\n" + turtle + "\n", encoding="utf-8")
    line = len(path.read_text(encoding="utf-8").splitlines())
    with pytest.raises(ResourceError, match=problem) as caught:
        module.read_knowledge()
    assert f"{path}, line {line}" in str(caught.value)


def test_read_knowledge_when_a_folder_is_empty_then_error_says_so(copied: Path) -> None:
    shutil.rmtree(copied / "lexicon")
    with pytest.raises(ResourceError, match="No Turtle file"):
        module.read_knowledge()


def test_read_knowledge_when_a_curator_adds_an_alias_then_it_is_there_and_the_version_changes(copied: Path) -> None:
    before = module.read_knowledge()
    path = copied / "reference" / "states.ttl"
    path.write_text(
        path.read_text(encoding="utf-8") + '\nactor:russia skos:altLabel "Muscovy"@en .\n', encoding="utf-8"
    )
    ontology_digest.cache_clear()
    after = module.read_knowledge()
    assert "Muscovy" in next(a for a in after.actors if a.id == "russia").aliases
    assert after.version != before.version


def test_read_subjects_when_a_file_is_missing_then_error_says_so(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="cannot be read"):
        read_subjects(tmp_path / "none.ttl")
