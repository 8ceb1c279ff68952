from __future__ import annotations

from kg.domain.extraction import Stance
from kg.domain.links import Contradiction, Matter
from kg.linking import link
from kg.linking.gazetteer import Gazetteer
from tests.linking.builders import KNOWLEDGE, case, said
from tests.linking.test_events import CAST, TEXT


def told(gazetteer: Gazetteer, *claims: tuple[str, str]) -> tuple[Contradiction, ...]:
    """One article in which each speaker says its words."""
    text = f"{TEXT}. " + " ".join(f"The {who} said {what}." for who, what in claims) + " The end"
    found = [said(text, f"c{i}", who, "said", what, Stance.ASSERTS) for i, (who, what) in enumerate(claims)]
    return link([case("a", text, CAST, [], found)], KNOWLEDGE, gazetteer).contradictions


def test_owner_when_two_sources_give_a_thing_to_two_states_then_contradiction(gazetteer: Gazetteer) -> None:
    (one,) = told(gazetteer, ("is", "it downed a Russian helicopter"), ("us", "a Syrian helicopter came under fire"))
    assert one.matter is Matter.TARGET
    assert {w for w in ("helicopter", "Russia", "Syria") if w in one.reason} == {"helicopter", "Russia", "Syria"}


def test_owner_when_one_source_tells_of_two_or_nothing_happened_to_it_then_none(gazetteer: Gazetteer) -> None:
    assert told(gazetteer, ("is", "it downed a Russian helicopter"), ("is", "a Syrian helicopter was shot down")) == ()
    assert told(gazetteer, ("is", "it downed a Russian helicopter"), ("us", "a Syrian helicopter flew home")) == ()


def test_claim_when_said_to_be_disputed_then_it_stands_against_who_says_so(gazetteer: Gazetteer) -> None:
    (one,) = told(
        gazetteer,
        ("russia", "it delivered humanitarian supplies"),
        ("us", "the humanitarian supplies story was disputed"),
    )
    assert (one.matter, one.reason) == (Matter.STATUS, "United States disputes what Russia says")
    assert (
        told(gazetteer, ("russia", "it delivered bread"), ("us", "the humanitarian supplies story was disputed")) == ()
    )
