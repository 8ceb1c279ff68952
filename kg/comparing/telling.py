"""A difference of builds in plain words, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from kg.comparing.builds import BuildDiff, EventChange, Thing, Turn, ValueChange

MOST_LINES = 200
"""Incidents and actors that are named one by one; beyond, they are counted. JSON holds all."""

_MOST_VALUES = 12


def diff_json(difference: BuildDiff) -> str:
    """Everything that changed, with IRIs."""
    return json.dumps(asdict(difference), ensure_ascii=False, indent=2) + "\n"


def diff_text(difference: BuildDiff, most: int = MOST_LINES) -> str:
    """In plain words, at most `most` incidents of each kind of change."""
    lines = list(_lines(difference, most))
    return "\n".join(lines) + "\n" if lines else "Nothing changed.\n"


def _lines(difference: BuildDiff, most: int) -> Iterator[str]:
    if difference.is_empty:
        return
    yield _summary(difference)
    yield from (f"Built with: {line}" for line in difference.made_with)
    yield from _listed("Articles", [f"{a.fate.value}: {a.name} ({_last(a.iri)})" for a in difference.articles], most)
    yield from _listed("Decisions", [*(f"new: {d}" for d in difference.decisions_added),
                                     *(f"gone: {d}" for d in difference.decisions_removed)], most)  # fmt: skip
    for turn in Turn:
        changes = [c for c in difference.events if c.turn is turn]
        if changes:
            yield ""
            yield f"Incidents {turn.value}: {len(changes)}"
            for change in changes[:most]:
                yield from _event(change)
            if len(changes) > most:
                yield f"  … and {len(changes) - most} more: --format json has all"
    yield from _listed("Actors and places new", [_thing(t) for t in difference.entities_added], most)
    yield from _listed("Actors and places gone", [_thing(t) for t in difference.entities_removed], most)


def _summary(difference: BuildDiff) -> str:
    counts = [(len([a for a in difference.articles if a.fate.value == f]), f"articles {f}")
              for f in ("added", "removed", "read otherwise")]  # fmt: skip
    counts += [(len([c for c in difference.events if c.turn is t]), f"incidents {t.value}") for t in Turn]
    counts += [
        (len(difference.entities_added), "actors and places new"),
        (len(difference.entities_removed), "actors and places gone"),
        (len(difference.decisions_added) + len(difference.decisions_removed), "decisions changed"),
    ]
    return "; ".join(f"{n} {what}" for n, what in counts if n) + "."


def _listed(title: str, rows: Sequence[str], most: int) -> Iterator[str]:
    if rows:
        yield ""
        yield f"{title}: {len(rows)}"
        yield from (f"  {row}" for row in rows[:most])
        if len(rows) > most:
            yield f"  … and {len(rows) - most} more: --format json has all"


def _event(change: EventChange) -> Iterator[str]:
    before, after = (" + ".join(_thing(t) for t in things) for things in (change.before, change.after))
    if change.turn in (Turn.ADDED, Turn.REMOVED):
        yield f"  {after or before}"
    elif change.turn is Turn.CHANGED:
        yield f"  {after}"
    else:
        yield f"  {before}"
        yield f"    → {after}"
    yield from (f"    because: {line}" for line in change.because)
    yield from (f"    {_value(v)}" for v in change.values[:_MOST_VALUES])
    if len(change.values) > _MOST_VALUES:
        yield f"    … and {len(change.values) - _MOST_VALUES} more values"
    yield from (f"    caused by {line}" for line in change.causes)


def _value(value: ValueChange) -> str:
    articles = ", ".join(_last(a) for a in value.articles)
    return f"{'+' if value.gained else '-'} {value.field}: {value.value}  [{articles}]"


def _thing(thing: Thing) -> str:
    return f"{thing.label} ({_last(thing.iri)})"


def _last(iri: str) -> str:
    return "/".join(iri.rsplit("/", 2)[-2:])
