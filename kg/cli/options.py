"""What commands share: the state of one invocation, options that mean the same everywhere, the store opened."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from kg.config import LoadedSettings, Settings
    from kg.storage import Store

_Function = TypeVar("_Function", bound=Callable[..., Any])


@dataclass(slots=True)
class Invocation:
    """One run of `kg`: what the options of the group said, and what to say when the user stops it."""

    config: str | None = None
    debug: bool = False
    on_interrupt: str = "Interrupted."

    def load(self, **command_line: object) -> LoadedSettings:
        """The settings, with what the command line gave (None: not given)."""
        from kg.config import load_settings

        return load_settings(command_line, os.environ, Path(self.config) if self.config else None)

    def settings(self, **command_line: object) -> Settings:
        """As `load`, without where each value came from."""
        return self.load(**command_line).settings

    def open_store(self, store: str | None) -> Store:
        """The store that the command line or the settings name, open for reading."""
        from kg.storage import open_store

        return open_store(self.settings(store=store).store)


def store_option(function: _Function) -> _Function:
    """`--store DIR`, the same everywhere."""
    return click.option("--store", metavar="DIR", help="Folder of the store (default: kg-store, or as settings say).")(
        function
    )


def format_option(*formats: str) -> Callable[[_Function], _Function]:
    """`--format`, one of these; the first is the default."""
    return click.option(
        "-f",
        "--format",
        "format_",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="Output form.",
    )


def set_threads() -> None:
    """Let numpy work in one thread, unless the user said otherwise; before it is imported.

    The reader multiplies many small matrices: the threads took a third of all processor time and saved none.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
