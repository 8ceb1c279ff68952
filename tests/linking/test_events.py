from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kg.domain.articles import Article
from kg.domain.extraction import EntityType, EventType, Extraction, Report, Status
from kg.domain.links import Event, Links
from kg.domain.spans import Span
from kg.domain.times import DateBasis, TimeBounds
from kg.linking import link
from kg.linking.gazetteer import Gazetteer
from tests.linking.builders import COUNTRY, DAY, GROUP, KNOWLEDGE, PROVINCE, STATE, TOWN, bounds, case, killed, report

STRIKE, CAPTURE, OPERATION = EventType.AIR_STRIKE, EventType.CAPTURE, EventType.OPERATION
CAST = (
    ("russia", STATE, "Russia"),
    ("syria", STATE, "Syria"),
    ("us", STATE, "United States"),
    ("is", GROUP, "Islamic State"),
    ("army", EntityType.ARMED_FORCE, "Syrian Army"),
    ("palmyra", TOWN, "Palmyra"),
    ("homs", TOWN, "Homs city"),
    ("saraqeb", TOWN, "Saraqeb"),
    ("idlib", PROVINCE, "Idlib province"),
    ("land", COUNTRY, "Syria"),
)
TEXT = "Syria Russia United States Islamic State Syrian Army Palmyra Homs city Saraqeb Idlib province"


def tell(key: str, *reports: Report, published: date | None = DAY) -> tuple[Article, Extraction]:
    return case(key, f"x. {TEXT} {key}", CAST, reports, published=published)


def events(gazetteer: Gazetteer, *corpus: tuple[Article, Extraction]) -> tuple[Event, ...]:
    return linked(gazetteer, *corpus).events


def linked(gazetteer: Gazetteer, *corpus: tuple[Article, Extraction]) -> Links:
    return link(corpus, KNOWLEDGE, gazetteer)


def test_strike_when_place_day_and_agent_agree_then_one_event_with_reasons(gazetteer: Gazetteer) -> None:
    one = report(STRIKE, who=["russia"], where=["palmyra"], when=bounds(DAY))
    (event,) = events(gazetteer, tell("a", one), tell("b", one))
    assert len(event.reports) == 2
    assert event.label == "Air strike: Palmyra, 2016-08-01"
    assert event.why == ("same kind; same place; same day; same agent",)
    assert event.disputed == ()


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"when": bounds(date(2016, 8, 3))}, "another day"),
        ({"where": ["homs"]}, "another town"),
        ({"who": ["us"], "toll": [killed(40, 45)]}, "another doer"),
        ({"when": None}, "no day and nothing else"),
        ({"where": [], "when": bounds(DAY)}, "no place"),
    ],
)
def test_strike_when_something_does_not_fit_then_two_events(
    gazetteer: Gazetteer, change: dict[str, object], what: str
) -> None:
    values: dict[str, object] = {"who": ["russia"], "where": ["palmyra"], "when": bounds(DAY)}
    one = report(STRIKE, **values)  # type: ignore[arg-type]
    other = report(STRIKE, **(values | change))  # type: ignore[arg-type]
    assert len(events(gazetteer, tell("a", one), tell("b", other))) == 2, what


def test_helicopters_when_shot_down_on_different_days_and_places_then_never_one(gazetteer: Gazetteer) -> None:
    july = report(
        EventType.AIRCRAFT_SHOOTDOWN,
        who=["is"],
        whom=["russia"],
        where=["palmyra"],
        when=bounds(date(2016, 7, 8)),
        toll=[killed(2)],
    )
    august = report(
        EventType.AIRCRAFT_SHOOTDOWN, key="r2", whom=["russia"], where=["saraqeb"], when=bounds(DAY), toll=[killed(5)]
    )
    assert len(events(gazetteer, tell("a", july), tell("b", august), tell("c", july, august))) == 2


@pytest.mark.parametrize("month", [bounds(date(2015, 5, 1), date(2015, 5, 31)), bounds(date(2015, 5, 20))])
def test_capture_when_one_account_has_the_month_only_then_one_event_with_the_day(
    gazetteer: Gazetteer, month: object
) -> None:
    day = report(CAPTURE, who=["is"], where=["palmyra"], when=bounds(date(2015, 5, 20), date(2015, 5, 21)))
    vague = report(CAPTURE, who=["is"], whom=["syria"], where=["palmyra"], when=month)  # type: ignore[arg-type]
    (event,) = events(gazetteer, tell("a", day), tell("b", vague))
    assert event.when is not None and event.when.earliest == date(2015, 5, 20)
    assert event.targets == ("actor/syria",)


