"""The words of a person → what is to be shown, in the form that was asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from kg.comparing.compare import compare
from kg.comparing.rendering import (
    comparison_csv,
    comparison_json,
    comparison_markdown,
    comparison_text,
    comparison_view,
)
from kg.comparing.versions import Change, History, changes
from kg.querying.explain import find_thing
from kg.querying.walking import Walker
from kg.rdf.namespaces import KG
from kg.storage import Store

if TYPE_CHECKING:
    from rich.console import RenderableType


def shown(store: Store, what: str, form: str, *, words: bool = True, width: int | None = None) -> str | RenderableType:
    """An incident's comparison, or an article's versions, as text; for a terminal (`width` None) as a rich view.

    `form` is table, json, csv or markdown; versions have no table of values, so that csv gives their changes.

    Raises:
        NotFoundError: nothing is so called, or it is neither an incident nor an article.
        StoreError: the store cannot be read.
    """
    walker = Walker(store)
    node = find_thing(walker, what)
    if KG.Article in walker.kinds(node):
        return _history(changes(store, node.value), form)
    comparison = compare(store, node.value)
    if form == "json":
        return comparison_json(comparison)
    if form == "csv":
        return comparison_csv(comparison)
    if form == "markdown":
        return comparison_markdown(comparison)
    return (
        comparison_view(comparison, words=words) if width is None else comparison_text(comparison, width, words=words)
    )


def _history(history: History, form: str) -> str:
    if form == "json":
        return json.dumps(asdict(history), ensure_ascii=False, indent=2) + "\n"
    if form == "csv":
        return history_csv(history)
    mark = "- " if form == "markdown" else "  "
    heading = f"## {history.label}\n\n" if form == "markdown" else f"{history.label}\n"
    return heading + "\n".join(f"{mark}{line}" for line in history_lines(history)) + "\n"


def history_lines(history: History) -> Iterator[str]:
    """An article's history in plain words."""
    if len(history.versions) == 1:
        only = history.versions[0]
        yield f"one version is known: {only.article} {only.outlet} {only.published}".rstrip()
    for step in history.steps:
        yield f"{step.earlier.article} ({step.earlier.published}) → {step.later.article} ({step.later.published}): {step.why}"
        yield from (_change(c) for c in step.changes)
        yield from (f"no longer says: {fact}" for fact in step.lost)
        yield from (f"says newly: {fact}" for fact in step.gained)


def _change(change: Change) -> str:
    before, after = (" ".join(w.quote.split()) if w else "" for w in (change.before, change.after))
    if not before:
        return f"put in: “{after}”"
    return f"“{before}” became “{after}”" if after else f"taken out: “{before}”"


def history_csv(history: History) -> str:
    """One row a changed passage."""
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("earlier", "later", "start", "end", "before", "new_start", "new_end", "after"))
    for step in history.steps:
        for change in step.changes:
            cells = [
                (w.start, w.end, " ".join(w.quote.split())) if w else ("", "", "")
                for w in (change.before, change.after)
            ]
            writer.writerow((step.earlier.article, step.later.article, *cells[0], *cells[1]))
    return out.getvalue()
