from __future__ import annotations

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

import kg
from kg.client.completing import complete, terms
from kg.client.magic import run_cell
from kg.errors import QueryError, QuerySyntaxError


@pytest.fixture
def shell(graph: kg.Graph) -> InteractiveShell:
    made = InteractiveShell()
    made.run_line_magic("load_ext", "kg")
    made.user_ns["graph"] = graph
    return made


def test_cell_when_run_then_it_asks_the_graph_and_keeps_the_answer(shell: InteractiveShell) -> None:
    done = shell.run_cell("%%sparql --as rows\nSELECT (COUNT(?a) AS ?n) { ?a a kg:Article }")
    assert done.result.one().n == 5
    assert shell.user_ns["rows"].one().n == 5


def test_cell_when_it_has_a_typo_then_the_sentence_is_shown_without_a_traceback(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    done = shell.run_cell("%%sparql\nSELECT ?s WHERE {\n ?s kg:stance }")
    assert isinstance(done.error_in_exec, QuerySyntaxError)
    shown = capsys.readouterr()
    assert "line 2, column" in shown.err + shown.out
    assert "Traceback" not in shown.err + shown.out


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("other", "variable 'other'"),
        ("a b", "takes one graph"),
        ("--as", "needs the name"),
        ("--as 1x", "needs the name"),
    ],
)
def test_line_when_it_cannot_be_read_then_the_error_shows_how(graph: kg.Graph, line: str, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        run_cell({"graph": graph}, line, "ASK { ?s ?p ?o }")


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("SELECT ?claim WHERE { ?claim kg:sta", "kg:stance"),
        ("SELECT ?claim WHERE { ?cl", "?claim"),
        ("SELECT ?claim WHERE { ?claim a kg:Cl", "kg:Claim"),
        ("sel", "SELECT"),
        ("SELECT * { ?s sem:has", "sem:hasPlace"),
        ("SELECT * { ?s sche", "schema:"),
    ],
)
def test_completion_when_typed_in_a_sparql_cell_then_terms_variables_and_keywords(
    shell: InteractiveShell, typed: str, wanted: str
) -> None:
    text = f"%%sparql\n{typed}"
    with provisionalcompleter():
        offered = [c.text for c in shell.Completer.completions(text, len(text))]
    assert wanted in offered


def test_completion_when_the_cell_is_python_then_nothing_of_ours(shell: InteractiveShell) -> None:
    with provisionalcompleter():
        offered = [c.text for c in shell.Completer.completions("sel", 3)]
    assert "SELECT" not in offered


def test_extension_when_loaded_twice_then_completions_come_once(shell: InteractiveShell) -> None:
    shell.run_line_magic("reload_ext", "kg")
    assert len([m for m in shell.Completer.custom_matchers if getattr(m, "is_kg", False)]) == 1


def test_terms_when_completed_then_they_are_those_the_graph_is_spelled_in(graph: kg.Graph) -> None:
    used = graph.query("SELECT DISTINCT ?p { ?s a kg:Claim ; ?p ?o }")
    names = {str(row.p).rpartition("#")[2] for row in used if "conflict-kg" in str(row.p)}
    assert names <= {term.removeprefix("kg:") for term in terms()}


def test_complete_when_within_a_word_then_only_what_is_before_the_cursor_counts() -> None:
    assert complete("SELECT ?s WHERE { ?s kg:stance ?o }", 26)[0] == "kg:st"
