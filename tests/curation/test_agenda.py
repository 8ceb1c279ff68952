"""What a person is shown, and that it is not shown again once decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from kg.curation.agenda import Item, Topic, agenda
from kg.curation.choices import card, choices_for
from kg.domain.decisions import Action
from tests.curation.bench import Bench, Pair, relabelled, tell
from tests.linking.builders import DAY

NewBench = Callable[[list[Pair]], Bench]


@pytest.fixture
def near(new_bench: NewBench) -> Bench:
    return new_bench([tell("a"), tell("b", toll=20, day=DAY + timedelta(days=1))])


def items(bench: Bench, *topics: Topic) -> list[Item]:
    return agenda(bench.store, bench.decisions, topics)


def test_agenda_when_incidents_nearly_meet_then_they_are_shown_until_decided(near: Bench) -> None:
    (item,) = items(near, Topic.INCIDENTS)
    assert "same place" in item.why
    near.decide(near.desk.reject(item.things[0]))
    assert items(near, Topic.INCIDENTS) == []  # kept, though no build has seen it yet
    near.build()
    assert items(near, Topic.INCIDENTS) == []
    near.apply(near.desk.undo(["last"]))
    assert items(near, Topic.INCIDENTS) == [item]


def test_agenda_when_a_place_is_nowhere_then_shown_until_placed_or_accepted(bench: Bench) -> None:
    def places() -> list[str]:
        return [i.title for i in items(bench, Topic.UNRESOLVED)]

    assert places() == []  # no incident is there
    event = bench.event_of(0, "AirStrike-1")
    bench.apply(bench.desk.relocate(event, "Kafrzal"))
    assert [e.places for e in bench.links.events if e.id == event] == [("place/kafrzal",)]


def test_agenda_when_a_decision_no_longer_applies_then_it_comes_first(bench: Bench) -> None:
    bench.decide(bench.desk.reject(f"report/{bench.pairs[2][0].id}/Capture-1"))
    bench.pairs.pop()
    bench.build()
    first = items(bench)[0]
    assert (first.topic, first.why) == (Topic.LOST, "no longer applies: its article is not in the store")
    assert choices_for(first)[0].draw(bench.desk, first, "").action is Action.UNDO


def test_card_when_shown_then_the_articles_words_are_marked(near: Bench) -> None:
    (item,) = items(near, Topic.INCIDENTS)
    text = "\n".join(card(near.store, item))
    assert "«seized»" in text or "«raided»" in text
    assert all(thing in text for thing in item.things[1:])


@pytest.mark.parametrize(("key", "action"), [("y", Action.MERGE), ("n", Action.DISTINCT)])
def test_choice_when_made_on_a_pair_then_the_decision_is_about_both(near: Bench, key: str, action: Action) -> None:
    (item,) = items(near, Topic.INCIDENTS)
    draft = next(c for c in choices_for(item) if c.key == key).draw(near.desk, item, "")
    assert (draft.action, len(draft.about)) == (action, 2)


@pytest.mark.parametrize("topic", Topic)
def test_choices_when_listed_then_keys_differ_and_none_is_taken_by_moving_on(topic: Topic) -> None:
    item = Item(topic=topic, title="", why="", things=("a", "b"), weight=1, reach=1)
    keys = [c.key for c in choices_for(item)]
    assert len(set(keys)) == len(keys) > 0
    assert not set(keys) & set(" sbezq")


@pytest.mark.parametrize("what", ["report", "claim", "place"])
def test_agenda_when_something_was_accepted_then_it_is_shown_no_more_whatever_the_reader_calls_it(
    new_bench: NewBench, what: str
) -> None:
    def unsure(pair: Pair) -> Pair:
        article, e = pair
        entities = tuple(replace(x, generic=True) if x.key == "brigade" else x for x in e.entities)
        reports = tuple(
            replace(r, score=0.2, places=tuple(replace(p, entity="kafrzal") for p in r.places)) for r in e.reports
        )
        claims = tuple(replace(c, claimant="brigade") for c in e.claims)
        return article, replace(e, entities=entities, reports=reports, claims=claims)

    topic = {"report": Topic.TYPE, "claim": Topic.SOURCE, "place": Topic.UNRESOLVED}[what]
    bench = new_bench([unsure(tell("a"))])
    shown = [i for i in items(bench, topic) if i.things[0].startswith(f"kgd:{what}/")]
    assert shown
    for item in shown:
        bench.decide(choices_for(item)[[c.key for c in choices_for(item)].index("a")].draw(bench.desk, item, ""))
    assert [i for i in items(bench, topic) if i.things[0].startswith(f"kgd:{what}/")] == []
    bench.build()
    assert [i for i in items(bench, topic) if i.things[0].startswith(f"kgd:{what}/")] == []
    bench.pairs = [relabelled(p) for p in bench.pairs]
    bench.build()
    assert {bench.standing(d) for d in bench.decisions} == {"applied"}
    assert [i for i in items(bench, topic) if i.things[0].startswith(f"kgd:{what}/")] == []
