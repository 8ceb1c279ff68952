"""One row of an answer, with values that Python can compute with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.querying.results import Value

Cell = Value | tuple[str, ...]
"""What a cell holds: text (IRIs too), whole number, Decimal, day, truth value, None, or the texts of a list column."""


class Row(Mapping[str, Cell]):
    """A row: `row.kind`, `row["kind"]` and `row[0]` are the same cell; `dict(row)` has all.

    Columns whose name a mapping already uses (`values`, `items`, `get`, `keys`) are had by `row["values"]` alone.

    Examples:
        >>> row = Row(("kind", "articles"), ("AirStrike", 2))
        >>> row.kind, row["articles"], row[0]
        ('AirStrike', 2, 'AirStrike')
        >>> row
        Row(kind='AirStrike', articles=2)
    """

    __slots__ = ("_cells", "_columns")

    def __init__(self, columns: tuple[str, ...], cells: tuple[Cell, ...]) -> None:
        self._columns = columns
        self._cells = cells

    def __getitem__(self, key: str | int) -> Cell:
        if isinstance(key, int):
            return self._cells[key]
        try:
            return self._cells[self._columns.index(key)]
        except ValueError:
            raise KeyError(f"{key!r}: the columns are {', '.join(self._columns)}") from None

    def __getattr__(self, name: str) -> Cell:
        if name in self._columns:
            return self._cells[self._columns.index(name)]
        raise AttributeError(f"no column {name!r}: the columns are {', '.join(self._columns)}")

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def __dir__(self) -> list[str]:
        return [*self._columns, "get", "items", "keys", "values"]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row) and (self._columns, self._cells) == (other._columns, other._cells)

    def __hash__(self) -> int:
        return hash(self._cells)

    def __repr__(self) -> str:
        return f"Row({', '.join(f'{n}={c!r}' for n, c in zip(self._columns, self._cells, strict=True))})"
