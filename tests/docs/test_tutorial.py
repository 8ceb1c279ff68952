"""The tutorial, run step by step as it is printed, in a folder of its own."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
STEPS = re.findall(r"^## (\d+)\. .*?\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```(sh|json|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"Save this as `([\w.]+)`")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a user has: the articles, and nothing built."""
    made = tmp_path_factory.mktemp("tutorial")
    shutil.copytree(ROOT / "seeds", made / "seeds")
    return made


@pytest.fixture(scope="module")
def environment(gazetteer_folder: Path) -> Mapping[str, str]:
    """A user's, with the command `kg` of this checkout."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("KG_")}
    programs = os.pathsep.join([sysconfig.get_path("scripts"), clean.get("PATH", "")])
    return {**clean, "PATH": programs, "PYTHONPATH": str(ROOT), "KG_GAZETTEER": str(gazetteer_folder)}


def blocks(step: str) -> Iterator[tuple[str, str, str]]:
    """Kind, text, and name of the file of each block; those that are indented are for a user with a browser."""
    body = dict(STEPS)[step]
    name = _FILE.search(body)
    for kind, text in _BLOCK.findall(body):
        yield kind, text, name[1] if name and kind == "json" else ""


def run_step(step: str, folder: Path, environment: Mapping[str, str]) -> str:
    """Do what a step says, and give what it printed."""
    printed = ""
    for kind, text, name in blocks(step):
        if kind == "json":
            (folder / name).write_text(text, encoding="utf-8")
            continue
        for command in [[sys.executable, "-c", text]] if kind == "python" else map(shlex.split, text.splitlines()):
            done = subprocess.run(
                command, cwd=folder, env=dict(environment), capture_output=True, text=True, timeout=300, check=False
            )
            assert done.returncode == 0, f"{command}: {done.stderr}"
            printed += done.stdout + done.stderr
    return printed


def test_steps_when_counted_then_every_one_is_run_here() -> None:
    assert [number for number, _ in STEPS] == [str(n) for n in range(1, 9)]
    assert all(_BLOCK.search(body) for _, body in STEPS)


def test_step_1_when_installed_into_a_new_environment_then_the_command_is_there(
    environment: Mapping[str, str], tmp_path: Path
) -> None:
    """As printed, but for the download of what this environment already has."""
    lines = dict(STEPS)["1"]
    assert "python3 -m venv .venv" in lines
    subprocess.run([sys.executable, "-m", "venv", tmp_path / ".venv"], check=True)
    site = sysconfig.get_path("purelib")
    install = [
        tmp_path / ".venv/bin/python",
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        ROOT,
    ]
    subprocess.run(install, env={**environment, "PYTHONPATH": site}, check=True, cwd=tmp_path)
    done = subprocess.run(
        [tmp_path / ".venv/bin/kg", "--version"],
        env={**environment, "PYTHONPATH": site}, cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith("kg, version")
    extra = re.search(r"\[(\w+)\]", lines)
    assert extra is not None
    assert f"\n{extra[1]} = [" in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def built(folder: Path, environment: Mapping[str, str]) -> str:
    return run_step("2", folder, environment)


@pytest.fixture(scope="module")
def added(built: str, folder: Path, environment: Mapping[str, str]) -> str:
    return run_step("5", folder, environment)


def test_step_2_when_run_then_five_articles_are_in_the_graph(built: str) -> None:
    assert "5 articles" in built
    assert "5 read" in built


def test_step_3_when_run_then_rows_and_claims(built: str, folder: Path, environment: Mapping[str, str]) -> None:
    printed = run_step("3", folder, environment)
    assert "Palmyra" in printed
    assert "stance,content" in printed
    assert "\r\n" in printed or printed.count("\n") > 10


def test_step_4_when_run_then_words_are_marked_in_sentences(
    built: str, folder: Path, environment: Mapping[str, str]
) -> None:
    printed = run_step("4", folder, environment)
    assert "«" in printed
    assert "more sentences" in printed


def test_step_5_when_run_then_both_reports_are_read(added: str) -> None:
    assert "2 new" in added


def test_step_6_when_run_then_the_incident_is_disputed_and_nobody_is_preferred(
    added: str, folder: Path, environment: Mapping[str, str]
) -> None:
    printed = run_step("6", folder, environment)
    for word in ("Ariha", "2019-05-12", "casualties", "28", "21", "Northern Post", "Southern Times", "denies", "≠"):
        assert word in printed, word


def test_step_7_when_run_then_the_same_in_python_and_a_picture(
    added: str, folder: Path, environment: Mapping[str, str]
) -> None:
    printed = run_step("7", folder, environment)
    assert "Ariha" in printed
    assert "killed" in printed
    assert "Syrian Observatory for Human Rights" in printed
    assert (folder / "places.png").read_bytes().startswith(b"\x89PNG")


def test_step_8_when_run_then_six_notebooks_lie_there(built: str, folder: Path, environment: Mapping[str, str]) -> None:
    run_step("8", folder, environment)
    assert len(list((folder / "my-notebooks").glob("*.ipynb"))) == 6
