from __future__ import annotations

from datetime import timedelta

from kg.domain.extraction import EventType, Stance
from kg.domain.links import Links, Matter
from kg.linking import link
from kg.linking.gazetteer import Gazetteer
from tests.linking.builders import DAY, KNOWLEDGE, bounds, case, killed, report, said
from tests.linking.test_events import CAST, TEXT

SHARED = killed(173, victims="horses")  # a distinctive number that ties accounts, whatever the threshold of merging


def own(key: str) -> str:
    """Words of an article's own, so that short texts are no copies of each other."""
    return " ".join(f"{key}{i}" for i in range(80))


def told(
    gazetteer: Gazetteer, *claims: tuple[str, str, Stance, int | None], victims: tuple[str, ...] = ("civilians",) * 9
) -> Links:
    """One article a claim: (article key, claimant, stance, toll that the claim gives); `victims` of each toll."""
    corpus = []
    for (key, claimant, stance, toll), whom in zip(claims, victims, strict=False):
        verb = "denied" if stance is Stance.DENIES else "said"
        words = f"{TEXT} {own(key)}. The {claimant} {verb} that Russia used bombs in the strike. The end"
        figures = [SHARED, *([killed(toll, victims=whom, claim="c")] if toll else [])]
        strike = report(
            EventType.AIR_STRIKE, who=["russia"], whom=["is"], where=["palmyra"], when=bounds(DAY), toll=figures,
            words=words, trigger="strike",
        )  # fmt: skip
        content = "that Russia used bombs in the strike"
        corpus.append(case(key, words, CAST, [strike], [said(words, "c", claimant, verb, content, stance, "r1")]))
    return link(corpus, KNOWLEDGE, gazetteer)


def test_denial_when_another_asserts_the_same_event_then_contradiction(gazetteer: Gazetteer) -> None:
    found = told(gazetteer, ("a", "us", Stance.ASSERTS, None), ("b", "russia", Stance.DENIES, None))
    (one,) = [c for c in found.contradictions if not any(c.own)]
    assert (one.matter, one.reason) == (Matter.STATUS, "United States asserts what Russia denies")
    assert one.event in {e.id for e in found.events}


def test_denial_when_by_the_same_side_then_no_contradiction(gazetteer: Gazetteer) -> None:
    found = told(gazetteer, ("a", "syria", Stance.ASSERTS, None), ("b", "army", Stance.DENIES, None))
    assert found.contradictions == ()


def test_counts_when_ranges_do_not_meet_then_contradiction_with_both_figures(gazetteer: Gazetteer) -> None:
    found = told(gazetteer, ("a", "us", Stance.ASSERTS, 20), ("b", "russia", Stance.ASSERTS, 25))
    (one,) = found.contradictions
    assert one.matter is Matter.CASUALTIES
    assert {w for w in ("20", "25", "civilians", "killed") if w in one.reason} == {"20", "25", "civilians", "killed"}


def test_counts_when_a_part_exceeds_what_another_counts_in_all_then_contradiction(gazetteer: Gazetteer) -> None:
    claims = (("a", "us", Stance.ASSERTS, 58), ("b", "russia", Stance.ASSERTS, 47))
    (one,) = told(gazetteer, *claims, victims=("civilians", "people")).contradictions
    assert one.matter is Matter.CASUALTIES
    assert one.reason == "Russia gives 47 killed, United States 58 civilians"
    assert told(gazetteer, *claims, victims=("people", "civilians")).contradictions == ()  # 47 of 58
    assert told(gazetteer, *claims, victims=("militants", "people")).contradictions == ()


def test_counts_when_an_outlet_gives_another_later_then_none(gazetteer: Gazetteer) -> None:
    def telling(key: str, toll: int, publisher: str) -> tuple[object, ...]:
        words = f"{TEXT} {own(key)}. The strike killed many. The end"
        strike = report(
            EventType.AIR_STRIKE, who=["russia"], whom=["is"], where=["palmyra"], when=bounds(DAY),
            toll=[SHARED, killed(toll, victims="civilians")], words=words, trigger="strike",
        )  # fmt: skip
        return case(key, words, CAST, [strike], publisher=publisher)

    def matters(*corpus: tuple[object, ...]) -> list[Matter]:
        return [c.matter for c in link(corpus, KNOWLEDGE, gazetteer).contradictions]  # type: ignore[arg-type]

    assert matters(telling("a", 20, "SANA"), telling("b", 25, "SANA")) == []
    assert matters(telling("a", 20, "SANA"), telling("b", 25, "Reuters")) == [Matter.CASUALTIES]


def test_counts_when_so_far_apart_that_they_are_of_other_happenings_then_none(gazetteer: Gazetteer) -> None:
    assert told(gazetteer, ("a", "us", Stance.ASSERTS, 4), ("b", "russia", Stance.ASSERTS, 48)).contradictions == ()


def test_counts_when_equal_or_only_intended_then_none(gazetteer: Gazetteer) -> None:
    assert told(gazetteer, ("a", "us", Stance.ASSERTS, 20), ("b", "russia", Stance.ASSERTS, 20)).contradictions == ()
    found = told(gazetteer, ("a", "us", Stance.INTENDS, None), ("b", "russia", Stance.DENIES, None))
    assert not [c for c in found.contradictions if not any(c.own)]


