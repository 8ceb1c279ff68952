"""File formats of RDF: name, suffix, media type, pyoxigraph's constant."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import RdfFormat


@dataclass(frozen=True, slots=True)
class Format:
    """One serialisation. `named_graphs` tells whether it keeps them; `oxigraph` reads and writes it."""

    name: str
    suffix: str
    media_type: str
    named_graphs: bool
    oxigraph: RdfFormat


FORMATS: tuple[Format, ...] = (
    Format("turtle", ".ttl", "text/turtle", False, RdfFormat.TURTLE),
    Format("trig", ".trig", "application/trig", True, RdfFormat.TRIG),
    Format("ntriples", ".nt", "application/n-triples", False, RdfFormat.N_TRIPLES),
    Format("nquads", ".nq", "application/n-quads", True, RdfFormat.N_QUADS),
    Format("jsonld", ".jsonld", "application/ld+json", True, RdfFormat.JSON_LD),
)


def format_named(name: str) -> Format | None:
    """The format of this name, or None."""
    return next((f for f in FORMATS if f.name == name), None)


def format_of_suffix(suffix: str) -> Format | None:
    """The format of files that end so (".ttl"), or None."""
    return next((f for f in FORMATS if f.suffix == suffix.lower()), None)


def format_of_media_type(media_type: str) -> Format | None:
    """The format of this media type (parameters after `;` do not count), or None."""
    bare = media_type.split(";", 1)[0].strip().lower()
    return next((f for f in FORMATS if f.media_type == bare), None)
