"""The text index of the store that a request sees."""

from __future__ import annotations

import tempfile
from pathlib import Path

from kg.querying.text_index import TextIndex, open_index
from kg.storage import Store
from kg.web.cache import once
from kg.web.site import SiteSettings


def index_of(store: Store, settings: SiteSettings) -> TextIndex:
    """The index; beside the store where the site has a folder for it, else in a temporary one."""
    return once(store, "text index", lambda: open_index(store, settings.index_folder or _temporary()))


def _temporary() -> Path:
    return Path(tempfile.mkdtemp(prefix="conflict-kg-text-"))
