from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.comparing import changes
from kg.comparing.versions import text_changes
from kg.domain.articles import Article
from kg.domain.extraction import CasualtyCount, CasualtyKind, EventType, Extraction, Report, Status
from kg.domain.links import Event, Links, Revision
from kg.domain.times import DateBasis, TimeBounds
from kg.errors import NotFoundError
from kg.mapping import links_by_article, map_article, map_entities, map_events
from kg.storage import Store, memory_store
from tests.factories import PRODUCER, make_article, span_of

OLD = "Jets struck Marrat. Nine people were killed. The mayor wept."
NEW = "Jets struck Marrat. Twelve people were killed. The mayor wept. A correction was made."


def version(key: str, text: str, words: str, toll: int, day: int) -> tuple[Article, Extraction]:
    article = make_article(
        key, text=text, title="Strike", published=TimeBounds(date(2016, 8, day), date(2016, 8, day), DateBasis.STATED)
    )
    count = CasualtyCount(
        kind=CasualtyKind.KILLED, minimum=toll, maximum=toll, victims="people", span=span_of(text, words)
    )
    strike = Report(
        key="r", type=EventType.AIR_STRIKE, status=Status.ASSERTED, triggers=(span_of(text, "struck"),),
        casualties=(count,),
    )  # fmt: skip
    return article, Extraction(article=article.id, producer=PRODUCER, reports=(strike,))


@pytest.fixture(scope="module")
def store() -> Store:
    old = version("old", OLD, "Nine people were killed", 9, 2)
    new = version("new", NEW, "Twelve people were killed", 12, 3)
    event = Event(
        id="event/0000000000000001", type=EventType.AIR_STRIKE, label="Air strike", status=Status.ASSERTED,
        agents=(), targets=(), places=(), when=None, part_of=None, reports=((new[0].id, "r"), (old[0].id, "r")),
    )  # fmt: skip
    revision = Revision(article=new[0].id, of=old[0].id, similarity=0.6, why="published later")
    links = Links(events=(event,), revisions=(revision,))
    views = links_by_article(links)
    quads = [q for article, x in (old, new) for q in map_article(article, x, views[article.id])]
    return memory_store([*quads, *map_entities(links), *map_events(links)])


def test_changes_when_an_article_was_corrected_then_shows_both_wordings_and_figures(store: Store) -> None:
    article = make_article("old", text=OLD)
    history = changes(store, f"kgd:article/{article.id}")
    (step,) = history.steps
    assert [v.published for v in history.versions] == ["2016-08-02", "2016-08-03"]
    assert step.why == "published later"
    shown = [(c.before.quote if c.before else "", c.after.quote if c.after else "") for c in step.changes]
    assert shown == [("Nine people were killed.", "Twelve people were killed."), ("", "A correction was made.")]
    assert step.lost == ("AirStrike: killed 9 people",) and step.gained == ("AirStrike: killed 12 people",)


def test_compare_when_a_version_is_older_then_it_is_no_row_but_named_beside_the_latest(store: Store) -> None:
    from kg.comparing import Field, compare

    (source,) = compare(store, "event/0000000000000001").sources
    assert [v.text for v in source.values[Field.KILLED]] == ["12"]
    assert [r.is_version for r in source.reprints] == [True]


def test_changes_when_the_thing_is_no_article_then_says_so(store: Store) -> None:
    with pytest.raises(NotFoundError, match="no article"):
        changes(store, "event/0000000000000001")


@given(st.lists(st.sampled_from(["One fell.", "Two rose!", "Three ran?", "Four."]), max_size=6), st.data())
def test_text_changes_when_sentences_are_the_same_then_nothing_else_they_lie_in_the_texts(
    sentences: list[str], data: st.DataObject
) -> None:
    other = data.draw(st.permutations(sentences))
    before, after = " ".join(sentences), " ".join(other)
    found = list(text_changes(before, after))
    assert (found == []) == (before == after)
    for old, new in found:
        assert old or new
        for span, text in ((old, before), (new, after)):
            assert span is None or 0 <= span[0] < span[1] <= len(text)
