"""`kg diff OLD NEW`: what changed between two builds, and why."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import Invocation, format_option, store_option


@click.command("diff")
@click.argument("old", required=False, type=click.Path())
@click.argument("new", required=False, type=click.Path())
@click.option("--most", type=click.IntRange(min=1), default=200, show_default=True, help="Most lines of each kind.")
@format_option("text", "json")
@store_option
@click.pass_obj
def command(
    invocation: Invocation, old: str | None, new: str | None, most: int, format_: str, store: str | None
) -> None:
    """Tell what changed from OLD to NEW: incidents added, removed, merged, split, values gained and lost, and why.

    Each is a store's folder or an export (.nq, .trig). Without NEW it is the store; without both, the store's build
    before the current one is compared with the current one.
    """
    from kg.comparing import diff, diff_json, diff_text, open_previous, open_side

    folder = invocation.settings(store=store).store
    with open_side(Path(old)) if old else open_previous(folder) as before, open_side(Path(new or folder)) as after:
        found = diff(before, after)
    click.echo(diff_json(found) if format_ == "json" else diff_text(found, most), nl=False)
