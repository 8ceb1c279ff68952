"""Values in words; the examples of the docstrings, and what they leave out."""

from __future__ import annotations

import doctest
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

import kg.web.views.quoting
import kg.web.views.reader
import kg.web.words
from kg.web.words import bounds_words, day_words

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


def test_docstrings_when_run_hold() -> None:
    for module in (kg.web.words, kg.web.views.quoting, kg.web.views.reader):
        found = doctest.testmod(module)
        assert found.attempted > 0
        assert found.failed == 0


@given(DAYS, DAYS)
def test_bounds_when_put_in_words_name_both_years(one: date, other: date) -> None:
    first, last = sorted([one, other])
    words = bounds_words(first.isoformat(), last.isoformat())
    assert str(last.year).lstrip("0") in words
    assert str(first.year).lstrip("0") in words


def test_day_when_it_is_none_stays_as_it_is() -> None:
    assert day_words("2016-13-01") == "2016-13-01"
    assert day_words("soon") == "soon"
