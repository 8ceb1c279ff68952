"""Parses the Turtle files of `ontology/`; what is broken is named by file and line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg.errors import ResourceError
from kg.rdf.namespaces import RDF
from kg.resources import find_folder

type_iri = RDF.type
Values = dict[str, list[NamedNode | Literal | BlankNode]]
"""The values of one subject by the IRI of the property, in the order of the file."""

_LINE = re.compile(r"line (\d+)")


def turtle_files(*parts: str) -> list[Path]:
    """The Turtle files of a folder below `ontology/`, or one file, sorted by path.

    Raises:
        ResourceError: there is none.
    """
    target = find_folder("ontology").joinpath(*parts)
    files = [target] if target.is_file() else sorted(target.glob("*.ttl"))
    if not files:
        raise ResourceError(
            f"No Turtle file in {target}: this installation of conflict-kg is damaged, install it again."
        )
    return files


def read_triples(path: Path) -> Iterator[Triple]:
    """The triples of one Turtle file, in its order.

    Raises:
        ResourceError: the file cannot be read or is no valid Turtle; says file and line.
    """
    try:
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            yield quad.triple
    except SyntaxError as error:
        line = error.lineno or _number(str(error))
        raise ResourceError(f"{path}, line {line}: not valid Turtle: {error.msg or error}. Mend the file.") from error
    except OSError as error:
        raise ResourceError(f"{path} cannot be read: {error.strerror or error}.") from error


def read_subjects(path: Path) -> dict[str, Values]:
    """The triples of one file grouped by the subject's IRI, subjects in the order of the file.

    Raises:
        ResourceError: as `read_triples`.
    """
    subjects: dict[str, Values] = {}
    for triple in read_triples(path):
        values = subjects.setdefault(triple.subject.value, {})  # type: ignore[union-attr]
        values.setdefault(triple.predicate.value, []).append(triple.object)  # type: ignore[arg-type]
    return subjects


def line_of(path: Path, subject: str) -> int | None:
    """The line on which a subject's block starts, for messages; None where it is written in another way."""
    local = re.escape(re.split(r"[#/]", subject)[-1])
    pattern = re.compile(rf"^(?:\w*:{local}|<{re.escape(subject)}>)(?:\s|$)")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if pattern.match(line):
            return number
    return None


@lru_cache(maxsize=1)
def ontology_digest() -> str:
    """The first 16 hex digits of a SHA-256 over the path and bytes of every Turtle file and rule of `ontology/`."""
    root = find_folder("ontology")
    hasher = hashlib.sha256()
    for path in sorted([*root.rglob("*.ttl"), *root.rglob("*.rq")]):
        hasher.update(path.relative_to(root).as_posix().encode() + b"\0")
        hasher.update(path.read_bytes() + b"\0")
    return hasher.hexdigest()[:16]


def _number(message: str) -> int | str:
    found = _LINE.search(message)
    return int(found.group(1)) if found else "?"
