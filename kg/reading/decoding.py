"""Bytes to text: byte order mark, UTF-8, else the likeliest legacy encoding. Line ends stay as they are in the file."""

from __future__ import annotations

import codecs
import logging
import re
from dataclasses import dataclass

# Longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive (or an office file)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old office file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a sound, film or image file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"{\\rtf", "a rich text (RTF) file"),
)

# As much as is looked at for NUL bytes, and shown to the encoding guesser.
_LOOKED_AT = 65_536
# Text in a Latin script spelled in a legacy encoding has few bytes above 127; Cyrillic or Arabic has mostly such bytes.
_LATIN_SHARE = 0.15
_UNENCODABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and what is doubtful about it (None where nothing is)."""

    text: str
    doubt: str | None = None


def marked_encoding(data: bytes) -> tuple[str, int] | None:
    """Return the encoding that a byte order mark announces and the mark's length, or None."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    return None


def binary_kind(data: bytes) -> str | None:
    """Say what kind of binary file begins with `data`, or None where it may be text."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if marked_encoding(data) is None and b"\0" in data[:_LOOKED_AT]:
        return "a binary file (it has NUL bytes)"
    return None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode with the byte order mark, else UTF-8, else `declared` (a page's own word), else the likeliest encoding.

    UTF-8 with faults is decoded with U+FFFD in their place. Never raises; every guess and fault is told in `doubt`.
    """
    marked = marked_encoding(data)
    if marked:
        encoding, length = marked
        return _with_replacement(data[length:], encoding)
    try:
        return tidy(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    if _is_broken_utf8(data):
        return _with_replacement(data, "utf-8")
    for guess in (declared, _likeliest(data)):
        try:
            if guess:
                text = data.decode(guess)
                return Decoded(tidy(text).text, f"it is not UTF-8; read as {guess}")
        except (UnicodeDecodeError, LookupError):
            continue
    return _with_replacement(data, "utf-8")


def tidy(text: str) -> Decoded:
    """Put U+FFFD for each NUL and lone surrogate (no file format can hold them); lengths stay."""
    if _UNENCODABLE.search(text):
        return Decoded(_UNENCODABLE.sub("\ufffd", text), "it has characters that are none; each was replaced by U+FFFD")
    return Decoded(text)


def _with_replacement(data: bytes, encoding: str) -> Decoded:
    try:
        return tidy(data.decode(encoding))
    except UnicodeDecodeError:
        text = tidy(data.decode(encoding, errors="replace")).text
        return Decoded(text, f"it is not clean {encoding.upper()}; {text.count(chr(0xFFFD))} characters were lost")


def _is_broken_utf8(data: bytes) -> bool:
    """Whether good sequences of several bytes outnumber the faults; another encoding has hardly any by chance."""
    text = data.decode("utf-8", errors="replace")
    faults = text.count("\ufffd")
    good = sum(1 for c in text if ord(c) > 127 and c != "\ufffd")
    return good > faults


def _likeliest(data: bytes) -> str | None:
    """Guess a legacy encoding. Western text is windows-1252 as in HTML5: guessers are unsure about so few odd bytes."""
    sample = data[:_LOOKED_AT]
    if sum(b > 127 for b in sample) < _LATIN_SHARE * len(sample):
        return "cp1252"
    from charset_normalizer import from_bytes

    logging.getLogger("charset_normalizer").setLevel(logging.ERROR)
    best = from_bytes(sample).best()
    return best.encoding if best else None
