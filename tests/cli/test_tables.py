from __future__ import annotations

import pytest

from kg.cli.tables import print_table


def test_table_when_piped_then_aligned_and_long_cells_cut(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("name", "help"), [("a", "x" * 100), ("longer", "two\nlines")])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "name    help"
    assert lines[1] == "a       " + "x" * 59 + "…"
    assert lines[2] == "longer  two lines"
