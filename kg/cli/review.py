"""`kg review`: what a person should look at, one after the other, decided by a key."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kg.cli.keys import read_key
from kg.cli.options import Invocation, format_option, store_option

if TYPE_CHECKING:
    from kg.pipeline.reviewing import Review

TOPICS = ("decision", "incidents", "actors", "places", "unresolved", "type", "source")


@click.command("review")
@click.option("--list", "list_all", is_flag=True, help="Only list what there is to look at; so too where nobody types.")
@click.option("--topic", "topics", multiple=True, type=click.Choice(TOPICS), help="Only this; repeatable.")
@click.option("--most", type=click.IntRange(min=1), default=50, show_default=True, help="Most rows of the list.")
@click.option("--author", help="Who decides (default: the setting author).")
@format_option("table", "json")
@store_option
@click.pass_obj
def command(
    invocation: Invocation,
    list_all: bool,
    topics: tuple[str, ...],
    most: int,
    author: str | None,
    format_: str,
    store: str | None,
) -> None:
    """Show what a person should look at, the most telling first, and take decisions by a key.

    Decisions that no longer apply, incidents, actors and places that may be one, places that are nowhere, doubtful
    types, claims of nobody known. Each decision is kept at once; what is kept is brought in at the end.
    """
    from kg.pipeline.reviewing import Review, agenda_rows

    settings = invocation.settings(store=store, author=author)
    if list_all or format_ == "json" or not sys.stdin.isatty():
        from kg.cli.tables import print_rows

        print_rows(agenda_rows(settings.store, topics)[:most], format_)
        return
    invocation.on_interrupt = "Interrupted. What was decided is kept: `kg build` brings it in."
    with Review.open(settings, topics) as review:
        while (page := review.page()) and _one(review, page):
            pass
    if review.kept and click.confirm(f"{len(review.done)} decisions kept. Bring them in now?", default=True):
        from kg.cli.progress import watching

        with watching() as progress:
            lines = review.bring_in(progress)
        click.echo("\n".join(lines), err=True)


def _one(review: Review, page: str) -> bool:
    """Show an item and do what the key says; False to stop."""
    click.clear()
    if review.full:
        click.echo_via_pager(page)
        page = review.short()
    click.echo(page)
    choice = review.press(read_key())
    if choice is None:
        return not review.stopped
    given = click.prompt(choice.asks) if choice.asks else ""
    reason = click.prompt("Why", default=review.usual_reason or None)
    if problem := review.decide(choice, given, reason):
        click.echo(problem)
        click.pause()
    return True
