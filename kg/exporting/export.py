"""One door for every format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from kg.errors import ExportError
from kg.exporting.geojson import write_geojson
from kg.exporting.graphml import write_graphml
from kg.exporting.jsonld import write_jsonld
from kg.exporting.ntriples import write_nquads, write_ntriples
from kg.exporting.tables import write_tables
from kg.exporting.targets import folder_target, stream_target
from kg.exporting.turtle import write_trig, write_turtle
from kg.storage import Store

_Write = Callable[[Store, BinaryIO], None]

_STREAMS: Mapping[str, _Write] = MappingProxyType(
    {
        "turtle": write_turtle,
        "trig": write_trig,
        "ntriples": write_ntriples,
        "nquads": write_nquads,
        "jsonld": write_jsonld,
        "geojson": write_geojson,
        "graphml": write_graphml,
    }
)

EXPORT_FORMATS = ("turtle", "trig", "ntriples", "nquads", "jsonld", "tables", "geojson", "graphml")
"""The formats by name. Turtle and N-Triples hold the union of the graphs; TriG, N-Quads and JSON-LD keep them apart."""


def export(store: Store, format_name: str, target: Path | str, *, spreadsheet_safe: bool = False) -> None:
    """Write the graph to a file, to standard output (`-`), or, for `tables`, to a folder.

    The target appears, or changes, only when everything is written. `spreadsheet_safe` is for tables: it puts an
    apostrophe before text that a spreadsheet would run as a formula; else cells hold exactly what the graph holds.

    Raises:
        ExportError: the format is unknown, tables were asked for on standard output, the target cannot be written.
        StoreError: the store cannot be read.
        ResourceError: the JSON-LD context or the crosswalks are missing from this installation.
    """
    if format_name == "tables":
        if str(target) == "-":
            raise ExportError("Tables are several files: name a folder, as in `kg export tables OUT/`.")
        with folder_target(Path(target)) as folder:
            write_tables(store, folder, spreadsheet_safe=spreadsheet_safe)
        return
    write = _STREAMS.get(format_name)
    if write is None:
        raise ExportError(f"Unknown export format {format_name!r}: it is one of {', '.join(EXPORT_FORMATS)}.")
    with stream_target(target) as stream:
        write(store, stream)
