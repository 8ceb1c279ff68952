"""Every decision, brought to bear on a build: what is read, who is who, which reports tell of one incident."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.curation.anchors import Corpus, lost_because, part
from kg.curation.cast import Cast, Lookup
from kg.curation.entities import apply_to_entities, place_at
from kg.curation.incidents import Incidents, event_of
from kg.curation.statements import apply_to_readings, is_about_reading
from kg.domain.articles import Article
from kg.domain.decisions import Action, Decision, Kind, Outcome, Property, ReportKey, Says, Standing, Ties
from kg.domain.extraction import Extraction
from kg.domain.links import Links

_ABOUT_ENTITIES = (Kind.ENTITY, Kind.LINK)
_ABOUT_EVENTS = (Kind.EVENT, Kind.REPORT)
_OPPOSITES = {Action.MERGE: Action.DISTINCT, Action.DISTINCT: Action.MERGE}


class Replay:
    """The decisions of a store while its articles are linked; a `kg.domain.decisions.Curator`.

    The graph follows from the articles and the decisions alone. A decision that no longer applies changes nothing, and
    `outcomes` tells why.
    """

    def __init__(
        self, decisions: Sequence[Decision], pairs: Sequence[tuple[Article, Extraction]], lookup: Lookup
    ) -> None:
        self._lookup = lookup
        self._decisions = decisions
        self._settled = settle(decisions)
        self._live = [d for d in decisions if d.id not in self._settled and d.action is not Action.UNDO]
        reading = [d for d in self._live if is_about_reading(d)]
        self.pairs, self._outcomes = apply_to_readings(pairs, reading)
        self._corpus = Corpus(self.pairs)
        taken = {d.id for d in reading}
        rest = [d for d in self._live if d.id not in taken]
        self._about_entities = [d for d in rest if d.about[0].kind in _ABOUT_ENTITIES]
        self._incidents = Incidents([d for d in rest if d.about[0].kind in _ABOUT_EVENTS], self._corpus)
        self._outcomes += [_looked_at(d, self._corpus) for d in rest if d.about[0].kind not in _KNOWN]
        self._cast: Cast | None = None
        self._placed: dict[str, str] = {}  # decision → the entity of the place where it puts an event

    def entities(self, links: Links) -> Links:
        """Actors and places as decided; see `Curator.entities`."""
        cast = self._cast = Cast(links, self._corpus)
        self._outcomes += apply_to_entities(cast, self._about_entities, self._lookup)
        for decision in self._incidents.placed:
            if decision.spot and (place := place_at(cast, decision.spot, self._lookup)):
                self._placed[decision.id] = place
        return cast.result()

    def ties(self) -> Ties:
        """What was decided of events; see `Curator.ties`."""
        return self._incidents.ties(self._placed)

    def events(self, links: Links) -> Links:
        """Candidates that nobody decided; see `Curator.events`."""
        outcomes = self._incidents.outcomes(links)
        places = {
            o.decision.id: Says(o.concerns[0], Property.PLACE, self._placed[o.decision.id])
            for o in outcomes
            if o.decision.action is Action.RELOCATE and o.standing is Standing.APPLIED
        }
        self._outcomes += [replace(o, says=(s,)) if (s := places.get(o.decision.id)) else o for o in outcomes]
        of = {r: e.id for e in links.events for r in e.reports}
        self._outcomes = [self._with_event(o, of) for o in self._outcomes]
        apart = {
            frozenset((of[a], of[b]))
            for some, others in self._incidents.apart()
            for a in some
            for b in others
            if a in of and b in of
        }
        return replace(links, same_as=tuple(c for c in links.same_as if frozenset((c.first, c.second)) not in apart))

    def _with_event(self, outcome: Outcome, of: Mapping[ReportKey, str]) -> Outcome:
        """Of a rejected report the event that it was of, by what is left of that."""
        target = outcome.decision.about[0]
        event = part(target, Kind.EVENT) if target.kind is Kind.REPORT and outcome.rejected else None
        found = event_of(event, self._corpus, of) if event else ""
        if event is None or not found:
            return outcome
        # An event is named after its first report: without that it has a new address, to which the old one leads.
        moved = () if event.id in of.values() else (Says(event.id, Property.SAME, found),)
        return replace(outcome, concerns=(*outcome.concerns, found), says=(*outcome.says, *moved))

    def outcomes(self) -> tuple[Outcome, ...]:
        """What became of every decision, in the order made."""
        found = {o.decision.id: o for o in self._outcomes}
        found |= self._settled
        for d in self._decisions:
            if d.action is Action.UNDO and d.id not in found:
                found[d.id] = Outcome(decision=d, standing=Standing.APPLIED)
        return tuple(found[d.id] for d in self._decisions)


_KNOWN = (*_ABOUT_ENTITIES, *_ABOUT_EVENTS)


def settle(decisions: Sequence[Decision]) -> dict[str, Outcome]:
    """The decisions that are out of force before anything is looked at: undone, or overruled by their opposite later.

    An undoing can be undone: then what it undid is in force again.
    """
    undone: dict[str, str] = {}
    for decision in reversed(decisions):
        if decision.action is Action.UNDO and decision.id not in undone:
            for target in decision.about:
                undone.setdefault(target.id, decision.id)
    found = {d.id: Outcome(decision=d, standing=Standing.UNDONE, by=undone[d.id]) for d in decisions if d.id in undone}
    last: dict[frozenset[str], Decision] = {}
    placed: dict[str, Decision] = {}
    for d in reversed(decisions):
        if d.action is Action.RELOCATE and d.id not in found:
            # Not one after the other: where a place was put first, it must not be taken along to the second.
            if (later := placed.setdefault(d.about[0].id, d)) is not d:
                found[d.id] = Outcome(decision=d, standing=Standing.OVERRULED, by=later.id)
        elif d.action in _OPPOSITES and d.id not in found and len(d.about) == 2:
            pair = frozenset(t.id for t in d.about)
            later = last.setdefault(pair, d)
            if later.action is _OPPOSITES[d.action]:
                found[d.id] = Outcome(decision=d, standing=Standing.OVERRULED, by=later.id)
    return found


def _looked_at(decision: Decision, corpus: Corpus) -> Outcome:
    """What became of a statement's being confirmed: whether it is still read, and as what."""
    target = decision.about[0]
    if target.kind is Kind.CLAIM:
        concerns = tuple(f"claim/{article}/{claim.key}" for article, claim in corpus.claims_at(target))
    else:
        concerns = (target.id,) if corpus.has_articles(target) else ()
    standing = Standing.APPLIED if concerns else Standing.LOST
    detail = "" if concerns else lost_because(target, corpus)
    return Outcome(decision=decision, standing=standing, detail=detail, concerns=concerns)
