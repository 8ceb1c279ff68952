"""An answer as a pandas DataFrame. Private: `Answer.df` is the door.

Types come from the terms, never from how a text looks: `"2016"` as a string stays text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from kg.querying.results import Table, Term, lexical
from kg.rdf.namespaces import XSD

if TYPE_CHECKING:
    import pandas as pd

LIST_SEPARATOR = " | "
LABEL = "Label"
# Columns of the canned queries whose texts are members of a short list, or name the same few things again and again.
CLOSED = frozenset(
    {"kind", "status", "stance", "role", "precision", "predicate", "relation", "form", "disputed", "dateBasis", "month"}
)
_IRI, _TEXT, _MIXED = "iri", "text", "mixed"
_LARGEST = 2**63


def frame_of(table: Table, lists: frozenset[str]) -> pd.DataFrame:
    """The table as a DataFrame, a column a variable; how each is typed stands in `Answer.df`."""
    import pandas as pd

    columns = zip(*table.rows, strict=True) if table.rows else ((),) * len(table.columns)
    data = {
        name: _list_column(cells) if name in lists else _column(name, cells, table.columns)
        for name, cells in zip(table.columns, columns, strict=True)
    }
    return pd.DataFrame(data, columns=list(table.columns))


def _list_column(cells: Sequence[Term | None]) -> pd.Series[Any]:
    import pandas as pd

    return pd.Series([split_list(lexical(cell)) for cell in cells], dtype=object)


def split_list(text: str) -> tuple[str, ...]:
    """The values of a list column's cell."""
    return tuple(text.split(LIST_SEPARATOR)) if text else ()


def _column(name: str, cells: Sequence[Term | None], names: Sequence[str]) -> pd.Series[Any]:
    import pandas as pd

    kind = _kind_of(cells)
    texts = [None if cell is None else cell.value if isinstance(cell, _VALUED) else str(cell) for cell in cells]
    make = _MAKERS.get(kind)
    if make is not None:
        try:
            return make(texts)
        except (ValueError, OverflowError):  # a literal whose form does not fit its type: kept as it is written
            kind = _TEXT
    is_name = name.endswith(LABEL) and name.removesuffix(LABEL) in names
    if kind == _IRI or (kind == _TEXT and (is_name or name in CLOSED)):
        return pd.Series(pd.Categorical(texts))
    return pd.Series(texts, dtype="str")


_VALUED = (NamedNode, Literal)


def _kind_of(cells: Sequence[Term | None]) -> str:
    """The one datatype of a column's terms (an IRI of XML Schema's), or `iri`, `text`, `mixed`."""
    kinds = {_IRI if isinstance(cell, NamedNode) else _datatype(cell) for cell in cells if cell is not None}
    return kinds.pop() if len(kinds) == 1 else _MIXED if kinds else _TEXT


def _datatype(cell: Term) -> str:
    if not isinstance(cell, Literal):
        return _MIXED
    datatype = cell.datatype.value
    return datatype if datatype in _MAKERS else _TEXT


def _integers(texts: list[str | None]) -> pd.Series[Any]:
    import pandas as pd

    numbers = [None if text is None else int(text) for text in texts]
    if any(number is not None and abs(number) >= _LARGEST for number in numbers):
        raise OverflowError("beyond 64 bits")
    return pd.Series(numbers, dtype="Int64" if None in numbers else "int64")


def _floats(texts: list[str | None]) -> pd.Series[Any]:
    import pandas as pd

    return pd.Series([float("nan") if text is None else float(text) for text in texts], dtype="float64")


def _booleans(texts: list[str | None]) -> pd.Series[Any]:
    import pandas as pd

    values = [None if text is None else _TRUTH[text] for text in texts]
    return pd.Series(values, dtype="boolean" if None in values else "bool")


def _days(texts: list[str | None]) -> pd.Series[Any]:
    import numpy as np
    import pandas as pd

    if any(text is not None and len(text) != 10 for text in texts):
        raise ValueError("a day with a time zone, or a year beyond 9999")
    return pd.Series(np.array([text or "NaT" for text in texts], dtype="datetime64[s]"))


def _instants(texts: list[str | None]) -> pd.Series[Any]:
    import pandas as pd

    return pd.Series(pd.to_datetime(texts, utc=True, format="ISO8601"))


class _Truth(dict[str, bool]):
    def __missing__(self, key: str) -> bool:
        raise ValueError(f"{key!r} is no xsd:boolean")


_TRUTH = _Truth({"true": True, "1": True, "false": False, "0": False})
_INTEGERS = (
    "integer",
    "int",
    "long",
    "short",
    "byte",
    "nonNegativeInteger",
    "positiveInteger",
    "unsignedInt",
    "unsignedLong",
)
_MAKERS: dict[str, Callable[[list[str | None]], pd.Series[Any]]] = {
    **{XSD.namespace + local: _integers for local in _INTEGERS},
    **{XSD.namespace + local: _floats for local in ("decimal", "double", "float")},
    XSD.namespace + "boolean": _booleans,
    XSD.namespace + "date": _days,
    XSD.namespace + "dateTime": _instants,
}
