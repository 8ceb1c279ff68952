"""Writes docs/commands.md from the program's own help: `python -m tests.manual`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.main import COMMANDS, cli
from kg.config import load_settings

_TARGET = Path(__file__).resolve().parent.parent / "docs" / "commands.md"


def page() -> str:
    """The page as it should be."""
    parts = [
        "# The command `kg`\n\nWritten by `python -m tests.manual` from the program's own help.\n",
        _help(cli, "kg"),
    ]
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        if command is None:
            raise ValueError(f"there is no command {name}")
        parts.append(f"## kg {name}\n\n{_help(command, f'kg {name}')}")
        if isinstance(command, click.Group):
            parts += [f"### kg {name} {n}\n\n{_help(c, f'kg {name} {n}')}" for n, c in command.commands.items()]
    rows = [f"| `{r.name}` | {r.value or 'none'} | {r.help} |" for r in load_settings(file=Path("/dev/null")).rows()]
    table = "\n".join(["| setting | default | what it is for |", "|---|---|---|", *rows])
    order = (
        "Order: command line, then `KG_…` in the environment, then `kg.toml` in the working folder, then the defaults."
    )
    return "\n".join([*parts, f"## Settings\n\n{order}\n\n{table}"]) + "\n"


def _help(command: click.Command, name: str) -> str:
    # With the program as parent, as when it runs: click keeps a command's help option with the names of its first context.
    program = click.Context(cli, info_name=name.split(" ", 1)[0], terminal_width=110, **cli.context_settings)
    if command is cli:
        return f"```text\n{cli.get_help(program)}\n```\n"
    context = click.Context(command, info_name=name.split(" ", 1)[1], parent=program, terminal_width=110)
    return f"```text\n{command.get_help(context)}\n```\n"


if __name__ == "__main__":
    _TARGET.write_text(page(), encoding="utf-8")
