"""What a person can do about each item of the agenda: a key, what it means, and the decision that it draws up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.curation.agenda import Item, Topic
from kg.curation.desk import Desk, Draft
from kg.errors import NotFoundError
from kg.querying.explain import explain
from kg.storage import Store

_LONGEST = 280  # characters of a sentence that are shown
_SENTENCES = 2  # shown of each thing: more come with the key for it


@dataclass(frozen=True, slots=True)
class Choice:
    """A key and what it does. `asks` is what must be typed in addition, empty where nothing is."""

    key: str
    words: str
    draw: Callable[[Desk, Item, str], Draft]
    asks: str = ""


def choices_for(item: Item) -> tuple[Choice, ...]:
    """What can be decided about an item."""
    if item.topic is Topic.TYPE and len(item.things) > 1:
        return _REPORT
    return _CHOICES[item.topic]


def card(store: Store, item: Item, *, sentences: int = _SENTENCES) -> Iterator[str]:
    """An item in full: why it is shown, and what the articles say, with the words between « and »."""
    yield f"{item.title}"
    yield f"  {item.why}"
    shown: set[str] = set()
    things = item.things[1:] if item.topic in (Topic.INCIDENTS, Topic.ACTORS, Topic.PLACES) else item.things[:1]
    for thing in things:
        yield ""
        try:
            found = explain(store, thing, most=sentences)
        except NotFoundError:
            yield f"  {thing}"
            continue
        yield f"  {found.label}  {thing}"
        told: dict[str, dict[str, None]] = {}
        for fact in found.facts:
            if fact.says in _TELLING:
                told.setdefault(fact.says, {})[fact.value] = None
        yield from (f"    {says}: {', '.join(values)}" for says, values in told.items())
        for passage in found.passages:
            origin = ", ".join(p for p in (passage.outlet, passage.published, passage.headline) if p)
            words = passage.marked().replace("««", "«").replace("»»", "»")
            if words not in shown:  # wire stories say the same in every paper
                shown.add(words)
                yield f"    “{_shortened(words)}”  {origin}"
        if found.left_out:
            yield f"    … and {found.left_out} more"


def _shortened(words: str) -> str:
    """A long sentence around its first marked words."""
    if len(words) <= _LONGEST:
        return words
    start = max(0, words.find("«") - _LONGEST // 3)
    cut = words[start : start + _LONGEST]
    return f"{'… ' if start else ''}{cut}{' …' if start + _LONGEST < len(words) else ''}"


_TELLING = {
    "agent",
    "target",
    "place",
    "date",
    "also called",
    "claimant",
    "stance",
    "about",
    "within",
    "standing because",
}

_YES = Choice("y", "one", lambda desk, item, _: desk.accept(item.things[0]))
_NO = Choice("n", "not one", lambda desk, item, _: desk.reject(item.things[0]))
_RIGHT = Choice("a", "right as it is", lambda desk, item, _: desk.accept(item.things[0]))
_PAIR = (_YES, _NO)  # of a candidate: its own IRI comes first
_RENAME = Choice("r", "rename", lambda desk, item, given: desk.rename(item.things[0], given), "New name")
_TYPE = Choice("t", "another type", lambda desk, item, given: desk.retype(item.things[0], given), "Type")
_NOTHING = Choice("x", "it names nothing", lambda desk, item, _: desk.reject(item.things[0]))
_MERGE = Choice(
    "m", "it is …", lambda desk, item, given: desk.merge([given, item.things[0]]), "Name or IRI of what it is"
)
_REPORT = (
    _RIGHT,
    Choice("x", "the words do not say this", lambda desk, item, _: desk.reject(item.things[0])),
    Choice("t", "another type", lambda desk, item, given: desk.retype(item.things[1], given), "Type of the incident"),
)
_CHOICES: dict[Topic, tuple[Choice, ...]] = {
    Topic.LOST: (
        Choice("u", "undo it", lambda desk, item, _: desk.undo(item.things[:1])),
    ),
    Topic.INCIDENTS: _PAIR,
    Topic.ACTORS: (*_PAIR, _RENAME),
    Topic.PLACES: _PAIR,
    Topic.UNRESOLVED: (
        Choice(
            "p",
            "place it",
            lambda desk, item, given: desk.relocate(item.things[0], given),
            "Name of the place, gazetteer id (geonames-170654), or latitude,longitude",
        ),
        _RIGHT, _TYPE, _NOTHING, _RENAME,
    ),
    Topic.TYPE: (_RIGHT, _TYPE, _NOTHING, _MERGE, _RENAME),
    Topic.SOURCE: (
        _RIGHT,
        Choice("x", "nobody says this", lambda desk, item, _: desk.reject(item.things[0])),
    ),
}  # fmt: skip
