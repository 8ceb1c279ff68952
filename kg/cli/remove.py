"""`kg remove ARTICLE…`: articles out of the graph."""

from __future__ import annotations

import click

from kg.cli.options import Invocation, store_option


@click.command("remove")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@store_option
@click.pass_obj
def command(invocation: Invocation, articles: tuple[str, ...], store: str | None) -> None:
    """Take articles out of the store, with what only they supported.

    ARTICLE is an article's id, IRI, source id (a file's name without its ending, or a record's id) or URL.
    """
    settings = invocation.settings(store=store)
    invocation.on_interrupt = f"Interrupted. The graph of before stands; `kg build --store {settings.store}` finishes."
    from kg.cli.progress import watching
    from kg.cli.summary import summarise
    from kg.pipeline.removal import remove

    with watching() as progress:
        report = remove(articles, settings.store, settings, progress)
    summarise(report, settings.store)
