from kg.domain.spans import Span
from kg.extraction.clauses import Clauses
from kg.extraction.lexicon import index
from kg.extraction.things import find_equipment, means_of, target_texts_of
from kg.reference import load_knowledge
from tests.extraction.reading import annotated

TEXT = "Helicopters dropped barrel bombs on a market in Idlib, while rebels fired Grad rockets at an airbase."


def test_find_equipment_takes_the_longest_term() -> None:
    found = [s.quote for s in find_equipment(annotated(TEXT), index(load_knowledge()))]
    assert "barrel bombs" in found
    assert "bombs" not in found


def test_means_of_a_trigger_are_those_of_its_clause() -> None:
    clauses = Clauses(annotated(TEXT))
    trigger = Span(TEXT.index("fired"), TEXT.index("fired") + 5, "fired")
    means = [s.quote for s in means_of([trigger], find_equipment(annotated(TEXT), index(load_knowledge())), clauses)]
    assert any("rockets" in m for m in means)
    assert "barrel bombs" not in means


def test_target_texts_of_a_hitting_verb_are_its_objects() -> None:
    text = "Shells hit a crowded market."
    assert [s.quote for s in target_texts_of([Span(7, 10, "hit")], Clauses(annotated(text)))] == ["a crowded market"]
