"""Queries stay on this machine: `SERVICE` makes pyoxigraph call any address, and it has no switch against that."""

from __future__ import annotations

import re

from kg.errors import QueryError

# What may hold the word without being the keyword: IRIs, strings, comments. An IRI holds neither space nor brace, so
# that no SERVICE clause can hide between two comparison signs.
_HARMLESS = re.compile(
    r"""<[^<>"{}|^`\\\s]*>"""
    r'''|"""(?:[^"\\]|\\.|"(?!""))*"""'''
    r"""|'''(?:[^'\\]|\\.|'(?!''))*'''"""
    r'''|"(?:[^"\\\n\r]|\\.)*"'''
    r"""|'(?:[^'\\\n\r]|\\.)*'"""
    r"""|\#[^\n\r]*""",
    re.DOTALL,
)
_SERVICE = re.compile(r"(?<![\w:?$@-])SERVICE(?![\w:-])", re.IGNORECASE)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def refuse_federation(query: str) -> None:
    """Raise `QueryError` where a query would call another machine; escaped letters do not hide the keyword."""
    for text in {query, _ESCAPE.sub(_unescape, query)}:
        if _SERVICE.search(_HARMLESS.sub(" ", text)):
            raise QueryError("SERVICE is refused: queries are answered from this store alone.")


def _unescape(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 else match[0]
