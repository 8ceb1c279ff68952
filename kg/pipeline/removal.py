"""Taking articles out of the store again."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from kg.config import Settings
from kg.errors import NotFoundError
from kg.pipeline.cache import Cache, open_cache
from kg.pipeline.publishing import publish
from kg.pipeline.readings import read_language
from kg.pipeline.report import BuildReport, Progress, silent
from kg.pipeline.run import Run
from kg.reference import load_knowledge
from kg.storage import read_meta, write_generation


def remove(names: Sequence[str], store_dir: Path, settings: Settings, progress: Progress = silent) -> BuildReport:
    """Take articles out, by id, IRI, source id or URL: their graphs, and what only they supported.

    What other articles support stays. Interrupted after the articles are out of the cache, the next run finishes.

    Raises:
        NotFoundError: a name is no article's; then nothing is removed.
        StoreMissingError: there is no store.
        StoreBusyError, StoreError: as `build`.
    """
    read_meta(store_dir)
    knowledge = load_knowledge()
    with write_generation(store_dir, keep=settings.keep_builds) as generation, open_cache(store_dir) as cache:
        run = Run(cache=cache, knowledge=knowledge, settings=settings, progress=progress)
        prefix = generation.names.article("x").value.removesuffix("x")
        identifiers = {i for name in names for i in _find(cache, name.removeprefix(prefix))}
        cache.remove(sorted(identifiers))
        run.report.removed = len(identifiers)
        with run.report.timed("extracting"):
            reader = read_language(run)
        publish(generation, run, reader)
    return run.report


def _find(cache: Cache, name: str) -> list[str]:
    found = cache.find(name)
    if found:
        return found
    near = get_close_matches(
        name, [part for k in cache.all_known() for part in (k.id, k.source_id, k.url) if part], n=3
    )
    hint = f" Near: {', '.join(near)}." if near else " `kg query articles/list` lists them."
    raise NotFoundError(f"The store has no article with the id, source id or URL {name!r}.{hint}")
