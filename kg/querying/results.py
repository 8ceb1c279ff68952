"""The answer to a query as a table of RDF terms, and its forms: CSV, SPARQL results JSON, GeoJSON, plain values."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import QueryError
from kg.querying.names import shortened
from kg.rdf.namespaces import GEO, RDF, XSD

Term = NamedNode | BlankNode | Literal | Triple
Value = str | int | float | Decimal | bool | date | None

_POINT = re.compile(r"\s*POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)\s*", re.IGNORECASE)
_DOUBLES = {XSD.namespace + "double", XSD.namespace + "float"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of terms, None where a variable is unbound, in the order of the query.

    `asked` are the terms that the parameters were bound to; `prefixes` shorten IRIs where a person reads.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    title: str = ""
    asked: Mapping[str, Term] = field(default_factory=dict)
    prefixes: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def values(self) -> Iterator[dict[str, Value]]:
        """Each row by column, with Python values: IRIs and texts as str, numbers, days, truth values, None."""
        return (dict(zip(self.columns, map(python_value, row), strict=True)) for row in self.rows)

    def cells(self) -> Iterator[tuple[str, ...]]:
        """Each row as a person reads it: prefixed names, plain literals, empty where unbound."""
        return (tuple(self._cell(term) for term in row) for row in self.rows)

    @property
    def has_coordinates(self) -> bool:
        """Whether rows can be put on a map: columns `lat` and `long`, or a column with WKT points."""
        return bool({"lat", "long"} <= set(self.columns) or self._wkt_column() is not None)

    def to_csv(self) -> str:
        """SPARQL 1.1 results as CSV: a header, IRIs in full, literals without their type, lines that end in CR LF."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(self.columns)
        writer.writerows([lexical(term) for term in row] for row in self.rows)
        return text.getvalue()

    def to_json(self) -> str:
        """SPARQL 1.1 results as JSON (application/sparql-results+json)."""
        bindings = [
            {name: _json_term(term) for name, term in zip(self.columns, row, strict=True) if term is not None}
            for row in self.rows
        ]
        document = {"head": {"vars": list(self.columns)}, "results": {"bindings": bindings}}
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"

    def to_geojson(self) -> str:
        """A FeatureCollection (RFC 7946) of points, one a row that has coordinates; `rowsWithoutPoint` counts the rest.

        Raises:
            QueryError: no column holds coordinates.
        """
        if not self.has_coordinates:
            raise QueryError(
                "This answer has no coordinates: GeoJSON needs columns lat and long, or one of WKT points. "
                "The queries incidents/at-place and places/map have them."
            )
        features, without = [], 0
        for row, values in zip(self.rows, self.values(), strict=True):
            point = self._point(row, values)
            if point is None:
                without += 1
                continue
            geometry = {"type": "Point", "coordinates": list(point)}
            properties = {name: _json_value(v) for name, v in values.items() if name not in {"lat", "long"}}
            features.append({"type": "Feature", "geometry": geometry, "properties": properties})
        document = {"type": "FeatureCollection", "features": features, "rowsWithoutPoint": without}
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"

    def _cell(self, term: Term | None) -> str:
        return shortened(term.value, self.prefixes) if isinstance(term, NamedNode) else lexical(term)

    def _wkt_column(self) -> int | None:
        for row in self.rows:
            for index, term in enumerate(row):
                if isinstance(term, Literal) and term.datatype == GEO.wktLiteral and _POINT.fullmatch(term.value):
                    return index
        return None

    def _point(self, row: tuple[Term | None, ...], values: Mapping[str, Value]) -> tuple[float, float] | None:
        """Longitude and latitude, in GeoJSON's order."""
        lat, long = values.get("lat"), values.get("long")
        if isinstance(lat, int | float | Decimal) and isinstance(long, int | float | Decimal):
            return float(long), float(lat)
        index = self._wkt_column() if not {"lat", "long"} <= set(self.columns) else None
        term = row[index] if index is not None else None
        found = _POINT.fullmatch(term.value) if isinstance(term, Literal) else None
        return (float(found[1]), float(found[2])) if found else None


def lexical(term: Term | None) -> str:
    """A term as text without its type: the IRI, the lexical form, empty for None."""
    if term is None:
        return ""
    return term.value if isinstance(term, NamedNode | BlankNode | Literal) else str(term)


def python_value(term: Term | None) -> Value:
    """A term as a Python value; a literal whose form does not fit its type stays text."""
    if term is None:
        return None
    if not isinstance(term, Literal):
        return lexical(term)
    try:
        return _typed(term)
    except (ValueError, ArithmeticError):
        return term.value


def _typed(literal: Literal) -> Value:
    if literal.datatype == XSD.integer:
        return int(literal.value)
    if literal.datatype == XSD.decimal:
        return Decimal(literal.value)
    if literal.datatype.value in _DOUBLES:
        return float(literal.value)
    if literal.datatype == XSD.boolean:
        return literal.value in {"true", "1"}
    if literal.datatype == XSD.date:
        return date.fromisoformat(literal.value)
    return literal.value


def _json_value(value: Value) -> str | int | float | bool | None:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value


def _json_term(term: Term) -> dict[str, object]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    if term.datatype in {XSD.string, RDF.langString}:
        return {"type": "literal", "value": term.value}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}
