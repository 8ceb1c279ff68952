from __future__ import annotations

import shutil
from pathlib import Path

from tests.conftest import Kg


def test_remove_when_article_is_named_by_its_source_id_then_it_is_gone(
    kg: Kg, seeds_store: Path, seeds: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    shutil.copytree(seeds_store, store)
    name = sorted(seeds.iterdir())[0].stem
    done = kg("remove", name, "--store", store)
    assert done.returncode == 0, done.stderr
    assert "1 removed" in done.stderr
    ids = kg("sparql", "SELECT ?id { ?a a kg:Article ; dcterms:identifier ?id }", "-f", "csv", "--store", store).stdout
    assert len(ids.split()) == 5
    assert name not in ids


def test_remove_when_no_article_is_so_called_then_near_names_and_nothing_changes(
    kg: Kg, seeds_store: Path, seeds: Path
) -> None:
    name = sorted(seeds.iterdir())[0].stem
    done = kg("remove", name[:-1], "--store", seeds_store)
    assert done.returncode == 3
    assert name in done.stderr
