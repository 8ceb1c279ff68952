from __future__ import annotations

from kg.domain.extraction import EventType, Stance
from kg.domain.links import Links
from kg.linking import link
from kg.linking.gazetteer import Gazetteer
from tests.linking.builders import DAY, KNOWLEDGE, bounds, case, claim, killed, report
from tests.linking.test_events import CAST, TEXT


def told(gazetteer: Gazetteer, *claims: tuple[str, str, Stance, int | None], text: str = TEXT) -> Links:
    """One article a claim: (article key, claimant, stance, toll that the claim gives)."""
    corpus = []
    for key, claimant, stance, toll in claims:
        figures = [killed(toll, victims="civilians", claim="c")] if toll else []
        strike = report(
            EventType.AIR_STRIKE, who=["russia"], whom=["is"], where=["palmyra"], when=bounds(DAY), toll=figures
        )
        corpus.append(case(key, f"{text} {key}", CAST, [strike], [claim(text, "c", claimant, stance, "r1")]))
    return link(corpus, KNOWLEDGE, gazetteer)


def test_denial_when_another_asserts_the_same_event_then_contradiction(gazetteer: Gazetteer) -> None:
    found = told(gazetteer, ("a", "us", Stance.ASSERTS, None), ("b", "russia", Stance.DENIES, None))
    assert [c.reason for c in found.contradictions] == ["United States asserts what Russia denies"]


def test_denial_when_by_the_same_side_then_no_contradiction(gazetteer: Gazetteer) -> None:
    found = told(gazetteer, ("a", "syria", Stance.ASSERTS, None), ("b", "army", Stance.DENIES, None))
    assert found.contradictions == ()


def test_counts_when_ranges_do_not_meet_then_contradiction_with_both_figures(gazetteer: Gazetteer) -> None:
    found = told(gazetteer, ("a", "us", Stance.ASSERTS, 20), ("b", "russia", Stance.ASSERTS, 25))
    (one,) = found.contradictions
    assert {w for w in ("20", "25", "civilians", "killed") if w in one.reason} == {"20", "25", "civilians", "killed"}


def test_counts_when_equal_or_only_intended_then_none(gazetteer: Gazetteer) -> None:
    assert told(gazetteer, ("a", "us", Stance.ASSERTS, 20), ("b", "russia", Stance.ASSERTS, 20)).contradictions == ()
    assert told(gazetteer, ("a", "us", Stance.INTENDS, None), ("b", "russia", Stance.DENIES, None)).contradictions == ()


def test_copies_when_one_statement_is_printed_twice_then_contradicted_once(gazetteer: Gazetteer) -> None:
    text = f"{TEXT} " + " ".join(f"word{i}" for i in range(200))
    found = told(gazetteer, ("a", "us", Stance.ASSERTS, None), ("b", "us", Stance.ASSERTS, None), text=text)
    assert len(found.copies) == 1
    denied = told(
        gazetteer,
        ("a", "us", Stance.ASSERTS, None),
        ("b", "us", Stance.ASSERTS, None),
        ("c", "russia", Stance.DENIES, None),
        text=TEXT,
    )
    assert len(denied.contradictions) == 2
