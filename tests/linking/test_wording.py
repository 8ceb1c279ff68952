from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.linking.wording import Rarity, Sentences, Telling

TEXT = 'A bakery in U.S. hands burned, Gen. Kos said. "Smoke rose," he said. In 2016 some 48 fled to Zano'


def test_telling_when_a_trigger_stands_in_it_then_the_words_and_numbers_of_its_sentence_only() -> None:
    sentences = Sentences(TEXT)
    first = sentences.telling([(TEXT.index("burned"), TEXT.index("burned") + 6)])
    assert first.words == {"bakery", "hands", "burned", "gen", "kos"}
    last = sentences.telling([(TEXT.index("fled"), TEXT.index("fled") + 4)])
    assert (last.numbers, last.words) == ({48}, {"fled", "zano"})  # no year
    assert last.holds(TEXT.index("48")) and not last.holds(0)


def test_telling_when_copy_lost_its_full_stops_then_only_what_stands_near() -> None:
    text = " ".join(f"word{i}" for i in range(1000))
    telling = Sentences(text).telling([(len(text) // 2, len(text) // 2 + 4)])
    assert 80 < len(telling.words) < 160


@given(st.text(), st.integers(0, 50))
def test_telling_when_any_text_then_the_trigger_is_inside(text: str, at: int) -> None:
    start = min(at, max(0, len(text) - 1))
    telling = Sentences(text).telling([(start, start + 1)])
    assert telling.holds(start) or not text


def told(*words: str) -> Telling:
    return Telling(words=frozenset(words))


def test_rarity_when_few_articles_use_a_word_then_it_tells_more_and_a_common_one_nothing() -> None:
    rarity = Rarity(
        (f"a{i}", told("hospital", *(["bakery"] if i < 2 else [])), frozenset({f"place/{i % 2}"})) for i in range(200)
    )
    assert rarity.weight("bakery") > 2 and rarity.weight("hospital") == 0
    assert rarity.share_of_place("place/1") == 100 / 250 and rarity.share_of_place("place/2") == 0


def test_common_when_all_words_are_shared_then_alike_and_when_none_then_not() -> None:
    nowhere = frozenset[str]()
    rarity = Rarity([(k, told("bakery", "queue"), nowhere) for k in "ab"] + [("c", told("dam"), nowhere)])
    shared, likeness = rarity.common(told("bakery", "queue"), told("bakery", "queue"))
    assert shared > 0 and likeness > 0.4
    assert rarity.common(told("bakery"), told("dam")) == (0, 0)
