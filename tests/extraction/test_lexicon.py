from kg.domain.extraction import MentionForm
from kg.extraction.lexicon import index
from kg.reference import load_knowledge


def test_find_when_the_apostrophe_is_lost_still_knows_the_name() -> None:
    assert "islamic-state" in {k.id for k in index(load_knowledge()).find("Daeshs")}


def test_find_of_a_capital_is_a_metonym_of_its_state() -> None:
    forms = {k.form for k in index(load_knowledge()).find("Moscow") if k.id == "russia"}
    assert forms == {MentionForm.METONYM}


def test_find_of_an_unknown_name_is_empty() -> None:
    assert index(load_knowledge()).find("Xyzzy Brigade of Nowhere") == []