def test_doers_when_two_speakers_blame_rivals_then_contradiction(gazetteer: Gazetteer) -> None:
    def blaming(key: str, speaker: str, doer: str, name: str) -> tuple[object, ...]:
        words = f"{TEXT} {own(key)}. The {speaker} blamed {name} for the strike. The end"
        strike = report(
            EventType.AIR_STRIKE, who=[doer], whom=["is"], where=["palmyra"], when=bounds(DAY),
            toll=[SHARED, killed(31, victims="civilians")], words=words, trigger="strike",
        )  # fmt: skip
        claim = said(words, "c", speaker, "blamed", f"{name} for the strike", Stance.ASSERTS, "r1")
        return case(key, words, CAST, [strike], [claim], publisher=f"Outlet {key}")

    links = link(
        [blaming("a", "is", "russia", "Russia"), blaming("b", "syria", "us", "United States")],  # type: ignore[list-item]
        KNOWLEDGE,
        gazetteer,
    )
    assert len(links.events) == 1
    (one,) = [c for c in links.contradictions if c.matter is Matter.AGENT]
    assert one.own == (False, False)
    assert one.reason == "Syria gives United States as doer, Islamic State Russia"


def test_copies_when_one_statement_is_printed_twice_then_contradicted_once(gazetteer: Gazetteer) -> None:
    text = f"{TEXT} " + " ".join(f"word{i}" for i in range(200))

    def article(key: str, claimant: str, verb: str, stance: Stance) -> tuple[object, ...]:
        words = f"{text}. The {claimant} {verb} that Russia used bombs in the strike. {key}"
        strike = report(
            EventType.AIR_STRIKE, who=["russia"], whom=["is"], where=["palmyra"], when=bounds(DAY), words=words,
            trigger="strike", toll=[SHARED],
        )  # fmt: skip
        content = "that Russia used bombs in the strike"
        return case(key, words, CAST, [strike], [said(words, "c", claimant, verb, content, stance, "r1")])

    links = link(
        [
            article("a", "us", "said", Stance.ASSERTS),
            article("b", "us", "said", Stance.ASSERTS),
            case(
                "c",
                f"{TEXT}. The russia denied that Russia used bombs in the strike",
                CAST,
                [
                    report(
                        EventType.AIR_STRIKE, who=["russia"], whom=["is"], where=["palmyra"], when=bounds(DAY),
                        words=f"{TEXT}. The russia denied that Russia used bombs in the strike", trigger="strike", toll=[SHARED],
                    )
                ],
                [
                    said(
                        f"{TEXT}. The russia denied that Russia used bombs in the strike",
                        "c", "russia", "denied", "that Russia used bombs in the strike", Stance.DENIES, "r1",
                    )
                ],
            ),
        ],  # type: ignore[list-item]
        KNOWLEDGE,
        gazetteer,
    )  # fmt: skip
    assert len(links.copies) == 1
    assert len([c for c in links.contradictions if not any(c.own)]) == 1


def general(gazetteer: Gazetteer, denial: str, told: str, *, days: int = 0, victims: str = "Russian soldiers") -> Links:
    """Two articles: one with a claim of Russia's, one that tells of an event with victims, some days later."""
    first = f"{TEXT}. The russia said {denial} in Palmyra. The end"
    second = f"{TEXT}. {told} in Homs city. The end"
    died = report(
        EventType.KILLING, who=["russia"] if victims == "civilians" else [], where=["homs"], when=bounds(DAY),
        toll=[killed(4, victims=victims)], words=second, trigger=told.rsplit(maxsplit=1)[-1],
    )  # fmt: skip
    return link(
        [
            case("a", first, CAST, [], [said(first, "c", "russia", "said", denial, Stance.ASSERTS)]),
            case("b", second, CAST, [died], publisher="Outlet b", published=DAY + timedelta(days=days)),
        ],
        KNOWLEDGE,
        gazetteer,
    )


def test_no_troops_when_soldiers_of_that_side_are_told_killed_then_contradiction(gazetteer: Gazetteer) -> None:
    links = general(gazetteer, "it has no ground troops involved", "Four Russian soldiers were killed")
    (one,) = links.contradictions
    assert one.matter is Matter.PARTICIPATION
    assert (
        one.reason == "Russia denies that soldiers of its side take part, Outlet b tells of 4 Russian soldiers killed"
    )


def test_no_troops_when_told_months_later_or_of_another_side_then_none(gazetteer: Gazetteer) -> None:
    denial = "it has no ground troops involved"
    assert general(gazetteer, denial, "Four Russian soldiers were killed", days=90).contradictions == ()
    assert (
        general(gazetteer, denial, "Four Syrian soldiers were killed", victims="Syrian soldiers").contradictions == ()
    )


def test_no_civilians_when_civilians_are_told_killed_by_that_side_then_contradiction(gazetteer: Gazetteer) -> None:
    links = general(
        gazetteer, "reports that civilians were killed are lies", "Civilians were killed", victims="civilians"
    )
    (one,) = links.contradictions
    assert one.matter is Matter.CASUALTIES and "harms civilians" in one.reason
    spared = general(gazetteer, "it mourns civilians who were killed", "Civilians were killed", victims="civilians")
    assert spared.contradictions == ()


def test_no_civilians_when_the_denial_counts_the_dead_of_one_happening_then_none(gazetteer: Gazetteer) -> None:
    denial = "reports that 37 civilians were killed in Idlib are lies"
    assert general(gazetteer, denial, "Civilians were killed", victims="civilians").contradictions == ()
