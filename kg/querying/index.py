"""The index of the canned queries as Markdown: `queries/README.md` is this text."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from itertools import groupby

from kg.querying.catalogue import CannedQuery, Parameter, read_catalogue

_INTRODUCTION = """\
# Canned queries

One question a file: `<group>/<question>.rq`, valid SPARQL as it stands in any tool that takes the union of all
named graphs as its default graph (Oxigraph, or `tdb2:unionDefaultGraph` in Jena). Run as a file, a query answers
for every place, actor or incident; `kg query` binds its parameters. This page is generated from the headers:
`catalogue_markdown()` in `kg/querying/index.py` makes it, a test compares.

    kg query --list
    kg query incidents/at-place --place Palmyra --since 2016 --until 2016 --format geojson

**Parameters.** An `actor`, `place`, `entity` (either), `outlet`, `event`, `operation`, `article` or `type` (of
event) is given in plain words, as prefixed name (`kgd:actor/russia`) or as IRI. Words are compared with all names
in the graph, upper and lower case and accents alike; where several things have the name, all are listed and you
choose. Incidents, operations and articles are found by any words of their names. A `date` is a day, a month
(`2016-05`) or a year.

**How a parameter is written.** It is a variable of the SELECT list, bound as a term by substitution and never
pasted into the text. Optional ones are left unbound and stand in `FILTER (COALESCE(<condition on ?parameter>,
true))`: an error, which an unbound variable is, lets every row pass. Do not write `BOUND(?parameter)`: Oxigraph 0.5
decides it before it substitutes. `IF(?parameter = ?parameter, …, true)` inside the `COALESCE` asks whether the
parameter was given.

**Quick in Oxigraph 0.5.** Triple patterns stand before the first `OPTIONAL`; comparison with other rows is a sub-SELECT
with `GROUP BY`, not `NOT EXISTS`. On 500 articles the other way round took 115 seconds instead of 0.2.

**Periods.** A row fits when the happening can overlap the period: an open side of its dates reaches for ever.
Without any date it fits only where no period is asked for.

**Columns.** IRIs have their label beside them (`event`, `eventLabel`). Lists are joined by ` | ` and sorted. `lat`
and `long` are degrees (WGS 84), and such answers can be had as GeoJSON. `articles` counts copies of one text once.
Distances use GeoSPARQL's `geof:distance`, which Oxigraph has; in a tool without it `incidents/near-place` finds
nothing.
"""


def catalogue_markdown(catalogue: Mapping[str, CannedQuery] | None = None) -> str:
    """The index of a catalogue, by group: what each query asks, its parameters and columns, and an example."""
    queries = list((read_catalogue() if catalogue is None else catalogue).values())
    lines = [_INTRODUCTION]
    for group, members in groupby(queries, key=lambda query: query.group):
        lines.append(f"## {group.capitalize()}\n")
        for query in members:
            lines += _section(query)
    return "\n".join(lines)


def _section(query: CannedQuery) -> Iterator[str]:
    yield f"### `{query.name}`: {query.title}\n"
    yield f"{query.description}\n"
    yield f"    {_example(query)}\n"
    for parameter in query.parameters:
        yield _parameter(parameter)
    if query.parameters:
        yield ""
    yield f"Columns: {', '.join(f'`{column.name}`' for column in query.columns)}\n"


def _example(query: CannedQuery) -> str:
    """A call with the required parameters, or with the first where none is required."""
    shown = [p for p in query.parameters if p.required] or list(query.parameters[:1])
    return " ".join(["kg query", query.name, *(f"--{p.name} {shlex.quote(p.example)}" for p in shown)])


def _parameter(parameter: Parameter) -> str:
    need = "required" if parameter.required else f"default {parameter.default}" if parameter.default else "optional"
    values = f" ({', '.join(parameter.values)})" if parameter.values else ""
    return f"- `{parameter.name}` ({parameter.type}, {need}): {parameter.help}{values}"
