"""Typed literals, well-formed by construction: pyoxigraph itself stores `"2021"^^xsd:date` without complaint."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime

from pyoxigraph import Literal

from kg.rdf.namespaces import GEO, XSD

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_LETTER = re.compile(r"[^\W\d_]")

_SURROGATE = re.compile("[\ud800-\udfff]")

UNDETERMINED = "und"
"""BCP 47 tag of text whose language is not known."""

_TRUE = Literal("true", datatype=XSD.boolean)
_FALSE = Literal("false", datatype=XSD.boolean)


def string(value: str) -> Literal:
    """A plain `xsd:string`.

    Raises:
        ValueError: the text holds half of a surrogate pair, which no RDF file can carry.
    """
    _refuse_surrogates(value)
    return Literal(value)


def text(value: str, language: str | None) -> Literal:
    """Words of a human language. An unknown or ill-formed tag becomes `und`, as does `en` where no letter is Latin.

    Raises:
        ValueError: the text holds half of a surrogate pair.
    """
    _refuse_surrogates(value)
    tag = language if language and _LANGUAGE.fullmatch(language) else UNDETERMINED
    if tag == "en" and _LETTER.search(value) and not _LATIN.search(value):
        tag = UNDETERMINED
    return Literal(value, language=tag)


def web_address(value: str) -> Literal:
    """An `xsd:anyURI`: for an address that is no IRI (without a scheme, as "example.org/news").

    Raises:
        ValueError: the text holds half of a surrogate pair.
    """
    _refuse_surrogates(value)
    return Literal(value, datatype=XSD.anyURI)


def boolean(value: bool) -> Literal:
    """An `xsd:boolean`: `true` or `false`, never `1`."""
    return _TRUE if value else _FALSE


def integer(value: int) -> Literal:
    """An `xsd:integer`.

    Raises:
        ValueError: the value is no whole number (a bool counts as none).
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{value!r} is not a whole number")
    return Literal(str(value), datatype=XSD.integer)


def decimal(value: float, *, places: int = 4) -> Literal:
    """An `xsd:decimal` rounded to `places` digits, in its canonical form (`0.5`, `1`).

    Raises:
        ValueError: the value is not finite.
    """
    if not math.isfinite(value):
        raise ValueError(f"{value!r} is not a finite number")
    return Literal(_decimal_form(value, places), datatype=XSD.decimal)


def day(value: date) -> Literal:
    """An `xsd:date`: a whole day without a time zone. A partial date has no place here: use bounds.

    Raises:
        ValueError: the value carries a time of day or is no date.
    """
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueError(f"{value!r} is not a day")
    return Literal(value.isoformat(), datatype=XSD.date)


def instant(value: datetime) -> Literal:
    """An `xsd:dateTime` in UTC, to the second.

    Raises:
        ValueError: the value has no time zone.
    """
    if value.tzinfo is None:
        raise ValueError(f"{value!r} has no time zone")
    return Literal(value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=XSD.dateTime)


def point(latitude: float, longitude: float) -> Literal:
    """A `geo:wktLiteral` point in WGS 84 (longitude first, as GeoSPARQL's default CRS84 wants), degrees.

    Raises:
        ValueError: a coordinate is outside of -90..90 or -180..180.
    """
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(f"latitude {latitude!r}, longitude {longitude!r} is not on the globe")
    x, y = _decimal_form(longitude, 6), _decimal_form(latitude, 6)
    return Literal(f"POINT({x} {y})", datatype=GEO.wktLiteral)


def degrees(value: float) -> Literal:
    """An `xsd:decimal` of degrees, to six places (about 0.1 m)."""
    return decimal(value, places=6)


def _decimal_form(value: float, places: int) -> str:
    digits = f"{value:.{places}f}".rstrip("0")  # the form of XML Schema 1.1, and the one that pyoxigraph gives back
    digits = digits.rstrip(".")
    return "0" if digits == "-0" else digits


def _refuse_surrogates(value: str) -> None:
    if _SURROGATE.search(value):
        raise ValueError(f"{value[:60]!r} holds half of a surrogate pair: it is no valid Unicode text")
