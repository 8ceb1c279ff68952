"""`kg check`: does the graph keep its own rules?"""

from __future__ import annotations

import click

from kg.cli.options import Invocation, store_option

_SHOWN = 50


@click.command("check")
@click.option(
    "--no-reasoner", is_flag=True, help="Leave out the reasoner, which needs Java (pip install 'conflict-kg[reason]')."
)
@click.option("--all", "show_all", is_flag=True, help=f"List every violation, not the first {_SHOWN}.")
@store_option
@click.pass_obj
def command(invocation: Invocation, no_reasoner: bool, show_all: bool, store: str | None) -> int:
    """Check the graph: shapes (SHACL), every quote against its text, consistency with the ontology (HermiT).

    Exit code 1 where something is violated.
    """
    from kg.cli.progress import watching
    from kg.pipeline.check import check

    with invocation.open_store(store) as opened, watching() as progress:
        report = check(opened, reasoner=not no_reasoner, progress=progress)
    violations = report.validation.violations
    for violation in violations if show_all else violations[:_SHOWN]:
        click.echo(str(violation))
    if len(violations) > _SHOWN and not show_all:
        click.echo(f"and {len(violations) - _SHOWN} more: `kg check --all` lists them")
    click.echo(f"Shapes     {len(violations)} violations in {report.validation.triples:,} triples", err=True)
    logic = report.classification
    if logic is not None:
        for conflict in logic.conflicts:
            click.echo(f"cannot hold together: {', '.join(conflict.subjects)}")
            for statement in conflict.statements:
                click.echo(f"  {statement}")
        for class_ in logic.unsatisfiable:
            click.echo(f"can have no member: {class_}")
        verdict = "consistent" if logic.consistent else "inconsistent"
        counts = f"{logic.individuals:,} individuals classified, {len(logic.inferred):,} types inferred"
        click.echo(f"Logic      {verdict}; {counts} ({logic.seconds:.1f} s)", err=True)
    return 0 if report.passed else 1
