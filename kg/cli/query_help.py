"""What `kg query NAME --help` shows."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.querying.catalogue import CannedQuery


def query_help(query: CannedQuery) -> str:
    """Title, description, parameters with an example, columns."""
    lines = [f"{query.name}: {query.title}", "", query.description, ""]
    if query.parameters:
        lines.append("Parameters")
        for p in query.parameters:
            notes = ["required" if p.required else f"default {p.default}" if p.default else "optional"]
            notes += [f"one of {', '.join(p.values)}"] if p.values else []
            lines.append(f"  --{p.name} {p.type.upper()}  {p.help} ({'; '.join(notes)})")
        lines.append("")
    lines += ["Columns", *(f"  {c.name}  {c.help}" for c in query.columns), ""]
    shown = [p for p in query.parameters if p.required] or list(query.parameters[:1])
    example = " ".join(f"--{p.name} {shlex.quote(p.example)}" for p in shown)
    return "\n".join([*lines, "Example", f"  kg query {query.name} {example}".rstrip()])
