"""What is refused before the engine sees it, and that looking costs little whatever comes."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.serving.guard import RefusedError, TooLongError, check
from kg.storage.tokens import string_value, tokens

LONGEST = 100_000


@pytest.mark.parametrize(
    "bomb",
    [
        "SELECT * " + "{" * 4096 + "}" * 4096,
        "SELECT * { FILTER(" + "(" * 8192 + "1" + ")" * 8192 + ") }",
        "SELECT * { FILTER(" + "! " * 16384 + "1) }",
        "SELECT * { " + " UNION ".join("{?s <urn:p> ?o}" for _ in range(5000)) + " }",
        "SELECT * { ?s <urn:p> " + "(" * 512 + ")" * 512 + " }",
        "SELECT * { ?s " + "(" * 9000 + "<urn:p>" + ")" * 9000 + " ?o }",
    ],
)
def test_bombs_when_checked_then_refused_at_once(bomb: str) -> None:
    began = time.perf_counter()
    with pytest.raises(RefusedError):
        check(bomb, LONGEST)
    assert time.perf_counter() - began < 0.2


def test_length_when_over_the_limit_then_refused() -> None:
    with pytest.raises(TooLongError, match="101"):
        check("x" * 101, 100)


@pytest.mark.parametrize("piece", ['"\\', "'''\\", '"""a', "<a", "<", "'a\n", "?", "a:", ":.", "#", "SERVICE "])
def test_time_when_text_is_malicious_then_stays_linear(piece: str) -> None:
    """Expressions that try again at each character took 26 seconds on the first of these."""
    text = piece * (LONGEST // len(piece))
    began = time.perf_counter()
    with contextlib.suppress(RefusedError):
        check(text, LONGEST)
    assert time.perf_counter() - began < 1.0


@pytest.mark.parametrize(
    ("query", "calls"),
    [
        ("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", True),
        ("SELECT * { sErViCe\n<http://x/>{ ?s ?p ?o } }", True),
        ("SELECT * { ?s ?p 'SERVICE' }", False),
        ("SELECT * { ?s <http://x/SERVICE> ?service }", False),
        ("SELECT * { ?s ?p ?o } # SERVICE <http://x/>", False),
        ('SELECT * { ?s ?p """ " SERVICE """ }', False),
        ("PREFIX service: <http://x/> SELECT * { ?s service:p ?o }", False),
        ("SELECT * { ?s ?p '\\'' . SERVICE <http://x/> { } }", True),
        ("SELECT * { ?s ?p 1.5e3SERVICE <http://x/> { } }", True),
        ("SELECT * { ?s ?p trueSERVICE <http://x/> { } }", True),
    ],
)
def test_service_when_it_is_the_keyword_then_found_and_else_not(query: str, calls: bool) -> None:
    assert check(query, LONGEST) is calls


@pytest.mark.parametrize("hidden", ["5&&?o!='x>')SERVICE<http://x/>{}}#'", "5#>'''\n)SERVICE<http://x/>{}}#'''"])
def test_service_when_a_comparison_may_hide_it_then_refused(hidden: str) -> None:
    with pytest.raises(RefusedError, match="compare"):
        check("SELECT * { ?s ?p ?o FILTER(?o<" + hidden, LONGEST)


@given(st.text(max_size=300))
def test_tokens_when_cut_then_each_is_what_stands_there(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert token.start >= end
        assert text[token.start : token.end] == token.text
        end = token.end


def test_strings_when_escaped_then_mean_what_they_mean_in_sparql() -> None:
    assert string_value(r'"a\"b\u0041\n"') == 'a"bA\n'
    assert string_value('"""x"y"""') == 'x"y'
