from __future__ import annotations

from kg.linking.persons import namesakes

SYRIA, RUSSIA = frozenset({"syria", "syrian-army"}), frozenset({"russia"})


def test_namesakes_when_nothing_is_told_of_any_then_one_person() -> None:
    assert namesakes(["a", "b"], {}) == [["a", "b"]]


def test_namesakes_when_a_third_shares_with_both_then_one_person() -> None:
    belongs = {"a": SYRIA, "b": RUSSIA, "c": SYRIA | RUSSIA}
    assert namesakes(["a", "b", "c"], belongs) == [["a", "b", "c"]]


def test_namesakes_when_two_are_told_of_alike_then_one_of_whom_nothing_is_told_stands_alone() -> None:
    assert namesakes(["a", "b", "c"], {"a": SYRIA, "b": RUSSIA}) == [["a"], ["b"], ["c"]]
