"""Reports made comparable across articles: who, where with what lies around, when, how many."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kg.domain.articles import Article
from kg.domain.extraction import CasualtyKind, EntityType, EventType, Extraction, Participant, Report
from kg.domain.knowledge import Knowledge
from kg.domain.links import Entity
from kg.linking.entities import EntityLinks
from kg.linking.names import fold
from kg.linking.wording import NO_TELLING, Sentences, Telling

TIGHT_DAYS = 3  # bounds at most this many days wide place an event
MONTH_DAYS = 31


class Sort(StrEnum):
    """Broad kinds: only reports of one sort can tell of one event."""

    STRIKE = "strike"
    CLASH = "clash"
    SHOOTDOWN = "shootdown"
    CONTROL = "control"
    CAMPAIGN = "campaign"
    OTHER = "other"


_STRIKES = (
    EventType.AIR_STRIKE,
    EventType.SHELLING,
    EventType.BOMBING,
    EventType.CHEMICAL_ATTACK,
    EventType.KILLING,
    EventType.DESTRUCTION,
)
_SORTS = {
    **dict.fromkeys(_STRIKES, Sort.STRIKE),
    EventType.ARMED_CLASH: Sort.CLASH,
    EventType.AIRCRAFT_SHOOTDOWN: Sort.SHOOTDOWN,
    EventType.CAPTURE: Sort.CONTROL,
    EventType.WITHDRAWAL: Sort.CONTROL,
    EventType.ADVANCE: Sort.CONTROL,
    EventType.OPERATION: Sort.CAMPAIGN,
}  # fmt: skip
# Types that accounts of one happening mix up: gas dropped from aircraft, a raid told as shelling, deaths without a how.
MIXED = {
    frozenset({EventType.AIR_STRIKE, EventType.CHEMICAL_ATTACK}),
    frozenset({EventType.AIR_STRIKE, EventType.SHELLING}),
    frozenset({EventType.AIR_STRIKE, EventType.KILLING}),
    frozenset({EventType.SHELLING, EventType.KILLING}),
    frozenset({EventType.BOMBING, EventType.KILLING}),
    frozenset({EventType.CHEMICAL_ATTACK, EventType.KILLING}),
    frozenset({EventType.AIR_STRIKE, EventType.OPERATION}),
    frozenset({EventType.DEPLOYMENT, EventType.OPERATION}),
    frozenset({EventType.CAPTURE, EventType.WITHDRAWAL}),
}  # fmt: skip
# "The advance to retake the city", "an operation to liberate it": told of the taking of a place, before it is taken or after.
_TAKING_WORDS = re.compile(r"(?:re)?captur|retak|retook|reconquer|reconquest|liberat|seiz", re.IGNORECASE)
_DRIVES = (EventType.ADVANCE, EventType.OPERATION)
_OFFICIAL = re.compile(
    r"\b(?:military|army|armed forces|air force|government|officials?|minist(?:er|ry)|defen[cs]e|state (?:tv|television|media)"
    r"|embassy|ambassador|spokes\w+|diplomats?|presiden\w+|foreign)\b"
)
_OTHERS = re.compile(r"\b(?:opposition|rebels?|free|former|defected|activists?)\b")


@dataclass(frozen=True, slots=True)
class Figure:
    """Victims of one kind, open sides None. `victims` folded, empty for none named; `near`: in a trigger's sentence."""

    kind: CasualtyKind
    minimum: int | None
    maximum: int | None
    victims: str
    subset: bool
    claim: str | None
    near: bool = True

    @property
    def exact(self) -> int | None:
        """The number that the account gives, be it exact or the least."""
        return self.minimum if self.minimum is not None else self.maximum


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One report, made comparable. Days are inclusive.

    `voice` is the article whose text it is, where the article is a copy; `told` is the last day on which the
    article can have come out; `telling` are the sentences of its triggers, `named` the places
    that they name. `months` (1 to 12) are those of a year that nobody tells: the ones its sentences name, else, where it
    has no bounds, the one from which on an article without a last day came out. `takes`: it tells of the taking of a place.
    """

    article: str
    voice: str
    report: Report
    sort: Sort
    agents: frozenset[str]
    targets: frozenset[str]
    places: frozenset[str]
    start: date | None
    end: date | None
    told: date | None
    figures: tuple[Figure, ...]
    named: frozenset[str] = frozenset()
    telling: Telling = NO_TELLING
    outlet: str | None = None
    months: frozenset[int] = frozenset()
    takes: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """Its name across articles: article id and report key."""
        return self.article, self.report.key

    @property
    def toll(self) -> Figure | None:
        """The highest figure of killed that it gives: the one that headlines carry."""
        figures = [f for f in self.figures if f.kind is CasualtyKind.KILLED and not f.subset and f.exact]
        return max(figures, key=lambda f: (f.exact or 0, f.maximum or 0), default=None)

    @property
    def days(self) -> int | None:
        """How many days its bounds span; None when a side is open."""
        return (self.end - self.start).days + 1 if self.start and self.end else None


class World:
    """What is known of the entities of a corpus: surroundings of places, whom actors belong to."""

    def __init__(
        self,
        entities: Sequence[Entity],
        knowledge: Knowledge,
        offices: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        self.entities: Mapping[str, Entity] = {e.id: e for e in entities}
        self._around: dict[str, frozenset[str]] = {}
        self._belongs = _belonging(knowledge)
        self._states = _states(knowledge)
        self._offices = offices or {}
        self._demonyms = {d.lower(): f"actor/{a.id}" for a in knowledge.actors for d in a.demonyms}

    def around(self, place: str) -> frozenset[str]:
        """The places that contain this one."""
        if place not in self._around:
            found: set[str] = set()
            parent = self.entities[place].within
            while parent and parent not in found and parent in self.entities:
                found.add(parent)
                parent = self.entities[parent].within
            self._around[place] = frozenset(found)
        return self._around[place]

    def located(self, place: str) -> bool:
        """Whether it is one certain place: not merely a name that several quarters or villages may bear."""
        entity = self.entities[place]
        return entity.geometry is not None or entity.within is not None

    def is_country(self, place: str) -> bool:
        """Whether it is a country."""
        return self.entities[place].type is EntityType.COUNTRY

    def is_region(self, place: str) -> bool:
        """Whether it is a province or larger: too wide to tell one incident from another."""
        return self.entities[place].type in (EntityType.COUNTRY, EntityType.PROVINCE, EntityType.NATURAL_FEATURE)

    def vague(self, actor: str) -> bool:
        """Whether the actor is a common noun or a population: it contradicts no other non-state actor."""
        return self.entities[actor].generic or self.entities[actor].type is EntityType.POPULATION

    def civil(self, actors: frozenset[str]) -> bool:
        """Whether all are populations: civilians, residents."""
        return all(self.entities[a].type is EntityType.POPULATION for a in actors)

    def side(self, actor: str) -> frozenset[str]:
        """The actor, what it is a part of or carries on, and the state whose force or body it is."""
        return self._belongs.get(actor, frozenset({actor}))

    def party(self, actor: str) -> frozenset[str]:
        """The actor's side, and the state for which it speaks: a ministry, a spokesman, "a Syrian military source"."""
        if actor in self._states:
            return self.side(actor) | self._states[actor]
        if held := self._offices.get(actor):
            return self.side(actor).union(*(self.side(o) | self._states.get(o, frozenset()) for o in held))
        entity = self.entities.get(actor)
        named = entity.label.lower() if entity else ""
        if not _OFFICIAL.search(named) or _OTHERS.search(named):
            return self.side(actor)
        return self.side(actor) | {self._demonyms[w] for w in named.replace("'", " ").split() if w in self._demonyms}

    def allied(self, some: frozenset[str], others: frozenset[str]) -> bool:
        """Whether an actor of one set is, or belongs to, one of the other."""
        left = frozenset[str]().union(*(self.side(a) for a in some))
        right = frozenset[str]().union(*(self.side(a) for a in others))
        return bool(left & right)

    def rival(self, some: frozenset[str], others: frozenset[str]) -> bool:
        """Whether they name different doers (or victims): nothing shared, and no vague word may hide the same."""
        if not some or not others or self.allied(some, others):
            return False
        return not (self._may_hide(some, others) or self._may_hide(others, some))

    def _may_hide(self, some: frozenset[str], others: frozenset[str]) -> bool:
        states = (EntityType.STATE, EntityType.ARMED_FORCE, EntityType.COALITION)
        return any(self.vague(a) for a in some) and any(self.entities[o].type not in states for o in others)


