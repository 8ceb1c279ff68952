from __future__ import annotations

import pytest

from kg.domain.extraction import EventType
from kg.reference import crosswalks


def test_crosswalks_when_read_then_every_type_has_one() -> None:
    assert set(crosswalks()) == set(EventType)


@pytest.mark.parametrize(
    ("type_", "acled", "plover"),
    [
        (EventType.AIR_STRIKE, "Air/drone strike", "ASSAULT"),
        (EventType.SHELLING, "Shelling/artillery/missile attack", "ASSAULT"),
        (EventType.AGREEMENT, "Agreement", "AGREE"),
        (EventType.AID_DELIVERY, "Other", "AID"),
    ],
)
def test_crosswalks_when_a_type_is_looked_up_then_it_has_the_codes_of_others(
    type_: EventType, acled: str, plover: str
) -> None:
    assert (crosswalks()[type_].acled[0], crosswalks()[type_].plover[0]) == (acled, plover)


def test_crosswalks_when_a_match_is_only_broad_then_it_is_unsafe() -> None:
    assert "acled" in crosswalks()[EventType.ADVANCE].unsafe
    assert "acled" not in crosswalks()[EventType.AIR_STRIKE].unsafe


def test_crosswalks_when_close_and_broad_matches_stand_then_close_ones_come_first() -> None:
    assert crosswalks()[EventType.PROTEST].acled == ("Peaceful protest", "Violent demonstration")
