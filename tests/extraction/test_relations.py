from kg.domain.extraction import Predicate
from tests.extraction.reading import entity, extraction


def test_memberships_when_an_office_stands_before_a_name_give_body_and_words() -> None:
    x = extraction("Kremlin spokesman Dmitry Peskov said on Friday that the army had entered Palmyra.")
    (office,) = [m for m in x.memberships if "spokesman" in m.role]
    assert entity(x, office.person)[0].endswith("Peskov")
    assert office.organisation is not None
    assert entity(x, office.organisation)[1] == "russia"


def test_relations_when_one_backs_another_point_the_right_way() -> None:
    x = extraction("Syrian government forces backed by Russia attacked rebels in Aleppo on Monday.")
    backed = [r for r in x.relations if r.predicate is Predicate.SUPPORTS]
    assert [entity(x, r.subject)[1] for r in backed] == ["russia"]


def test_relations_when_two_forces_clash_are_hostile() -> None:
    x = extraction(
        "Islamic State militants attacked Syrian Democratic Forces fighters near Manbij on Sunday, killing six of them."
    )
    pairs = {
        (entity(x, r.subject)[1], entity(x, r.object)[1])
        for r in x.relations
        if r.predicate is Predicate.FIGHTS_AGAINST
    }
    assert ("islamic-state", "syrian-democratic-forces") in pairs or ("islamic-state", "sdf") in pairs
