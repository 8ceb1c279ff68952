"""`kg gazetteer import FILE`, `kg gazetteer find NAME`: the places that names are resolved to."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import Invocation, format_option


@click.group("gazetteer")
def command() -> None:
    """Look up places, and add a country's or your own.

    The base holds the world's towns from 500 inhabitants, regions and countries (GeoNames, CC BY 4.0), offline.
    """


@command.command("import")
@click.argument("file", type=click.Path())
@click.pass_obj
def import_(invocation: Invocation, file: str) -> None:
    """Add the places of FILE: a country's dump of GeoNames (SY.zip or SY.txt), or a CSV of your own.

    A CSV has a header with name, latitude, longitude and, as wanted, type, aliases (with | between), country, within.
    The next `kg build` uses them.
    """
    from kg.linking import import_places

    count = import_places(Path(file), invocation.settings().gazetteer.expanduser())
    click.echo(f"{count:,} places imported. Run `kg build` to link with them.", err=True)


@command.command("find")
@click.argument("name", nargs=-1, required=True)
@format_option("table", "json")
@click.pass_obj
def find(invocation: Invocation, name: tuple[str, ...], format_: str) -> None:
    """Show the places that NAME may mean, the largest first."""
    from kg.linking import Gazetteer
    from kg.reference import load_knowledge

    folder = invocation.settings().gazetteer.expanduser()
    with Gazetteer.open(folder, load_knowledge().places) as gazetteer:
        candidates = sorted(gazetteer.candidates(" ".join(name)), key=lambda c: (-c.place.population, c.place.id))
        rows = [
            {
                "id": c.place.id,
                "name": c.place.name,
                "type": str(c.place.type),
                "within": ", ".join(p.name for p in gazetteer.chain(c.place)),
                "latitude": "" if c.place.latitude is None else f"{c.place.latitude:.5f}",
                "longitude": "" if c.place.longitude is None else f"{c.place.longitude:.5f}",
                "population": str(c.place.population or ""),
                "from": c.source,
                "agreement": c.agreement.name.lower(),
            }
            for c in candidates
        ]
    if format_ == "json":
        import json

        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif rows:
        from kg.cli.tables import print_table

        print_table(tuple(rows[0]), [tuple(row.values()) for row in rows])
    else:
        click.echo("No place of that name. Add one with `kg gazetteer import FILE`.", err=True)
