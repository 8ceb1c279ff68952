"""What a store holds, without opening its graph, unless people decided something about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.domain.issues import Issue
from kg.errors import StoreMissingError
from kg.pipeline.cache import FILE_NAME, Known, open_cache
from kg.pipeline.deciding import decision_lines
from kg.storage import StoreMeta, read_meta


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreStatus:
    """`meta` is None where the first build was interrupted; `pending` counts articles that no build has finished."""

    folder: Path
    meta: StoreMeta | None
    articles: tuple[Known, ...]
    pending: int
    issues: tuple[Issue, ...]
    decisions: tuple[str, ...]  # lines: how many, what became of them, which do not apply
    size: int  # bytes on disk


def store_status(folder: Path) -> StoreStatus:
    """What the store in a folder holds, and what was skipped or doubted on the way.

    Raises:
        StoreMissingError: there is no store.
        StoreFormatError: it is of another version, or damaged.
    """
    meta: StoreMeta | None
    try:
        meta = read_meta(folder)
    except StoreMissingError:
        if not (folder / FILE_NAME).exists():
            raise
        meta = None
    with open_cache(folder) as cache:
        known = tuple(cache.all_known())
        mapped = cache.mapped(meta.build.digest) if meta else {}
        return StoreStatus(
            folder=folder,
            meta=meta,
            articles=known,
            pending=sum(1 for k in known if k.id not in mapped),
            issues=tuple(cache.issues()),
            decisions=tuple(decision_lines(folder)) if meta else (),
            size=sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        )
