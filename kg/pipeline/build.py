"""The front door: read → clean → annotate → extract → link → map → publish."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

from kg.config import Settings
from kg.pipeline.cache import open_cache
from kg.pipeline.intake import take_in
from kg.pipeline.publishing import publish
from kg.pipeline.readings import read_language
from kg.pipeline.report import BuildReport, Progress, silent
from kg.pipeline.run import Run
from kg.reading.files import check_sources
from kg.reference import load_knowledge
from kg.storage import write_generation

log = logging.getLogger(__name__)


def build(sources: Iterable[str], store_dir: Path, settings: Settings, progress: Progress = silent) -> BuildReport:
    """Read articles and leave in the store what they say, with where they say it.

    The store then holds what it held before and what the sources give. Each step starts from what the one before has
    kept: interrupted anywhere, even killed, the next run goes on there, and readers see the graph of before until the
    last step. With no sources it finishes what was interrupted, or follows a change of the ontology.

    Raises:
        InputError: a source does not exist.
        StoreBusyError: another process writes to the store.
        StoreError: the store cannot be used, or the disk is full; the graph of before stands.
        TooManyFailuresError: so many articles fail that something else must be broken.
    """
    sources = check_sources(given) if (given := list(sources)) else []
    knowledge = load_knowledge()
    with (
        write_generation(store_dir, settings.base_iri, settings.keep_builds) as generation,
        open_cache(store_dir) as cache,
    ):
        run = Run(cache=cache, knowledge=knowledge, settings=settings, progress=progress)
        with run.report.timed("reading"):
            if sources:
                take_in(sources, run)
        with run.report.timed("extracting"):
            reader = read_language(run)
        publish(generation, run, reader)
    log.info("built %s: %d articles, changed: %s", store_dir, run.report.articles, run.report.changed)
    return run.report
