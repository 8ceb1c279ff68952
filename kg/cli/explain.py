"""`kg explain THING`: what is said of it, by whom, in which words."""

from __future__ import annotations

import sys

import click

from kg.cli.options import Invocation, format_option, store_option

_PIPE_WIDTH = 110


@click.command("explain")
@click.argument("thing", nargs=-1, required=True, metavar="IRI|WORDS...")
@click.option("--most", type=click.IntRange(min=1), help="Most sentences that are shown (default: 40).")
@click.option(
    "--trace", is_flag=True, help="Show also what each step contributed: producer, version, rule or head, score."
)
@format_option("text", "json")
@store_option
@click.pass_obj
def command(
    invocation: Invocation, thing: tuple[str, ...], most: int | None, trace: bool, format_: str, store: str | None
) -> None:
    """Show where something in the graph comes from: the sentences, with the words marked.

    Name it by IRI, prefixed name (kgd:actor/russia), path (event/0123456789abcdef) or in words (Islamic State).
    """
    from kg.querying.explain import MOST_PASSAGES, explain
    from kg.querying.explaining import explanation_text, explanation_view

    with invocation.open_store(store) as opened:
        explanation = explain(opened, " ".join(thing), most=most or MOST_PASSAGES, trace=trace)
    if format_ == "json":
        click.echo(explanation.to_json(), nl=False)
    elif sys.stdout.isatty():
        from rich.console import Console

        Console().print(explanation_view(explanation))
    else:
        click.echo(explanation_text(explanation, _PIPE_WIDTH), nl=False)
