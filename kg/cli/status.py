"""`kg status`: what the store holds."""

from __future__ import annotations

import click

from kg.cli.options import Invocation, store_option


@click.command("status")
@click.option("--issues", "list_issues", is_flag=True, help="List everything that was skipped or doubted.")
@store_option
@click.pass_obj
def command(invocation: Invocation, list_issues: bool, store: str | None) -> None:
    """Say what the store holds, what was skipped, and whether a build waits to be finished."""
    from kg.cli.summary import counted, issue_lines
    from kg.pipeline.status import store_status

    status = store_status(invocation.settings(store=store).store)
    click.echo(f"Store      {status.folder} ({status.size / 1e6:.1f} MB)")
    if status.meta is None:
        click.echo("Graph      none yet: the first build was interrupted")
    else:
        click.echo(f"Graph      {counted(status.meta.build.counts)}")
        click.echo(f"Built by   conflict-kg {status.meta.build.software}, generation {status.meta.generation}")
        click.echo(f"Base IRI   {status.meta.base_iri}")
    if status.pending:
        click.echo(f"Waiting    {status.pending} articles: `kg build --store {status.folder}` finishes them")
    for number, line in enumerate(status.decisions):
        click.echo(f"{'' if number else 'Decisions':<11}{line}")
    for line in issue_lines(status.issues, full=list_issues):
        click.echo(line)
    if status.issues and not list_issues:
        click.echo("           `kg status --issues` lists them")
