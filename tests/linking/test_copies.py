from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from kg.domain.articles import Article
from kg.domain.links import voices
from kg.linking.copies import find_copies
from tests.factories import make_article
from tests.linking.builders import bounds


def words(first: int, last: int) -> str:
    return " ".join(f"word{i}" for i in range(first, last))


def article(key: str, text: str, published: date | None = None) -> Article:
    return make_article(key, text=text, title=None, published=bounds(published))


def test_copies_when_texts_are_equal_but_for_case_and_spaces_then_exact_and_the_earlier_is_the_original() -> None:
    late, early = (
        article("a", words(0, 80), date(2016, 5, 2)),
        article("b", words(0, 80).upper() + " ", date(2016, 5, 1)),
    )
    (copy,) = find_copies([late, early])
    assert (copy.article, copy.of, copy.exact, copy.similarity) == (late.id, early.id, True, 1.0)


def test_copies_when_most_words_are_shared_then_near() -> None:
    one, other = article("a", words(0, 200), date(2016, 5, 1)), article("b", words(40, 210), date(2016, 5, 2))
    (copy,) = find_copies([one, other])
    assert (copy.article, copy.of, copy.exact) == (other.id, one.id, False)
    assert 0.7 < copy.similarity < 0.8


def test_copies_when_only_background_is_shared_then_none() -> None:
    background = words(1000, 1080)
    assert (
        find_copies([article("a", f"{words(0, 120)} {background}"), article("b", f"{words(200, 330)} {background}")])
        == ()
    )


def test_copies_when_a_short_piece_of_a_long_one_then_near_by_what_it_holds() -> None:
    (copy,) = find_copies([article("a", words(0, 300)), article("b", words(0, 100))])
    assert copy.similarity > 0.95


def test_copies_when_furniture_is_all_that_is_shared_then_none() -> None:
    from kg.domain.articles import Region, RegionKind
    from tests.factories import span_of

    footer = words(900, 1000)
    pages = []
    for key, own in (("a", words(0, 50)), ("b", words(100, 150))):
        text = f"{own}\n{footer}"
        pages.append(
            make_article(key, text=text, title=None, regions=(Region(span_of(text, footer), RegionKind.FURNITURE),))
        )
    assert find_copies(pages) == ()


def test_voices_when_copies_form_a_chain_then_all_speak_with_the_first() -> None:
    a, b, c = (article(k, words(s, s + 200), date(2016, 5, d)) for k, s, d in (("a", 0, 1), ("b", 40, 2), ("c", 80, 3)))
    copies = find_copies([c, b, a])
    assert voices([a.id, b.id, c.id], copies) == {a.id: a.id, b.id: a.id, c.id: a.id}


def test_copies_when_run_on_the_corpus_then_the_known_wire_stories_and_no_background(shared: Path) -> None:
    """Read by eye: all pairs that share a third of their words. See LEAST_JACCARD."""
    records = [json.loads(line) for line in (shared / "data" / "fakes.jsonl").read_text().splitlines()]
    found = {
        c.article: c
        for c in find_copies([make_article(r["id"], text=r["text"], title=r["title"], published=None) for r in records])
    }
    ids = {make_article(r["id"], text=r["text"]).id: r["id"] for r in records}
    pairs = {frozenset((ids[c.article], ids[c.of])) for c in found.values()}
    assert frozenset(("fakes-1915433687", "fakes-1923848186")) in pairs  # ahram, alaraby: one agency's story
    assert frozenset(("fakes-1962495639", "fakes-1926479264")) in pairs  # alalam's cut of Reuters
    assert frozenset(("fakes-1924058082", "fakes-1924058091")) not in pairs  # TRT: background paragraphs only
    assert 10 <= len(pairs) <= 16
