from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from kg.domain.articles import Article
from kg.domain.issues import Issues, Reason
from kg.errors import ResourceError, TooManyFailuresError
from kg.pipeline.guard import Guard
from tests.factories import make_article

ARTICLES = [make_article(key) for key in "abcdef"]


def guard(least: int = 20) -> Guard:
    return Guard(Issues(), share=0.05, least=least)


def failing_on(*bad: int) -> Callable[[Sequence[Article]], Iterator[str]]:
    wrong = {ARTICLES[i].id for i in bad}

    def work(articles: Sequence[Article]) -> Iterator[str]:
        for article in articles:
            if article.id in wrong:
                raise ZeroDivisionError
            yield article.id

    return work


@pytest.mark.parametrize("bad", [(), (0,), (5,), (2, 3), (0, 2, 5), tuple(range(6))])
def test_each_when_articles_fail_then_all_others_come_once_and_in_order(bad: tuple[int, ...]) -> None:
    g = guard()
    done = list(g.each("extracting", ARTICLES, failing_on(*bad)))
    assert done == [a.id for i, a in enumerate(ARTICLES) if i not in bad]
    assert [i.where for i in g.issues.items] == [ARTICLES[i].where for i in bad]
    assert (g.tried, g.failed) == (6, len(bad))


def test_each_when_a_batch_fails_ahead_of_its_turn_then_only_the_bad_article_is_lost() -> None:
    bad = ARTICLES[4].id

    def eager(articles: Sequence[Article]) -> list[str]:
        if bad in {a.id for a in articles}:
            raise MemoryError
        return [a.id for a in articles]

    g = guard()
    assert list(g.each("extracting", ARTICLES, eager)) == [a.id for a in ARTICLES if a.id != bad]
    assert g.failed == 1


def test_one_when_work_fails_then_issue_tells_stage_place_and_error() -> None:
    g = guard()
    assert g.one("cleaning", 0, "a.txt", lambda zero: 1 // zero) is None
    issue = g.issues.items[0]
    assert (issue.stage, issue.where, issue.reason) == ("cleaning", "a.txt", Reason.UNEXPECTED_ERROR)
    assert issue.detail.startswith("ZeroDivisionError")


def test_one_when_our_own_error_then_the_run_stops() -> None:
    def broken(_: int) -> None:
        raise ResourceError("weights are missing")

    with pytest.raises(ResourceError):
        guard().one("extracting", 0, "a.txt", broken)


def test_one_when_more_than_the_share_and_the_least_fail_then_the_run_stops() -> None:
    g = guard(least=3)
    for _ in range(2):
        g.one("cleaning", 0, "a.txt", lambda zero: 1 // zero)
    with pytest.raises(TooManyFailuresError, match="3 of 3 articles failed"):
        g.one("cleaning", 0, "a.txt", lambda zero: 1 // zero)


def test_one_when_failures_stay_below_the_share_then_the_run_goes_on() -> None:
    g = guard(least=3)
    for number in range(100):
        g.one("cleaning", number, "a.txt", lambda n: 1 // (n % 25 - 24))
    assert g.failed == 4
