from __future__ import annotations

from pathlib import Path

from tests.conftest import Kg


def test_status_when_store_is_built_then_counts_and_version(kg: Kg, seeds_store: Path) -> None:
    done = kg("status", "--store", seeds_store)
    assert done.returncode == 0
    assert "Graph      5 articles" in done.stdout
    assert "Waiting" not in done.stdout


def test_status_when_articles_were_skipped_then_reasons_are_kept(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    kg("build", "empty.txt", "--store", "store", cwd=tmp_path)
    done = kg("status", "--issues", "--store", "store", cwd=tmp_path)
    assert "Skipped    1 empty" in done.stdout
    assert "empty.txt" in done.stdout
