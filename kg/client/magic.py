"""`%load_ext kg` in a notebook: SPARQL cells with completion, and errors told in one sentence.

%%sparql                       asks the variable `graph`
%%sparql other                 asks the variable `other`
%%sparql --as rows             keeps the answer in `rows` and shows it
"""

from __future__ import annotations

import shlex
import sys
from types import TracebackType
from typing import TYPE_CHECKING, Any

from kg.client.completing import complete
from kg.client.graph import Graph
from kg.errors import KgError, QueryError

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from kg.client.answer import Answer
    from kg.querying.run import Triples

MAGIC = "%%sparql"
_DEFAULT = "graph"
_KEEP = "--as"


def load_ipython_extension(shell: InteractiveShell) -> None:
    """What `%load_ext kg` calls: registers `%%sparql`, its completion, and how our errors are shown."""

    def sparql(line: str, cell: str) -> object:
        """Answer the SPARQL query of this cell: `%%sparql [GRAPH] [--as NAME]`."""
        return run_cell(shell.user_ns, line, cell)

    register: Any = shell.register_magic_function  # IPython's types take the function for a method
    register(sparql, "cell", "sparql")
    shell.set_custom_exc((KgError,), _show)  # type: ignore[no-untyped-call]
    completer: Any = shell.Completer
    if completer is not None and not any(getattr(m, "is_kg", False) for m in completer.custom_matchers):
        completer.custom_matchers.append(_matcher())


def run_cell(names: dict[str, Any], line: str, cell: str) -> Answer | Triples | bool:
    """Answer a cell with the graph that its first line names among a notebook's variables.

    Raises:
        QueryError: the line cannot be read, or the variable is no graph; and as `Graph.query` does.
    """
    words = shlex.split(line)
    keep = ""
    if _KEEP in words:
        at = words.index(_KEEP)
        keep = words[at + 1] if at + 1 < len(words) else ""
        if not keep.isidentifier():
            raise QueryError(f"{MAGIC} {_KEEP} needs the name of a variable, as in `{MAGIC} {_KEEP} rows`.")
        words[at : at + 2] = []
    if len(words) > 1:
        raise QueryError(f"{MAGIC} takes one graph, not {' '.join(words)!r}: `{MAGIC} [GRAPH] [{_KEEP} NAME]`.")
    name = words[0] if words else _DEFAULT
    graph = names.get(name)
    if not isinstance(graph, Graph):
        raise QueryError(f"There is no graph in the variable {name!r}: {name} = kg.open('kg-store') makes one.")
    answer = graph.answer(cell)
    if keep:
        names[keep] = answer
    return answer


def _show(
    shell: InteractiveShell,
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType | None,  # noqa: ARG001  # IPython gives it
    tb_offset: int | None = None,  # noqa: ARG001
) -> list[str]:
    """Show one of our errors as its sentence: it says what is wrong and what to do; a traceback would bury it."""
    lines = [f"{kind.__name__}: {error}"]
    if not getattr(shell, "kernel", None):
        print(*lines, sep="\n", file=sys.stderr)  # noqa: T201  # a terminal has no other way to show it
    else:
        shell._showtraceback(kind, error, lines)
    return lines


def _matcher() -> Any:  # IPython's own protocol
    from IPython.core.completer import CompletionContext, SimpleCompletion, context_matcher

    def match(context: CompletionContext) -> dict[str, Any]:
        text = context.full_text
        if not text.lstrip().startswith(MAGIC):
            return {"completions": []}
        lines = text.split("\n")
        cursor = sum(len(line) + 1 for line in lines[: context.cursor_line]) + context.cursor_position
        first = text.find("\n") + 1
        if not first or cursor < first:
            return {"completions": []}
        typed, found = complete(text[first:], cursor - first)
        words = [SimpleCompletion(text=word, type="sparql") for word in found]
        return {"completions": words, "matched_fragment": typed, "suppress": True, "ordered": True}

    decorated = context_matcher(identifier="kg.sparql")(match)
    decorated.is_kg = True
    return decorated
