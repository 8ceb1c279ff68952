"""Sources against each other, and builds against each other. Read only; nothing here says who is right.

`compare(store, what)` gives the accounts of one event side by side, `diff(old, new)` what changed between two graphs,
`changes(store, what)` what an outlet changed in an article.
"""

from kg.comparing.compare import compare
from kg.comparing.model import Answer, Aspect, Comparison, Field, Pair, Reprint, Side, Source, Value, Words
from kg.comparing.rendering import (
    comparison_csv,
    comparison_json,
    comparison_markdown,
    comparison_text,
    comparison_view,
)
from kg.comparing.showing import shown
from kg.comparing.versions import Change, History, Step, Version, changes

__all__ = [
    "Answer",
    "Aspect",
    "Change",
    "Comparison",
    "Field",
    "History",
    "Pair",
    "Reprint",
    "Side",
    "Source",
    "Step",
    "Value",
    "Version",
    "Words",
    "changes",
    "compare",
    "comparison_csv",
    "comparison_json",
    "comparison_markdown",
    "comparison_text",
    "comparison_view",
    "shown",
]
