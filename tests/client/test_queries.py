from __future__ import annotations

import inspect

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

import kg
from kg.querying.catalogue import read_catalogue


def test_completion_when_typed_in_ipython_then_groups_and_queries_are_offered(graph: kg.Graph) -> None:
    shell = InteractiveShell()
    shell.user_ns["graph"] = graph
    for typed, wanted in (
        ("graph.q.", "incidents"),
        ("graph.q.claims.", "denials"),
        ("graph.q.incidents.at_", "at_place"),
    ):
        with provisionalcompleter():
            offered = {c.text.rpartition(".")[2] for c in shell.Completer.completions(typed, len(typed))}
        assert wanted in offered, typed


def test_queries_when_listed_then_every_canned_query_is_there(graph: kg.Graph) -> None:
    found = {f"{group}/{name}" for group in dir(graph.q) for name in dir(getattr(graph.q, group))}
    assert found == {name.replace("-", "_") for name in read_catalogue()}


def test_call_when_looked_at_then_signature_and_docstring_have_the_parameters(graph: kg.Graph) -> None:
    call = graph.q.incidents.at_place
    signature = inspect.signature(call)
    assert list(signature.parameters) == ["place", "since", "until"]
    assert signature.parameters["place"].default is inspect.Parameter.empty
    documentation = inspect.getdoc(call) or ""
    for parameter in read_catalogue()["incidents/at-place"].parameters:
        assert parameter.help in documentation
    assert call.sparql.startswith("#+")


def test_call_when_made_then_the_answer_is_that_of_the_query(graph: kg.Graph) -> None:
    assert graph.q.actors.search(text="islam").table == graph.query("actors/search", text="islam").table


def test_name_when_misspelt_then_the_error_lists_what_there_is(graph: kg.Graph) -> None:
    with pytest.raises(AttributeError, match="incidents"):
        _ = graph.q.incident
    with pytest.raises(AttributeError, match="at_place"):
        _ = graph.q.incidents.at_plaice
