"""What the front asks of a worker, and how the two talk: frames over a socket pair.

A frame is 4 bytes of length (little endian), 1 byte that says what it is, and the content. To the worker goes one job
(`QUERY`, `CANNED` or `GRAPH`, as MessagePack), or `OPEN`: move to the newest generation. Back come `READY` at first and
after `OPEN`, then for each job either `WHOLE` or any number of
`PART`s and an `END`, or an `ERROR`. `WHOLE` and `PART` begin with one byte: the index of the answer's form in `SENT`.
"""

from __future__ import annotations

import struct

import msgspec

from kg.serving.formats import FORMS, Form

QUERY, CANNED, GRAPH, OPEN, READY, WHOLE, PART, END, ERROR = (ord(letter) for letter in "QCGOHWPZE")
HEAD = struct.Struct("<IB")
PIECE = 131_072
"""Bytes of a part of a streamed answer. Until the first is full an error still gets its own status."""

SENT: tuple[Form, ...] = tuple(FORMS.values())
"""Forms by the index that stands in a frame."""


class QueryJob(msgspec.Struct, frozen=True, array_like=True):
    """SPARQL of a client's own. `results` and `graph` are names of forms, empty where the client takes none.

    `rows`: at most so many, then a clean end (0: as many as `most_rows`, where the answer breaks off instead).
    """

    text: str
    base: str
    results: str
    graph: str
    default_graphs: list[str]
    named_graphs: list[str]
    union: bool
    rows: int
    most_rows: int
    gzip: bool
    plain_csv: bool


class CannedJob(msgspec.Struct, frozen=True, array_like=True):
    """A canned query with what the client gave for its parameters, as text."""

    name: str
    given: dict[str, str]
    form: str
    most_rows: int
    gzip: bool


class GraphJob(msgspec.Struct, frozen=True, array_like=True):
    """A whole graph: its IRI, empty for the default graph (`union`: of all graphs)."""

    graph: str
    form: str
    union: bool
    gzip: bool


class WriteJob(msgspec.Struct, frozen=True, array_like=True):
    """A change: an UPDATE with its text, or PUT, POST, DELETE of a graph (empty: the unnamed one).

    `parts` are bodies, each with the name of its form; `base` is what their relative IRIs are resolved against.
    """

    method: str
    text: str = ""
    using: list[str] = []
    using_named: list[str] = []
    graph: str = ""
    base: str = ""
    parts: list[tuple[str, bytes]] = []


class Written(msgspec.Struct, frozen=True, array_like=True):
    """A change that is made: the status to answer with, and the tag of the generation that has it."""

    status: int
    tag: str


class Ready(msgspec.Struct, frozen=True, array_like=True):
    """What a worker says of itself when it can take a job."""

    pid: int
    tag: str
    no_network: bool
    in_memory: bool


class Failure(msgspec.Struct, frozen=True, array_like=True):
    """Why there is no answer: an HTTP status, words, and the place in the query where it is known."""

    status: int
    message: str
    line: int | None = None
    column: int | None = None


Job = QueryJob | CannedJob | GraphJob
KIND_OF: dict[type, int] = {QueryJob: QUERY, CannedJob: CANNED, GraphJob: GRAPH, WriteJob: QUERY}
encode = msgspec.msgpack.Encoder().encode


def frame(kind: int, content: bytes) -> bytes:
    """A frame, ready to be sent."""
    return HEAD.pack(len(content), kind) + content
