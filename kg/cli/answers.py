"""Prints the answer to a query in the form that was asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.querying.results import Table

FORMATS = ("table", "csv", "json", "geojson")
_PIPE_WIDTH = 160


def print_answer(table: Table, format_: str) -> None:
    """Print rows to standard output; how many there are goes to standard error where people read."""
    if format_ != "table":
        forms: dict[str, Callable[[], str]] = {"csv": table.to_csv, "json": table.to_json, "geojson": table.to_geojson}
        sys.stdout.buffer.write(forms[format_]().encode())
        return
    from kg.querying.rendering import table_text, table_view

    if sys.stdout.isatty():
        from rich.console import Console

        console = Console()
        console.print(table_view(table, console.width))
    else:
        click.echo(table_text(table, _PIPE_WIDTH), nl=False)
    if len(table):
        click.echo(f"{len(table)} row{'s' if len(table) != 1 else ''}", err=True)
