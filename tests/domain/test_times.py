from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.domain.times import DateBasis, TimeBounds


def bounds(a: date | None, b: date | None) -> TimeBounds:
    return TimeBounds(a, b, DateBasis.STATED)


def test_bounds_when_reversed_or_empty_are_refused() -> None:
    with pytest.raises(ValueError, match="reversed"):
        bounds(date(2016, 2, 1), date(2016, 1, 1))
    with pytest.raises(ValueError, match="None"):
        bounds(None, None)


def test_edtf_of_a_day_a_span_and_an_open_side() -> None:
    day = date(2016, 8, 1)
    assert bounds(day, day).edtf == "2016-08-01"
    assert bounds(day, date(2016, 8, 3)).edtf == "2016-08-01/2016-08-03"
    assert bounds(None, day).edtf == "../2016-08-01"


@given(st.dates(), st.dates(), st.dates(), st.dates())
def test_overlaps_is_symmetric_and_holds_with_itself(a: date, b: date, c: date, d: date) -> None:
    x, y = bounds(min(a, b), max(a, b)), bounds(min(c, d), max(c, d))
    assert x.overlaps(x)
    assert x.overlaps(y) == y.overlaps(x)
    assert bounds(min(a, b), None).overlaps(bounds(max(a, b), None))
