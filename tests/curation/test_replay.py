"""Decisions brought to bear: what each does to the graph, that it outlives another reading, and that order is nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.curation.desk import Desk, Draft
from kg.domain.extraction import EventType
from kg.errors import DecisionError, NotFoundError
from kg.querying import explain
from kg.rdf.iris import digest16
from tests.curation.bench import Bench, Pair, relabelled, tell
from tests.linking.builders import DAY

NewBench = Callable[[list[Pair]], Bench]


def test_merge_when_two_events_then_one_with_the_reason(bench: Bench) -> None:
    a, c = bench.event_of(0, "AirStrike-1"), bench.event_of(2, "AirStrike-1")
    assert a == bench.event_of(1, "AirStrike-1") != c
    assert bench.apply(bench.desk.merge([a, c])) == "applied"
    assert bench.event_of(0, "AirStrike-1") == bench.event_of(2, "AirStrike-1")
    event = next(e for e in bench.links.events if e.id == bench.event_of(0, "AirStrike-1"))
    assert any("one event by Ann: seen" in why for why in event.why)


def test_merge_when_the_extractor_changed_then_it_still_holds(bench: Bench, new_bench: NewBench) -> None:
    bench.decide(bench.desk.merge([bench.event_of(0, "Capture-1"), bench.event_of(2, "Capture-1")]))
    bench.decide(bench.desk.merge(["Palm Brigade", "Army of the Palm"]))
    other = new_bench([relabelled(p) for p in bench.pairs])
    assert other.event_of(0, "R1") != other.event_of(2, "R1")
    other.decisions = bench.decisions
    other.build()
    assert other.event_of(0, "R1") == other.event_of(2, "R1")
    assert other.entity_of(0, "e2") == other.entity_of(2, "e3")
    assert [other.standing(d) for d in other.decisions] == ["applied", "applied"]


def test_merge_when_a_third_article_comes_then_it_joins_the_merged_event(bench: Bench) -> None:
    bench.decide(bench.desk.merge([bench.event_of(0, "AirStrike-1"), bench.event_of(2, "AirStrike-1")]))
    bench.pairs.append(tell("d"))
    bench.build()
    assert bench.event_of(3, "AirStrike-1") == bench.event_of(2, "AirStrike-1")


def test_split_when_the_machine_joined_then_two_events_also_after_another_reading(
    bench: Bench, new_bench: NewBench
) -> None:
    event = bench.event_of(0, "AirStrike-1")
    assert bench.apply(bench.desk.split(event, [bench.pairs[1][0].source_id])) == "applied"
    assert bench.event_of(0, "AirStrike-1") != bench.event_of(1, "AirStrike-1")
    other = new_bench([relabelled(p) for p in bench.pairs])
    assert other.event_of(0, "R0") == other.event_of(1, "R0")
    other.decisions = bench.decisions
    other.build()
    assert other.event_of(0, "R0") != other.event_of(1, "R0")


def test_distinct_when_a_candidate_then_it_is_shown_no_more(new_bench: NewBench) -> None:
    """Of neighbouring days and near tolls: enough to ask, too little to merge."""
    bench = new_bench([tell("a"), tell("b", toll=20, day=DAY + timedelta(days=1))])
    (pair,) = [s for s in bench.links.same_as if s.first.startswith("event/")]
    assert bench.apply(bench.desk.reject(f"candidate/{digest16(pair.first, pair.second)}")) == "applied"
    assert [s for s in bench.links.same_as if s.first.startswith("event/")] == []
    assert bench.apply(bench.desk.undo(["last"])) == "applied"
    assert pair in bench.links.same_as


def test_distinct_when_later_than_a_merge_then_it_overrules(bench: Bench) -> None:
    things = [bench.event_of(0, "AirStrike-1"), bench.event_of(2, "AirStrike-1")]
    merge = bench.decide(bench.desk.merge(things))
    apart = bench.decide(bench.desk.distinct(things))
    bench.build()
    assert (bench.standing(merge), bench.standing(apart)) == ("overruled", "applied")
    assert bench.event_of(0, "AirStrike-1") != bench.event_of(2, "AirStrike-1")


def test_split_when_later_than_a_merge_of_three_then_the_newest_wins_whatever_hangs_together(bench: Bench) -> None:
    a, c = bench.event_of(0, "AirStrike-1"), bench.event_of(2, "AirStrike-1")
    merge = bench.decide(bench.desk.merge([a, c]))
    bench.build()
    whole = bench.event_of(0, "AirStrike-1")
    split = bench.decide(bench.desk.split(whole, [bench.pairs[2][0].source_id]))
    bench.build()
    assert (bench.standing(merge), bench.standing(split)) == ("overruled", "applied")
    assert bench.event_of(0, "AirStrike-1") == bench.event_of(1, "AirStrike-1") != bench.event_of(2, "AirStrike-1")


def test_merge_when_actors_then_one_with_both_names_and_the_other_leads_to_it(bench: Bench) -> None:
    assert bench.apply(bench.desk.merge(["Palm Brigade", "Army of the Palm"])) == "applied"
    assert bench.entity_of(0, "brigade") == bench.entity_of(1, "army") == "actor/palm-brigade"
    entity = next(e for e in bench.links.entities if e.id == "actor/palm-brigade")
    assert {"Palm Brigade", "Army of the Palm"} <= set(entity.names)
    assert bench.store.ask("ASK { kgd:actor/army-of-the-palm kg:sameAs ?x }".replace("kgd:actor/army-of-the-palm",
        f"<{bench.store.names.base}actor/army-of-the-palm>"))  # fmt: skip


def test_split_when_an_actor_of_one_article_is_another_then_it_has_an_entity_of_its_own(bench: Bench) -> None:
    assert bench.apply(bench.desk.split("Palm Brigade", ["news-c"], name="Other Brigade")) == "applied"
    assert bench.entity_of(0, "brigade") == "actor/palm-brigade"
    assert bench.entity_of(2, "brigade") == "actor/other-brigade"
    event = next(e for e in bench.links.events if e.id == bench.event_of(2, "Capture-1"))
    assert event.agents == ("actor/other-brigade",)


def test_distinct_when_the_machine_later_takes_two_actors_for_one_then_they_are_taken_apart(
    bench: Bench, new_bench: NewBench
) -> None:
    bench.decide(bench.desk.distinct(["Palm Brigade", "Army of the Palm"]))

    def joined(pair: Pair) -> Pair:  # another reader takes both for the reference actor Islamic State
        article, e = pair
        return article, replace(e, entities=tuple(
            replace(x, reference="islamic-state") if x.key in ("brigade", "army") else x for x in e.entities))  # fmt: skip

    other = new_bench([joined(p) for p in bench.pairs])
    assert other.entity_of(0, "brigade") == other.entity_of(0, "army")
    other.decisions = bench.decisions
    other.build()
    assert other.entity_of(0, "brigade") != other.entity_of(0, "army")
    assert other.standing(other.decisions[0]) == "applied"


def test_rename_when_done_then_label_changes_and_the_old_name_stays(bench: Bench) -> None:
    assert bench.apply(bench.desk.rename("Palm Brigade", "Palm Brigade (Idlib)")) == "applied"
    entity = next(e for e in bench.links.entities if e.id == "actor/palm-brigade")
    assert (entity.label, "Palm Brigade" in entity.names) == ("Palm Brigade (Idlib)", True)
    event = bench.event_of(0, "Capture-1")
    assert bench.apply(bench.desk.rename(event, "The fall of Saraqeb")) == "applied"
    assert next(e.label for e in bench.links.events if e.id == event) == "The fall of Saraqeb"


def test_retype_when_an_event_then_type_and_label_change(bench: Bench) -> None:
    event = bench.event_of(0, "AirStrike-1")
    assert bench.apply(bench.desk.retype(event, "shelling")) == "applied"
    found = next(e for e in bench.links.events if e.id == event)
    assert (found.type, found.label) == (EventType.SHELLING, "Shelling: Palmyra, 2016-08-01")


def test_retype_when_a_place_is_an_actor_then_it_is_one_in_every_article(bench: Bench) -> None:
    assert bench.apply(bench.desk.retype("Kafrzal", "Person")) == "applied"
    assert all(bench.entity_of(n, "kafrzal").startswith("actor/") for n in range(3))


def test_relocate_when_to_the_gazetteer_then_the_place_is_that_one(bench: Bench) -> None:
    assert bench.entity_of(0, "kafrzal") == "place/kafrzal"
    assert bench.apply(bench.desk.relocate("Kafrzal", "geonames-7")) == "applied"
    assert bench.entity_of(0, "kafrzal") == "place/geonames-7"
    bench.decisions.clear()
    bench.build()
    assert bench.apply(bench.desk.relocate("Kafrzal", "35.5, 36.5")) == "applied"
    place = next(e for e in bench.links.entities if e.id == "place/kafrzal")
    assert place.geometry is not None
    assert (place.geometry.latitude, place.geometry.longitude) == (35.5, 36.5)


def test_relocate_when_decided_anew_then_the_last_place_counts_and_the_first_is_left_alone(bench: Bench) -> None:
    first = bench.decide(bench.desk.relocate("Kafrzal", "geonames-3"))
    second = bench.decide(bench.desk.relocate("Kafrzal", "geonames-7"))
    bench.build()
    assert (bench.standing(first), bench.standing(second)) == ("overruled", "applied")
    assert bench.entity_of(0, "kafrzal") == "place/geonames-7"


def test_relocate_when_an_incident_then_it_is_there(bench: Bench) -> None:
    event = bench.event_of(0, "AirStrike-1")
    assert bench.apply(bench.desk.relocate(event, "geonames-3")) == "applied"
    found = next(e for e in bench.links.events if e.id == event)
    assert (found.places, found.label) == (("place/geonames-3",), "Air strike: Homs, 2016-08-01")


@pytest.mark.parametrize(
    ("what", "gone"),
    [
        ("report/{a}/AirStrike-1", "report/{a}/AirStrike-1"),
        ("claim/{a}/c-1", "claim/{a}/c-1"),
        ("participation/{a}/AirStrike-1-agent-1", "participation/{a}/AirStrike-1-agent-1"),
        ("count/{a}/AirStrike-1-1", "count/{a}/AirStrike-1-1"),
        ("relation/{a}/1", "relation/{a}/1"),
        ("actor/ivan-petrov", "actor/ivan-petrov"),
    ],
)
def test_reject_when_a_statement_then_it_is_gone_and_undo_restores_the_graph(
    bench: Bench, what: str, gone: str
) -> None:
    before = bench.lines()
    article = bench.pairs[0][0].id
    base = bench.store.names.base
    assert bench.apply(bench.desk.reject(what.format(a=article))) == "applied"
    described = [line for line in bench.lines(curation=False) if line.startswith(f"<{base}{gone.format(a=article)}>")]
    assert described == []
    assert bench.apply(bench.desk.undo(["last"])) == "applied"
    assert bench.lines(curation=False) == before
    assert bench.standing(bench.decisions[0]) == "undone"


def test_reject_when_a_report_of_several_then_the_event_tells_of_the_decision(bench: Bench) -> None:
    event = bench.event_of(0, "Capture-1")
    bench.apply(bench.desk.reject(f"report/{bench.pairs[1][0].id}/Capture-1"))
    assert [d.reason for d in explain(bench.store, event).decisions] == ["seen"]
    bench.apply(bench.desk.reject(f"participation/{bench.pairs[0][0].id}/AirStrike-1-agent-1"))
    touched = explain(bench.store, bench.event_of(0, "AirStrike-1")).decisions
    assert [d.decision for d in touched] == [f"kgd:decision/{bench.decisions[1].id}"]


def test_reject_when_a_link_then_the_name_there_is_another_thing(bench: Bench) -> None:
    article = bench.pairs[2][0].id
    assert bench.apply(bench.desk.reject(f"link/{article}/russia")) == "applied"
    assert bench.entity_of(0, "russia") == "actor/russia" != bench.entity_of(2, "russia")


def test_decision_when_its_article_is_gone_then_it_is_told_and_applies_again_when_it_is_back(bench: Bench) -> None:
    article = bench.pairs[2]
    rejected = bench.decide(bench.desk.reject(f"report/{article[0].id}/AirStrike-1"))
    merged = bench.decide(bench.desk.merge([bench.event_of(0, "Capture-1"), bench.event_of(2, "Capture-1")]))
    bench.pairs.remove(article)
    bench.build()
    assert [bench.standing(d) for d in (rejected, merged)] == ["no longer applies", "no longer applies"]
    assert bench.replay is not None
    assert {o.detail for o in bench.replay.outcomes()} >= {"its article is not in the store"}
    bench.pairs.append(article)
    bench.build()
    assert [bench.standing(d) for d in (rejected, merged)] == ["applied", "applied"]


def test_decision_when_the_words_are_read_otherwise_then_a_rejection_no_longer_applies(
    bench: Bench, new_bench: NewBench
) -> None:
    rejected = bench.decide(bench.desk.reject(f"report/{bench.pairs[0][0].id}/AirStrike-1"))
    other = new_bench([relabelled(p) for p in bench.pairs])
    other.decisions = bench.decisions
    other.build()
    assert other.standing(rejected) == "no longer applies"  # the words are a bombing now, which nobody rejected


def test_replay_when_there_are_no_decisions_then_the_graph_is_that_of_no_curator(bench: Bench) -> None:
    without = bench.lines()
    bench.apply(bench.desk.rename("actor/russia", "Russian Federation"))
    bench.apply(bench.desk.undo(["last"]))
    assert bench.lines(curation=False) == without


DRAFTS: dict[str, Callable[[Desk, Bench], Draft]] = {
    "merge strikes": lambda d, b: d.merge([b.event_of(0, "AirStrike-1"), b.event_of(2, "AirStrike-1")]),
    "strikes apart": lambda d, b: d.distinct([b.event_of(0, "AirStrike-1"), b.event_of(2, "AirStrike-1")]),
    "split strike": lambda d, b: d.split(b.event_of(0, "AirStrike-1"), ["news-b"]),
    "merge actors": lambda d, b: d.merge(["actor/palm-brigade", "actor/army-of-the-palm"]),
    "actors apart": lambda d, b: d.distinct(["actor/palm-brigade", "actor/army-of-the-palm"]),
    "split actor": lambda d, b: d.split("actor/palm-brigade", ["news-c"], name="Third Brigade"),
    "rename": lambda d, b: d.rename(b.entity_of(0, "brigade"), "The Brigade"),
    "rename event": lambda d, b: d.rename(b.event_of(1, "Capture-1"), "Fall of Saraqeb"),
    "retype": lambda d, b: d.retype(b.entity_of(0, "brigade"), "Organisation"),
    "place": lambda d, b: d.relocate(b.entity_of(0, "kafrzal"), "geonames-7"),
    "place event": lambda d, b: d.relocate(b.event_of(0, "AirStrike-1"), "geonames-3"),
    "reject report": lambda d, b: d.reject(f"report/{b.pairs[1][0].id}/Capture-1"),
    "reject link": lambda d, b: d.reject(f"link/{b.pairs[2][0].id}/russia"),
    "no actor": lambda d, b: d.reject("actor/ivan-petrov"),
    "cross": lambda d, b: d.retype("place/kafrzal", "Person"),
    "undo": lambda d, b: d.undo(["last"]),
}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_replay_when_builds_decisions_and_undoings_interleave_then_as_built_afresh_with_the_final_decisions(
    gazetteer: object, corpus: list[Pair], new_bench: NewBench, data: st.DataObject
) -> None:
    """Articles come one by one, decisions are made on whatever graph there is, builds happen now and then."""
    order = data.draw(st.permutations(corpus))
    bench = new_bench(list(order[:1]))
    waiting = list(order[1:])
    for step in data.draw(st.lists(st.sampled_from([*DRAFTS, "article", "build"]), min_size=3, max_size=10)):
        if step == "article" and waiting:
            bench.pairs.append(waiting.pop())
        elif step == "build":
            bench.build()
        elif step in DRAFTS:
            by_key = sorted(bench.pairs, key=lambda p: p[0].source_id)
            view = new_bench([])
            view.pairs, view.links, view.store = by_key, bench.links, bench.store
            try:
                bench.decide(DRAFTS[step](bench.desk, view))
            except (DecisionError, NotFoundError, StopIteration, IndexError):
                continue  # what it is about is not there yet, or not there any more
    bench.pairs += waiting
    bench.build()
    fresh = new_bench(sorted(bench.pairs, key=lambda p: p[0].id))
    fresh.decisions = list(bench.decisions)
    fresh.build()
    assert bench.lines() == fresh.lines()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from([s for s in DRAFTS if s != "undo"]), min_size=1, max_size=8))
def test_undo_when_all_is_undone_in_any_order_then_the_graph_of_before(
    corpus: list[Pair], new_bench: NewBench, steps: list[str]
) -> None:
    bench = new_bench(corpus)
    before = bench.lines()
    for step in steps:
        try:
            bench.decide(DRAFTS[step](bench.desk, bench))
        except (DecisionError, NotFoundError, StopIteration):
            continue
        bench.build()
    for decision in sorted(bench.decisions, key=lambda d: d.reason + d.id[::-1]):
        bench.decide(bench.desk.undo([decision.id]))
    bench.build()
    assert bench.lines(curation=False) == before
