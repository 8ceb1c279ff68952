"""A figure: a chart, the sentence that says what to see in it, and its table. Drawn on this machine, as a picture.

The picture is a PNG: it shows in every viewer, trusted or not, with or without a network. `figure.chart` is the Altair
chart behind it, to be changed or drawn in another way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.client.html import plain_table
from kg.client.png import compact
from kg.errors import ConfigError, ExportError, QueryError

if TYPE_CHECKING:
    import altair as alt

DATA = "datum"
"""What a mark that stands for data is called in the picture's accessibility tree; outlines and labels are not."""
COLOURS = ("#2f6690", "#d1603d", "#5b8e55", "#8a5a9e", "#c9a227", "#3f8f9b", "#a34a66", "#7a7a7a")
INK, QUIET, PAPER = "#22313f", "#8a949e", "#ffffff"
_MARKS = re.compile(rf'aria-roledescription="{DATA}"')
_MOST_ROWS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A drawn answer. At the end of a notebook cell it shows its sentence, its picture and its table.

    Examples:
        >>> figure = graph.query("places/map").map()
        >>> figure.marks == len(figure.rows)
        True
    """

    chart: alt.TopLevelMixin
    says: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def svg(self) -> str:
        """The picture as SVG, with a name for each mark that screen readers read."""
        import vl_convert

        svg: str = vl_convert.vegalite_to_svg(self._spec())
        return svg

    def png(self, scale: float = 1.5) -> bytes:
        """The picture as PNG; `scale` is pixels for each point."""
        import vl_convert

        return compact(vl_convert.vegalite_to_png(self._spec(), scale=scale))

    @property
    def marks(self) -> int:
        """How many marks that stand for data the picture holds, counted in the picture itself."""
        return len(_MARKS.findall(self.svg()))

    def save(self, path: str | Path) -> None:
        """Write the picture to a file that ends in .png or .svg.

        Raises:
            ExportError: the ending is another, or the file cannot be written.
        """
        target = Path(path)
        if target.suffix.lower() not in {".png", ".svg"}:
            raise ExportError(f"{path}: a figure is saved as .png or .svg.")
        data = self.png(2) if target.suffix.lower() == ".png" else self.svg().encode()
        try:
            target.write_bytes(data)
        except OSError as error:
            raise ExportError(f"{path} cannot be written: {error.strerror or error}.") from error

    def table_html(self) -> str:
        """The rows behind the picture, folded until they are asked for."""
        count = f"{len(self.rows):,} row{'' if len(self.rows) == 1 else 's'}"
        more = f"<p>{_MOST_ROWS} of {count} are shown.</p>" if len(self.rows) > _MOST_ROWS else ""
        table = plain_table(self.columns, self.rows[:_MOST_ROWS])
        return f"<details><summary>The same as a table ({count})</summary>{table}{more}</details>"

    def _spec(self) -> dict[str, Any]:
        spec: dict[str, Any] = self.chart.to_dict()
        return spec

    def _ipython_display_(self) -> None:
        from IPython.display import display

        marks = self.marks
        display({"text/markdown": self.says, "text/plain": self.says}, raw=True)  # type: ignore[no-untyped-call]
        picture = {"image/png": self.png(), "text/plain": f"Figure: {self.says}"}
        display(picture, raw=True, metadata={"image/png": {"alt": self.says}, "kg": {"marks": marks}})  # type: ignore[no-untyped-call]
        table = {"text/html": self.table_html(), "text/plain": f"Table of {len(self.rows)} rows"}
        display(table, raw=True)  # type: ignore[no-untyped-call]

    def __repr__(self) -> str:
        return f"<Figure: {self.says}>"

    def _repr_html_(self) -> str:
        return f"<p>{escape(self.says)}</p>{self.svg()}{self.table_html()}"


def drawing_library() -> Any:  # a module
    """Altair, or a clear word on how to get it.

    Raises:
        ConfigError: the extra `notebook` is not installed.
    """
    try:
        import altair
        import vl_convert  # noqa: F401
    except ImportError as error:
        raise ConfigError("Figures need the extra `notebook`: pip install 'conflict-kg[notebook]'.") from error
    return altair


def styled(chart: Any) -> Any:  # Altair's many classes of charts
    """The chart in the house's style: quiet axes, text that can be read, colours told apart without red and green."""
    return (
        chart.configure(background=PAPER, font="Liberation Sans, Arial, Helvetica, sans-serif")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK, titleColor=INK, labelFontSize=11, titleFontSize=11, titleFontWeight="normal", grid=True,
            gridColor="#e7eaed", domainColor="#c5ccd3", tickColor="#c5ccd3", labelLimit=330,
        )
        .configure_legend(labelColor=INK, titleColor=INK, labelFontSize=11, titleFontSize=11, titleFontWeight="normal",
                          labelLimit=220, symbolStrokeWidth=1.5)
    )  # fmt: skip


def nothing_to_draw(why: str) -> QueryError:
    """The error of a figure that would be empty."""
    return QueryError(f"There is nothing to draw: {why}.")


def listed(names: list[str], most: int = 3) -> str:
    """Names in a sentence.

    >>> listed(["Aleppo"]), listed(["a", "b", "c", "d", "e"])
    ('Aleppo', 'a, b, c and 2 more')
    """
    if len(names) > most + 1:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part) if names else ""


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "incident"), counted(1200, "incident")
    ('1 incident', '1,200 incidents')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
