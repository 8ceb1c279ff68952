import pytest

from kg.domain.spans import Span, span_at


def test_span_when_empty_or_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        Span(3, 3, "")
    with pytest.raises(ValueError, match="quote"):
        Span(0, 2, "abc")


def test_span_at_leaves_white_space_at_the_edges_out() -> None:
    assert span_at("  Aleppo \n", 0, 10) == Span(2, 8, "Aleppo")


def test_overlaps_and_contains_take_half_open_ranges() -> None:
    assert not Span(0, 2, "ab").overlaps(Span(2, 3, "c"))
    assert Span(0, 3, "abc").contains(Span(1, 3, "bc"))
