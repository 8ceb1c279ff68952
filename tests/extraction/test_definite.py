from kg.domain.extraction import EntityType
from tests.extraction.reading import extraction


def names_of(text: str, kind: EntityType) -> list[tuple[str, ...]]:
    return [e.names for e in extraction(text).entities if e.type is kind]


def test_the_city_is_the_city_named_last() -> None:
    (names,) = names_of(
        "Rebels entered Saraqeb on Monday. The army then shelled the city for hours.", EntityType.SETTLEMENT
    )
    assert "the city" in names


def test_the_city_when_only_a_province_is_named_is_not_taken_for_it() -> None:
    provinces = names_of(
        "Rebels hold most of Idlib province. The army then shelled the city for hours.", EntityType.PROVINCE
    )
    assert all("the city" not in names for names in provinces)


def test_the_city_of_a_name_is_left_to_the_name() -> None:
    text = "Rebels entered Saraqeb on Monday. The army shelled the city of Homs and its suburbs."
    saraqeb = next(n for n in names_of(text, EntityType.SETTLEMENT) if "Saraqeb" in n)
    assert not any(n.startswith("the city") for n in saraqeb)
