"""`kg notebooks DIR`: the example notebooks, copied to where the user works."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("notebooks")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False))
@click.option(
    "--replace", is_flag=True, help="Replace notebooks that are there already, with what was changed in them."
)
def command(folder: str, replace: bool) -> None:
    """Copy the example notebooks to DIR, ready to run on your own store.

    They read the store that KG_STORE names, else kg-store beside them; the one on SPARQL reads the endpoint that
    KG_ENDPOINT names. They need: pip install 'conflict-kg[notebook]'.
    """
    from kg.client.notebooks import copy_notebooks

    for path in copy_notebooks(Path(folder), replace=replace):
        click.echo(path)
