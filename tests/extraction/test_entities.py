import pytest

from kg.domain.extraction import EntityType
from tests.extraction.reading import extraction


def test_entities_when_a_surname_follows_a_full_name_are_one() -> None:
    x = extraction(
        "Kremlin spokesman Dmitry Peskov told reporters on Friday that the advance goes on. Peskov said no troops were sent."
    )
    people = [e for e in x.entities if e.type is EntityType.PERSON]
    assert len(people) == 1
    assert {"Peskov"} <= {n.split()[-1] for n in people[0].names}


def test_entities_when_a_capital_speaks_goes_to_its_government_and_keeps_the_words() -> None:
    x = extraction(
        "Moscow said that it had told the Pentagon about the strikes in Syria, and Moscow denied hitting civilians."
    )
    russia = next(e for e in x.entities if e.reference == "russia")
    assert "Moscow" in russia.names
    assert russia.type is EntityType.STATE


def test_entities_when_a_demonym_stands_before_jets_names_the_state() -> None:
    x = extraction("Russian jets bombed the town of Saraqeb on Tuesday, activists said.")
    report = x.reports[0]
    agents = {e.reference for e in x.entities for p in report.agents if p.entity == e.key}
    assert "russia" in agents


@pytest.mark.parametrize("words", ["Russian fighter jets", "Turkish warships", "Israeli helicopters"])
def test_entities_when_vehicles_of_a_state_act_are_the_state(words: str) -> None:
    x = extraction(f"{words} struck the port of Latakia on Tuesday, a monitoring group said.")
    state = next(e for e in x.entities if e.reference in {"russia", "turkey", "israel"})
    assert state.type is EntityType.STATE


def test_entities_of_different_reference_entries_stay_apart() -> None:
    x = extraction("The Nusra Front and Islamic State fought each other near Aleppo, the Observatory said.")
    references = {e.reference for e in x.entities}
    assert {"nusra-front", "islamic-state"} <= references


def test_entities_when_a_place_is_named_with_its_kind_lead_with_the_bare_name() -> None:
    x = extraction("Terrorists fired rockets on al-Furqan neighborhood in Aleppo on Sunday, killing two people.")
    place = next(e for e in x.entities if any("Furqan" in n for n in e.names))
    assert place.names[0] == "al-Furqan"


def test_entities_when_a_reporter_speaks_for_an_outlet_are_the_outlet() -> None:
    x = extraction(
        "A source told SANA reporter that shells fell on Aleppo. SANAs correspondent said two people were killed."
    )
    outlets = [e for e in x.entities if e.reference == "sana"]
    assert len(outlets) == 1
    assert any("reporter" in n for n in outlets[0].names)


def test_entities_when_people_are_counted_are_who_they_are() -> None:
    x = extraction(
        "Shells killed 12 civilians in Aleppo on Monday and wounded dozens of civilians in Homs, the Observatory said."
    )
    people = [e for e in x.entities if e.type is EntityType.POPULATION]
    assert [e.names[0] for e in people] == ["civilians"]


def test_entities_when_an_office_stands_before_a_name_do_not_make_it_a_person() -> None:
    x = extraction("Kremlin spokesman Dmitry Peskov said on Friday that the army had entered Palmyra.")
    assert [e.names[0] for e in x.entities if e.type is EntityType.PERSON] == ["Dmitry Peskov"]
