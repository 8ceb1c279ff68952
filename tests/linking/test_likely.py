"""Which actors are proposed as one, and which are not."""

from __future__ import annotations

import pytest

from kg.domain.extraction import EntityType
from kg.domain.links import Entity
from kg.linking.likely import likely_actors

PERSON, BODY, STATE, OUTLET = (
    EntityType.PERSON,
    EntityType.ORGANISATION,
    EntityType.STATE,
    EntityType.MEDIA_OUTLET,
)


def actor(label: str, kind: EntityType, generic: bool = False) -> Entity:
    return Entity(id=f"actor/{label.lower()}-{kind}", type=kind, label=label, names=(label,), generic=generic)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (("Walid Muallem", PERSON), ("Syrian Foreign Minister Walid al-Muallem", PERSON), "words before it"),
        (("World Health Organization", BODY), ("World Heath Organization", BODY), "spelled nearly alike"),
        (
            ("Union of Syrian Medical Organisations", BODY),
            ("Union of Syrian Medical Relief Organisations", BODY),
            "nearly the same words",
        ),
        (("Jens Laerke", PERSON), ("Jens Laerke", BODY), "two types"),
    ],
)
def test_pair_when_names_hardly_differ_then_proposed(
    one: tuple[str, EntityType], other: tuple[str, EntityType], why: str
) -> None:
    (found,) = likely_actors([actor(*one), actor(*other)])
    assert why in found.why
    assert found.first < found.second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Department of Defense", BODY), ("Department of State", BODY)),
        (("Network for Human Rights", BODY), ("Observatory for Human Rights", BODY)),
        (("Hussein al-Ali", PERSON), ("Ali Hussein", PERSON)),
        (("Muallem", PERSON), ("Walid Muallem", PERSON)),
        (("United States", STATE), ("United States Congress", BODY)),
        (("A source at Homs Command", BODY), ("A source at the Homs Command", PERSON)),
    ],
)
def test_pair_when_a_word_makes_another_of_it_then_not_proposed(
    one: tuple[str, EntityType], other: tuple[str, EntityType]
) -> None:
    assert likely_actors([actor(*one), actor(*other)]) == []


def test_pairs_when_actors_are_generic_or_a_word_is_everywhere_then_not_proposed() -> None:
    assert likely_actors([actor("Free rebels front", BODY, True), actor("Free rebels fronts", BODY, True)]) == []
    crowd = [actor(f"Common Name Of Great Old Order {n}", BODY) for n in range(60)]
    assert len(likely_actors(crowd[:3])) == 3
    assert likely_actors(crowd) == []
