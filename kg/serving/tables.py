"""The answer to a canned query in each of its forms."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.querying.results import Table, Term
from kg.rdf.namespaces import XSD
from kg.serving.formats import CSV, GEOJSON, TSV, TURTLE, XML, Form
from kg.serving.rows import FormulaGuard
from kg.storage import Store

_MOST_THINGS = 10_000
_TSV_ESCAPES = str.maketrans({"\t": "\\t", "\n": "\\n", "\r": "\\r"})


def table_in(table: Table, form: Form, store: Store) -> bytes:
    """The table in this form; as Turtle, what the graph says of the things in its rows.

    Raises:
        QueryError: GeoJSON of a table without coordinates.
    """
    if form is CSV:
        return without_formulas(table.to_csv().encode())
    if form is GEOJSON:
        return table.to_geojson().encode()
    if form is TSV:
        return _tsv(table).encode()
    if form is XML:
        return _xml(table).encode()
    if form is TURTLE:
        return serialize(_said_of(table, store), format=RdfFormat.TURTLE, prefixes=dict(table.prefixes)) or b""
    return table.to_json().encode()


def without_formulas(csv: bytes) -> bytes:
    """CSV of which a spreadsheet runs no cell: an apostrophe stands before text that begins like a formula."""
    out: list[bytes] = []
    guard = FormulaGuard(out.append)
    guard.write(csv)
    guard.finish()
    return b"".join(out)


def _said_of(table: Table, store: Store) -> Iterator[Triple]:
    """The statements about each thing of our data that the table names, without repeating any."""
    named = {t for row in table.rows for t in row if isinstance(t, NamedNode) and t.value.startswith(store.names.base)}
    for thing in sorted(named, key=lambda t: t.value)[:_MOST_THINGS]:
        yield from sorted({quad.triple for quad in store.matching(thing)}, key=str)


def _tsv(table: Table) -> str:
    lines = ["\t".join(f"?{name}" for name in table.columns)]
    lines += ["\t".join("" if t is None else str(t).translate(_TSV_ESCAPES) for t in row) for row in table.rows]
    return "\n".join(lines) + "\n"


def _xml(table: Table) -> str:
    head = "".join(f"<variable name={quoteattr(name)}/>" for name in table.columns)
    rows = "".join(
        "<result>" + "".join(_binding(n, t) for n, t in zip(table.columns, row, strict=True) if t) + "</result>"
        for row in table.rows
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'
        f"<head>{head}</head><results>{rows}</results></sparql>"
    )


def _binding(name: str, term: Term) -> str:
    return f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>"


def _xml_term(term: Term) -> str:
    if isinstance(term, NamedNode):
        return f"<uri>{escape(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{escape(term.value)}</bnode>"
    if isinstance(term, Literal):
        kind = ""
        if term.language:
            kind = f" xml:lang={quoteattr(term.language)}"
        elif term.datatype != XSD.string:
            kind = f" datatype={quoteattr(term.datatype.value)}"
        return f"<literal{kind}>{escape(term.value)}</literal>"
    parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
    return "<triple>" + "".join(f"<{name}>{_xml_term(part)}</{name}>" for name, part in parts) + "</triple>"
