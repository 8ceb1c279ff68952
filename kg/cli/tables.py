"""Tables for people: boxed and wrapped on a terminal, aligned plain text when piped."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence

import click

_WIDEST = 60  # characters of a cell in a pipe; a terminal wraps instead


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], title: str = "") -> None:
    """Print rows of text to standard output."""
    cells = [[" ".join(str(cell).split()) for cell in row] for row in rows]
    if sys.stdout.isatty():
        _print_rich(columns, cells, title)
        return
    shown = [list(columns), *([_cut(cell) for cell in row] for row in cells)]
    widths = [max(len(row[i]) for row in shown) for i in range(len(columns))]
    for row in shown:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def print_rows(rows: Sequence[Mapping[str, object]], format_: str) -> None:
    """Print rows of one shape as a table, or as JSON; how many there are goes to standard error."""
    if format_ == "json":
        import json

        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if rows:
        print_table(tuple(rows[0]), [tuple(str(v) for v in row.values()) for row in rows])
    click.echo(f"{len(rows)} row{'s' if len(rows) != 1 else ''}", err=True)


def _print_rich(columns: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title or None, box=SIMPLE_HEAD, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def _cut(cell: str) -> str:
    return cell if len(cell) <= _WIDEST else cell[: _WIDEST - 1] + "…"
