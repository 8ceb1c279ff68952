"""SPARQL cut into tokens: enough to find keywords and braces without mistaking a string, an IRI or a comment for one.

Linear in the length of the text whatever it holds (possessive quantifiers), and without recursion: it comes before
the engine's parser, which a few kilobytes of nested braces bring down together with its process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a token is; the values are the groups of the expression below."""

    COMMENT = "comment"
    STRING = "string"
    IRI = "iri"
    VARIABLE = "variable"
    NAME = "name"  # prefixed, or a blank node's label
    OPEN = "open"
    CLOSE = "close"
    NOT = "no"
    WORD = "word"
    NUMBER = "number"
    SIGN = "sign"  # those that separate: . ; ,


_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n\r]*+)"""
    # A string that is never closed is taken to its end as well: looked at once only, and no valid query has one.
    r'''|(?P<string>"""(?:[^"\\]|\\.|"(?!""))*+(?:""")?'''
    r"""|'''(?:[^'\\]|\\.|'(?!''))*+(?:''')?"""
    r"""|"(?:[^"\\\n\r]|\\[^\n\r])*+"?"""
    r"""|'(?:[^'\\\n\r]|\\[^\n\r])*+'?)"""
    r"""|(?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>)"""
    r"""|(?P<variable>[?$]\w++)"""
    r"""|(?P<name>(?:[^\W\d_][\w.-]*+)?:(?:[\w:-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]|\.(?=[\w:.%\\-]))*+)"""
    r"""|(?P<open>[{(\[])|(?P<close>[})\]])|(?P<no>!)"""
    r"""|(?P<number>\d++(?:\.\d*+[eE][+-]?\d++|\.\d++|[eE][+-]?\d++)?)"""
    # The engine wants no space between a number, or true or false, and the keyword after it.
    r"""|(?P<word>(?i:true|false)(?=\w)|[^\W\d]\w*+)"""
    r"""|(?P<sign>[.;,])""",
    re.DOTALL,
)
_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Token:
    """A token with its place in the text (half open)."""

    kind: Kind
    text: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query or update without its comments; what is none of them is passed over."""
    for found in _TOKEN.finditer(text):
        if found.lastgroup is not None and found.lastgroup != Kind.COMMENT:
            yield Token(Kind(found.lastgroup), found[0], found.start(), found.end())


def scan(text: str) -> Iterator[tuple[str, str]]:
    """As `tokens`, but only the name of the kind and the text: for what is done to each request."""
    for found in _TOKEN.finditer(text):
        yield found.lastgroup or "", found[0]


_QUOTING = re.compile(r"<(?P<before>[^'#]*+)['#]")


def is_ambiguous(text: str) -> bool:
    """Whether what looks like an IRI may be a `<` that compares, followed by the start of a string or comment.

    Only the grammar can tell ("?a<?b&&?c='>'"); until it has, nobody knows what of the rest is a keyword. No
    expression has `://` before its first string.
    """
    found = (_QUOTING.match(token) for kind, token in scan(text) if kind == Kind.IRI)
    return any("://" not in one["before"] for one in found if one)


def has_word(text: str, *words: str) -> bool:
    """Whether one of these keywords (upper case) stands outside of every bracket: as FROM and LOAD do."""
    lower = text.lower()
    if not any(word.lower() in lower for word in words):
        return False
    depth = 0
    for token in tokens(text):
        if token.kind is Kind.OPEN:
            depth += 1
        elif token.kind is Kind.CLOSE:
            depth -= 1
        elif depth == 0 and token.kind is Kind.WORD and token.text.upper() in words:
            return True
    return False


def string_value(token: str) -> str:
    """What a string literal means."""
    inner = token[3:-3] if token[:3] in {'"""', "'''"} and len(token) >= 6 else token[1:-1]
    return _ESCAPE.sub(_unescaped, inner)


def declared_prefixes(parts: list[Token]) -> dict[str, str]:
    """The prefixes that a query declares itself."""
    found = {}
    for one, two, three in zip(parts, parts[1:], parts[2:], strict=False):
        if one.kind is Kind.WORD and one.text.upper() == "PREFIX" and two.kind is Kind.NAME and three.kind is Kind.IRI:
            found[two.text.removesuffix(":")] = three.text[1:-1]
    return found


def iri_of(token: Token, prefixes: Mapping[str, str]) -> str | None:
    """The IRI that a token names, written out or by prefix; None where it names none."""
    if token.kind is Kind.IRI:
        return token.text[1:-1]
    if token.kind is Kind.NAME:
        prefix, _, local = token.text.partition(":")
        if prefix in prefixes:
            return prefixes[prefix] + local.replace("\\", "")
    return None


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code:
        number = int(code, 16)
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
    return _ESCAPES.get(match[3], match[3])
