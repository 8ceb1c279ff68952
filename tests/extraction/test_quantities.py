from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.quantities import find_quantities, is_number, parse_quantity, without_number


@pytest.mark.parametrize(
    ("phrase", "bounds"),
    [
        ("28", (28, 28)),
        ("twenty-three", (23, 23)),
        ("a hundred and five", (105, 105)),
        ("one thousand two hundred", (1200, 1200)),
        ("1 200", (1200, 1200)),
        ("230,000", (230_000, 230_000)),
        ("1.9 million", (1_900_000, 1_900_000)),
        ("at least 28", (28, None)),
        ("more than a dozen", (12, None)),
        ("upwards of 162000", (162_000, None)),
        ("112+", (112, None)),
        ("nearly 58", (None, 58)),
        ("up to 80", (None, 80)),
        ("some 80", (80, 80)),
        ("another five", (5, 5)),
        ("between 20 and 30", (20, 30)),
        ("20-25", (20, 25)),
        ("two or three", (2, 3)),
        ("dozens", (24, None)),
        ("two dozen", (24, 24)),
        ("scores", (40, None)),
        ("hundreds", (200, None)),
        ("tens of thousands", (20_000, None)),
        ("several", (3, None)),
        ("both", (2, 2)),
        ("no", (0, 0)),
        ("a large number", (None, None)),
    ],
)
def test_parse_quantity_when_a_number_is_written_gives_its_range(
    phrase: str, bounds: tuple[int | None, int | None]
) -> None:
    assert parse_quantity(phrase) == bounds


@pytest.mark.parametrize("phrase", ["", "hello", "2.5", "30-20 people", "the town"])
def test_parse_quantity_when_it_is_no_number_of_people_gives_none(phrase: str) -> None:
    assert parse_quantity(phrase) is None


@pytest.mark.parametrize("text", ["$300", "12.5%", "T-90", "a 13-year-old", "at 18:14", "June 10x"])
def test_find_quantities_when_a_figure_counts_no_people_skips_it(text: str) -> None:
    assert [q for q in find_quantities(text) if not q.article] == []


def test_find_quantities_when_commas_are_lost_keeps_neighbours_apart() -> None:
    text = "At least 48 people dead over 100 injured"
    assert [(text[q.start : q.end], q.minimum) for q in find_quantities(text)] == [
        ("At least 48", 48),
        ("over 100", 100),
    ]


@given(st.integers(min_value=0, max_value=999_999_999))
def test_parse_quantity_when_figures_are_grouped_by_commas_gives_the_same_number(number: int) -> None:
    assert parse_quantity(f"{number:,}") == parse_quantity(str(number)) == (number, number)


@given(st.text(max_size=200))
def test_find_quantities_when_any_text_is_given_stays_inside_it_in_order(text: str) -> None:
    found = list(find_quantities(text))
    assert all(0 <= q.start <= q.core < q.end <= len(text) for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(q.minimum is None or q.maximum is None or q.minimum <= q.maximum for q in found)


def test_without_number_leaves_who_they_are() -> None:
    assert without_number("at least 58 civilians") == "civilians"
    assert without_number("dozens of displaced people") == "displaced people"
    assert without_number("forty") == "forty"


def test_is_number_when_a_word_says_who_is_false() -> None:
    assert is_number("at least 20")
    assert is_number("Five")
    assert not is_number("58 civilians")
