"""A canned query as one text with its parameters bound: for endpoints, which take nothing but text.

Terms are written by pyoxigraph, which escapes them; no value is pasted as it came. Each group of the query that speaks
of a parameter opens with `VALUES ?parameter { term }`, so that filters see it wherever they stand (a trailing VALUES
would not reach into sub-SELECTs, OPTIONAL and UNION).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import QueryParameterError

_TOKEN = re.compile(
    r"""(?P<silent><[^<>"{}|^`\\\s]*>"""
    r'''|"""(?:[^"\\]|\\.|"(?!""))*"""'''
    r"""|'''(?:[^'\\]|\\.|'(?!''))*'''"""
    r'''|"(?:[^"\\\n\r]|\\.)*"'''
    r"""|'(?:[^'\\\n\r]|\\.)*'"""
    r"""|\#[^\n\r]*)"""
    r"""|(?P<variable>[?$]\w+)|(?P<prefixed>[A-Za-z][\w.-]*:(?!//)|(?<![\w:])_?:)|(?P<word>[A-Za-z_]\w*)|(?P<brace>[{}])""",
    re.DOTALL,
)


@dataclass(slots=True)
class _Group:
    """A `{ … }`: where its inside begins, whether it holds a pattern or data, the variables directly in it."""

    start: int
    is_pattern: bool
    variables: set[str] = field(default_factory=set)
    is_select: bool = False


def inline_parameters(text: str, bound: Mapping[str, NamedNode | BlankNode | Literal | Triple]) -> str:
    """The query with a VALUES for each bound variable in every group that names it; line numbers stay as they are.

    Raises:
        QueryParameterError: a variable does not occur in the query, or a term cannot be written in a query.
    """
    if not bound:
        return text
    odd = [name for name, term in bound.items() if not isinstance(term, NamedNode | Literal)]
    if odd:
        raise QueryParameterError(f"{odd[0]}: only IRIs and literals can be given to a query that is sent as text.")
    groups = list(_groups(text))
    seen = {name for group in groups for name in group.variables}
    missing = sorted(bound.keys() - seen)
    if missing:
        raise QueryParameterError(f"The query has no variable ?{missing[0]} in its WHERE clause.")
    parts, done = [], 0
    for group in sorted(groups, key=lambda g: g.start):
        names = [name for name in bound if name in group.variables]
        if group.is_pattern and not group.is_select and names:
            parts.append(text[done : group.start])
            parts += [f" VALUES ?{name} {{ {bound[name]} }}" for name in names]
            done = group.start
    return "".join(parts) + text[done:]


def declared_prefixes(text: str) -> set[str]:
    """The prefixes that a query declares itself."""
    found, expects = set(), False
    for token in _TOKEN.finditer(text):
        if token["word"]:
            expects = token["word"].upper() == "PREFIX"
        elif token["prefixed"] and expects:
            found.add(token["prefixed"][:-1])
            expects = False
    return found


def used_prefixes(text: str) -> set[str]:
    """The prefixes that stand before names in a query; those it declares count as well."""
    return {token["prefixed"][:-1] for token in _TOKEN.finditer(text) if token["prefixed"]}


def _groups(text: str) -> Iterator[_Group]:
    """Every pair of braces, with what stands directly between them (not in braces within)."""
    open_groups: list[_Group] = []
    in_values = False
    for token in _TOKEN.finditer(text):
        if token["word"]:
            word = token["word"].upper()
            in_values = word == "VALUES" or (in_values and word == "UNDEF")
            if word == "SELECT" and open_groups and not text[open_groups[-1].start : token.start()].strip():
                open_groups[-1].is_select = True
        elif token["variable"] and open_groups and not in_values:
            open_groups[-1].variables.add(token["variable"][1:])
        elif token["brace"] == "{":
            open_groups.append(_Group(token.end(), is_pattern=not in_values))
            in_values = False
        elif token["brace"] == "}" and open_groups:
            yield open_groups.pop()
