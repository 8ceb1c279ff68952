"""`kg settings`: every setting, its value and where it came from."""

from __future__ import annotations

import click

from kg.cli.options import Invocation, format_option, store_option


@click.command("settings")
@format_option("table", "json")
@store_option
@click.pass_obj
def command(invocation: Invocation, format_: str, store: str | None) -> None:
    """Show every setting: its value, who gave it, and what it is for.

    Order: command line, then KG_… in the environment, then kg.toml in the working folder, then the defaults.
    """
    rows = invocation.load(store=store).rows()
    if format_ == "json":
        import json

        click.echo(json.dumps({r.name: {"value": r.value, "origin": r.origin, "help": r.help} for r in rows}, indent=2))
        return
    from kg.cli.tables import print_table

    print_table(("setting", "value", "from", "what it is for"), [(r.name, r.value, r.origin, r.help) for r in rows])
