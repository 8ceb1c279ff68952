from __future__ import annotations

import pytest

from kg.comparing import Comparison, Field, compare
from kg.errors import NotFoundError
from kg.storage import Store
from tests.queries.world import world_store


@pytest.fixture(scope="module")
def store() -> Store:
    return world_store()


@pytest.fixture(scope="module")
def strike(store: Store) -> Comparison:
    return compare(store, "Air strike: Palmyra, 2016-12-13")


def given(comparison: Comparison, source: str, name: Field) -> list[str]:
    row = next(s for s in comparison.sources if s.name == source)
    return [v.text for v in row.values.get(name, ())]


def test_compare_when_an_outlet_cites_speakers_then_each_has_a_row_of_its_own(strike: Comparison) -> None:
    assert [s.name for s in strike.sources] == [
        "Northern Wire",
        "Russian Defence Ministry, in Northern Wire",
        "Levant Daily",
        "Ann Reed, in Levant Daily",
        "activists, in Levant Daily",
    ]
    assert [s.number for s in strike.sources] == [1, 2, 3, 4, 5]


def test_compare_when_a_text_is_printed_twice_then_one_row_names_the_reprint(strike: Comparison) -> None:
    first = strike.sources[0]
    assert [(r.outlet, r.article, r.is_version) for r in first.reprints] == [("Morning Post", "kgd:article/a3", False)]
    russia = next(a for a in strike.aspect(Field.AGENT).answers if a.text == "Russia")  # type: ignore[union-attr]
    assert (russia.sources, russia.voices) == ((1,), 1)


def test_compare_when_figures_are_a_speakers_then_they_stand_in_its_row(strike: Comparison) -> None:
    assert given(strike, "activists, in Levant Daily", Field.KILLED) == ["40 civilians", "6 children (part)"]
    assert given(strike, "Levant Daily", Field.KILLED) == []
    assert given(strike, "Russian Defence Ministry, in Northern Wire", Field.KILLED) == [
        "at least 28 Islamic State fighters"
    ]


def test_compare_when_one_denies_then_it_is_at_odds_with_who_asserts_it(strike: Comparison) -> None:
    assert given(strike, "Ann Reed, in Levant Daily", Field.HAPPENED) == ["denied"]
    happened = strike.aspect(Field.HAPPENED)
    assert happened is not None and (1, 4) in happened.rivals


def test_compare_when_agents_are_rivals_then_the_field_differs_and_marks_tell_them_apart(strike: Comparison) -> None:
    agents = strike.aspect(Field.AGENT)
    assert agents is not None and agents.differs and agents.rivals == ((1, 3),)
    marks = {v.text: strike.mark(Field.AGENT, v) for s in strike.sources for v in s.values.get(Field.AGENT, ())}
    assert marks["Russia"] != marks["US-led coalition"]
    assert Field.AGENT in strike.disputed and Field.PLACE not in strike.disputed


def test_compare_when_a_value_is_given_then_its_words_are_the_text_at_its_offsets(
    store: Store, strike: Comparison
) -> None:
    from kg.querying.walking import Walker

    walker = Walker(store)
    found = [w for s in strike.sources for values in s.values.values() for v in values for w in v.words]
    assert found
    for words in found:
        article = store.names.data(words.article.removeprefix("kgd:"))
        assert walker.body(article)[words.start : words.end] == words.quote


def test_compare_when_claims_contradict_then_the_pair_stands_with_both_contents(strike: Comparison) -> None:
    (pair,) = strike.contradictions
    assert (pair.matter, pair.first.who, pair.second.who) == ("casualties", "Russian Defence Ministry", "activists")
    assert pair.first.content == "that civilians were hurt"


def test_compare_when_independent_outlets_agree_then_the_corroboration_is_shown(store: Store) -> None:
    (pair,) = compare(store, "Operation Desert Dawn").corroborations
    assert {pair.first.who, pair.second.who} == {"Northern Wire", "Gazette"}


def test_compare_when_the_thing_is_no_event_then_says_what_to_do(store: Store) -> None:
    with pytest.raises(NotFoundError, match=r"no incident or operation.*incidents/disputed"):
        compare(store, "Russia")
