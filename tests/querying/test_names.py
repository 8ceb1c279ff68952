from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.querying.catalogue import ParameterType
from kg.querying.names import fold, match, shortened
from tests.queries.world import world_store

STORE = world_store()


def test_match_when_main_name_and_alias_agree_prefers_the_main_name() -> None:
    found = match(STORE, "Tadmur airfield", ParameterType.PLACE)
    assert [n.name for n in found.exact] == ["Tadmur airfield"]


def test_match_when_actor_is_named_in_part_only_suggests() -> None:
    found = match(STORE, "coalition", ParameterType.ACTOR)
    assert not found.exact
    assert [n.name for n in found.near] == ["US-led coalition"]


def test_match_when_words_of_several_events_are_given_finds_all() -> None:
    found = match(STORE, "2016-12-14", ParameterType.EVENT)
    assert [n.name for n in found.exact] == ["Shelling: Tadmur airfield, 2016-12-14"]
    assert match(STORE, "xyzzy", ParameterType.EVENT).exact == ()


def test_match_when_nothing_is_like_it_gives_nothing() -> None:
    found = match(STORE, "Qwertyuiop", None)
    assert (found.exact, found.near) == ((), ())


@given(st.text())
def test_fold_when_applied_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_shortened_when_namespaces_nest_takes_the_longest() -> None:
    prefixes = {"a": "https://x/", "b": "https://x/y/"}
    assert shortened("https://x/y/z", prefixes) == "b:z"
    assert shortened("https://x/y/", prefixes) == "a:y/"
    assert shortened("urn:q", prefixes) == "urn:q"
