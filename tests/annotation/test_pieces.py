from hypothesis import given, settings
from hypothesis import strategies as st

from kg.annotation.pieces import OVERLAP, WINDOW, cut_pieces, plan_windows
from kg.annotation.tagger import load_weights


@given(st.integers(min_value=0, max_value=5000))
def test_plan_windows_for_any_length_keeps_every_piece_once(count: int) -> None:
    plan = plan_windows(count)
    kept = [i for _, _, start, stop in plan for i in range(start, stop)]
    assert kept == list(range(count))
    assert all(first <= start and stop <= last and last - first <= WINDOW for first, last, start, stop in plan)


@given(st.integers(min_value=WINDOW + 1, max_value=5000))
def test_plan_windows_when_long_gives_every_piece_context_on_both_sides(count: int) -> None:
    for first, last, start, stop in plan_windows(count)[1:-1]:
        assert start - first >= OVERLAP // 2 - 1
        assert last - stop >= OVERLAP // 2 - 1


@settings(deadline=None)
@given(st.text(max_size=200))
def test_cut_pieces_of_any_text_stays_inside_it(text: str) -> None:
    pieces = cut_pieces(load_weights().tokenizer, text)
    assert all(0 <= a <= b <= len(text) for a, b in zip(pieces.starts, pieces.ends, strict=True))


def test_cut_pieces_with_characters_beyond_the_basic_plane_counts_code_points() -> None:
    text = "\N{GRINNING FACE} Aleppo"
    pieces = cut_pieces(load_weights().tokenizer, text)
    assert "aleppo" in {text[a:b].lower() for a, b in zip(pieces.starts, pieces.ends, strict=True)}
