"""What a query gives: a table that iterates, shows itself, and turns into a DataFrame, GeoJSON, a map, a chart."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, overload

from kg.client.frames import frame_of, split_list
from kg.client.html import table_html
from kg.client.rows import Cell, Row
from kg.errors import ExportError, QueryError
from kg.querying.rendering import table_text
from kg.querying.results import Table, Term, python_value

if TYPE_CHECKING:
    import pandas as pd

    from kg.client.figures import Figure

Precisions = Callable[[], Mapping[str, str]]
"""Gives what the points of places stand for (settlement, area, country, …), by the places' IRIs."""

MOST_SHOWN = 50
"""Rows that an answer shows of itself; it always holds all."""
_WIDTH = 140


class Answer(Sequence[Row]):
    """The answer to a SELECT or a canned query: all its rows, in the query's order.

    Iterating gives `Row`s with Python values; at the end of a notebook cell it shows itself as a table.

    Examples:
        >>> answer = graph.query("places/map")
        >>> answer.columns[:2]
        ('location', 'locationLabel')
        >>> answer[0].locationLabel, answer[0].incidents > 1
        ('Palmyra', True)
        >>> [row.locationLabel for row in answer if row.precision == "country"][:1]
        ['Syria']
    """

    def __init__(self, table: Table, lists: frozenset[str] = frozenset(), precisions: Precisions = lambda: {}) -> None:
        self._table = table
        self._lists = lists
        self._precisions = precisions

    @property
    def title(self) -> str:
        """What was asked, in words; empty for SPARQL of one's own."""
        return self._table.title

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self._table.columns

    @property
    def table(self) -> Table:
        """The RDF terms behind the rows, with exact datatypes (`kg.querying.Table`)."""
        return self._table

    def __len__(self) -> int:
        return len(self._table)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Answer: ...
    def __getitem__(self, index: int | slice) -> Row | Answer:
        if isinstance(index, slice):
            return Answer(replace(self._table, rows=self._table.rows[index]), self._lists, self._precisions)
        return self._row(index)

    def __iter__(self) -> Iterator[Row]:
        return (self._row(index) for index in range(len(self)))

    def df(self) -> pd.DataFrame:
        """The answer as a pandas DataFrame, typed by the RDF datatypes.

        Days are `datetime64[s]`, whole numbers `int64` (`Int64` where some are missing), decimals `float64`, truth
        values `bool` or `boolean`. IRIs, the labels beside them and closed lists (kind, status, stance, …) are
        categories. Columns that hold several values hold tuples: `df.explode("agents")` gives each a row.

        Examples:
            >>> frame = graph.query("incidents/in-period", since=2015).df()
            >>> [str(frame[name].dtype) for name in ("earliest", "articles", "lat", "kind")]
            ['datetime64[s]', 'int64', 'float64', 'category']
        """
        return frame_of(self._table, self._lists)

    def geojson(self) -> dict[str, object]:
        """A GeoJSON FeatureCollection (RFC 7946), a point for each row that has one; `rowsWithoutPoint` counts the rest.

        Raises:
            QueryError: no column holds coordinates.

        Examples:
            >>> graph.query("places/map").geojson()["features"][0]["geometry"]
            {'type': 'Point', 'coordinates': [38.28402, 34.5624]}
        """
        document: dict[str, object] = json.loads(self._table.to_geojson())
        return document

    def map(self) -> Figure:
        """The rows on a map with outlines of countries, a circle for each place, its size by incidents.

        A place that is an area, as a province, has a dashed circle: its point is only the middle.

        Raises:
            QueryError: no column holds coordinates, or no row has them.

        Examples:
            >>> graph.query("places/map").map().says.startswith("Each circle is a place")
            True
        """
        from kg.client.maps import map_of

        return map_of(self, self._precisions())

    def timeline(self) -> Figure:
        """The rows along time: bars from the earliest to the latest possible day, or counts by month where many.

        It takes the columns `earliest` and `latest`, else `saidFrom` and `saidTo`, else `published`.

        Raises:
            QueryError: there is no such column, or no row has a day.

        Examples:
            >>> graph.query("incidents/in-period", since=2015).timeline().marks > 0
            True
        """
        from kg.client.timelines import timeline_of

        return timeline_of(self)

    def chart(self, value: str | None = None, by: str | None = None) -> Figure:
        """A chart that fits the columns: ranges (lowest to highest figure), else bars of `value` for each `by`.

        Args:
            value: the column of numbers; the first one when not given; counts of rows where there is none.
            by: the column of names; the first label or text when not given.

        Raises:
            QueryError: a column is missing or does not fit, or there is nothing to draw.

        Examples:
            >>> graph.query("claims/sources-ranking").chart("claims").marks > 5
            True
        """
        from kg.client.charts import chart_of

        return chart_of(self, value, by)

    def network(self) -> Figure:
        """The rows as a network: subjects and objects, or agents and targets, as points with lines between them.

        Raises:
            QueryError: the columns name no pairs, or there is nothing to draw.

        Examples:
            >>> graph.query("actors/opponents").network().marks > 5
            True
        """
        from kg.client.networks import network_of

        return network_of(self)

    def to_csv(self, path: str | Path | None = None) -> str:
        """All rows as CSV (SPARQL 1.1 results); written to a file where a path is given.

        Raises:
            ExportError: the file cannot be written.
        """
        text = self._table.to_csv()
        if path is not None:
            try:
                Path(path).write_text(text, encoding="utf-8", newline="")
            except OSError as error:
                raise ExportError(f"{path} cannot be written: {error.strerror or error}.") from error
        return text

    def where(self, keep: Callable[[tuple[Term | None, ...]], bool]) -> Answer:
        """The rows, as RDF terms in the order of the columns, that a function keeps."""
        rows = tuple(row for row in self._table.rows if keep(row))
        return Answer(replace(self._table, rows=rows), self._lists, self._precisions)

    def one(self) -> Row:
        """The only row.

        Raises:
            QueryError: there are none, or several.
        """
        if len(self) != 1:
            raise QueryError(f"The answer has {len(self):,} rows, not one.")
        return self[0]

    def _row(self, index: int) -> Row:
        terms = zip(self.columns, self._table.rows[index], strict=True)
        cells: tuple[Cell, ...] = tuple(
            split_list(str(python_value(term) or "")) if name in self._lists else python_value(term)
            for name, term in terms
        )
        return Row(self.columns, cells)

    def _left_out(self) -> str:
        if len(self) <= MOST_SHOWN:
            return ""
        return f"{MOST_SHOWN} of {len(self):,} rows are shown. All of them: .df(), list(answer), .to_csv('rows.csv')."

    def __repr__(self) -> str:
        shown = table_text(self[:MOST_SHOWN].table, _WIDTH)
        return "\n".join(part for part in (shown.rstrip(), self._left_out()) if part)

    def _repr_html_(self) -> str:
        return table_html(self[:MOST_SHOWN].table, self._lists, total=len(self), note=self._left_out())
