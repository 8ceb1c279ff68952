"""`kg compare INCIDENT`: what each source says, side by side."""

from __future__ import annotations

import sys

import click

from kg.cli.options import Invocation, format_option, store_option

_PIPE_WIDTH = 180


@click.command("compare")
@click.argument("thing", nargs=-1, required=True, metavar="INCIDENT|ARTICLE...")
@click.option("--words/--no-words", default=True, show_default=True, help="Show the words behind every value.")
@format_option("table", "json", "csv", "markdown")
@store_option
@click.pass_obj
def command(invocation: Invocation, thing: tuple[str, ...], words: bool, format_: str, store: str | None) -> None:
    """Set the sources of an incident against each other, or the versions of an article.

    Outlets and the speakers whom they cite are told apart; copies of one text are one voice. Equal letters agree, ≠
    marks a field in which accounts exclude each other. Nothing here says who is right. Name it by IRI, prefixed name
    (kgd:event/0123456789abcdef) or by the words of its name.
    """
    from kg.comparing import shown

    with invocation.open_store(store) as opened:
        view = shown(opened, " ".join(thing), format_, words=words, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
    if isinstance(view, str):
        sys.stdout.buffer.write(view.encode())
    else:
        from rich.console import Console

        Console().print(view)
