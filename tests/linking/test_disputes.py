from __future__ import annotations

from dataclasses import replace

from kg.domain.extraction import Stance
from kg.domain.links import Contradiction, Matter
from kg.linking.disputes import with_disputes
from kg.linking.gazetteer import Gazetteer
from tests.factories import make_article, make_extraction, make_links
from tests.linking.test_contradictions import told

ARTICLE = make_article()
EXTRACTION = make_extraction(ARTICLE)
EVENTS = tuple(replace(e, disputed=()) for e in make_links(ARTICLE).events)
REPORT = EXTRACTION.reports[0].key
EVENT = next(e.id for e in EVENTS if (ARTICLE.id, REPORT) in e.reports)


def disputed(*pairs: Contradiction) -> dict[str, tuple[str, ...]]:
    return {e.id: e.disputed for e in with_disputes(EVENTS, pairs, {ARTICLE.id: EXTRACTION}) if e.disputed}


def test_dispute_when_the_contradiction_names_its_event_then_of_its_matter() -> None:
    pair = Contradiction(
        first=("x", "1"), second=("y", "1"), reason="other tolls", matter=Matter.CASUALTIES, event=EVENT
    )
    assert disputed(pair) == {EVENT: ("casualties",)}


def test_dispute_when_a_report_is_one_side_then_of_its_event() -> None:
    pair = Contradiction(
        first=(ARTICLE.id, REPORT), second=("y", "1"), reason="", matter=Matter.TARGET, own=(True, False)
    )
    assert disputed(pair) == {EVENT: ("target",)}


def test_dispute_when_a_claim_is_about_one_event_then_of_that_event() -> None:
    claim = next(c for c in EXTRACTION.claims if tuple(c.about) == (REPORT,))
    pair = Contradiction(first=(ARTICLE.id, claim.key), second=("y", "1"), reason="", matter=Matter.PARTICIPATION)
    assert disputed(pair) == {EVENT: ("participation",)}


def test_dispute_when_neither_side_is_of_an_event_then_none() -> None:
    assert disputed(Contradiction(first=("x", "1"), second=("y", "1"), reason="")) == {}


def test_event_when_its_claims_contradict_each_other_is_disputed_in_the_matter(gazetteer: Gazetteer) -> None:
    links = told(gazetteer, ("a", "us", Stance.ASSERTS, None), ("b", "russia", Stance.DENIES, None))
    (pair,) = (c for c in links.contradictions if not any(c.own))
    event = next(e for e in links.events if e.id == pair.event)
    assert "status" in event.disputed
