"""Fixtures that several folders share. What is dear (reading the seeds) is done once a session."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GAZETTEER = ROOT / ".gazetteer"
Kg = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The five articles that come with the project."""
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of corpora and gold data beside the checkout; what needs it is skipped where it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("shared/ with corpora and gold data is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def gazetteer_folder() -> Path:
    """The gazetteer that tests use: its base is made once a checkout (20 s), nothing is ever imported into it."""
    return GAZETTEER


@pytest.fixture(scope="session")
def kg(gazetteer_folder: Path) -> Kg:
    """Runs the command `kg` as a user does, in a process of its own, and gives what it printed."""

    def run(
        *arguments: str | Path, cwd: Path | None = None, stdin: str | None = None, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        clean = {k: v for k, v in os.environ.items() if not k.startswith("KG_")}
        return subprocess.run(
            [sys.executable, "-m", "kg", *map(str, arguments)],
            cwd=cwd or ROOT,
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            env={**clean, "PYTHONPATH": str(ROOT), "KG_GAZETTEER": str(gazetteer_folder), **(env or {})},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def seeds_store(tmp_path_factory: pytest.TempPathFactory, seeds: Path, kg: Kg) -> Path:
    """A store built from the seeds by the command; tests only read it."""
    folder = tmp_path_factory.mktemp("seeds") / "store"
    done = kg("build", seeds, "--store", folder)
    assert done.returncode == 0, done.stderr
    return folder
