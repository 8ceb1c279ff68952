from __future__ import annotations

from pathlib import Path

import pytest

from kg.cli.export import FORMATS
from kg.exporting import EXPORT_FORMATS
from tests.conftest import Kg


def test_formats_when_listed_then_those_of_the_library() -> None:
    assert FORMATS == EXPORT_FORMATS


@pytest.mark.parametrize("format_", [f for f in FORMATS if f != "tables"])
def test_export_when_to_standard_output_then_the_bytes_of_the_file(
    kg: Kg, seeds_store: Path, tmp_path: Path, format_: str
) -> None:
    file = tmp_path / "out"
    to_file = kg("export", format_, file, "--store", seeds_store)
    assert (to_file.returncode, to_file.stdout) == (0, "")
    assert kg("export", format_, "-", "--store", seeds_store).stdout == file.read_text(encoding="utf-8")
    assert file.stat().st_size > 1000


def test_export_when_tables_then_a_folder_of_csv(kg: Kg, seeds_store: Path, tmp_path: Path) -> None:
    assert kg("export", "tables", tmp_path / "out", "--store", seeds_store).returncode == 0
    articles = (tmp_path / "out" / "articles.csv").read_text(encoding="utf-8").splitlines()
    assert len(articles) >= 6
