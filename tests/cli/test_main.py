from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg import __version__
from kg.cli.main import COMMANDS
from tests.conftest import ROOT, Kg


def test_help_when_asked_then_every_command_is_listed_in_under_half_a_second(kg: Kg) -> None:
    kg("--help")
    took = []
    for _ in range(3):
        start = time.perf_counter()
        done = kg("--help")
        took.append(time.perf_counter() - start)
    assert all(f"\n  {name} " in done.stdout for name in COMMANDS)
    assert min(took) < 0.5


def test_help_when_asked_then_no_heavy_library_is_imported() -> None:
    code = "import sys; from kg.cli.main import run; run(['--help']); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    for heavy in ("spacy", "numpy", "pyoxigraph", "rdflib", "owlready2", "onnxruntime", "trafilatura", "rich", "yaml"):
        assert f"'{heavy}'" not in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_help_when_asked_of_a_command_then_it_says_what_it_does(kg: Kg, command: str) -> None:
    done = kg(command, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"Usage: kg {command}")
    assert done.stderr == ""


def test_version_when_asked_then_printed(kg: Kg) -> None:
    assert kg("--version").stdout == f"kg, version {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["nonsense"], 2, "No such command 'nonsense'"),
        (["query", "articles/mentioning", "--store", "absent"], 3, "There is no store at absent"),
        (["query", "incidents/in-perio"], 3, "Did you mean incidents/in-period"),
        (["query", "incidents/in-period", "stray"], 2, "Unexpected 'stray'"),
        (["export", "docx", "out"], 2, "'docx' is not one of"),
        (["remove"], 2, "Missing argument"),
        (["build", "--store", "absent"], 2, "Name at least one SOURCE"),
        (["build", "absent.txt", "--store", "absent"], 3, "absent.txt"),
        (["--config", "absent.toml", "settings"], 3, "absent.toml does not exist"),
        (["status", "--store", "absent"], 3, "There is no store at absent"),
        (["explain", "x", "--store", "."], 3, "is no store"),
    ],
)
def test_run_when_it_cannot_be_done_then_one_message_and_the_exit_code(
    kg: Kg, tmp_path: Path, arguments: list[str], code: int, words: str
) -> None:
    (tmp_path / "some-file").write_text("not a store")
    done = kg(*arguments, cwd=tmp_path)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert [p.name for p in tmp_path.iterdir()] == ["some-file"]


def test_run_when_debug_is_on_then_the_traceback_is_shown(kg: Kg, tmp_path: Path) -> None:
    done = kg("--debug", "status", "--store", "absent", cwd=tmp_path)
    assert done.returncode == 3
    assert "Traceback" in done.stderr


def test_run_when_the_reader_of_a_pipe_stops_then_no_noise(seeds_store: Path) -> None:
    command = f"{sys.executable} -m kg export nquads - --store {seeds_store} | head -n 1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""
    assert done.returncode == 0
