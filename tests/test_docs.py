"""The pages people read, held against the program: commands that run, commands and settings that are documented."""

from __future__ import annotations

import re
import shlex
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest

from kg.cli.main import COMMANDS
from kg.config import Settings
from tests import manual
from tests.conftest import ROOT, Kg

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])


def commands_under(title: str) -> list[str]:
    section = README.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]
    return re.search(r"```sh\n(.*?)\n```", section, re.DOTALL)[1].splitlines()  # type: ignore[index]


def test_readme_when_read_then_its_first_two_commands_are_those_of_ci() -> None:
    assert len(commands_under("Build the graph")) == len(commands_under("Test everything")) == 1
    assert README.index("## Build the graph") < README.index("## Test everything") < README.index("## What it does")
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "command_of 'Build the graph'" in ci
    assert "command_of 'Test everything'" in ci


@pytest.mark.parametrize("command", commands_under("Five commands"))
def test_readme_when_a_command_is_run_as_printed_then_it_answers(kg: Kg, seeds_store: Path, command: str) -> None:
    program, *arguments = shlex.split(command)
    assert program == "kg"
    done = kg(*arguments, env={"KG_STORE": str(seeds_store)})
    assert done.returncode == 0, done.stderr
    assert done.stdout or arguments[0] == "build"


def test_readme_when_read_then_every_command_is_named() -> None:
    assert [name for name in COMMANDS if f"kg {name}" not in README] == []


def test_manual_when_compared_with_the_program_then_the_same() -> None:
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == manual.page(), "run: python -m tests.manual"


def test_manual_when_read_then_every_setting_is_explained() -> None:
    assert all(f"| `{f.name}` |" in manual.page() for f in fields(Settings))


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_pages_when_they_link_to_files_then_the_files_exist(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_scripts_when_parsed_then_valid_bash() -> None:
    for script in ("run", "check"):
        subprocess.run(["bash", "-n", ROOT / ".ci" / script], check=True)
