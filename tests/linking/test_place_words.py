from __future__ import annotations

import pytest

from kg.linking.place_words import Kind, bare, has_direction, hints, is_name, without_kind
from tests.linking.builders import TOWN, case


@pytest.mark.parametrize(
    ("between", "inside"),
    [
        (" in ", True),
        (" neighborhood in ", True),
        (", in the northern province of ", True),
        (" in the eastern countryside of ", True),
        (" near ", True),
        (" and ", False),
        (" was hit, and rebels left ", False),
        (" fell to fighters in ", False),
    ],
)
def test_hints_when_words_stand_between_two_places_then_containment_is_read(between: str, inside: bool) -> None:
    text = f"Smallville{between}Bigland today"
    _, extraction = case("a", text, [("s", TOWN, "Smallville"), ("b", TOWN, "Bigland")])
    article, _ = case("a", text, [])
    assert (hints(article, extraction.entities)["s"].parents == ("b",)) is inside


def test_hints_when_owner_comes_first_then_it_contains() -> None:
    article, extraction = case(
        "a", "the Bigland suburb of Smallville", [("s", TOWN, "Smallville"), ("b", TOWN, "Bigland")]
    )
    found = hints(article, extraction.entities)
    assert found["s"].parents == ("b",)
    assert Kind.TOWN in found["s"].kinds


def test_hints_when_places_are_listed_then_a_comma_says_nothing() -> None:
    article, extraction = case(
        "a",
        "Smallville, Bigland, and Farville",
        [("s", TOWN, "Smallville"), ("b", TOWN, "Bigland"), ("f", TOWN, "Farville")],
    )
    assert hints(article, extraction.entities)["s"].parents == ()


def test_words_of_kind_when_beside_a_name_then_told_apart_from_it() -> None:
    assert bare("northern rural Homs") == ("Homs", frozenset({Kind.PROVINCE}))
    assert without_kind("Maisaloun neighborhood") == "Maisaloun"
    assert without_kind("Mallah Farms") == "Mallah Farms"
    assert has_direction("the Old City")
    assert not has_direction("Homs")
    assert is_name("al-Bab")
    assert not is_name("the Syrian capital")
