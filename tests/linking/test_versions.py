from __future__ import annotations

from datetime import date

from kg.domain.articles import Article
from kg.domain.links import voices
from kg.linking.copies import find_copies
from kg.linking.versions import address_of, find_revisions
from tests.factories import make_article
from tests.linking.builders import bounds

URL = "https://www.herald.example/strike"
BODY = " ".join(f"word{i}" for i in range(120))


def version(key: str, text: str, day: int = 2, url: str = URL) -> Article:
    return make_article(key, text=text, title=f"Strike {key}", url=url, published=bounds(date(2016, 8, day)))


def test_revisions_when_one_address_has_a_new_text_then_the_later_follows_the_earlier() -> None:
    old, new = version("a", f"{BODY} killed nine"), version("b", f"{BODY} killed twelve", day=3)
    (one,) = find_revisions([new, old])
    assert (one.article, one.of, one.why) == (new.id, old.id, "published later")
    assert one.similarity > 0.9


def test_revisions_when_the_day_is_one_then_a_note_of_correction_then_the_length_decides() -> None:
    plain, noted = version("a", f"{BODY} killed nine men there"), version("b", f"Correction: twelve. {BODY[:400]}")
    (one,) = find_revisions([plain, noted])
    assert one.article == noted.id and "corrected" in one.why
    short, long = version("c", BODY), version("d", f"{BODY} and more")
    (other,) = find_revisions([long, short])
    assert (other.article, other.why) == (long.id, "is longer")


def test_revisions_when_the_texts_share_nothing_then_none() -> None:
    other = " ".join(f"other{i}" for i in range(120))
    assert find_revisions([version("a", BODY), version("b", other)]) == ()


def test_revisions_when_three_versions_come_in_any_order_then_one_chain() -> None:
    three = [version(k, f"{BODY} {k}", day=d) for k, d in (("a", 2), ("b", 3), ("c", 4))]
    chain = {(r.article, r.of) for r in find_revisions(three)}
    assert chain == {(three[1].id, three[0].id), (three[2].id, three[1].id)}
    assert find_revisions(three[::-1]) == find_revisions(three)


def test_address_when_only_scheme_tracking_or_slash_differ_then_the_same() -> None:
    assert address_of("http://herald.example/strike/?utm_source=x#top") == address_of(URL)
    assert address_of("https://herald.example/strike?id=2") != address_of("https://herald.example/strike?id=3")
    assert address_of(None) == ""


def test_versions_when_compared_as_copies_then_they_are_none_and_speak_with_the_latest() -> None:
    old, new = version("a", f"{BODY} killed nine"), version("b", f"{BODY} killed twelve", day=3)
    print_ = version("c", f"{BODY} killed nine", day=5, url="https://other.example/x")
    revisions = find_revisions([old, new, print_])
    copies = find_copies([old, new, print_], revisions)
    assert {(c.article, c.of) for c in copies} == {(print_.id, old.id)}
    assert set(voices([old.id, new.id, print_.id], copies, revisions).values()) == {new.id}


def test_voices_when_versions_copy_each_other_in_turn_then_one_of_them_always() -> None:
    from kg.domain.links import Copy, Revision

    copies = [
        Copy(article="a2", of="b1", exact=False, similarity=0.9),
        Copy(article="b2", of="a1", exact=False, similarity=0.9),
    ]
    revisions = [Revision(article=x + "2", of=x + "1", similarity=0.9, why="published later") for x in "ab"]
    assert set(voices(["a1", "a2", "b1", "b2"], copies, revisions).values()) == {"a1"}
