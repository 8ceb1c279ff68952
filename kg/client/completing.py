"""What can follow in a SPARQL query that is being typed: variables, keywords, the terms that graphs are spelled in. Private."""

from __future__ import annotations

import re
from functools import lru_cache

from pyoxigraph import NamedNode

from kg.domain.extraction import EntityType, EventType
from kg.rdf import namespaces
from kg.rdf.namespaces import PREFIXES

KEYWORDS = (
    "SELECT", "DISTINCT", "WHERE", "ASK", "CONSTRUCT", "DESCRIBE", "OPTIONAL", "FILTER", "UNION", "MINUS", "GRAPH", "BIND",
    "VALUES", "GROUP BY", "HAVING", "ORDER BY", "LIMIT", "OFFSET", "PREFIX", "COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE",
    "GROUP_CONCAT", "COALESCE", "EXISTS", "NOT EXISTS", "BOUND", "CONTAINS", "LCASE", "REGEX", "STR", "STRSTARTS", "LANG",
    "DATATYPE", "DESC", "ASC",
)  # fmt: skip
_TYPED = re.compile(r"[?$]?[\w.-]*(?::[\w-]*)?$")
_VARIABLE = re.compile(r"[?$]\w+")


@lru_cache(maxsize=1)
def terms() -> tuple[str, ...]:
    """Every class and property of the data model as a prefixed name, sorted."""
    found = {member.value for kind in (EntityType, EventType) for member in kind}
    names = {f"kg:{name}" for name in found}
    longest = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))
    for holder in vars(namespaces).values():
        constants = vars(holder).values() if isinstance(holder, type) else ()
        for constant in constants:
            if isinstance(constant, NamedNode):
                prefix, namespace = next(item for item in longest if constant.value.startswith(item[1]))
                names.add(f"{prefix}:{constant.value[len(namespace) :]}")
    return tuple(sorted(names))


def complete(text: str, cursor: int) -> tuple[str, list[str]]:
    """What is typed of the word before the cursor, and what it can become, likeliest first.

    Examples:
        >>> complete("SELECT * WHERE { ?claim kg:stat", 31)
        ('kg:stat', ['kg:State', 'kg:status'])
        >>> complete("SELECT ?claim WHERE { ?cl", 25)[1]
        ['?claim']
        >>> complete("sel", 3)[1]
        ['SELECT']
    """
    before = text[:cursor]
    found = _TYPED.search(before)
    typed = found[0] if found else ""
    if typed[:1] in {"?", "$"}:
        rest = before[: len(before) - len(typed)] + " " + text[cursor:]
        names = sorted(set(_VARIABLE.findall(rest)))
        return typed, [name for name in names if name.startswith(typed) and name != typed]
    if ":" in typed:
        return typed, [term for term in terms() if term.lower().startswith(typed.lower())]
    prefixes = [f"{prefix}:" for prefix in ("kg", "kgd", *sorted(PREFIXES.keys() - {"kg"})) if prefix.startswith(typed)]
    words = [word for word in KEYWORDS if word.startswith(typed.upper())] if typed else list(KEYWORDS)
    return typed, [*words, *prefixes]
