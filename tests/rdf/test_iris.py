from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode
from rdflib import URIRef

from kg.errors import ConfigError
from kg.rdf.iris import Names, digest16, segment, web_address

NAMES = Names()
PARTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@given(PARTS, PARTS)
def test_mint_when_parts_are_anything_then_the_iri_is_valid_deterministic_and_below_the_base(
    article: str, key: str
) -> None:
    iri = NAMES.report(article, key)
    assert iri == Names().report(article, key)
    assert iri.value.startswith(NAMES.base + "report/") and iri.value.isascii()
    assert len(iri.value.removeprefix(NAMES.base).split("/")) == 3
    assert URIRef(iri.value).n3() == f"<{iri.value}>"  # rdflib refuses to write an IRI that is none


@given(st.tuples(PARTS, PARTS), st.tuples(PARTS, PARTS))
def test_mint_when_parts_differ_then_the_iris_differ(first: tuple[str, str], second: tuple[str, str]) -> None:
    assert (NAMES.claim(*first) == NAMES.claim(*second)) == (first == second)
    assert (digest16(*first) == digest16(*second)) == (first == second)


@given(PARTS)
def test_article_id_when_minted_from_any_id_then_it_comes_back(article: str) -> None:
    assert NAMES.article_id(NAMES.article(article)) == article
    assert NAMES.is_article_graph(NAMES.article_graph(article))


def test_digest16_when_a_boundary_moves_then_the_digest_changes() -> None:
    assert digest16("ab", "c") != digest16("a", "bc")


@pytest.mark.parametrize("part", [".", ".."])
def test_segment_when_it_is_dots_only_then_resolution_cannot_swallow_it(part: str) -> None:
    assert segment(part) == "%2E" * len(part)


def test_segment_when_empty_then_it_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        segment("")


@pytest.mark.parametrize(
    "base", ["", "data/", "https://x.example/data", "https://x.example/a b/", "https://x/?q/", "x:/<>/"]
)
def test_names_when_the_base_is_no_iri_with_a_slash_then_it_is_refused(base: str) -> None:
    with pytest.raises(ConfigError, match="base_iri"):
        Names(base)


def test_names_when_the_base_is_another_then_data_is_minted_below_it() -> None:
    names = Names("https://example.org/kg/")
    assert names.data("actor/x") == NamedNode("https://example.org/kg/actor/x")
    assert names.prefixes["kgd"] == "https://example.org/kg/"
    assert names.path(names.data("actor/x")) == "actor/x"


def test_event_when_the_id_is_bare_or_a_path_then_the_address_is_the_same() -> None:
    assert NAMES.event("00ff") == NAMES.event("event/00ff") == NAMES.thing("00ff")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.example/a?b=c#d", "https://x.example/a?b=c#d"),
        (" https://x.example/a b|c ", "https://x.example/a%20b%7Cc"),
        ("https://x.example/новости", "https://x.example/новости"),
        ("x.example/news", None),
        ("http://[bad", None),
    ],
)
def test_web_address_when_a_url_is_odd_then_it_becomes_an_iri_or_nothing(url: str, expected: str | None) -> None:
    assert web_address(url) == (NamedNode(expected) if expected else None)


@given(st.text(max_size=60))
def test_web_address_when_given_any_text_then_it_never_fails(url: str) -> None:
    web_address(f"https://{url}")
    web_address(url)
