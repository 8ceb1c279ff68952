"""Which form `Accept` gets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.serving.formats import GRAPHS, RESULTS, TABLES, choose, form_named, prefers_html

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
RDFLIB = "application/sparql-results+xml,application/sparql-results+json,text/csv,text/tab-separated-values"


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("text/csv", "csv"),
        ("text/csv;q=0.5, application/sparql-results+xml", "xml"),
        ("application/json", "json"),
        ("application/sparql-results+json;q=0.3, text/tab-separated-values;q=0.4", "tsv"),
        ("TEXT/CSV ; q=1.0", "csv"),
        ("text/*", "csv"),
        ("text/csv;q=0, */*;q=0.1", "json"),
        (RDFLIB, "xml"),
        ("image/png", None),
        ("application/sparql-results+json;q=abc", None),
    ],
)
def test_choice_when_results_are_wanted_then_the_best_liked(accept: str, form: str | None) -> None:
    chosen = choose(accept, RESULTS)
    assert (chosen.name if chosen else None) == form


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/rdf+xml, text/turtle;q=0.9", "rdf"),
        ("text/plain", "nt"),
    ],
)
def test_choice_when_a_graph_is_wanted_then_the_best_liked(accept: str, form: str) -> None:
    chosen = choose(accept, GRAPHS)
    assert chosen is not None
    assert chosen.name == form


def test_page_when_a_browser_asks_then_preferred_and_when_a_program_does_not() -> None:
    assert prefers_html(BROWSER, GRAPHS)
    assert prefers_html(BROWSER, TABLES)
    assert not prefers_html("*/*", GRAPHS)
    assert not prefers_html("text/turtle, text/html;q=0.5", GRAPHS)


def test_names_when_written_otherwise_then_the_same_form() -> None:
    assert form_named("Turtle") == form_named("ttl") == form_named("text/turtle")
    assert form_named("pdf") is None


@given(st.text(max_size=80))
def test_choice_when_accept_is_anything_then_it_answers(accept: str) -> None:
    assert choose(accept, RESULTS) in {*RESULTS, None}
