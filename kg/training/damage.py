"""Annotated articles as a collection would damage them: FA-KES lost its commas, apostrophes and line breaks.

A reader that learns clean copy in both forms reads both: `damaged` gives the other form of a record, annotation and all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kg.training.annotations import Record

_LOST = str.maketrans({",": "", "'": "", "’": "", "‘": "", "“": '"', "”": '"', "–": "-", "—": "-"})
_BREAKS = re.compile(r"\s*\n\s*")


def damaged(record: Record) -> Record | None:
    """The record with text and annotation as they would stand without those characters; None where nothing changes."""
    id_, text, annotation = record
    spoiled = _spoil(text)
    return None if spoiled == text else (id_, spoiled, _spoil_all(annotation))


def _spoil(text: str) -> str:
    return _BREAKS.sub(" ", text.translate(_LOST))


def _spoil_all(value: Any) -> Any:
    """Every string of an annotation spoiled; keys, ids and days hold none of those characters."""
    if isinstance(value, str):
        return _spoil(value)
    if isinstance(value, Mapping):
        return {k: _spoil_all(v) for k, v in value.items()}
    return [_spoil_all(v) for v in value] if isinstance(value, list) else value
