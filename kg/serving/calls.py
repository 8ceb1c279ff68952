"""`SERVICE` in a query, answered before the engine sees it: `kg:search`, and endpoints that the operator allows.

The engine itself would call any address from inside the server, loopback and redirects included, and cannot be told
not to. So each SERVICE block is answered here and put back as the VALUES that it stands for:

    SERVICE kg:search { ?thing kg:query "khan shaykhun" ; kg:kind "place" ; kg:score ?score ; kg:limit 20 }
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Variable

from kg.errors import QueryError, QuerySyntaxError
from kg.querying.text_index import Hit
from kg.querying.text_index import Kind as Found
from kg.rdf.namespaces import KG
from kg.serving.guard import RefusedError
from kg.storage.tokens import Kind, Token, declared_prefixes, iri_of, string_value, tokens

Term = NamedNode | Literal | None
SEARCH = KG.namespace + "search"
_MOST_BLOCKS = 8
_FORM = 'SERVICE kg:search { ?thing kg:query "words" ; kg:score ?score ; kg:kind "place" ; kg:limit 50 }'


@dataclass(frozen=True, slots=True)
class Block:
    """A SERVICE clause: whom it calls, whether silently, what it asks, and where it stands in the query."""

    address: str
    silent: bool
    body: tuple[Token, ...]
    body_text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Values:
    """Rows to join with, in place of the clause that asked for them."""

    variables: tuple[str, ...]
    rows: Sequence[Sequence[Term]]

    def sparql(self) -> str:
        """As a VALUES block; terms are written by pyoxigraph, which escapes them."""
        head = " ".join(str(Variable(name)) for name in self.variables)
        rows = " ".join("(" + " ".join("UNDEF" if t is None else str(t) for t in row) + ")" for row in self.rows)
        return f"VALUES ({head}) {{ {rows} }}"


Search = Callable[[str, Sequence[str] | None, int], Sequence[Hit]]
"""Words, kinds or None, and how many at most → what fits, best first."""

Fetch = Callable[[Block, Mapping[str, str]], Values]
"""A block for an allowed endpoint and the prefixes of the query → its answer. Raises `RefusedError` for others."""


def answer_calls(query: str, prefixes: Mapping[str, str], search: Search, fetch: Fetch) -> str:
    """The query with every SERVICE clause replaced by the rows that it stands for.

    Raises:
        RefusedError: the endpoint is not allowed, or there are too many clauses.
        QuerySyntaxError: a `kg:search` block that is not understood.
        QueryError: an allowed endpoint did not answer.
    """
    parts = list(tokens(query))
    known = {**prefixes, **declared_prefixes(parts)}
    blocks = list(_blocks(query, parts, known))
    if len(blocks) > _MOST_BLOCKS:
        raise RefusedError(f"The query calls SERVICE {len(blocks)} times; {_MOST_BLOCKS} is the most.")
    for block in reversed(blocks):
        values = _search(block, known, search) if block.address == SEARCH else fetch(block, known)
        query = query[: block.start] + values.sparql() + query[block.end :]
    return query


def _blocks(query: str, parts: list[Token], prefixes: Mapping[str, str]) -> list[Block]:
    found: list[Block] = []
    at = 0
    while at < len(parts):
        token = parts[at]
        if token.kind is not Kind.WORD or token.text.upper() != "SERVICE":
            at += 1
            continue
        silent = at + 1 < len(parts) and parts[at + 1].text.upper() == "SILENT"
        address = parts[at + 1 + silent] if at + 1 + silent < len(parts) else None
        where = None if address is None else iri_of(address, prefixes)
        opening = at + 2 + silent
        if where is None or opening >= len(parts) or parts[opening].text != "{":
            raise RefusedError("SERVICE is refused here: it must name one endpoint by its IRI, followed by { … }.")
        closing = _matching(parts, opening)
        body = parts[opening + 1 : closing]
        inner = query[parts[opening].end : parts[closing].start]
        if any(t.kind is Kind.WORD and t.text.upper() == "SERVICE" for t in body):
            raise RefusedError("A SERVICE inside of a SERVICE is refused.")
        found.append(Block(where, bool(silent), tuple(body), inner, token.start, parts[closing].end))
        at = closing + 1
    return found


def _matching(parts: list[Token], opening: int) -> int:
    depth = 0
    for at in range(opening, len(parts)):
        if parts[at].kind is Kind.OPEN:
            depth += 1
        elif parts[at].kind is Kind.CLOSE:
            depth -= 1
            if depth == 0:
                return at
    raise QuerySyntaxError("The query is not valid SPARQL: a SERVICE block is never closed.")


def _search(block: Block, prefixes: Mapping[str, str], search: Search) -> Values:
    subject, given = _statements(block, prefixes)
    words = given.pop("query", None)
    if words is None or words.kind is not Kind.STRING:
        raise QuerySyntaxError(f"The kg:search block needs kg:query with words. Its form is {_FORM}.")
    limit = _limit(given.pop("limit", None))
    kinds = _kinds(given.pop("kind", None))
    variables = [subject]
    columns: list[str] = []
    for name in ("score", "label", "snippet"):
        token = given.pop(name, None)
        if token is not None:
            if token.kind is not Kind.VARIABLE:
                raise QuerySyntaxError(f"kg:{name} of a kg:search block gives a value: put a variable there.")
            variables.append(token.text[1:])
            columns.append(name)
    if given:
        raise QuerySyntaxError(f"The kg:search block does not know kg:{min(given)}. Its form is {_FORM}.")
    if len(set(variables)) < len(variables):
        raise QuerySyntaxError("A kg:search block uses one variable twice.")
    hits = search(string_value(words.text), kinds, limit)
    return Values(tuple(variables), [(NamedNode(h.iri), *(_column(h, name) for name in columns)) for h in hits])


def _statements(block: Block, prefixes: Mapping[str, str]) -> tuple[str, dict[str, Token]]:
    """The subject variable of the block, and each `kg:` property with its value."""
    body = [t for t in block.body if t.text != "."]
    if len(body) < 3 or body[0].kind is not Kind.VARIABLE:
        raise QuerySyntaxError(f"The kg:search block begins with a variable. Its form is {_FORM}.")
    given: dict[str, Token] = {}
    rest = body[1:]
    for at in range(0, len(rest), 3):
        pair = rest[at : at + 3]
        iri = iri_of(pair[0], prefixes)
        ends = len(pair) == 2 or (len(pair) == 3 and pair[2].text == ";")
        if iri is None or not iri.startswith(KG.namespace) or not ends:
            raise QuerySyntaxError(f"The kg:search block is not understood near {pair[0].text!r}. Its form is {_FORM}.")
        given[iri.removeprefix(KG.namespace)] = pair[1]
    return body[0].text[1:], given


def _limit(token: Token | None) -> int:
    if token is None:
        return 50
    if token.kind is not Kind.NUMBER or not token.text.isdecimal():
        raise QuerySyntaxError("kg:limit of a kg:search block is a whole number.")
    return min(int(token.text), 1000)


def _kinds(token: Token | None) -> list[str] | None:
    if token is None:
        return None
    kinds = string_value(token.text).replace(",", " ").split() if token.kind is Kind.STRING else []
    if not kinds or not set(kinds) <= set(Found):
        raise QuerySyntaxError(f"kg:kind of a kg:search block is text with some of: {', '.join(Found)}.")
    return kinds


def _column(hit: Hit, name: str) -> Term:
    if name == "score":
        return Literal(round(hit.score, 4))
    return Literal(hit.label if name == "label" else hit.snippet)


def no_endpoints(block: Block, _prefixes: Mapping[str, str]) -> Values:
    """Refuses every endpoint: the `Fetch` where none is allowed."""
    raise RefusedError(
        f"SERVICE <{block.address}> is refused: queries are answered from this store alone. "
        "Whoever runs the server can allow endpoints with the setting service_hosts."
    )


__all__ = ["SEARCH", "Block", "Fetch", "QueryError", "Search", "Values", "answer_calls", "no_endpoints"]
