"""Cheap checks before a query reaches the engine: what they refuse would only kill or stall a worker.

The engine's parser recurses, and a stack overflow ends its process: 4,096 nested braces (8 kB) do, 8,192 parentheses,
16,384 negations, 8,192 unions. An ordinary query costs 2 microseconds here, one that has to be cut into tokens 30.
"""

from __future__ import annotations

from kg.errors import QueryError
from kg.storage.tokens import is_ambiguous, scan

DEEPEST = 64
MOST_TERMS = 10_000
MOST_NEGATIONS = 256
_SMALL = 4_000  # characters: so short that no list of terms can be too long


class RefusedError(QueryError):
    """A query that is not even tried; the message says which limit it breaks."""


class TooLongError(RefusedError):
    """A query or request that is longer than is allowed."""


def check(query: str, longest: int) -> bool:
    """Refuse what is too long, too deep or too much; tell whether the query calls a SERVICE.

    Raises:
        TooLongError: it has more characters than `longest`.
        RefusedError: it nests deeper than 64, has over 10,000 terms or 256 negations, or may hide a SERVICE.
    """
    if len(query) > longest:
        raise TooLongError(f"The query has {len(query)} characters; this endpoint takes {longest}.")
    brackets = query.count("{") + query.count("(") + query.count("[") + query.count("!")
    calls = "service" in query.lower()
    if brackets <= DEEPEST and len(query) < _SMALL and not calls:
        return False
    if calls and is_ambiguous(query):
        raise RefusedError("A < before SERVICE may compare or begin an IRI: put a space after the one that compares.")
    return _count(query)


def _count(query: str) -> bool:
    depth = terms = negations = 0
    service = False
    for kind, text in scan(query):
        if kind == "open":
            depth += 1
            terms += 1
            if depth > DEEPEST:
                raise RefusedError(f"The query nests deeper than {DEEPEST} brackets.")
        elif kind == "close":
            depth -= 1
        elif kind == "no":
            negations += 1
            if negations > MOST_NEGATIONS:
                raise RefusedError(f"The query has more than {MOST_NEGATIONS} negations.")
        elif kind == "word":
            terms += 1
            service = service or text.upper() == "SERVICE"
        elif kind in {"iri", "name", "variable", "string"}:
            terms += 1
        if terms > MOST_TERMS:
            raise RefusedError(f"The query has more than {MOST_TERMS} terms.")
    return service
