"""N-Quads and N-Triples in sorted order, and their lines for the other writers."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

from kg.exporting.sorting import sorted_unique
from kg.storage import Store
from kg.storage.translate import store_errors

_GRAPH = re.compile(r'<[^"<>\s]*>|_:\S+')


def write_nquads(store: Store, stream: BinaryIO) -> None:
    """Write every quad as a line, sorted by code point."""
    for line in sorted_unique(_dump(store)):
        stream.write(line.encode() + b"\n")


def write_ntriples(store: Store, stream: BinaryIO) -> None:
    """Write the union of the named graphs, every triple once, sorted by code point."""
    for line in sorted_unique(f"{triple} ." for triple, _ in _triples(store)):
        stream.write(line.encode() + b"\n")


def sorted_triples(store: Store) -> Iterator[tuple[str, str, str]]:
    """Subject, predicate, object of the union of the graphs in N-Triples' spelling; those of a subject together."""
    for line in sorted_unique(triple for triple, _ in _triples(store)):
        subject, predicate, value = line.split(" ", 2)
        yield subject, predicate, value


def sorted_quads(store: Store) -> Iterator[tuple[str, str, str, str]]:
    """Graph ("" for the default graph), subject, predicate, object; those of a graph, and of a subject, together."""
    for line in sorted_unique(f"{graph} {triple}" for triple, graph in _triples(store)):
        graph, subject, predicate, value = line.split(" ", 3)
        yield graph, subject, predicate, value


def _triples(store: Store) -> Iterator[tuple[str, str]]:
    """Each quad as the text of its triple and of its graph."""
    for line in _dump(store):
        before, _, last = line[:-2].rpartition(" ")
        # The last term is the graph's name, unless the quad is in the default graph: then it is the object or its end.
        if _GRAPH.fullmatch(last) and before.count(" ") >= 2:
            yield before, last
        else:
            yield line[:-2], ""


def _dump(store: Store) -> Iterator[str]:
    """The lines of N-Quads that pyoxigraph writes, in its order, which changes with the order of insertion."""
    with tempfile.TemporaryDirectory(prefix="kg-export-") as folder:
        path = Path(folder) / "dump.nq"
        with store_errors(store.folder):
            store.oxigraph.dump(path, ox.RdfFormat.N_QUADS)
        with path.open(encoding="utf-8", newline="\n") as file:
            for line in file:
                yield line[:-1]