def test_capture_when_town_changes_hands_twice_then_two_events(gazetteer: Gazetteer) -> None:
    taken = report(CAPTURE, key="r1", who=["is"], where=["palmyra"], when=bounds(date(2015, 5, 1), date(2015, 5, 31)))
    back = report(CAPTURE, key="r2", who=["army"], where=["palmyra"], when=bounds(date(2016, 3, 1), date(2016, 3, 31)))
    found = events(gazetteer, tell("a", taken, back), tell("b", taken, back))
    assert sorted(e.agents for e in found) == [("actor/islamic-state",), ("actor/syrian-army",)]
    assert {e.label for e in found} == {"Capture: Palmyra, 2015-05", "Capture: Palmyra, 2016-03"}


def tell_undated(key: str, words: str, taken: Report, since: date | None = None) -> tuple[Article, Extraction]:
    """An article whose day is not known, but for one after which it came out."""
    article, extraction = case(key, f"x {words}. {TEXT} {key}", CAST, [taken], published=None)
    if since:
        article = replace(article, published=TimeBounds(since, None, DateBasis.INFERRED))
    return article, extraction


@pytest.mark.parametrize(
    ("kind", "doer", "words", "since", "number"),
    [
        (CAPTURE, "army", "in March", None, 1),
        (CAPTURE, "army", "on Thursday", date(2016, 3, 16), 1),  # the article names no later day than one of March
        (CAPTURE, "army", "in April", date(2016, 3, 16), 2),  # its own words come first
        (CAPTURE, "army", "on Thursday", None, 2),
        (CAPTURE, "us", "in March", None, 2),
        (STRIKE, "army", "in March", None, 2),  # a town sees many in a month
    ],
)
def test_undated_capture_when_told_of_one_month_without_a_year_then_one_event(
    gazetteer: Gazetteer, kind: EventType, doer: str, words: str, since: date | None, number: int
) -> None:
    first = tell_undated("a", "in March", report(kind, who=["army"], whom=["is"], where=["palmyra"]))
    second = tell_undated("b", words, report(kind, who=[doer], whom=["is"], where=["palmyra"]), since)
    assert len(events(gazetteer, first, second)) == number


@pytest.mark.parametrize(("word", "number"), [("retake", 1), ("liberate", 1), ("resupply", 2)])
def test_drive_for_a_town_when_another_tells_its_taking_in_that_month_then_one_event(
    gazetteer: Gazetteer, word: str, number: int
) -> None:
    taken = report(CAPTURE, who=["army"], whom=["is"], where=["palmyra"])
    drive = report(EventType.OPERATION, who=["army"], whom=["is"], where=["palmyra"], words=f"{word} x", trigger=word)
    told = "in March from the jihadist occupation of its tetrapylon"  # words in common must tie the two
    first = tell_undated("a", told, taken)
    second = case("b", f"{word} x {told}. {TEXT} b", CAST, [drive], published=None)
    assert len(events(gazetteer, first, second)) == number


def test_campaign_when_begun_on_one_day_then_one_operation_though_one_account_calls_it_strikes(
    gazetteer: Gazetteer,
) -> None:
    start = date(2015, 9, 30)
    campaign = report(OPERATION, who=["russia"], where=["land"], when=bounds(start, DAY))
    same = report(OPERATION, who=["russia"], where=["land"], when=bounds(start, date(2016, 12, 13)))
    strikes = report(STRIKE, who=["russia"], whom=["is"], where=["land"], when=bounds(start, date(2017, 1, 1)))
    other = report(OPERATION, who=["us"], where=["land"], when=bounds(date(2014, 9, 1), DAY))
    found = events(gazetteer, tell("a", campaign), tell("b", same), tell("c", strikes), tell("d", other))
    assert sorted(len(e.reports) for e in found) == [1, 3]


def test_campaign_when_one_account_has_the_year_only_then_one_in_a_country_but_two_in_a_town(
    gazetteer: Gazetteer,
) -> None:
    def told(where: str) -> list[tuple[Article, Extraction]]:
        exact = report(OPERATION, who=["russia"], where=[where], when=bounds(date(2015, 9, 30), DAY))
        year = report(OPERATION, who=["russia"], where=[where], when=bounds(date(2015, 1, 1), DAY))
        return [tell("a", exact), tell("b", year)]

    assert len(events(gazetteer, *told("land"))) == 1
    assert len(events(gazetteer, *told("palmyra"))) == 2


def test_undated_when_a_distinctive_toll_place_and_doer_agree_then_one_event(gazetteer: Gazetteer) -> None:
    dated = report(STRIKE, who=["russia"], whom=["is"], where=["palmyra"], when=bounds(DAY), toll=[killed(17)])
    undated = report(STRIKE, who=["russia"], whom=["is"], where=["palmyra"], toll=[killed(17)])
    assert len(events(gazetteer, tell("a", dated), tell("b", undated))) == 1


