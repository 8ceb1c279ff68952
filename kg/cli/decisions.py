"""`kg decide accept`, `undo` and `list`: what is right as it is, and decisions that were made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from kg.cli.deciding import deciding
from kg.cli.options import Invocation, format_option, store_option

if TYPE_CHECKING:
    from kg.curation.desk import Desk, Draft

    Drawn = Callable[[Desk], Draft]


@deciding(click.argument("thing"))
def accept(thing: str) -> Drawn:
    """THING is right as it is; of a candidate: the two are one."""
    return lambda desk: desk.accept(thing)


@deciding(click.argument("decisions", nargs=-1, required=True, metavar="DECISION..."))
def undo(decisions: tuple[str, ...]) -> Drawn:
    """Take decisions back, by id or its first digits, or `last`."""
    return lambda desk: desk.undo(decisions)


@click.command("list")
@format_option("table", "json")
@store_option
@click.pass_obj
def list_decisions(invocation: Invocation, format_: str, store: str | None) -> None:
    """List every decision, the first one first, and what became of it in the graph as it is now."""
    from kg.cli.tables import print_rows
    from kg.pipeline.deciding import decision_rows

    print_rows(decision_rows(invocation.settings(store=store).store), format_)
