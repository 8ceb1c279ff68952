"""Articles and extractions to bytes and back, for the cache."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import replace
from functools import cache
from importlib import resources

import msgspec

from kg.domain.articles import Article
from kg.domain.extraction import Extraction
from kg.domain.links import Links
from kg.errors import StoreFormatError
from kg.linking import Notes

_LEVEL = 1  # the quickest: texts and quotes shrink to about a third already
_encoder = msgspec.msgpack.Encoder()


def encode(value: Article | Extraction | Links | Notes) -> bytes:
    """A value as compressed MessagePack; equal values give equal bytes."""
    return zlib.compress(_encoder.encode(value), _LEVEL)


def decode_article(data: bytes) -> Article:
    """An article from its bytes.

    Raises:
        StoreFormatError: the bytes are of another version of this software, or damaged.
    """
    try:
        return _articles().decode(zlib.decompress(data))
    except (msgspec.MsgspecError, zlib.error) as error:
        raise StoreFormatError(_explain("article", error)) from error


def decode_extraction(data: bytes) -> Extraction:
    """An extraction from its bytes.

    Raises:
        StoreFormatError: the bytes are of another version of this software, or damaged.
    """
    try:
        return _extractions().decode(zlib.decompress(data))
    except (msgspec.MsgspecError, zlib.error) as error:
        raise StoreFormatError(_explain("extraction", error)) from error


def decode_links(data: bytes) -> Links | None:
    """Links from their bytes; None where they are of another form: they only save time."""
    try:
        return _links().decode(zlib.decompress(data))
    except (msgspec.MsgspecError, zlib.error):
        return None


def decode_notes(data: bytes) -> Notes | None:
    """Notes from their bytes; None where they are of another form: they only save time."""
    try:
        return _notes().decode(zlib.decompress(data))
    except (msgspec.MsgspecError, zlib.error):
        return None


def content_digest(article: Article) -> str:
    """16 hex digits over all that reading an article depends on: everything but where its input lay."""
    return hashlib.sha256(_encoder.encode(replace(article, where=""))).hexdigest()[:16]


def digest_of(*values: object) -> str:
    """SHA-256 in hex over domain values and plain ones: equal values give equal digests, in every run."""
    return hashlib.sha256(_encoder.encode(values)).hexdigest()


@cache
def extraction_form() -> str:
    """8 hex digits over the form of an `Extraction`: when its fields change, what is cached is extracted again."""
    schema = msgspec.json.encode(msgspec.json.schema(Extraction), order="sorted")
    return hashlib.sha256(schema).hexdigest()[:8]


@cache
def _articles() -> msgspec.msgpack.Decoder[Article]:
    return msgspec.msgpack.Decoder(Article)


@cache
def _extractions() -> msgspec.msgpack.Decoder[Extraction]:
    return msgspec.msgpack.Decoder(Extraction)


@cache
def _notes() -> msgspec.msgpack.Decoder[Notes]:
    return msgspec.msgpack.Decoder(Notes)


@cache
def _links() -> msgspec.msgpack.Decoder[Links]:
    return msgspec.msgpack.Decoder(Links)


@cache
def code_digest(*packages: str) -> str:
    """16 hex digits over the source of packages: what was derived by other code is derived again."""
    hasher = hashlib.sha256()
    for package in packages:
        for file in sorted(resources.files(package).iterdir(), key=lambda f: f.name):
            if file.name.endswith(".py"):
                hasher.update(file.name.encode() + b"\0" + file.read_bytes())
    return hasher.hexdigest()[:16]


def _explain(what: str, error: Exception) -> str:
    return (
        f"A cached {what} cannot be read ({error}). The store is of another version of conflict-kg, or damaged: "
        "build into a new folder from the original articles."
    )
