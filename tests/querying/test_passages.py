from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.querying.passages import Cited, Mark, Passage, passages_of, sentence_around
from kg.querying.walking import Walker
from tests.queries.world import kgd, world_store

TEXT = 'One. Gen. Ali of the U.S. Army said: "It fell." He left at 3 p.m. today! Two\n\nA title without a stop\nThree.'


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("One", "One."),
        ("Army", 'Gen. Ali of the U.S. Army said: "It fell."'),
        ("left", "He left at 3 p.m. today!"),
        ("Two", "Two"),
        ("title", "A title without a stop"),
        ("Three.", "Three."),
        ('fell." He', 'Gen. Ali of the U.S. Army said: "It fell." He left at 3 p.m. today!'),
    ],
)
def test_sentence_around_when_words_are_given_finds_their_sentence(words: str, sentence: str) -> None:
    start = TEXT.index(words)
    first, last = sentence_around(TEXT, start, start + len(words))
    assert TEXT[first:last] == sentence


@given(st.text(min_size=1, max_size=200), st.data())
def test_sentence_around_when_text_is_anything_holds_the_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first, last = sentence_around(text, start, end)
    assert 0 <= first <= start < end <= last <= len(text)


def test_sentence_around_when_text_has_no_stops_is_bounded() -> None:
    first, last = sentence_around("a " * 50_000, 40_000, 40_001)
    assert last - first <= 801


def passage(text: str, *marks: tuple[int, int]) -> Passage:
    made = tuple(Mark(s + 100, e + 100, text[s:e], "x", "y") for s, e in marks)
    return Passage(
        article="a", headline="", outlet="", published="", start=100, end=100 + len(text), text=text, marks=made
    )


def test_marked_when_marks_nest_and_repeat_signs_each_stretch_once() -> None:
    assert passage("abc de", (0, 6), (4, 6), (4, 6), (0, 1)).marked() == "««a»bc «de»»"


@given(st.text(st.characters(categories=["L", "Zs"]), min_size=2, max_size=40), st.data())
def test_marked_when_signs_are_removed_gives_the_words_back(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 1, len(text)))
    signed = passage(text, (start, end)).marked("⟦", "⟧")
    assert signed.replace("⟦", "").replace("⟧", "").split() == text.split() or text[start:end].isspace()
    assert signed.count("⟦") == signed.count("⟧") == 1


def test_passages_of_when_words_share_a_sentence_gives_it_once() -> None:
    walker = Walker(world_store())
    body = walker.body(kgd("article/a1"))
    cited = [
        Cited(kgd(f"evidence/a1/{body.index(w)}-{body.index(w) + len(w)}"), w, kgd("report/a1/AirStrike-13"))
        for w in ("Russian", "struck", "Palmyra")
    ]
    (only,) = passages_of(walker, cited)
    assert only.marked() == "«Russian» jets «struck» a field camp in «Palmyra» on Tuesday."
    assert body[only.start : only.end] == only.text


def test_passages_of_when_evidence_is_no_evidence_gives_nothing() -> None:
    assert passages_of(Walker(world_store()), [Cited(kgd("actor/russia"), "x", kgd("actor/russia"))]) == ()
