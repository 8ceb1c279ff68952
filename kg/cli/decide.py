"""`kg decide …`: what a person decides about the graph, kept and replayed on every build."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from kg.cli.deciding import deciding
from kg.cli.decisions import accept, list_decisions, undo

if TYPE_CHECKING:
    from kg.curation.desk import Desk, Draft

    Drawn = Callable[[Desk], Draft]


_thing = click.argument("thing")
_things = click.argument("things", nargs=-1, required=True, metavar="THING...")


@deciding(_things)
def merge(things: tuple[str, ...]) -> Drawn:
    """These are one: actors, places or incidents; or a candidate, accepted."""
    return lambda desk: desk.merge(things)


@deciding(_things)
def distinct(things: tuple[str, ...]) -> Drawn:
    """These are not one, whatever makes them look so."""
    return lambda desk: desk.distinct(things)


@deciding(
    _thing,
    click.option("--out", multiple=True, required=True, help="What goes out: an article, report or link; repeatable."),
    click.option("--into", help="What it is instead, where the graph has it."),
    click.option("--name", default="", help="Else the name of the new actor or place."),
)
def split(thing: str, out: tuple[str, ...], into: str | None, name: str) -> Drawn:
    """Part of what was taken for THING is another."""
    return lambda desk: desk.split(thing, out, into=into, name=name)


@deciding(_thing, click.argument("name"))
def rename(thing: str, name: str) -> Drawn:
    """Call THING by NAME; the old name stays as a further one."""
    return lambda desk: desk.rename(thing, name)


@deciding(_thing, click.argument("type_", metavar="TYPE"))
def retype(thing: str, type_: str) -> Drawn:
    """Give THING another TYPE, as AirStrike or ArmedGroup. A place may become an actor, and an actor a place."""
    return lambda desk: desk.retype(thing, type_)


@deciding(_thing, click.argument("place"))
def relocate(thing: str, place: str) -> Drawn:
    """Put a place or incident at PLACE: one of the graph, a gazetteer id (geonames-170654), or LAT,LONG."""
    return lambda desk: desk.relocate(thing, place)


@deciding(click.argument("thing", metavar="STATEMENT"))
def reject(thing: str) -> Drawn:
    """The words do not say this: a report, claim, role, count, relation, link; of an actor or place: it is none."""
    return lambda desk: desk.reject(thing)


@click.group("decide")
def command() -> None:
    """Decide about the graph: what is one, what is not, what is called how, is where, is not said at all.

    Things are named as in `kg explain`: by IRI, prefixed name, path, or in words between quotes. Each decision is kept
    with author, time and reason in decisions.jsonl beside the graph, replayed on every build, and can be undone.
    """


for _command in (merge, distinct, split, rename, retype, relocate, reject, accept, undo, list_decisions):
    command.add_command(_command)
