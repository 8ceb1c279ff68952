from __future__ import annotations

from pathlib import Path

import pytest

from kg.querying import explain, explanation_text
from kg.querying.tracing import Step
from kg.storage import Store, open_store
from tests.queries.world import world_store


@pytest.fixture(scope="module")
def store() -> Store:
    return world_store()


def step(steps: tuple[Step, ...], says: str, value: str) -> Step:
    return next(s for s in steps if (s.says, s.value) == (says, value))


def test_trace_when_not_asked_for_is_left_out(store: Store) -> None:
    assert explain(store, "event/strike").steps == ()


def test_trace_when_event_gives_the_score_and_words_of_each_role(store: Store) -> None:
    agent = step(explain(store, "event/strike", trace=True).steps, "agent", "Russia")
    assert (agent.score, agent.words, agent.article) == (0.9, ("Russian",), "Northern Wire")
    assert agent.how.startswith("head")


def test_trace_when_event_gives_its_figures_and_claims_with_who_says_them(store: Store) -> None:
    said = {s.says for s in explain(store, "event/strike", trace=True).steps}
    assert "figure" in said
    assert any(says.startswith("claim of") for says in said)


def test_trace_when_actor_gives_every_mention_with_its_form(store: Store) -> None:
    mention = step(explain(store, "actor/russia", trace=True).steps, "mention (demonym)", "Russia")
    assert (mention.score, mention.words) == (0.93, ("Russian",))


def test_trace_when_shown_as_text_has_a_row_for_each_step(store: Store) -> None:
    found = explain(store, "event/strike", trace=True)
    assert f"Steps: {len(found.steps)}" in explanation_text(found, 120)


def test_trace_when_read_by_the_reader_names_producer_version_and_rule(seeds_store: Path) -> None:
    with open_store(seeds_store) as opened:
        rows = opened.select(
            "SELECT ?event WHERE { ?r kg:reportOf ?event ; kg:dateBasis ?b . ?c kg:countIn ?r } LIMIT 1"
        )
        event = next(iter(rows))[0]
        steps = explain(opened, event.value, trace=True).steps  # type: ignore[union-attr]
    happening, when, figure = (next(s for s in steps if s.says == says) for says in ("happening", "when", "figure"))
    assert happening.producer.startswith("reader ")
    assert happening.how.startswith(("trigger head: “", "lexicon: “"))
    assert when.how.startswith("rule: ")
    assert figure.how.startswith("rule: counted by “")
    assert figure.words
