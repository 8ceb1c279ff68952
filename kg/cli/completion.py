"""`kg completion SHELL`: the script that completes commands and options."""

from __future__ import annotations

import click


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the completion script of a shell.

    For bash: kg completion bash > ~/.local/share/bash-completion/completions/kg
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None or ctx.parent is None:
        raise click.UsageError(f"There is no completion for {shell}.")
    click.echo(kind(ctx.parent.command, {}, "kg", "_KG_COMPLETE").source())
