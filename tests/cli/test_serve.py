"""`kg serve` as a user starts it."""

from __future__ import annotations

import socket
from pathlib import Path

from tests.conftest import Kg


def test_serve_when_nothing_is_built_then_it_says_what_to_do(kg: Kg, tmp_path: Path) -> None:
    done = kg("serve", "--store", tmp_path / "none")
    assert done.returncode == 3
    assert "kg build" in done.stderr


def test_serve_when_the_port_is_taken_then_it_says_so(kg: Kg, seeds_store: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = kg("serve", "--store", seeds_store, "--port", str(taken.getsockname()[1]))
    assert done.returncode == 3
    assert "--port" in done.stderr


def test_serve_when_a_limit_makes_no_sense_then_refused(kg: Kg, seeds_store: Path) -> None:
    done = kg("serve", "--store", seeds_store, "--workers", "0")
    assert done.returncode == 3
    assert "workers" in done.stderr


def test_serve_when_the_token_is_short_then_refused(kg: Kg, seeds_store: Path) -> None:
    assert "token" in kg("serve", "--store", seeds_store, "--token", "abc").stderr
