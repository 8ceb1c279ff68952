"""`kg serve`: the endpoint and the pages over the built store."""

from __future__ import annotations

import click

from kg.cli.options import Invocation, store_option


@click.command("serve")
@store_option
@click.option("--host", metavar="ADDRESS", help="Address to listen on (default: 127.0.0.1, this machine alone).")
@click.option("--port", type=int, metavar="N", help="Port to listen on; 0: any that is free (default: 7474).")
@click.option("--open", "open_", is_flag=True, help="Open the start page in a browser.")
@click.option("--token", metavar="TEXT", help="Let whoever shows this write graphs of their own; better as KG_TOKEN.")
@click.option("--workers", type=int, metavar="N", help="Processes that answer queries (default: 2).")
@click.option(
    "--timeout", "query_seconds", type=float, metavar="SECONDS", help="Stop queries after this (default: 30)."
)
@click.option("--memory", "query_memory", type=int, metavar="BYTES", help="Stop queries beyond this (default: 1e9).")
@click.option("--access-log", metavar="FILE", help="A line of JSON about each request; - for standard error.")
@click.pass_obj
def command(invocation: Invocation, /, store: str | None, open_: bool, **options: object) -> None:
    """Serve the graph: pages for people, a SPARQL endpoint for programs.

    The graph is only read, and only this machine can ask, unless you say otherwise. A build that lands meanwhile is
    served at once. Stop with Ctrl-C. All limits are settings: see `kg settings`.
    """
    settings = invocation.settings(store=store, **options)
    from kg.serving.server import prepare

    listening = prepare(settings)
    click.echo(f"Serving {settings.store} at {listening.address} (SPARQL: {listening.address}sparql)")
    click.echo("Reading only." if settings.token is None else "Writing with the token.", err=True)
    if open_:
        click.launch(listening.address)
    invocation.on_interrupt = "Stopped."
    listening.run()
