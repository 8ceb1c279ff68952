from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.training.damage import damaged


def test_damaged_when_text_is_clean_loses_its_marks_in_text_and_annotation() -> None:
    text = "Syria’s army, the ministry said, left\n\nIt won't return"
    annotation = {
        "entities": [{"key": "a", "names": ["Syria’s army"]}],
        "events": [],
        "claims": [{"quote": "said, left"}],
    }
    found = damaged(("x", text, annotation))
    assert found is not None
    assert found[1] == "Syrias army the ministry said left It wont return"
    assert found[2]["entities"][0]["names"] == ["Syrias army"]
    assert found[2]["claims"][0]["quote"] in found[1]


def test_damaged_when_nothing_can_be_lost_is_none() -> None:
    assert damaged(("x", "The army left. It returned", {"entities": [], "events": [], "claims": []})) is None


@given(st.text("ab ,'’\n\"", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_damaged_when_a_quote_is_cut_at_words_stands_in_the_damaged_text(text: str, start: int, end: int) -> None:
    quote = text[start:end].strip()
    found = damaged(("x", text, {"events": [{"quotes": [quote]}]}))
    if found is not None:
        assert found[2]["events"][0]["quotes"][0].strip() in found[1]
