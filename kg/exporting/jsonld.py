"""JSON-LD, compacted with the context that travels with the ontology, node by node.

pyoxigraph writes it expanded, with `rdf:type` as a property; this gives `@type`, short names and one object for each
named graph. The context stands in the file, so that reading it needs no network.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import BinaryIO

from pyoxigraph import Triple

from kg.errors import ExportError
from kg.exporting.context import Context, Json, load_context
from kg.exporting.ntriples import sorted_quads
from kg.rdf.iris import Names
from kg.rdf.namespaces import RDF, XSD
from kg.resources import find_folder
from kg.storage import Store

_TYPE = str(RDF.type)
_STRING = XSD.string.value
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_CHARACTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


def write_jsonld(store: Store, stream: BinaryIO, context: Context | None = None) -> None:
    """Write every named graph as an object with `@graph`; without a context given, with `ontology/context.jsonld`.

    Raises:
        ResourceError: the context is missing or not understood.
    """
    if context is None:
        context = load_context(find_folder("ontology") / "context.jsonld", store.names.base)
    stream.write(b'{"@context": ' + _encode(context.document) + b',\n"@graph": [')
    for number, part in enumerate(_parts(store, context)):
        stream.write((b",\n" if number else b"\n") + part)
    stream.write(b"\n]}\n")


def write_triples_jsonld(triples: Iterable[Triple], names: Names, stream: BinaryIO) -> None:
    """Write a graph of its own (the answer to a question, the data of one thing) as one object with `@graph`.

    Raises:
        ExportError: a triple holds another triple, which JSON-LD 1.1 cannot carry.
        ResourceError: the context is missing or not understood.
    """
    context = load_context(find_folder("ontology") / "context.jsonld", names.base)
    lines = set()
    for triple in triples:
        if isinstance(triple.object, Triple):
            raise ExportError("JSON-LD cannot carry triples within triples: take another format.")
        lines.add((str(triple.subject), str(triple.predicate), str(triple.object)))
    stream.write(b'{"@context": ' + _encode(context.document) + b',\n"@graph": [')
    for number, node in enumerate(_nodes(sorted(lines), context)):
        stream.write((b",\n" if number else b"\n") + node)
    stream.write(b"\n]}\n")


def _parts(store: Store, context: Context) -> Iterator[bytes]:
    for graph, quads in groupby(sorted_quads(store), key=itemgetter(0)):
        nodes = _nodes(((s, p, o) for _, s, p, o in quads), context)
        if not graph:
            yield from nodes
            continue
        head = _encode({context.id: _address(graph, context)})[:-1] + b', "@graph": [\n'
        yield head + b",\n".join(nodes) + b"\n]}"


def _nodes(triples: Iterable[tuple[str, str, str]], context: Context) -> Iterator[bytes]:
    for subject, group in groupby(triples, key=itemgetter(0)):
        node: dict[str, Json] = {context.id: _address(subject, context)}
        values: dict[str, list[Json]] = {}
        sets: set[str] = set()
        types = []
        for _, predicate, value in group:
            if predicate == _TYPE:
                types.append(context.compact_vocab(value[1:-1]))
                continue
            key, form, is_set = _value(predicate[1:-1], value, context)
            values.setdefault(key, []).append(form)
            if is_set:
                sets.add(key)
        if types:
            node[context.type] = types[0] if len(types) == 1 else list(types)
        for key in sorted(values):
            found = values[key]
            node[key] = found[0] if len(found) == 1 and key not in sets else found
        yield _encode(node)


def _address(term: str, context: Context) -> str:
    return context.compact(term[1:-1]) if term.startswith("<") else term


def _value(predicate: str, term: str, context: Context) -> tuple[str, Json, bool]:
    if term.startswith("<"):
        return context.place(predicate, "iri", term[1:-1], "")
    if not term.startswith('"'):
        return context.place(predicate, "iri", term, "")  # a blank node
    end = term.rindex('"')
    value, tail = _ESCAPE.sub(_unescape, term[1:end]), term[end + 1 :]
    tag = tail[3:-1] if tail.startswith("^^") else tail or _STRING
    return context.place(predicate, "literal", value, tag)


def _unescape(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _CHARACTERS[match[3]]


def _encode(value: Json | dict[str, Json]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