def test_one_article_when_it_tells_two_like_events_then_they_stay_two_and_a_third_account_is_a_candidate_of_both(
    gazetteer: Gazetteer,
) -> None:
    one = report(STRIKE, who=["russia"], where=["palmyra"], when=bounds(DAY))
    other = replace(one, key="r2", triggers=(Span(3, 4, "Y"),))  # in a sentence of its own
    found = linked(gazetteer, case("a", f"x. Y. {TEXT} a", CAST, [one, other], published=DAY), tell("b", one))
    assert len(found.events) == 3
    assert len([s for s in found.same_as if s.first.startswith("event/")]) == 2


def test_one_article_when_a_sentence_was_read_twice_then_one_reading_joins_and_no_candidate_is_left(
    gazetteer: Gazetteer,
) -> None:
    one = report(STRIKE, who=["russia"], where=["palmyra"], when=bounds(DAY))
    found = events(gazetteer, tell("a", one, replace(one, key="r2")), tell("b", one))
    assert sorted(len(e.reports) for e in found) == [1, 2]


def test_accounts_when_they_differ_then_disputed_says_in_what(gazetteer: Gazetteer) -> None:
    one = report(STRIKE, who=["russia"], whom=["is"], where=["saraqeb"], when=bounds(DAY), toll=[killed(20)])
    other = report(
        STRIKE,
        who=["russia"],
        whom=["is"],
        where=["saraqeb"],
        when=bounds(DAY),
        toll=[killed(25)],
        status=Status.DENIED,
    )
    (event,) = events(gazetteer, tell("a", one), tell("b", other))
    assert event.disputed == ("casualties", "status")
    assert event.status is Status.ASSERTED


def test_rival_agents_when_toll_day_and_town_agree_then_one_disputed_event(gazetteer: Gazetteer) -> None:
    one = report(STRIKE, who=["russia"], where=["saraqeb"], when=bounds(DAY), toll=[killed(23)])
    other = report(STRIKE, who=["us"], where=["saraqeb"], when=bounds(DAY), toll=[killed(23)])
    (event,) = events(gazetteer, tell("a", one), tell("b", other))
    assert event.disputed == ("agent",)
    assert set(event.agents) == {"actor/russia", "actor/united-states"}


def test_force_and_its_state_when_both_are_named_then_no_dispute(gazetteer: Gazetteer) -> None:
    one = report(STRIKE, who=["syria"], where=["saraqeb"], when=bounds(DAY), toll=[killed(9)])
    other = report(STRIKE, who=["army"], where=["saraqeb"], when=bounds(DAY), toll=[killed(9)])
    (event,) = events(gazetteer, tell("a", one), tell("b", other))
    assert event.disputed == ()


def test_places_when_one_lies_in_the_other_then_containment_is_no_dispute(gazetteer: Gazetteer) -> None:
    one = report(STRIKE, who=["russia"], whom=["is"], where=["saraqeb"], when=bounds(DAY), toll=[killed(19)])
    other = report(STRIKE, who=["russia"], whom=["is"], where=["idlib"], when=bounds(DAY), toll=[killed(19)])
    (event,) = events(gazetteer, tell("a", one), tell("b", other))
    assert event.disputed == ()
    assert event.label == "Air strike: Saraqeb, Idlib, 2016-08-01"


def test_part_of_when_operations_merge_then_incidents_point_to_the_one(gazetteer: Gazetteer) -> None:
    def both(key: str, day: date) -> tuple[Article, Extraction]:
        whole = report(OPERATION, key="op", who=["russia"], where=["land"], when=bounds(date(2015, 9, 30), DAY))
        part = report(STRIKE, key="r", who=["russia"], where=["palmyra"], when=bounds(day), part_of="op")
        return tell(key, whole, part)

    found = events(gazetteer, both("a", DAY), both("b", date(2016, 7, 1)))
    operation = next(e for e in found if e.type is OPERATION)
    assert len(operation.reports) == 2
    assert [e.part_of for e in found if e.type is STRIKE] == [operation.id, operation.id]


def test_copies_when_one_text_in_two_articles_then_undated_reports_meet_and_count_as_one_voice(
    gazetteer: Gazetteer,
) -> None:
    text = f"{TEXT} " + " ".join(f"word{i}" for i in range(60))
    told = report(STRIKE, where=["palmyra"], trigger="raid")
    corpus = [case(k, text, CAST, [told]) for k in "ab"]
    found = linked(gazetteer, *corpus)
    assert [c.exact for c in found.copies] == [True]
    assert [e.why for e in found.events] == [("copies of one text",)]
