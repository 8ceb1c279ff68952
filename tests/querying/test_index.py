from __future__ import annotations

import shlex

from kg.querying import catalogue_markdown, read_catalogue
from kg.resources import find_folder


def test_catalogue_markdown_when_compared_is_the_page_in_queries() -> None:
    """When this fails: write `catalogue_markdown()` to queries/README.md."""
    assert (find_folder("queries") / "README.md").read_text(encoding="utf-8") == catalogue_markdown()


def test_catalogue_markdown_when_read_names_every_query_with_a_call_that_gives_what_it_needs() -> None:
    calls = {}
    for line in catalogue_markdown().splitlines():
        if line.startswith("    kg query ") and "/" in line:
            words = shlex.split(line)
            calls.setdefault(words[2], words)
    assert set(calls) == set(read_catalogue())
    for name, query in read_catalogue().items():
        assert {f"--{p.name}" for p in query.parameters if p.required} <= set(calls[name])
