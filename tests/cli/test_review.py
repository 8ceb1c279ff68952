"""`kg review` on a terminal, as a person uses it: keys, a reason, the end."""

from __future__ import annotations

import json
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.conftest import GAZETTEER, ROOT, Kg


class Terminal:
    """A command on a terminal of its own."""

    def __init__(self, *arguments: str) -> None:
        self._screen, inner = pty.openpty()
        environment = {k: v for k, v in os.environ.items() if not k.startswith("KG_")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kg", *arguments],
            stdin=inner,
            stdout=inner,
            stderr=inner,
            cwd=ROOT,
            env={**environment, "KG_GAZETTEER": str(GAZETTEER), "TERM": "xterm", "COLUMNS": "100", "LINES": "40"},
            start_new_session=True,
        )
        os.close(inner)
        self.shown = ""

    def wait_for(self, words: str, seconds: float = 90) -> None:
        """Read until these words were shown since the last time."""
        deadline, seen = time.monotonic() + seconds, ""
        while words not in seen:
            assert time.monotonic() < deadline, f"{words!r} was not shown, but:\n{seen}"
            if select.select([self._screen], [], [], 0.2)[0]:
                try:
                    seen += os.read(self._screen, 65536).decode("utf-8", "replace")
                except OSError as error:  # the program ended
                    raise AssertionError(f"{words!r} was not shown, but:\n{seen}") from error
        self.shown += seen

    def press(self, keys: str) -> None:
        os.write(self._screen, keys.encode())

    def interrupt(self) -> None:
        """What the terminal does on Ctrl-C."""
        os.killpg(self._process.pid, signal.SIGINT)

    def end(self) -> int:
        code = self._process.wait(timeout=90)
        os.close(self._screen)
        return code


def test_review_when_keys_are_pressed_then_decided_undone_decided_again_and_brought_in(
    kg: Kg, seeds_store: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    shutil.copytree(seeds_store, store)
    terminal = Terminal("review", "--topic", "type", "--author", "Ann", "--store", str(store))
    terminal.wait_for("[q]")
    terminal.press("a")
    terminal.wait_for("Why")
    terminal.press("read it myself\n")
    terminal.wait_for("[z]")
    terminal.press("z")
    terminal.wait_for("1 of ")
    terminal.press("x")
    terminal.wait_for("Why [read it myself]")
    terminal.press("\n")
    terminal.wait_for("[q]")
    terminal.press("q")
    terminal.wait_for("Bring them in now?")
    terminal.press("\n")
    terminal.wait_for("applied")
    assert terminal.end() == 0
    rows = json.loads(kg("decide", "list", "-f", "json", "--store", store).stdout)
    assert [(r["author"], r["reason"], r["standing"]) for r in rows] == [
        ("Ann", "read it myself", "undone"),
        ("Ann", "a slip", "applied"),
        ("Ann", "read it myself", "applied"),
    ]


def test_review_when_interrupted_then_what_was_decided_is_kept(seeds_store: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(seeds_store, store)
    terminal = Terminal("review", "--topic", "type", "--author", "Ann", "--store", str(store))
    terminal.wait_for("[q]")
    terminal.press("a")
    terminal.wait_for("Why")
    terminal.press("seen\n")
    terminal.wait_for("2 of ")
    terminal.press("a")
    terminal.wait_for("Why")
    time.sleep(1)  # readline loses an interrupt that comes before it waits for keys
    terminal.interrupt()
    terminal.wait_for("What was decided is kept")
    assert terminal.end() == 130
    assert len((store / "decisions.jsonl").read_text().splitlines()) == 1