def _states(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    """For bodies, forces and persons of a state: that state. Groups fight in a country, they do not speak for it."""
    speaking = (EntityType.ARMED_FORCE, EntityType.ORGANISATION, EntityType.PERSON)
    groups = {a.id for a in knowledge.actors if a.type in (EntityType.ARMED_GROUP, EntityType.COALITION)}
    return {
        f"actor/{a.id}": frozenset({f"actor/{a.country}"})
        for a in knowledge.actors
        if a.country and a.type in speaking and a.part_of not in groups
    }


def _belonging(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    by_id = {a.id: a for a in knowledge.actors}
    official = (EntityType.STATE, EntityType.ARMED_FORCE, EntityType.ORGANISATION)
    found: dict[str, frozenset[str]] = {}
    for actor in knowledge.actors:
        side, queue = set[str](), [actor.id]
        while queue:
            known = by_id.get(queue.pop())
            if known is None or f"actor/{known.id}" in side:
                continue
            side.add(f"actor/{known.id}")
            queue += [other for other in (known.part_of, known.succeeds) if other]
            queue += (
                [known.country]
                if known.country and known.type is EntityType.ARMED_FORCE and known.type in official
                else []
            )
        found[f"actor/{actor.id}"] = frozenset(side)
    return found


def offices_of(extractions: Iterable[Extraction], of: Mapping[tuple[str, str], str]) -> dict[str, frozenset[str]]:
    """For each person the bodies in which articles say that it holds an office."""
    found: dict[str, set[str]] = {}
    for extraction in extractions:
        for membership in extraction.memberships:
            person = of.get((extraction.article, membership.person))
            body = of.get((extraction.article, membership.organisation or ""))
            if person and body:
                found.setdefault(person, set()).add(body)
    return {person: frozenset(bodies) for person, bodies in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How an article tells of one report: its sentences and their places by local key.

    `victims` (folded) and `near` (in a trigger's sentence) are of each of its figures.
    """

    telling: Telling
    named: tuple[str, ...]
    victims: tuple[str, ...]
    near: tuple[bool, ...]


def told_of(article: Article, extraction: Extraction) -> tuple[Told, ...]:
    """How an article tells of each of its reports, in their order."""
    sentences = Sentences(article.text)
    named = [(m.span.start, e.key) for e in extraction.entities if e.type.is_place for m in e.mentions]
    found = []
    for report in extraction.reports:
        telling = sentences.telling((t.start, t.end) for t in report.triggers)
        found.append(
            Told(
                telling=telling,
                named=tuple(sorted({key for start, key in named if telling.holds(start)})),
                victims=tuple(fold(c.victims or "") for c in report.casualties),
                near=tuple(telling.holds(c.span.start) for c in report.casualties),
            )
        )
    return tuple(found)


def accounts_of(
    article: Article, extraction: Extraction, linked: EntityLinks, voice: str, told: Sequence[Told] | None = None
) -> list[Account]:
    """The reports of one article, made comparable. `told` is `told_of` the article, where that is known already."""
    told = told_of(article, extraction) if told is None else told
    return [_account(article, r, t, linked, voice) for r, t in zip(extraction.reports, told, strict=True)]


def _account(article: Article, report: Report, told: Told, linked: EntityLinks, voice: str) -> Account:
    def ids(participants: Sequence[Participant]) -> frozenset[str]:
        keys = ((article.id, p.entity) for p in participants)
        return frozenset(linked.of[k] for k in keys if k in linked.of)

    takes = report.type is EventType.CAPTURE or (
        report.type in _DRIVES and any(_TAKING_WORDS.match(t.quote) for t in report.triggers)
    )
    return Account(
        article=article.id,
        voice=voice,
        report=report,
        sort=Sort.CONTROL if takes else _SORTS.get(report.type, Sort.OTHER),
        agents=ids(report.agents),
        targets=ids(report.targets),
        places=frozenset(p for p in ids(report.places) if p.startswith("place/")),
        start=report.when.earliest if report.when else None,
        end=report.when.latest if report.when else None,
        told=article.published.latest if article.published else None,
        figures=tuple(
            Figure(c.kind, c.minimum, c.maximum, victims, c.subset, c.claim, near)
            for c, victims, near in zip(report.casualties, told.victims, told.near, strict=True)
        ),
        named=frozenset(linked.of[article.id, key] for key in told.named),
        telling=told.telling,
        outlet=article.publisher,
        months=_months_of_no_year(article, report, told.telling),
        takes=takes,
    )


def _months_of_no_year(article: Article, report: Report, telling: Telling) -> frozenset[int]:
    if report.when or (article.published and article.published.latest):
        return frozenset()
    if telling.months or article.published is None or article.published.earliest is None:
        return telling.months
    return frozenset({article.published.earliest.month})


def gap_days(a: Account, b: Account) -> int | None:
    """Days between two accounts' bounds: 0 when they overlap, None when a needed side is open."""
    if not (a.start and a.end and b.start and b.end):
        return None
    if a.start > b.end:
        return (a.start - b.end).days
    return max(0, (b.start - a.end).days)


def months(a: Account) -> list[str]:
    """The months its bounds touch, a day's slack included; empty when they are open or wider than two months."""
    if not (a.start and a.end) or (a.end - a.start).days > 2 * MONTH_DAYS:
        return []
    day, last, found = a.start - timedelta(days=1), a.end + timedelta(days=1), []
    while day <= last:
        found.append(f"{day:%Y-%m}")
        day = (day.replace(day=1) + timedelta(days=MONTH_DAYS + 1)).replace(day=1)
    return found
