"""`kg build SOURCE…`: articles in, a graph out."""

from __future__ import annotations

import click

from kg.cli.options import Invocation, store_option


@click.command("build")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@store_option
@click.pass_obj
def command(invocation: Invocation, sources: tuple[str, ...], store: str | None) -> int:
    """Read articles into the store.

    SOURCE is a file (.txt .md .html .jsonl .json), a folder of them, or - for standard input. Articles that the store
    holds already are not read again. Without SOURCE, finish a build that was interrupted, or follow a changed ontology.
    """
    settings = invocation.settings(store=store)
    if not sources and not settings.store.exists():
        raise click.UsageError("Name at least one SOURCE: a file, a folder, or - for standard input.")
    invocation.on_interrupt = (
        "Interrupted. Nothing is lost: what was read is kept, the graph of before stands. "
        f"`kg build --store {settings.store}` goes on from here."
    )
    from kg.cli.progress import watching
    from kg.cli.summary import summarise
    from kg.pipeline.build import build

    with watching() as progress:
        report = build(sources, settings.store, settings, progress)
    summarise(report, settings.store)
    return 3 if report.failed and not report.articles else 0
