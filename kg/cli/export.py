"""`kg export FORMAT TARGET`: the graph in files that other tools read."""

from __future__ import annotations

import click

from kg.cli.options import Invocation, store_option

FORMATS = ("turtle", "trig", "ntriples", "nquads", "jsonld", "tables", "geojson", "graphml")


@click.command("export")
@click.argument("format_", type=click.Choice(FORMATS), metavar="FORMAT")
@click.argument("target", type=click.Path(allow_dash=True))
@click.option("--spreadsheet-safe", is_flag=True, help="Tables: no cell that a spreadsheet would run as a formula.")
@store_option
@click.pass_obj
def command(invocation: Invocation, format_: str, target: str, spreadsheet_safe: bool, store: str | None) -> None:
    """Write the graph to TARGET: a file, - for standard output, or a folder for tables.

    FORMAT is one of turtle, trig, ntriples, nquads, jsonld, tables (CSV), geojson, graphml. The same graph gives the
    same bytes.
    """
    from kg.exporting import export

    with invocation.open_store(store) as opened:
        export(opened, format_, target, spreadsheet_safe=spreadsheet_safe)
    if target != "-":
        click.echo(f"Wrote {target}", err=True)
