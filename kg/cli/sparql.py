"""`kg sparql QUERY`: SPARQL of the user's own."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.answers import FORMATS, print_answer
from kg.cli.options import Invocation, format_option, store_option
from kg.errors import QueryError


@click.command("sparql")
@click.argument("query", metavar="'QUERY'|FILE|-")
@format_option(*FORMATS)
@store_option
@click.pass_obj
def command(invocation: Invocation, query: str, format_: str, store: str | None) -> None:
    """Answer a SPARQL query: its text, a file that holds it, or - for standard input.

    SELECT gives rows, ASK true or false, CONSTRUCT and DESCRIBE give Turtle. The usual prefixes (kg: kgd: sem: prov: …)
    need no declaration; the default graph is the union of all named graphs.
    """
    text = _text_of(query)
    from kg.querying.results import Table
    from kg.querying.run import run_sparql

    with invocation.open_store(store) as opened:
        answer = run_sparql(opened, text)
        if isinstance(answer, Table):
            print_answer(answer, format_)
        elif isinstance(answer, bool):
            boolean = {"json": '{"head": {}, "boolean": %s}'}.get(format_, "%s")
            click.echo(boolean % str(answer).lower())
        elif format_ == "table":
            click.echo(answer.to_turtle(), nl=False)
        else:
            raise QueryError(f"CONSTRUCT and DESCRIBE give Turtle, not {format_}: leave --format out.")


def _text_of(query: str) -> str:
    """The query itself. What holds a space or a brace is a query; everything else names a file."""
    if query == "-":
        return sys.stdin.buffer.read().decode("utf-8", errors="replace")
    if any(character in query for character in "{} \n\t"):
        path = Path(query) if "{" not in query and len(query) < 1000 else None
        if path is None or not path.is_file():
            return query
    try:
        return Path(query).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"The query file {query} cannot be read: {error}.") from error
