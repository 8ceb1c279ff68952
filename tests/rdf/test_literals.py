from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf import literals


@given(st.floats(-1e6, 1e6))
def test_decimal_when_given_any_number_then_its_form_is_valid_and_near(value: float) -> None:
    literal = literals.decimal(value)
    assert abs(Decimal(literal.value) - Decimal(value)) <= Decimal("0.00005001")
    read = rdflib.Literal(literal.value, datatype=rdflib.XSD.decimal)
    assert not read.ill_typed and "e" not in literal.value.lower()


@pytest.mark.parametrize(
    ("value", "form"), [(1.0, "1"), (0.93, "0.93"), (-0.00001, "0"), (10.0, "10"), (0.123456, "0.1235")]
)
def test_decimal_when_rounded_then_the_form_is_canonical(value: float, form: str) -> None:
    assert literals.decimal(value).value == form


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_decimal_when_not_finite_then_it_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        literals.decimal(value)


@pytest.mark.parametrize("value", [True, 1.0, "1"])
def test_integer_when_it_is_no_whole_number_then_it_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="whole number"):
        literals.integer(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["2021", datetime(2021, 1, 2, 3, 4)])
def test_day_when_it_is_no_whole_day_then_it_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="not a day"):
        literals.day(value)  # type: ignore[arg-type]


def test_day_when_given_a_date_then_it_is_an_xsd_date() -> None:
    assert str(literals.day(date(2016, 8, 1))) == '"2016-08-01"^^<http://www.w3.org/2001/XMLSchema#date>'


@pytest.mark.parametrize(("latitude", "longitude"), [(91, 0), (0, -181), (float("nan"), 0)])
def test_point_when_off_the_globe_then_it_is_refused(latitude: float, longitude: float) -> None:
    with pytest.raises(ValueError, match="not on the globe"):
        literals.point(latitude, longitude)


def test_point_when_written_then_longitude_comes_first() -> None:
    assert literals.point(34.56, 38.28).value == "POINT(38.28 34.56)"


@pytest.mark.parametrize(
    ("value", "language", "tag"),
    [
        ("raid", "en", "en"),
        ("حلب", "en", "und"),
        ("حلب", "ar", "ar"),
        ("raid", None, "und"),
        ("raid", "not a tag", "und"),
        ("2016", "en", "en"),
    ],
)
def test_text_when_the_language_is_doubtful_then_it_is_called_undetermined(
    value: str, language: str | None, tag: str
) -> None:
    assert literals.text(value, language).language == tag


@pytest.mark.parametrize("make", [literals.string, lambda v: literals.text(v, "en"), literals.web_address])
def test_words_when_they_hold_half_a_surrogate_pair_then_they_are_refused(make: object) -> None:
    with pytest.raises(ValueError, match="surrogate"):
        make("a \ud83c b")  # type: ignore[operator]
