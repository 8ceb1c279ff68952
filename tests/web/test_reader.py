"""Cutting a text where evidence begins and ends."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryParameterError
from kg.web.views.reader import Region, Span, beside, paragraphs, parse_at

TEXTS = st.text(st.sampled_from("ab 🌍ق\n\u0301"), max_size=40)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(TEXTS)
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda e: e[0] < e[1])
    pairs = draw(st.lists(ends, max_size=5)) if text else []
    return text, [Span(start, end, "report", f"r{n}") for n, (start, end) in enumerate(pairs)]


@given(marked_texts())
def test_segments_when_joined_give_the_text_but_for_line_breaks(case: tuple[str, list[Span]]) -> None:
    text, spans = case
    joined = "".join(s.text for p in paragraphs(text, spans) for s in p.segments)
    assert re.sub(r"\s", "", joined) == re.sub(r"\s", "", text)


@given(marked_texts())
def test_segments_when_spans_overlap_name_exactly_those_that_cover_them(case: tuple[str, list[Span]]) -> None:
    text, spans = case
    for segment in (s for p in paragraphs(text, spans) for s in p.segments):
        end = segment.start + len(segment.text)
        assert text[segment.start : end] == segment.text
        covering = {s.statement for s in spans if s.start <= segment.start and end <= s.end}
        touching = {s.statement for s in spans if s.start < end and segment.start < s.end}
        assert set(segment.statements) == covering == touching


def test_paragraphs_when_pointed_at_words_mark_just_these_and_anchor_the_first() -> None:
    text = "One two three four."
    found = [s for p in paragraphs(text, [Span(4, 13, "claim", "c")], at=(8, 18)) for s in p.segments]
    assert "".join(s.text for s in found if s.here) == "three four"
    assert [s.text for s in found if s.first_here] == ["three"]


def test_paragraphs_when_a_title_shares_a_line_with_the_text_then_it_is_a_paragraph_of_its_own() -> None:
    found = paragraphs("A title The text.", [], [Region(0, 7, "title")])
    assert [(p.region, "".join(s.text for s in p.segments)) for p in found] == [
        ("title", "A title"),
        ("", " The text."),
    ]


def test_beside_when_a_statement_begins_in_a_paragraph_then_it_stands_there() -> None:
    found = paragraphs("one\ntwo\nthree", [])
    assert beside(found, {"x": 9, "y": 0, "z": 5}) == {0: ["y"], 1: ["z"], 2: ["x"]}


@pytest.mark.parametrize("at", ["5", "a-b", "5-5", "9-3", "3-99", "-1-3", "1-2-3"])
def test_at_when_no_range_of_the_text_is_refused(at: str) -> None:
    with pytest.raises(QueryParameterError, match="at:"):
        parse_at(at, 20)


def test_at_when_absent_points_at_nothing() -> None:
    assert parse_at("", 20) is None
