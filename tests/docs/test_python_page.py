"""The page on Python, held against the code."""

from __future__ import annotations

import re

import kg
import kg.client
from kg import errors
from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")


def test_calls_when_named_then_they_exist() -> None:
    on_graph = set(re.findall(r"\bgraph\.(\w+)", TEXT)) - {"q"}
    assert on_graph >= {"query", "incidents", "claims", "compare", "explain", "counts", "ask", "construct"}
    assert all(hasattr(kg.Graph, name) for name in on_graph)
    on_answer = set(re.findall(r"^\| `\.(\w+)", TEXT, re.MULTILINE))
    assert on_answer >= {"df", "geojson", "map", "timeline", "chart", "network"}
    assert all(hasattr(kg.client.Answer, name) for name in on_answer)


def test_parameters_when_listed_then_the_methods_take_them() -> None:
    for method, listed in re.findall(r"`graph\.(\w+)\(((?:\w+=, )*\w+=)\)`", TEXT):
        code = getattr(kg.Graph, method).__code__
        names = code.co_varnames[1 : 1 + code.co_argcount - 1 + code.co_kwonlyargcount]
        assert re.findall(r"(\w+)=", listed) == list(names), method


def test_public_names_when_listed_then_the_package_gives_them() -> None:
    listed = re.search(r"lists: (.*?)\. Everything", TEXT, re.DOTALL)
    assert listed is not None
    names = set(re.findall(r"`(\w+)`", listed[1]))
    assert names <= set(kg.client.__all__)
    assert {"Graph", "Answer", "Row", "Comparison"} <= names


def test_errors_when_named_then_they_exist() -> None:
    for name in re.findall(r"`(\w+Error)s?`", TEXT):
        assert issubclass(getattr(errors, name), errors.KgError)
