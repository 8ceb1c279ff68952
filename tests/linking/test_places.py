from __future__ import annotations

from pathlib import Path

from kg.domain.knowledge import Knowledge, ReferencePlace
from kg.linking.gazetteer import Gazetteer
from kg.linking.places import Resolution, resolve_places
from tests.linking.builders import COUNTRY, PROVINCE, SITE, STATE, TOWN, atlas, case

STATES = {"syria": "SY", "united-states": "US"}


def resolved(gazetteer: Gazetteer, text: str, *entities: tuple[object, ...]) -> dict[str, Resolution]:
    article, extraction = case("a", text, entities)
    return resolve_places(article, extraction, gazetteer, STATES)


def ids(found: dict[str, Resolution]) -> dict[str, str | None]:
    return {k: r.place.id if r.place else None for k, r in found.items()}


def test_namesakes_when_the_article_is_about_one_country_then_its_place_is_chosen(gazetteer: Gazetteer) -> None:
    lebanon = resolved(
        gazetteer, "Clashes in Tripoli, in the north of Lebanon", ("t", TOWN, "Tripoli"), ("l", COUNTRY, "Lebanon")
    )
    libya = resolved(gazetteer, "Clashes in Tripoli; Libya is divided", ("t", TOWN, "Tripoli"), ("l", COUNTRY, "Libya"))
    assert (ids(lebanon)["t"], ids(libya)["t"]) == ("geonames-31", "geonames-41")


def test_namesakes_when_nothing_settles_which_then_unresolved(gazetteer: Gazetteer) -> None:
    found = resolved(gazetteer, "Clashes in Tripoli", ("t", TOWN, "Tripoli"))
    assert found["t"].place is None
    assert "2 namesakes" in found["t"].why


def test_famous_city_when_alone_then_needs_no_context(gazetteer: Gazetteer) -> None:
    assert ids(resolved(gazetteer, "Talks in Brussels", ("b", TOWN, "Brussels")))["b"] == "geonames-51"


def test_village_abroad_when_only_its_own_name_speaks_for_it_then_unresolved(gazetteer: Gazetteer) -> None:
    found = resolved(gazetteer, "Kabun was shelled, Syria said", ("k", TOWN, "Kabun"), ("s", COUNTRY, "Syria"))
    assert ids(found)["k"] is None


def test_province_when_words_of_kind_say_so_then_province_else_town(gazetteer: Gazetteer) -> None:
    found = resolved(
        gazetteer,
        "In Homs province and Homs city, Syria",
        ("p", PROVINCE, "Homs province"),
        ("c", TOWN, "Homs city"),
        ("s", COUNTRY, "Syria"),
    )
    assert ids(found) == {"p": "geonames-2", "c": "geonames-3", "s": "geonames-1"}


def test_quarter_when_a_far_village_has_its_name_then_unresolved_with_the_city_around(gazetteer: Gazetteer) -> None:
    found = resolved(
        gazetteer,
        "Shells hit al-Hamidiyeh neighborhood in Homs city, Syria",
        ("q", TOWN, "al-Hamidiyeh"),
        ("h", TOWN, "Homs"),
        ("s", COUNTRY, "Syria"),
    )
    assert found["q"].place is None
    assert found["q"].parent == "h"


def test_town_when_the_words_around_name_another_region_then_unresolved(gazetteer: Gazetteer) -> None:
    inside = resolved(
        gazetteer,
        "Saraqeb in Idlib province, Syria",
        ("x", TOWN, "Saraqeb"),
        ("p", PROVINCE, "Idlib province"),
        ("s", COUNTRY, "Syria"),
    )
    assert ids(inside)["x"] == "geonames-6"
    assert "surroundings" in inside["x"].why


def test_state_when_it_alone_is_named_then_its_country_is_context(gazetteer: Gazetteer) -> None:
    article, extraction = case(
        "a",
        "Syria said Saraqeb was hit",
        [
            (
                "s",
                STATE,
                "Syria",
            ),
            ("x", TOWN, "Saraqeb"),
        ],
    )
    assert ids(resolve_places(article, extraction, gazetteer, STATES))["x"] == "geonames-6"


def test_reference_when_the_reader_set_one_then_it_holds(gazetteer: Gazetteer) -> None:
    from dataclasses import replace

    article, extraction = case(
        "a", "Palmyra, Pennsylvania, United States", [("p", TOWN, "Palmyra"), ("u", COUNTRY, "United States")]
    )
    assert ids(resolve_places(article, extraction, gazetteer, STATES))["p"] == "geonames-21"
    told = tuple(replace(e, reference="palmyra") if e.key == "p" else e for e in extraction.entities)
    assert ids(resolve_places(article, replace(extraction, entities=told), gazetteer, STATES))["p"] == "palmyra"


def test_common_words_when_no_name_then_unresolved(gazetteer: Gazetteer) -> None:
    found = resolved(
        gazetteer,
        "the Syrian capital was hit; Homs hospital",
        ("c", TOWN, "the Syrian capital"),
        ("f", SITE, "Homs hospital"),
    )
    assert ids(found) == {"c": None, "f": None}


def test_reference_abroad_when_spelled_otherwise_then_not_taken(tmp_path: Path) -> None:
    abroad = ReferencePlace(id="fata", type=PROVINCE, label="Tribal Areas", aliases=("FATA",), country="PK")
    article, extraction = case("a", "al-Fateh, Syria", [("f", PROVINCE, "al-Fateh"), ("s", COUNTRY, "Syria")])
    with atlas(tmp_path, Knowledge(version="x", places=(abroad,))) as world:
        assert ids(resolve_places(article, extraction, world, STATES))["f"] is None
