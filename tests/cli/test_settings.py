from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import Kg


def test_settings_when_shown_then_origins_are_told(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text("failing_least = 7\n")
    done = kg("settings", "--store", "there", "-f", "json", cwd=tmp_path, env={"KG_BATCH_ARTICLES": "9"})
    rows = json.loads(done.stdout)
    assert (rows["store"]["value"], rows["store"]["origin"]) == ("there", "command line")
    assert (rows["batch_articles"]["value"], rows["batch_articles"]["origin"]) == ("9", "environment")
    assert (rows["failing_least"]["value"], rows["failing_least"]["origin"]) == ("7", "kg.toml")


def test_settings_when_one_is_unknown_then_near_name(kg: Kg, tmp_path: Path) -> None:
    done = kg("settings", cwd=tmp_path, env={"KG_STOER": "x"})
    assert done.returncode == 3
    assert "Did you mean store?" in done.stderr
