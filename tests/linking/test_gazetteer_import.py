from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from kg.domain.extraction import EntityType
from kg.errors import InputError
from kg.linking import import_places
from kg.linking.gazetteer import Gazetteer
from kg.linking.gazetteer_files import base_path, imports_path

DUMP = "\t".join(
    [
        "999",
        "Shayrāt",
        "Shayrat",
        "Shayrat,Al Shayrat",
        "34.49",
        "36.91",
        "S",
        "AIRB",
        "SY",
        "",
        "11",
        "",
        "",
        "",
        "0",
        "",
        "800",
        "Asia/Damascus",
        "2016-01-01",
    ]
)


def test_import_when_geonames_dump_then_sites_are_found_with_their_region(atlas_folder: Path) -> None:
    file = atlas_folder / "SY.txt"
    file.write_text(DUMP + "\n", encoding="utf-8")
    assert import_places(file, atlas_folder) == 1
    with Gazetteer.open(atlas_folder) as gazetteer:
        (found,) = gazetteer.candidates("al-Shayrat")
    assert (found.place.type, found.place.code, found.source) == (EntityType.FACILITY, "AIRB", "import")
    assert found.place.within == "geonames-169575"


def test_import_when_zip_with_readme_then_reads_the_table(atlas_folder: Path) -> None:
    file = atlas_folder / "SY.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr("SY.txt", DUMP)
    assert import_places(file, atlas_folder) == 1


def test_import_when_own_table_then_aliases_type_and_surroundings_hold(atlas_folder: Path) -> None:
    file = atlas_folder / "own.csv"
    file.write_text(
        "name,latitude,longitude,type,aliases,country,within\n"
        "Green Camp,34.1,36.2,facility,Camp Green|Mukhayyam,sy,Little Town\n"
        "Little Town,34.0,36.1,town,,SY,geonames-2\n",
        encoding="utf-8",
    )
    assert import_places(file, atlas_folder) == 2
    with Gazetteer.open(atlas_folder) as gazetteer:
        (camp,) = gazetteer.candidates("Camp Green")
        assert [p.name for p in gazetteer.chain(camp.place)] == ["Little Town", "Homs", "Syria"]


def test_import_when_repeated_then_replaces_and_version_follows_the_content(atlas_folder: Path) -> None:
    file = atlas_folder / "own.csv"
    file.write_text("name,latitude,longitude,aliases\nPost,1,2,Old Post\n", encoding="utf-8")
    import_places(file, atlas_folder)
    with Gazetteer.open(atlas_folder) as gazetteer:
        before = gazetteer.version
    file.write_text("name,latitude,longitude,aliases\nPost,3,4,New Post\n", encoding="utf-8")
    import_places(file, atlas_folder)
    with Gazetteer.open(atlas_folder) as gazetteer:
        (found,) = gazetteer.candidates("Post")
        assert (found.place.latitude, gazetteer.candidates("Old Post")) == (3.0, ())
        assert gazetteer.version != before


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", "1\tonly\tthree", "line 1: 3 columns"),
        ("a.txt", DUMP.replace("34.49", "north"), "latitude 'north'"),
        ("a.csv", "name,latitude,longitude\nX,95,1\n", "line 2: latitude '95'"),
        ("a.csv", "name,lat,lon\nX,1,1\n", "columns are name, lat, lon"),
        ("a.csv", "name,latitude,longitude,type\nX,1,1,planet\n", "type 'planet' is unknown"),
        ("a.csv", "name,latitude,longitude,country\nX,1,1,Syria\n", "'SYRIA' is no ISO"),
        ("a.csv", "name,latitude,longitude\n,1,1\n", "the name is empty"),
        ("a.txt", "", "holds no places"),
        ("a.zip", "not a zip", "no zip file"),
    ],
)
def test_import_when_file_is_wrong_then_says_where_and_stores_nothing(
    atlas_folder: Path, name: str, content: str, words: str
) -> None:
    file = atlas_folder / name
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="a\\.") as caught:
        import_places(file, atlas_folder)
    assert words in str(caught.value)
    assert not imports_path(atlas_folder).exists()


def test_import_when_bytes_are_no_utf8_or_file_is_missing_then_clear_error(atlas_folder: Path) -> None:
    file = atlas_folder / "a.csv"
    file.write_bytes(b"name,latitude,longitude\nCaf\xe9,1,2\n")
    with pytest.raises(InputError, match="not UTF-8 at byte"):
        import_places(file, atlas_folder)
    with pytest.raises(InputError, match="cannot be read"):
        import_places(atlas_folder / "none.txt", atlas_folder)
    assert base_path(atlas_folder).exists()
