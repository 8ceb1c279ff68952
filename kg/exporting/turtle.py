"""Turtle and TriG, subject by subject, sorted, with the prefixes of the project.

Data is written relative to `@base`, for a slash in a prefixed name would have to be escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import BinaryIO

from kg.exporting.ntriples import sorted_quads, sorted_triples
from kg.rdf.iris import Names
from kg.rdf.namespaces import RDF, XSD
from kg.storage import Store

_TYPE = str(RDF.type)
_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_RELATIVE = re.compile(r"[A-Za-z]+(?:/[A-Za-z0-9%_~-][A-Za-z0-9%._~-]*)+")
_BARE = {
    str(XSD.integer): re.compile(r"[+-]?[0-9]+"),
    str(XSD.decimal): re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    str(XSD.boolean): re.compile(r"true|false"),
}
_Triple = tuple[str, str, str]


def write_turtle(store: Store, stream: BinaryIO) -> None:
    """Write the union of the named graphs."""
    spelling = _Spelling(store.names)
    stream.write(spelling.header().encode())
    for block in _subjects(sorted_triples(store), spelling, ""):
        stream.write(b"\n" + block.encode())


def write_trig(store: Store, stream: BinaryIO) -> None:
    """Write every named graph in a block of its own."""
    spelling = _Spelling(store.names)
    stream.write(spelling.header().encode())
    for graph, quads in groupby(sorted_quads(store), key=itemgetter(0)):
        triples = (quad[1:] for quad in quads)
        if not graph:
            for block in _subjects(triples, spelling, ""):
                stream.write(b"\n" + block.encode())
            continue
        stream.write(f"\n{spelling.term(graph)} {{\n".encode())
        for number, block in enumerate(_subjects(triples, spelling, "    ")):
            stream.write((b"\n" if number else b"") + block.encode())
        stream.write(b"}\n")


def _subjects(triples: Iterable[_Triple], spelling: _Spelling, indent: str) -> Iterator[str]:
    for subject, group in groupby(triples, key=itemgetter(0)):
        objects: dict[str, list[str]] = {}
        for _, predicate, value in group:
            objects.setdefault(predicate, []).append(spelling.term(value))
        lines = [f"{indent}    a {' , '.join(objects.pop(_TYPE))}"] if _TYPE in objects else []
        lines += [f"{indent}    {spelling.term(p)} {' , '.join(values)}" for p, values in objects.items()]
        yield f"{indent}{spelling.term(subject)}\n" + " ;\n".join(lines) + " .\n"


class _Spelling:
    """From the spelling of N-Triples to the shorter one of Turtle."""

    def __init__(self, names: Names) -> None:
        self._base = names.base
        self._prefixes = {p: n for p, n in names.prefixes.items() if p != "kgd"}
        self._of_namespace = {namespace: prefix for prefix, namespace in self._prefixes.items()}

    def header(self) -> str:
        prefixes = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in self._prefixes.items())
        return f"@base <{self._base}> .\n{prefixes}"

    def term(self, text: str) -> str:
        """A term; a literal keeps its escapes, which Turtle shares with N-Triples."""
        if text.startswith("<"):
            return self._iri(text)
        if not text.startswith('"'):
            return text  # a blank node
        end = text.rindex('"') + 1
        datatype = text[end + 2 :] if text.startswith("^^", end) else None
        if datatype is None:
            return text
        bare = _BARE.get(datatype)
        if bare is not None and bare.fullmatch(text, 1, end - 1):
            return text[1 : end - 1]
        return f"{text[:end]}^^{self._iri(datatype)}"

    def _iri(self, text: str) -> str:
        iri = text[1:-1]
        cut = max(iri.rfind("#"), iri.rfind("/")) + 1
        prefix = self._of_namespace.get(iri[:cut])
        if prefix is not None and _LOCAL.fullmatch(iri, cut):
            return f"{prefix}:{iri[cut:]}"
        if iri.startswith(self._base) and _RELATIVE.fullmatch(iri, len(self._base)):
            return f"<{iri[len(self._base) :]}>"
        return text
