"""The accounts of one event side by side, as a notebook shows them."""

from __future__ import annotations

import csv
import io
from html import escape
from typing import TYPE_CHECKING

from kg.client.html import DIM, MARK, plain_table
from kg.comparing.model import Aspect, Field, Pair, Source, Value
from kg.comparing.model import Comparison as Compared
from kg.comparing.rendering import comparison_csv, comparison_json, comparison_markdown, comparison_text

if TYPE_CHECKING:
    import pandas as pd

_WIDTH = 140
_DIFFERS = "≠"


class Comparison:
    """What each source says of an event: outlets, and the speakers whom they cite. Nothing in it says who is right.

    `comparison` is the whole value (`kg.comparing.Comparison`), with the words behind each cell.
    """

    def __init__(self, comparison: Compared) -> None:
        self.comparison = comparison

    @property
    def iri(self) -> str:
        """The event."""
        return self.comparison.iri

    @property
    def label(self) -> str:
        """Its name."""
        return self.comparison.label

    @property
    def sources(self) -> tuple[Source, ...]:
        """The rows: each source with its values by field."""
        return self.comparison.sources

    @property
    def disputed(self) -> tuple[str, ...]:
        """The fields in which accounts exclude each other, as agent, killed or place."""
        return tuple(field.value for field in self.comparison.disputed)

    @property
    def contradictions(self) -> tuple[Pair, ...]:
        """Pairs of statements that cannot both hold, with the reason."""
        return self.comparison.contradictions

    def df(self) -> pd.DataFrame:
        """One row a value: who gives it, for which field, in which words, and where these stand."""
        import pandas as pd

        rows = list(csv.DictReader(io.StringIO(comparison_csv(self.comparison))))
        frame = pd.DataFrame(rows)
        for name in ("source", "minimum", "maximum", "start", "end"):
            frame[name] = pd.to_numeric(frame[name].replace("", None)).astype("Int64")
        for name in ("part", "disputed"):
            frame[name] = frame[name] == "true"
        return frame

    def to_markdown(self) -> str:
        """The table and the words as Markdown, for a report."""
        return comparison_markdown(self.comparison)

    def to_json(self) -> str:
        """Everything as JSON."""
        return comparison_json(self.comparison)

    def __repr__(self) -> str:
        return comparison_text(self.comparison, _WIDTH).rstrip()

    def _repr_html_(self) -> str:
        compared = self.comparison
        heads = ["source", *(_head(aspect) for aspect in compared.aspects)]
        rows = [
            [_name(source), *(_cell(compared, source, a.field) for a in compared.aspects)] for source in self.sources
        ]
        parts = [f"<h4>{escape(compared.label)}</h4><p>{escape(self._sentence())}</p>", plain_table(heads, rows)]
        for title, pairs in (("Contradictions", compared.contradictions), ("Corroborations", compared.corroborations)):
            if pairs:
                parts.append(f"<h5>{title}</h5><ul>{''.join(_pair(pair) for pair in pairs)}</ul>")
        words = "".join(_words(source) for source in self.sources)
        parts.append(f"<details><summary>In their words</summary>{words}</details>")
        return "".join(parts)

    def _sentence(self) -> str:
        count = f"{len(self.sources)} source{'' if len(self.sources) == 1 else 's'}"
        if not self.disputed:
            return f"{count}; no two accounts exclude each other."
        return f"{count}; accounts exclude each other in {', '.join(self.disputed)} ({_DIFFERS}). Equal letters agree."


def _head(aspect: Aspect) -> str:
    return f"{aspect.field.value} {_DIFFERS}" if aspect.differs else aspect.field.value


def _name(source: Source) -> str:
    lines = [f"{source.number}  {source.name}", source.published]
    return "\n".join([*filter(None, lines), *(f"also printed by {r.outlet or r.article}" for r in source.reprints)])


def _cell(compared: Compared, source: Source, field: Field) -> str:
    values = source.values.get(field, ())
    return "\n".join(f"{compared.mark(field, value)} {value.text}".strip() for value in values)


def _pair(pair: Pair) -> str:
    sides = "; ".join(
        f"{side.who or side.article}: “{' '.join(side.content.split())}”" for side in (pair.first, pair.second)
    )
    return f"<li dir='auto'>{escape(pair.matter)}: {escape(pair.reason)}.<br><span style='{DIM}'>{escape(sides)}</span></li>"


def _words(source: Source) -> str:
    items = "".join(_said(field, value) for field, values in source.values.items() for value in values)
    return f"<p>{escape(source.name)}</p><ul>{items}</ul>"


def _said(field: Field, value: Value) -> str:
    words = "; ".join(
        f"<mark style='{MARK}'>{escape(' '.join(w.quote.split()))}</mark> <span style='{DIM}'>{escape(w.article)} "
        f"{w.start}–{w.end}</span>"
        for w in value.words
    )
    return f"<li dir='auto'>{escape(field.value)}: {escape(value.text)} — {words or 'from the text as a whole'}</li>"
