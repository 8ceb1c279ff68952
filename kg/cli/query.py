"""`kg query NAME --param value…`: the canned queries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from kg.cli.answers import FORMATS, print_answer
from kg.cli.options import Invocation, format_option, store_option


@click.command("query", add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("name", required=False)
@click.argument("parameters", nargs=-1, type=click.UNPROCESSED, metavar="[--PARAM VALUE]...")
@click.option("-l", "--list", "list_all", is_flag=True, help="List all queries with what they ask.")
@click.option("-h", "--help", "help_", is_flag=True, help="Show this, or the parameters and columns of query NAME.")
@format_option(*FORMATS)
@store_option
@click.pass_context
def command(
    ctx: click.Context,
    name: str | None,
    parameters: tuple[str, ...],
    list_all: bool,
    help_: bool,
    format_: str,
    store: str | None,
) -> None:
    """Answer a canned query, as in `kg query incidents/at-place --place Palmyra --since 2016`.

    Things are named in plain words, by prefixed name or by IRI; a day may be a month (2016-05) or a year.
    """
    from kg.querying.catalogue import find_query, read_catalogue

    if list_all:
        from kg.cli.tables import print_table

        found = [q for q in read_catalogue().values() if name is None or q.name.startswith(name)]
        print_table(("query", "what it asks"), [(q.name, q.title) for q in found])
    elif name is None:
        click.echo(ctx.get_help())
    elif help_:
        from kg.cli.query_help import query_help

        click.echo(query_help(find_query(name)))
    else:
        from kg.querying.run import run_query

        query, given = find_query(name), dict(_pairs(parameters))
        with ctx.ensure_object(Invocation).open_store(store) as opened:
            print_answer(run_query(opened, query, given), format_)


def _pairs(arguments: Sequence[str]) -> Iterator[tuple[str, str]]:
    """`--name value` and `--name=value`, in any order; a dash in a name may stand for its underscore."""
    rest = iter(arguments)
    for argument in rest:
        if not argument.startswith("--") or argument == "--":
            raise click.UsageError(
                f"Unexpected {argument!r}: parameters are given as --PARAM VALUE; quote several words."
            )
        name, equals, value = argument[2:].partition("=")
        given = value if equals else next(rest, None)
        if given is None:
            raise click.UsageError(f"--{name} needs a value.")
        yield name.replace("-", "_"), given
