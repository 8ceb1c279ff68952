from __future__ import annotations

from kg.domain.extraction import EventType, Stance
from kg.domain.links import Links, Matter
from kg.linking import link
from kg.linking.gazetteer import Gazetteer
from tests.linking.builders import DAY, KNOWLEDGE, bounds, case, killed, report, said
from tests.linking.test_events import CAST, TEXT


def own(key: str) -> str:
    """Words of an article's own, so that short texts are no copies of each other."""
    return " ".join(f"{key}{i}" for i in range(80))


def cited(gazetteer: Gazetteer, *articles: tuple[str, str, int]) -> Links:
    """One article each: its key, whom it cites, and the toll that the source gives."""
    corpus = []
    for key, claimant, toll in articles:
        words = f"{TEXT} {own(key)}. The {claimant} said {toll} died in the strike. The end"
        strike = report(
            EventType.AIR_STRIKE, who=["russia"], where=["palmyra"], when=bounds(DAY), words=words, trigger="strike",
            toll=[killed(173, victims="horses"), killed(toll, victims="civilians", claim="c")],
        )  # fmt: skip
        claim = said(words, "c", claimant, "said", f"{toll} died in the strike", Stance.ASSERTS, "r1")
        corpus.append(case(key, words, CAST, [strike], [claim], publisher=f"Outlet {key}"))
    return link(corpus, KNOWLEDGE, gazetteer)


def test_figures_when_two_speakers_give_the_same_then_each_corroborates_the_other(gazetteer: Gazetteer) -> None:
    links = cited(gazetteer, ("a", "us", 31), ("b", "is", 31))
    found = [c for c in links.corroborations if c.matter is Matter.CASUALTIES]
    assert [c.reason for c in found] == ["Islamic State and United States give 31 civilians killed"]
    assert found[0].event == links.events[0].id


def test_figures_when_two_outlets_cite_one_speaker_then_it_is_one_voice(gazetteer: Gazetteer) -> None:
    links = cited(gazetteer, ("a", "us", 31), ("b", "us", 31))
    assert len(links.events) == 1
    assert links.corroborations == ()


def test_figures_when_they_differ_then_nobody_corroborates_the_toll(gazetteer: Gazetteer) -> None:
    links = cited(gazetteer, ("a", "us", 31), ("b", "is", 33))
    assert not [c for c in links.corroborations if c.matter is Matter.CASUALTIES]
