"""What the commands that decide have in common: their options, and how a decision is made and told."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import Invocation, store_option

if TYPE_CHECKING:
    from kg.config import Settings
    from kg.curation.desk import Desk, Draft


def deciding(*parameters: Callable[[Any], Any]) -> Callable[[Callable[..., Any]], click.Command]:
    """A command that makes one decision: what the function gives is drawn up, kept and brought in."""

    def make(draw_up: Callable[..., Any]) -> click.Command:
        @wraps(draw_up)
        def run(
            invocation: Invocation, reason: str, author: str | None, later: bool, store: str | None, **given: Any
        ) -> None:
            _decide(invocation.settings(store=store, author=author), draw_up(**given), reason, later)

        for decorate in reversed((*parameters, *_COMMON)):
            run = decorate(run)
        return click.command(draw_up.__name__)(click.pass_obj(run))

    return make


_COMMON = (
    click.option("-r", "--reason", required=True, help="Why: whoever reads the decision later will ask."),
    click.option("--author", help="Who decides (default: the setting author)."),
    click.option("--later", is_flag=True, help="Only keep it: the next `kg build` brings it in."),
    store_option,
)


def _decide(settings: Settings, draw_up: Callable[[Desk], Draft], reason: str, later: bool) -> None:
    from kg.cli.progress import watching
    from kg.pipeline.deciding import decide

    with watching() as progress:
        done = decide(
            settings.store,
            settings,
            draw_up,
            author=settings.author or "",
            reason=reason,
            apply=not later,
            progress=progress,
        )
    click.echo("\n".join(done.lines()), err=True)
    click.echo(done.decision.id)
