from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT, Kg


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_when_asked_then_a_script_for_the_shell(kg: Kg, shell: str) -> None:
    done = kg("completion", shell)
    assert done.returncode == 0
    assert "_KG_COMPLETE" in done.stdout


def test_completion_when_the_shell_asks_then_commands_are_offered() -> None:
    env = {**os.environ, "_KG_COMPLETE": "bash_complete", "COMP_WORDS": "kg exp", "COMP_CWORD": "1"}
    done = subprocess.run([sys.executable, "-m", "kg"], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["plain,explain", "plain,export"]
