"""The examples in the docstrings of the Python door, run on the seeds' graph."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

import kg
import kg.client

MODULES = [f"kg.client.{module.name}" for module in pkgutil.iter_modules(kg.client.__path__)]
PUBLIC = [name for name in kg.client.__all__ if name not in {"Cell", "Day"}]


@pytest.mark.parametrize("name", MODULES)
def test_examples_when_run_then_they_give_what_they_show(name: str, graph: kg.Graph, seeds_store: Path) -> None:
    module = importlib.import_module(name)
    globs = {"graph": graph, "store_folder": seeds_store}
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    for test in doctest.DocTestFinder().find(module, extraglobs=globs):
        runner.run(test)
    assert runner.summarize(verbose=False).failed == 0


def test_methods_when_public_then_each_asking_one_has_an_example() -> None:
    for method in ("query", "ask", "construct", "explain", "incidents", "claims", "compare", "counts"):
        assert ">>>" in (getattr(kg.Graph, method).__doc__ or ""), method
    for method in ("df", "geojson", "map", "timeline", "chart", "network"):
        assert ">>>" in (getattr(kg.client.Answer, method).__doc__ or ""), method


@pytest.mark.parametrize("name", PUBLIC)
def test_public_name_when_looked_at_then_it_says_what_it_is(name: str) -> None:
    assert getattr(kg.client, name).__doc__
