from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.quality.coreference import assignment, b_cubed, ceaf_e, conll, muc, pairs

# Bagga and Baldwin's example: key {1..5} {6 7} {8..12}; the response joins the first with the last.
KEY = {(f"a{i}", "x"): 1 if i <= 5 else 2 if i <= 7 else 3 for i in range(1, 13)}
JOINED = {item: 1 if label == 3 else label for item, label in KEY.items()}


def test_measures_when_a_published_example_is_scored_then_its_figures() -> None:
    assert muc(KEY, JOINED).precision == pytest.approx(0.9)
    assert muc(KEY, JOINED).recall == 1.0
    assert b_cubed(KEY, JOINED).precision == pytest.approx(0.583, abs=1e-3)
    assert b_cubed(KEY, JOINED).recall == 1.0
    assert ceaf_e(KEY, JOINED).precision == pytest.approx((1 + 10 / 15) / 2)
    assert ceaf_e(KEY, JOINED).recall == pytest.approx((1 + 10 / 15) / 3)


def test_pairs_when_items_are_of_one_article_then_they_are_not_counted() -> None:
    key = {("a", "1"): "k", ("a", "2"): "k", ("b", "1"): "k"}
    found = pairs(key, dict.fromkeys(key, "r"))
    assert (found.both, found.response, found.key) == (2, 2, 2)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12))
def test_measures_when_response_equals_key_then_one(labels: list[int]) -> None:
    key = {(f"a{i}", "x"): label for i, label in enumerate(labels)}
    assert conll(key, {k: f"r{v}" for k, v in key.items()}) == pytest.approx(1.0)


@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(st.lists(st.integers(0, 9), min_size=n, max_size=n), min_size=1, max_size=4)
    )
)
def test_assignment_when_small_then_equals_the_best_of_all_ways(rows: list[list[int]]) -> None:
    matrix = [[float(x) for x in row] for row in rows]
    tall = len(matrix) >= len(matrix[0])
    wide = [list(c) for c in zip(*matrix, strict=True)] if tall else matrix
    best = max(sum(wide[i][j] for i, j in enumerate(way)) for way in permutations(range(len(wide[0])), len(wide)))
    assert assignment(matrix) == pytest.approx(best)
