from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ResourceError
from kg.reference.turtle import line_of, ontology_digest, read_triples, turtle_files

PREFIX = "@prefix kg: <https://w3id.org/conflict-kg/ontology#> .\n\n"


def test_read_triples_when_a_prefix_is_unknown_then_error_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(PREFIX + "kg:a a kg:B .\nother:a a kg:B .\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"x\.ttl, line 4"):
        list(read_triples(path))


def test_line_of_when_a_subject_has_a_block_then_its_first_line_is_given(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(PREFIX + "kg:ab a kg:B .\nkg:a\n    a kg:B .\n", encoding="utf-8")
    assert line_of(path, "https://w3id.org/conflict-kg/ontology#a") == 4
    assert line_of(path, "https://w3id.org/conflict-kg/ontology#none") is None


def test_turtle_files_when_a_folder_is_asked_for_then_they_come_sorted() -> None:
    names = [p.name for p in turtle_files("reference")]
    assert names == sorted(names)
    assert "states.ttl" in names


def test_turtle_files_when_there_is_none_then_error_says_to_install_again() -> None:
    with pytest.raises(ResourceError, match="install it again"):
        turtle_files("no-such-folder")


def test_ontology_digest_when_taken_then_it_is_sixteen_hex_digits() -> None:
    assert len(ontology_digest()) == 16
    int(ontology_digest(), 16)
