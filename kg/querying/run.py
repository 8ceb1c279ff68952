"""Ask the graph: a canned query by name, or SPARQL of the user's own. Nothing here changes the graph."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, RdfFormat, Triple, serialize

from kg.errors import QuerySyntaxError, ResourceError
from kg.querying.catalogue import CannedQuery, find_query
from kg.querying.inlining import inline_parameters
from kg.querying.parameters import bind_parameters
from kg.querying.results import Table, Term
from kg.storage import Row, Solutions, Store

LIST_SEPARATOR = " | "
_UPDATE = re.compile(
    r"^\s*(?:(?:PREFIX|BASE)\b[^>]*>\s*|#[^\n]*\n\s*)*(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Triples:
    """The answer to a CONSTRUCT or DESCRIBE: distinct triples, sorted by their N-Triples lines."""

    triples: tuple[Triple, ...]
    prefixes: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.triples)

    def to_turtle(self) -> str:
        """As Turtle, with the usual prefixes."""
        lines = _serialized(self.triples, RdfFormat.TURTLE, self.prefixes).splitlines(keepends=True)
        declarations = sorted(
            line for line in lines if line.startswith("@prefix")
        )  # pyoxigraph gives them in any order
        return "".join(declarations + [line for line in lines if not line.startswith("@prefix")])

    def to_ntriples(self) -> str:
        """As sorted N-Triples."""
        return _serialized(self.triples, RdfFormat.N_TRIPLES, {})


def run(store: Store, name: str, /, **parameters: object) -> Table:
    """Answer the canned query `name` ("incidents/at-place", or "at-place" where that is unique).

    Parameters are bound as terms, never pasted into the text. One that is left out leaves its variable unbound, which
    the queries read as "any": see queries/README.md.

    Raises:
        UnknownQueryError: there is no such query.
        QueryParameterError: a parameter is missing, unknown, of the wrong type or ambiguous.
        ResourceError: the query's file is broken.
        StoreError: the store cannot be read.
    """
    return run_query(store, find_query(name), parameters)


def run_query(store: Store, query: CannedQuery, parameters: Mapping[str, object]) -> Table:
    """Answer a canned query that is at hand. Raises as `run` does."""
    bound = bind_parameters(query, parameters, store)
    names = tuple(column.name for column in query.columns)
    try:
        # As text, since the engine plans around constants: a search by name took 14 s with substitutions, 0.1 s so.
        solutions = store.select(inline_parameters(query.text, bound))
        _check_header(query, solutions.variables)
        rows = tuple(_row(query, names, solutions.variables, row) for row in solutions)
    except QuerySyntaxError as error:
        raise ResourceError(f"{query.path}: {error}") from error
    return Table(columns=names, rows=rows, title=query.title, asked=bound, prefixes=store.names.prefixes)


def run_sparql(store: Store, text: str) -> Table | Triples | bool:
    """Answer a query of the user's own: a table for SELECT, triples for CONSTRUCT and DESCRIBE, a truth value for ASK.

    The usual prefixes need no declaration. The default graph is the union of all graphs; `GRAPH` picks one.

    Raises:
        QuerySyntaxError: not valid SPARQL, or an update; with line and column, and the place in the message.
        QueryError: the evaluation failed, or it would call another machine.
        StoreError: the store cannot be read.
    """
    try:
        answer = store.answer(text)
    except QuerySyntaxError as error:
        update = _UPDATE.match(text)
        if update is None:
            raise
        raise QuerySyntaxError(
            f"{update[1].upper()} is refused: the graph is only read here. Change what is in it with "
            "`kg build` and `kg remove`.",
            line=error.line,
            column=error.column,
        ) from error
    if isinstance(answer, bool):
        return answer
    if isinstance(answer, Solutions):
        return Table(columns=answer.variables, rows=tuple(answer), prefixes=store.names.prefixes)
    return Triples(triples=tuple(sorted(set(answer), key=str)), prefixes=store.names.prefixes)


def _serialized(triples: tuple[Triple, ...], form: RdfFormat, prefixes: Mapping[str, str]) -> str:
    data = serialize(triples, format=form, prefixes=dict(prefixes) or None)
    return data.decode() if data is not None else ""  # None only where an output file was given


def _check_header(query: CannedQuery, variables: tuple[str, ...]) -> None:
    declared = {column.name for column in query.columns} | {parameter.name for parameter in query.parameters}
    if declared != set(variables):
        odd = ", ".join(sorted(declared ^ set(variables)))
        raise ResourceError(f"{query.path}: the header and the SELECT list do not agree on {odd}.")


def _row(query: CannedQuery, names: tuple[str, ...], variables: tuple[str, ...], row: Row) -> tuple[Term | None, ...]:
    """The declared columns of a row; what SPARQL concatenated in no order is sorted."""
    cells = dict(zip(variables, row, strict=True))
    lists = {column.name for column in query.columns if column.is_list}
    return tuple(_sorted_list(cells[name]) if name in lists else cells[name] for name in names)


def _sorted_list(term: Term | None) -> Term | None:
    if not isinstance(term, Literal):
        return term
    parts = {part for part in term.value.split(LIST_SEPARATOR) if part}
    return Literal(LIST_SEPARATOR.join(sorted(parts))) if parts else None
