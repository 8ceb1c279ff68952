"""What can be decided, and what a person is told where it cannot."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.curation.desk import Desk, Draft
from kg.domain.decisions import Action, Kind, Spot
from kg.errors import DecisionError, NotFoundError
from tests.curation.bench import Bench


@pytest.mark.parametrize(
    ("draw", "says"),
    [
        (lambda d: d.merge(["Palm Brigade", "Palm Brigade"]), "two different things"),
        (lambda d: d.merge(["Palm Brigade", "Kafrzal"]), "of different kinds"),
        (lambda d: d.retype("Palm Brigade", "ArmedGrup"), "Did you mean ArmedGroup"),
        (lambda d: d.retype("Palm Brigade", "AirStrike"), "There is no type"),
        (lambda d: d.rename("Palm Brigade", "  "), "empty"),
        (lambda d: d.relocate("Palm Brigade", "35,36"), "is an actor"),
        (lambda d: d.relocate("Kafrzal", "95,36"), "not on the globe"),
        (lambda d: d.relocate("Kafrzal", "actor/palm-brigade"), "is no place"),
        (lambda d: d.relocate("Kafrzal", "Nowhere"), "Neither graph nor gazetteer"),
        (lambda d: d.relocate("Kafrzal", "Tripoli"), "geonames-41: Tripoli, Libya"),
        (lambda d: d.relocate("Kafrzal", "kafrzal"), "another place"),
        (lambda d: d.split("Palm Brigade", []), "Name what goes out"),
        (lambda d: d.split("Palm Brigade", ["actor/russia"]), "is no part of Palm Brigade"),
        (lambda d: d.undo(["abc"]), "No decision"),
        (lambda d: d.accept("article/none"), "holds nothing"),
    ],
)
def test_desk_when_a_decision_makes_no_sense_then_error_that_says_what_would(
    bench: Bench, draw: Callable[[Desk], Draft], says: str
) -> None:
    with pytest.raises((DecisionError, NotFoundError), match=says):
        draw(bench.desk)


def test_reject_when_an_event_then_told_to_reject_its_reports(bench: Bench) -> None:
    with pytest.raises(DecisionError, match=r"kgd:report/\w+/Capture-1"):
        bench.desk.reject(bench.event_of(0, "Capture-1"))


def test_split_when_all_reports_would_go_then_error(bench: Bench) -> None:
    with pytest.raises(DecisionError, match="leave at least one"):
        bench.desk.split(bench.event_of(0, "Capture-1"), ["news-a", "news-b"])


def test_merge_when_one_was_merged_away_then_it_leads_on_to_what_it_is_now(bench: Bench) -> None:
    bench.apply(bench.desk.merge(["Palm Brigade", "Army of the Palm"]))
    draft = bench.desk.merge(["actor/army-of-the-palm", "actor/islamic-state"])
    assert [t.id for t in draft.about] == ["actor/palm-brigade", "actor/islamic-state"]


def test_accept_when_a_candidate_then_merged_else_confirmed(bench: Bench) -> None:
    assert bench.desk.accept("Kafrzal").action is Action.CONFIRM
    assert bench.desk.accept(f"claim/{bench.pairs[0][0].id}/c-1").about[0].kind is Kind.CLAIM


def test_relocate_when_named_in_words_then_the_places_own_point_is_kept(bench: Bench) -> None:
    lebanon = Spot(place="geonames-30", name="Lebanon", latitude=33.8, longitude=35.8)
    assert bench.desk.relocate("Kafrzal", "geonames-30").spot == lebanon
    assert bench.desk.relocate("Kafrzal", "Lebanon").spot == lebanon


def test_entity_when_drawn_up_then_names_and_a_mention_of_each_article_are_kept(bench: Bench) -> None:
    (target,) = bench.desk.rename("Palm Brigade", "x").about
    assert {w.article for w in target.words} == {a.id for a, _ in bench.pairs}
    assert {w.quote for w in target.words} == {"Palm Brigade"}
    assert all(bench_text(bench, w.article)[w.start : w.end] == w.quote for w in target.words)


def bench_text(bench: Bench, article: str) -> str:
    return next(a.text for a, _ in bench.pairs if a.id == article)
