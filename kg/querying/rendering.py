"""A table for a person's eyes: as wide as the terminal at most, columns dropped or rows turned into cards to fit."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from kg.querying.results import Table

if TYPE_CHECKING:
    from rich.console import RenderableType

# A column narrower than this folds nearly every word: below it, cards read better.
_LEAST_WIDTH = 14
_WIDEST = 48
_LABEL = "Label"
_EMPTY = "No rows."


def table_text(table: Table, width: int = 100) -> str:
    """The table as plain text at most `width` characters wide."""
    from rich.console import Console

    text = io.StringIO()
    console = Console(file=text, width=width, color_system=None, highlight=False, force_jupyter=False)
    console.print(table_view(table, width))
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines()) + "\n"


def table_view(table: Table, width: int) -> RenderableType:
    """The table for a rich console of this width.

    Where the columns do not fit, IRIs that stand beside their label and columns without any value are left out; where
    that is not enough, each row becomes a card. CSV and JSON always have every column.
    """
    if not table.rows:
        return _EMPTY
    cells = list(table.cells())
    everything = list(range(len(table.columns)))
    for shown in (everything, _without_echoes(table, cells)):
        if _needed(table, cells, shown) <= width:
            return _grid(table, cells, shown)
    return _cards(table, cells)


def _needed(table: Table, cells: list[tuple[str, ...]], shown: list[int]) -> int:
    """The least width at which these columns still read well, borders included."""
    total = 1
    for index in shown:
        longest = max(len(row[index]) for row in cells)
        # The ends of an IRI tell it apart, so it is never folded; other text folds at spaces.
        least = longest if _is_iri(cells, index) else min(longest, _LEAST_WIDTH)
        total += max(least, len(table.columns[index])) + 3
    return total


def _is_iri(cells: list[tuple[str, ...]], index: int) -> bool:
    values = [row[index] for row in cells if row[index]]
    return bool(values) and all(":" in value and " " not in value for value in values)


def _without_echoes(table: Table, cells: list[tuple[str, ...]]) -> list[int]:
    """Columns but the empty ones, the coordinates, and IRIs with a label beside them; the first IRI always stays."""
    labelled = [name for name in table.columns if f"{name}{_LABEL}" in table.columns]
    echoes = {*labelled[1:], "lat", "long"}
    filled = [index for index in range(len(table.columns)) if any(row[index] for row in cells)]
    return [index for index in filled if table.columns[index] not in echoes]


def _grid(table: Table, cells: list[tuple[str, ...]], shown: list[int]) -> RenderableType:
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    grid = RichTable(box=box.SIMPLE_HEAD, pad_edge=False)
    for index in shown:
        numbers = all(row[index].lstrip("-").replace(".", "", 1).isdigit() for row in cells if row[index])
        whole = _is_iri(cells, index)
        grid.add_column(
            table.columns[index],
            justify="right" if numbers else "left",
            no_wrap=whole,
            max_width=None if whole else _WIDEST,
            overflow="fold",
        )
    for row in cells:
        grid.add_row(*(Text(row[index]) for index in shown))
    return grid


def _cards(table: Table, cells: list[tuple[str, ...]]) -> RenderableType:
    from rich.console import Group
    from rich.table import Table as RichTable
    from rich.text import Text

    cards: list[RenderableType] = []
    for number, row in enumerate(cells, start=1):
        card = RichTable.grid(padding=(0, 2))
        card.add_column(style="bold", no_wrap=True)
        card.add_column(overflow="fold")
        for name, value in zip(table.columns, row, strict=True):
            if value:
                card.add_row(name, Text(value))
        cards += [Text(f"-- {number} of {len(cells)}", style="dim"), card]
    return Group(*cards)
