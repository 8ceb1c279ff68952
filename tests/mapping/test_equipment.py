from __future__ import annotations

import pytest

from kg.domain.knowledge import Equipment
from kg.mapping import EquipmentLookup

LOOKUP = EquipmentLookup(
    (
        Equipment(kind="bomb", label="bomb", terms=("bomb",)),
        Equipment(kind="cluster-munition", label="cluster munition", terms=("cluster bomb", "cluster munition")),
        Equipment(kind="tank", label="tank", terms=("tank",)),
    )
)


@pytest.mark.parametrize(
    ("phrase", "kinds"),
    [
        ("Cluster  bombs", ("cluster-munition",)),
        ("bombs and cluster munitions", ("bomb", "cluster-munition")),
        ("bombers", ()),
        ("think-tank", ("tank",)),
        ("tankers", ()),
        ("", ()),
    ],
)
def test_kinds_when_a_phrase_holds_terms_then_whole_words_count_and_the_longest_wins(
    phrase: str, kinds: tuple[str, ...]
) -> None:
    assert LOOKUP.kinds([phrase]) == kinds


def test_kinds_when_no_equipment_is_known_then_nothing_is_found() -> None:
    assert EquipmentLookup().kinds(["bomb"]) == ()
