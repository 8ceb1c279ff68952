"""Queries stay on this machine: `SERVICE` makes pyoxigraph call any address, and it has no switch against that."""

from __future__ import annotations

import re

from kg.errors import QueryError
from kg.storage.tokens import Kind, is_ambiguous, scan

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def refuse_federation(query: str) -> None:
    """Raise `QueryError` where a query would, or for all one can tell may, call another machine; escaped letters do not hide it."""
    for text in {query, _ESCAPE.sub(_unescape, query)}:
        if "service" not in text.lower():
            continue
        if any(kind == Kind.WORD and word.upper() == "SERVICE" for kind, word in scan(text)):
            raise QueryError("SERVICE is refused: queries are answered from this store alone.")
        if is_ambiguous(text):
            raise QueryError(
                "The query has the word SERVICE, and a < that may compare or begin an IRI: put a space after the one that "
                "compares, and write the IRI in full (https://…)."
            )


def _unescape(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 else match[0]
