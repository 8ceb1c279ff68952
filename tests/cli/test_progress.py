from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

from kg.cli.progress import watching
from kg.pipeline.report import silent
from tests.conftest import ROOT


def test_watching_when_piped_then_silent(capsys: pytest.CaptureFixture[str]) -> None:
    with watching() as progress:
        assert progress is silent
        progress("reading", 1, 2)
    assert capsys.readouterr() == ("", "")


def test_watching_when_on_a_terminal_then_stages_are_shown() -> None:
    code = (
        "from kg.cli.progress import watching\n"
        "with watching() as progress:\n"
        "    progress('reading', 1, None)\n"
        "    progress('extracting', 3, 4)\n"
    )
    controller, terminal = pty.openpty()
    subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, stderr=terminal, check=True, env={**os.environ, "TERM": "xterm"}
    )
    os.close(terminal)
    shown = b""
    try:
        while chunk := os.read(controller, 65536):
            shown += chunk
    except OSError:  # the terminal is closed and read to its end
        pass
    assert b"extracting" in shown
    assert b"3/4" in shown
