from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli.main import run
from kg.storage import open_store, sorted_nquads
from tests.conftest import ROOT, Kg

NEWS = "ALEPPO, August 3, 2016 - Rebels shelled Aleppo on Wednesday, killing six people, the governor said.\n"


@pytest.fixture
def bad_folder(tmp_path: Path) -> Path:
    """One good article among everything that can be wrong with an input."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(NEWS)
    (folder / "empty.txt").write_text("")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "broken-utf8.txt").write_bytes(NEWS.encode() + b" caf\xe9 \xff\xfe in the city of Homs.\n")
    (folder / "long-line.jsonl").write_bytes(b'{"id": "long", "text": "' + b"word " * 10_000_000 + b'"}\n')
    records = [
        {"id": "1", "text": NEWS + "Later six more died."},
        {"id": "2", "title": "No text"},
        {"id": "3", "text": "  "},
    ]
    (folder / "cut.jsonl").write_text("\n".join(map(json.dumps, records)) + '\n{"id": "4", "text": "Rebels she')
    (folder / "menu.html").write_text("<html><body><nav><a href='/'>Home</a></nav></body></html>")
    (folder / "arabic.txt").write_text(
        "قصفت طائرات حربية سوقا في مدينة إدلب يوم الاثنين بحسب المرصد السوري لحقوق الإنسان\n" * 3
    )
    (folder / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    return folder


def test_build_when_inputs_are_bad_then_each_has_its_reason_and_the_good_ones_are_built(
    kg: Kg, bad_folder: Path, tmp_path: Path
) -> None:
    done = kg("build", bad_folder, "--store", tmp_path / "store", env={"KG_ARTICLE_BYTES": "20000000"})
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    listed = kg("status", "--issues", "--store", tmp_path / "store").stdout
    for place, reason in {
        "empty.txt": "empty",
        "binary.txt": "binary",
        "broken-utf8.txt": "bad encoding",
        "long-line.jsonl": "too large",
        "cut.jsonl:2": "no text",
        "cut.jsonl:4": "bad JSON",
        "menu.html": "no main text",
        "arabic.txt": "unsupported language",
        "gone.txt": "unreadable",
    }.items():
        block = listed.split(f" {reason}\n", 1)
        assert len(block) == 2, f"{reason} is not listed:\n{listed}"
        assert place in block[1], f"{place} is not listed under {reason}:\n{listed}"
    rows = kg("sparql", "SELECT ?id { ?a a kg:Article ; dcterms:identifier ?id } ORDER BY ?id", "--format", "csv",
              "--store", tmp_path / "store").stdout.split()  # fmt: skip
    assert rows == ["id", "1", "arabic", "broken-utf8", "good"]


def test_build_when_folder_has_no_articles_then_said_so(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "picture.png").write_bytes(b"\x89PNG\r\n")
    done = kg("build", tmp_path / "in", "--store", tmp_path / "store")
    assert done.returncode == 0
    assert "0 articles given" in done.stderr


def test_build_when_piped_then_summary_without_progress_and_what_to_try(kg: Kg, tmp_path: Path) -> None:
    done = kg("build", "-", "--store", tmp_path / "store", stdin=NEWS)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "\x1b" not in done.stderr
    assert "1 articles given, 1 new, 1 read" in done.stderr
    suggestion = next(line for line in done.stderr.splitlines() if line.startswith("Try")).split(maxsplit=1)[1]
    assert kg(*suggestion.split()[1:]).returncode == 0


def test_build_when_given_again_then_nothing_changed(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS)
    kg("build", "a.txt", "--store", "store", cwd=tmp_path)
    done = kg("build", "a.txt", "--store", "store", cwd=tmp_path)
    assert "nothing changed" in done.stderr


def test_build_when_store_is_of_another_version_then_refused_and_untouched(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS)
    kg("build", "a.txt", "--store", "store", cwd=tmp_path)
    meta = tmp_path / "store" / "kg.json"
    changed = json.loads(meta.read_text()) | {"version": 99}
    meta.write_text(json.dumps(changed))
    done = kg("build", "a.txt", "--store", "store", cwd=tmp_path)
    assert done.returncode == 3
    assert "newer conflict-kg" in done.stderr
    assert json.loads(meta.read_text()) == changed


def test_build_when_base_iri_is_set_then_data_is_named_below_it(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS)
    (tmp_path / "kg.toml").write_text('base_iri = "https://data.example/kg/"\nstore = "mine"\n')
    assert kg("build", "a.txt", cwd=tmp_path).returncode == 0
    rows = kg("sparql", "SELECT ?a { ?a a kg:Article }", "-f", "csv", cwd=tmp_path).stdout.split()
    assert rows[1].startswith("https://data.example/kg/article/")
    (tmp_path / "kg.toml").write_text('base_iri = "https://other.example/kg/"\nstore = "mine"\n')
    refused = kg("build", "a.txt", cwd=tmp_path)
    assert refused.returncode == 3
    assert "https://data.example/kg/" in refused.stderr


def test_build_when_every_article_fails_then_exit_3(
    tmp_path: Path, gazetteer_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("kg.pipeline.readings.extract", broken)
    monkeypatch.setenv("KG_GAZETTEER", str(gazetteer_folder))
    (tmp_path / "a.txt").write_text(NEWS)
    assert run(["build", str(tmp_path / "a.txt"), "--store", str(tmp_path / "store")]) == 3
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_build_when_the_disk_is_full_then_error_and_the_graph_of_before_stands(
    kg: Kg, tmp_path: Path, gazetteer_folder: Path
) -> None:
    """A limit on the size of files makes every write fail that a full disk would fail."""
    store = tmp_path / "store"
    (tmp_path / "a.txt").write_text(NEWS)
    assert kg("build", tmp_path / "a.txt", "--store", store).returncode == 0
    with open_store(store) as opened:
        before = sorted_nquads(opened)
    many = [
        {"id": str(n), "text": f"{NEWS}In village {n} another {n} people fled on Thursday.\n" * 9} for n in range(60)
    ]
    (tmp_path / "many.jsonl").write_text("\n".join(map(json.dumps, many)))
    command = f"ulimit -f 150; exec {sys.executable} -m kg build {tmp_path}/many.jsonl --store {store}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env={**os.environ, "KG_GAZETTEER": str(gazetteer_folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3, done.stderr
    assert "disk is full" in done.stderr.lower()
    with open_store(store) as opened:
        assert sorted_nquads(opened) == before
    assert kg("build", tmp_path / "many.jsonl", "--store", store).returncode == 0
    with open_store(store) as opened:
        assert len(list(opened.select("SELECT ?a { ?a a kg:Article }"))) == 61
