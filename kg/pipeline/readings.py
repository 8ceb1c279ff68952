"""The half of a build that costs time: annotate → extract → cache, for every article that is not read yet."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kg.annotation import annotate
from kg.annotation.tagger import WEIGHTS
from kg.domain.articles import Article
from kg.domain.extraction import Extraction
from kg.domain.knowledge import Knowledge
from kg.extraction import PRODUCER, extract
from kg.pipeline.checks import check_extraction
from kg.pipeline.coding import digest_of, extraction_form
from kg.pipeline.guard import Guard
from kg.pipeline.run import Run

log = logging.getLogger(__name__)


def reader_key(knowledge: Knowledge, weights: Path | None) -> str:
    """All that a reading depends on beside its article: producer, knowledge, weights, the form of its values.

    An extraction in the cache under another key is outdated.
    """
    sums = (weights or WEIGHTS) / "SHA256SUMS"  # annotation checks the weights against it, and says when it is missing
    own = digest_of(sums.read_bytes() if sums.is_file() else None)[:16]
    return f"{PRODUCER.name} {PRODUCER.version} | {knowledge.version} | {own} | {extraction_form()}"


def read_language(run: Run) -> str:
    """Annotate and extract what is pending, each article kept as soon as it is done; give the reader's key.

    Raises:
        TooManyFailuresError: extraction fails for too many.
    """
    reader = reader_key(run.knowledge, run.settings.weights)
    pending = run.cache.pending(reader)
    guard = run.guard()
    run.progress("extracting", 0, len(pending))
    for done, extraction in enumerate(_extractions(pending, run, guard), start=1):
        run.cache.put_extractions([extraction], reader)
        run.report.read_anew = done
        run.progress("extracting", done + guard.failed, len(pending))
    run.report.failed += guard.failed
    run.cache.put_issues(run.report.issues.items, ())
    return reader


def _extractions(pending: Sequence[str], run: Run, guard: Guard) -> Iterator[Extraction]:
    def work(articles: Sequence[Article]) -> Iterable[Extraction]:
        for annotated in annotate(articles, run.settings.weights):
            yield check_extraction(annotated.article, extract(annotated, run.knowledge))

    size = run.settings.batch_articles
    for start in range(0, len(pending), size):
        batch = [run.cache.article(i) for i in pending[start : start + size]]
        yield from (Extraction(article=a.id, producer=PRODUCER) for a in batch if not a.supported)
        for extraction in guard.each("extracting", [a for a in batch if a.supported], work):
            log.debug("read %s: %d reports, %d claims", extraction.article, *_sizes(extraction))
            yield extraction


def _sizes(extraction: Extraction) -> tuple[int, int]:
    return len(extraction.reports), len(extraction.claims)
