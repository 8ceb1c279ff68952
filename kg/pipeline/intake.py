"""The first half of a build that looks at its sources: read → clean → cache.

An input that gives an article otherwise than before replaces it; one that gives a new text for the same web address
adds a version: what an outlet changed afterwards is itself worth knowing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from kg.cleaning import clean
from kg.domain.articles import Article
from kg.pipeline.cache import Cache, Known
from kg.pipeline.run import Run
from kg.reading import ReadingLimits, read_articles

_BATCH = 64  # articles in one transaction; cleaning one takes milliseconds, so an interruption loses next to nothing
_PLACE_IN_FILE = re.compile(r"(:\d+|\[\d+\])$")  # "news.jsonl:12", "news.json[3]"


def take_in(sources: Iterable[str], run: Run) -> None:
    """Read and clean all sources into the cache; what an input gave once and now gives otherwise goes out of it.

    Raises:
        InputError: before anything is read, where a source does not exist.
        TooManyFailuresError: cleaning fails for too many.
    """
    cache, report, settings, guard = run.cache, run.report, run.settings, run.guard()
    limits = ReadingLimits(article_bytes=settings.article_bytes, json_bytes=settings.json_bytes)
    known, given, places = cache.known_ids(), set[tuple[str, str, str]](), set[str]()
    batch: list[tuple[Article, str]] = []
    for raw in read_articles(sources, report.issues, limits):
        places.add(raw.where)
        article = guard.one("cleaning", raw, raw.where, lambda raw: clean(raw, report.issues))
        if article is not None:
            batch.append((article, origin(article.where)))
            given.add((batch[-1][1], article.source_id, article.id))
            report.unsupported += not article.supported
        if len(batch) >= _BATCH:
            cache.put_articles(batch)
            batch.clear()
            run.progress("reading", len(given), None)
    cache.put_articles(batch)
    run.progress("reading", len(given), None)
    outdated = [k.id for k in cache.superseded([g for g in given if g[0]]) if not _is_version(k, given, cache)]
    cache.remove(outdated)
    ids = {g[2] for g in given}
    report.given, report.new, report.replaced, report.failed = len(ids), len(ids - known), len(outdated), guard.failed
    run.cache.put_issues(report.issues.items, places)


def _is_version(known: Known, given: Iterable[tuple[str, str, str]], cache: Cache) -> bool:
    """Whether what replaces an article is a new text at its web address."""
    if known.url is None:
        return False
    newer = [
        cache.article(i) for origin, source_id, i in given if (origin, source_id) == (known.origin, known.source_id)
    ]
    return any(a.url == known.url and a.text != cache.article(known.id).text for a in newer)


def origin(where: str) -> str:
    """The file that an article came from, as an absolute path; empty where it came from no file (standard input)."""
    path = Path(_PLACE_IN_FILE.sub("", where))
    return str(path.resolve()) if path.is_file() else ""
