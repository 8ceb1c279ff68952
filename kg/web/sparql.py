"""Queries put together from patterns of ours and terms: a term is written by pyoxigraph, which escapes it.

`substitutions` of pyoxigraph bind one term each and only what stands in the SELECT list; filters of an address have
several alternatives and should be shown to the reader as a query that runs anywhere. So they are VALUES blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode

from kg.querying.inlining import used_prefixes
from kg.rdf.iris import Names


def values(variable: str, terms: Iterable[NamedNode | Literal]) -> str:
    """A VALUES block that gives a variable these terms."""
    return " ".join(["VALUES", f"?{variable}", "{", *map(str, terms), "}"])


def compose(head: str, patterns: Sequence[str], tail: str = "") -> str:
    """A query: its head (`SELECT …`), the patterns of its WHERE clause one a line, what follows the clause."""
    lines = [head, "WHERE {", *(f"  {line}" for pattern in patterns for line in pattern.splitlines()), "}"]
    return "\n".join([*lines, *([tail] if tail else [])])


def shown(query: str, names: Names) -> str:
    """The query with the prefixes that it uses declared, so that it runs in any tool."""
    used = used_prefixes(query)
    declared = [f"PREFIX {prefix}: <{iri}>" for prefix, iri in names.prefixes.items() if prefix in used]
    return "\n".join([*declared, "", query]) if declared else query
