"""Claims that cannot both hold. Conservative: only about one event, only by different claimants, each voice once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.domain.extraction import Claim, Extraction, Stance
from kg.domain.links import Contradiction, Event
from kg.linking.accounts import Account, Figure, World
from kg.linking.events import differ

_MOST_CLAIMS = 200  # of one event: beyond, the pairs would say nothing that a person could read


@dataclass(frozen=True, slots=True)
class _Said:
    key: tuple[str, str]
    claimant: str
    claim: Claim
    figures: tuple[Figure, ...]


def find_contradictions(
    extractions: Sequence[Extraction],
    events: Sequence[Event],
    accounts: Mapping[tuple[str, str], Account],
    of: Mapping[tuple[str, str], str],
    world: World,
) -> tuple[Contradiction, ...]:
    """Contradictions between claims, sorted.

    `accounts` is keyed by (article, report key); `of` gives entity ids of local keys.
    """
    event_of = {r: e.id for e in events for r in e.reports}
    told: dict[str, list[_Said]] = defaultdict(list)
    for extraction in extractions:
        for claim in extraction.claims:
            claimant = of.get((extraction.article, claim.claimant))
            for key in claim.about:
                account = accounts.get((extraction.article, key))
                if claimant and account and account.voice == account.article and _speaks_of(claim, account):
                    figures = tuple(f for f in account.figures if f.claim == claim.key)
                    told[event_of[extraction.article, key]].append(
                        _Said((extraction.article, claim.key), claimant, claim, figures)
                    )
    found: dict[tuple[tuple[str, str], tuple[str, str]], Contradiction] = {}
    settled: set[tuple[str, ...]] = set()
    for event in sorted(told):
        said = sorted(told[event], key=lambda s: s.key)[:_MOST_CLAIMS]
        for i, a in enumerate(said):
            for b in said[i + 1 :]:
                if reason := _reason(a, b, world):
                    first, second = sorted((a.key, b.key))
                    # A speaker who repeats an assertion sentence after sentence contradicts a denial once.
                    pair = (event, *sorted((f"{a.key[0]} {a.claimant}", f"{b.key[0]} {b.claimant}")), reason)
                    if pair in settled:
                        continue
                    settled.add(pair)
                    found.setdefault((first, second), Contradiction(first=first, second=second, reason=reason))
    return tuple(found[k] for k in sorted(found))


def _speaks_of(claim: Claim, account: Account) -> bool:
    """Whether the claimed words themselves name the happening; a denial may point to it ("those allegations")."""
    pointed = claim.stance is Stance.DENIES and len(claim.about) == 1
    return pointed or any(claim.content.overlaps(t) for t in account.report.triggers)


def _reason(a: _Said, b: _Said, world: World) -> str | None:
    if a.key == b.key or world.side(a.claimant) & world.side(b.claimant):
        return None
    stances = {a.claim.stance, b.claim.stance}
    if stances == {Stance.ASSERTS, Stance.DENIES}:
        yes, no = (a, b) if a.claim.stance is Stance.ASSERTS else (b, a)
        return f"{_name(yes, world)} asserts what {_name(no, world)} denies"
    if stances != {Stance.ASSERTS}:
        return None
    for f in a.figures:
        for g in b.figures:
            if differ(f, g):
                victims = f" {f.victims}" if f.victims else ""
                return f"{_name(a, world)} gives {_range(f)}{victims} {f.kind.value}, {_name(b, world)} {_range(g)}"
    return None


def _name(said: _Said, world: World) -> str:
    return world.entities[said.claimant].label


def _range(f: Figure) -> str:
    if f.minimum == f.maximum:
        return str(f.minimum)
    if f.maximum is None:
        return f"at least {f.minimum}"
    return f"at most {f.maximum}" if f.minimum is None else f"{f.minimum} to {f.maximum}"
