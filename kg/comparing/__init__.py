"""Sources against each other, and builds against each other. Read only; nothing here says who is right.

`compare(store, what)` gives the accounts of one event side by side, `diff(old, new)` what changed between two graphs,
`changes(store, what)` what an outlet changed in an article.
"""

from kg.comparing.builds import BuildDiff, EventChange, Turn, diff
from kg.comparing.compare import compare
from kg.comparing.model import Answer, Aspect, Comparison, Field, Pair, Reprint, Side, Source, Value, Words
from kg.comparing.opening import open_previous, open_side
from kg.comparing.rendering import (
    comparison_csv,
    comparison_json,
    comparison_markdown,
    comparison_text,
    comparison_view,
)
from kg.comparing.showing import shown
from kg.comparing.telling import diff_json, diff_text
from kg.comparing.versions import Change, History, Step, Version, changes

__all__ = [
    "Answer",
    "Aspect",
    "BuildDiff",
    "Change",
    "Comparison",
    "EventChange",
    "Field",
    "History",
    "Pair",
    "Reprint",
    "Side",
    "Source",
    "Step",
    "Turn",
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
    "diff",
    "diff_json",
    "diff_text",
    "open_previous",
    "open_side",
    "shown",
]
