from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg.domain.issues import Issue, Reason, Severity
from kg.domain.links import Links
from kg.errors import StoreError, StoreFormatError
from kg.linking import Notes
from kg.linking.copies import Wording
from kg.linking.naming import Naming
from kg.pipeline.cache import Cache, open_cache
from tests.factories import make_article, make_extraction, make_links

A, B = make_article("a"), make_article("b")


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    with open_cache(tmp_path) as opened:
        yield opened


def test_pending_when_read_then_no_longer_pending(cache: Cache) -> None:
    cache.put_articles([(A, "x.txt"), (B, "x.txt")])
    assert cache.pending("r1") == sorted([A.id, B.id])
    cache.put_extractions([make_extraction(A)], "r1")
    assert cache.pending("r1") == [B.id]
    assert list(cache.readings("r1")) == [(A, make_extraction(A))]


def test_pending_when_reader_changes_then_all_are_read_again(cache: Cache) -> None:
    cache.put_articles([(A, "x.txt")])
    cache.put_extractions([make_extraction(A)], "r1")
    assert cache.pending("r2") == [A.id]
    assert list(cache.readings("r2")) == []


def test_pending_when_article_is_cleaned_otherwise_then_read_again(cache: Cache) -> None:
    cache.put_articles([(A, "x.txt")])
    cache.put_extractions([make_extraction(A)], "r1")
    cache.put_articles([(replace(A, where="moved.txt"), "moved.txt")])
    assert cache.pending("r1") == []
    cache.put_articles([(replace(A, publisher="Found Later"), "x.txt")])
    assert cache.pending("r1") == [A.id]
    assert cache.article(A.id).publisher == "Found Later"


def test_readings_when_put_in_another_order_then_the_same(cache: Cache) -> None:
    cache.put_articles([(B, ""), (A, "")])
    cache.put_extractions([make_extraction(B), make_extraction(A)], "r1")
    assert [a.id for a, _ in cache.readings("r1")] == sorted([A.id, B.id])


def test_put_extractions_when_article_is_gone_then_nothing_is_kept(cache: Cache) -> None:
    cache.put_extractions([make_extraction(A)], "r1")
    cache.put_articles([(A, "x.txt")])
    assert cache.pending("r1") == [A.id]


def test_superseded_when_origin_gives_a_source_id_otherwise_then_named(cache: Cache) -> None:
    cache.put_articles([(A, "/in/x.jsonl"), (B, "/in/y.jsonl")])
    given = [("/in/x.jsonl", A.source_id, "new-id")]
    assert [k.id for k in cache.superseded(given)] == [A.id]


def test_superseded_when_old_content_is_given_too_then_kept(cache: Cache) -> None:
    cache.put_articles([(A, "/in/x.jsonl")])
    given = [("/in/x.jsonl", A.source_id, "new-id"), ("/in/x.jsonl", A.source_id, A.id)]
    assert cache.superseded(given) == []


@pytest.mark.parametrize("name", [A.id, A.source_id, A.url])
def test_find_when_named_by_id_source_or_url_then_found(cache: Cache, name: str) -> None:
    cache.put_articles([(A, "x"), (B, "x")])
    assert cache.find(name) == [A.id]


def test_remove_when_article_was_read_then_its_reading_goes_too(cache: Cache) -> None:
    cache.put_articles([(A, "x"), (B, "x")])
    cache.put_extractions([make_extraction(A), make_extraction(B)], "r1")
    cache.remove([A.id])
    assert [a.id for a, _ in cache.readings("r1")] == [B.id]
    cache.put_articles([(A, "x")])
    assert cache.pending("r1") == [A.id]


def test_mapped_when_two_builds_are_noted_then_kept_apart_until_one_is_kept(cache: Cache) -> None:
    links = make_links(A, B)
    cache.put_mapped("one", [("a", "1")], "form", Links())
    cache.put_mapped("two", [("a", "2"), ("b", "3")], "form", links)
    assert (cache.mapped("one"), cache.linked("one", "form")) == ({"a": "1"}, Links())
    cache.keep_mapped("two")
    assert (cache.mapped("one"), cache.mapped("two")) == ({}, {"a": "2", "b": "3"})
    assert (cache.linked("one", "form"), cache.linked("two", "form")) == (None, links)
    assert cache.linked("two", "another form") is None


def test_open_when_another_writes_then_it_does_not_wait(cache: Cache, tmp_path: Path) -> None:
    cache.put_articles([(A, "x")])
    with sqlite3.connect(tmp_path / "cache.sqlite", isolation_level=None) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with open_cache(tmp_path) as other:
            assert other.known_ids() == {A.id}
        writer.execute("ROLLBACK")


def test_open_when_store_is_older_than_what_is_derived_then_it_gets_that_empty(tmp_path: Path) -> None:
    with open_cache(tmp_path):
        pass
    with sqlite3.connect(tmp_path / "cache.sqlite") as older:
        older.execute("DROP TABLE linked")
        older.execute("DROP TABLE noted")
    with open_cache(tmp_path) as opened:
        assert (opened.notes("form"), opened.linked("build", "form")) == ({}, None)


def test_notes_when_an_article_or_its_reading_changes_then_forgotten(cache: Cache) -> None:
    notes = {a.id: Notes(Wording(a.text, b"", (1, 2)), Naming({}, (("label", None),)), (), ()) for a in (A, B)}
    cache.put_articles([(A, "x"), (B, "x")])
    cache.put_extractions([make_extraction(A), make_extraction(B)], "r1")
    cache.put_notes(notes, "form")
    assert (cache.notes("form"), cache.notes("another form")) == (notes, {})
    cache.put_articles([(A, "x"), (replace(B, publisher="Found Later"), "x")])
    assert cache.notes("form") == {A.id: notes[A.id]}
    cache.put_extractions([make_extraction(A)], "r2")
    assert cache.notes("form") == {}
    cache.put_notes({A.id: notes[A.id]}, "form")
    cache.remove([A.id])
    assert cache.notes("form") == {}


def test_issues_when_place_is_read_again_then_settled(cache: Cache) -> None:
    issue = Issue(Severity.SKIPPED, "reading", "n.jsonl:3", Reason.BAD_JSON, "broken")
    other = Issue(Severity.SKIPPED, "reading", "m.txt", Reason.EMPTY, "empty")
    cache.put_issues([issue, other], [])
    assert cache.issues() == [other, issue]
    cache.put_issues([], ["n.jsonl:3"])
    assert cache.issues() == [other]


def test_open_when_file_is_no_database_then_error_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "cache.sqlite").write_bytes(b"something else entirely " * 100)
    with pytest.raises(StoreFormatError, match="delete this one file"), open_cache(tmp_path):
        pass


def test_open_when_version_is_another_then_refused(tmp_path: Path) -> None:
    with open_cache(tmp_path):
        pass
    connection = sqlite3.connect(tmp_path / "cache.sqlite")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreFormatError, match="version 99"), open_cache(tmp_path):
        pass


def test_put_when_disk_is_full_then_error_says_so_and_old_content_stands(tmp_path: Path) -> None:
    with open_cache(tmp_path) as cache:
        cache.put_articles([(A, "x")])
        cache._db.execute("PRAGMA max_page_count = 1")  # SQLite then says what it says on a full disk
        many = [(make_article(str(n), text="long text " * 900 + str(n), title=None), "x") for n in range(50)]
        with pytest.raises(StoreError, match="disk is full"):
            cache.put_articles(many)
        assert cache.known_ids() == {A.id}
