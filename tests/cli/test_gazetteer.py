from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Kg


def test_find_when_place_is_known_then_the_largest_first(kg: Kg) -> None:
    rows = json.loads(kg("gazetteer", "find", "Aleppo", "-f", "json").stdout)
    assert rows[0]["within"].endswith("Syria")
    assert [int(r["population"] or 0) for r in rows] == sorted((int(r["population"] or 0) for r in rows), reverse=True)


def test_find_when_nothing_is_so_called_then_said_so(kg: Kg) -> None:
    done = kg("gazetteer", "find", "Xqzzyplugh")
    assert (done.returncode, done.stdout) == (0, "")
    assert "gazetteer import" in done.stderr


@pytest.fixture
def own_gazetteer(tmp_path: Path, gazetteer_folder: Path, kg: Kg) -> Path:
    """A gazetteer folder of the test's own, with the base of all tests."""
    kg("gazetteer", "find", "Aleppo")
    folder = tmp_path / "gazetteer"
    folder.mkdir()
    for file in gazetteer_folder.iterdir():
        (folder / file.name).symlink_to(file)
    return folder


def test_import_when_own_places_are_given_then_found(kg: Kg, tmp_path: Path, own_gazetteer: Path) -> None:
    (tmp_path / "mine.csv").write_text("name,latitude,longitude,type\nXqzzy Junction,34.5,38.2,Settlement\n")
    env = {"KG_GAZETTEER": str(own_gazetteer)}
    done = kg("gazetteer", "import", tmp_path / "mine.csv", env=env)
    assert done.returncode == 0, done.stderr
    assert "1 places imported" in done.stderr
    rows = json.loads(kg("gazetteer", "find", "Xqzzy Junction", "-f", "json", env=env).stdout)
    assert (rows[0]["name"], rows[0]["from"]) == ("Xqzzy Junction", "import")


def test_import_when_file_is_bad_then_error_names_it(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n")
    done = kg("gazetteer", "import", tmp_path / "bad.csv", env={"KG_GAZETTEER": str(tmp_path / "g")})
    assert done.returncode == 3
    assert "bad.csv" in done.stderr
