from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import Kg


def test_diff_when_a_store_is_compared_with_its_export_then_nothing_changed(
    kg: Kg, seeds_store: Path, tmp_path: Path
) -> None:
    export = tmp_path / "before.nq"
    assert kg("export", "nquads", export, "--store", seeds_store).returncode == 0
    done = kg("diff", export, seeds_store)
    assert (done.returncode, done.stdout) == (0, "Nothing changed.\n"), done.stderr
    assert json.loads(kg("diff", export, seeds_store, "--format", "json").stdout)["events"] == []


def test_diff_when_no_earlier_build_is_kept_then_says_what_to_do(kg: Kg, seeds_store: Path) -> None:
    done = kg("diff", "--store", seeds_store)
    assert done.returncode == 3 and "keep_builds" in done.stderr


def test_diff_when_a_side_is_not_there_then_names_it(kg: Kg, seeds_store: Path, tmp_path: Path) -> None:
    done = kg("diff", tmp_path / "absent.nq", seeds_store)
    assert done.returncode == 3 and "absent.nq" in done.stderr
