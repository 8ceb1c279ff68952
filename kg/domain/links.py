"""What linking decides across articles: which local things are one thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from kg.domain.extraction import EntityType, EventType, Status
from kg.domain.times import TimeBounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Geometry:
    """A point in WGS 84, degrees, with how precise it is: `exact`, `settlement`, `area` (centre of a region) or `country`."""

    latitude: float
    longitude: float
    precision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """An actor or place of the whole graph. `id` is the path below the data namespace ("actor/islamic-state", "place/geonames-170654").

    `within` is the id of the place that contains it; for a gazetteer's chain of places each is an entity of its own.
    `country` is the id of the state or country an actor belongs to, where the reference says so.
    """

    id: str
    type: EntityType
    label: str
    names: tuple[str, ...]
    wikidata: str | None = None
    geonames: int | None = None
    geometry: Geometry | None = None
    within: str | None = None
    generic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityLink:
    """A local entity of an article refers to an entity of the graph."""

    article: str
    key: str
    entity: str
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SameAsCandidate:
    """Two entities or events that may be one; a person should look. Ids in sorted order."""

    first: str
    second: str
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A happening as the whole graph knows it: the aggregate of its reports. Rival values stand side by side."""

    id: str
    type: EventType
    label: str
    status: Status
    agents: tuple[str, ...]  # entity ids
    targets: tuple[str, ...]
    places: tuple[str, ...]
    when: TimeBounds | None
    part_of: str | None  # event id of an operation
    reports: tuple[tuple[str, str], ...]  # (article id, report key), sorted
    why: tuple[str, ...] = ()  # one line for each merge
    joined: tuple[tuple[tuple[str, str], tuple[str, str], str], ...] = ()  # (report, the one it goes with, why), sorted
    disputed: tuple[str, ...] = ()  # what the accounts differ in: agent, target, casualties, date, status …


class Matter(StrEnum):
    """What two accounts differ or agree in (`kg:matter`)."""

    AGENT = "agent"
    TARGET = "target"
    CASUALTIES = "casualties"
    DATE = "date"
    PLACE = "place"
    STATUS = "status"  # whether it happened, or whether this side did it
    PARTICIPATION = "participation"  # whether a side takes part at all ("no troops on the ground")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two statements set against each other, in sorted order.

    Each is (article id, claim key), or (article id, report key) where `own` says so: then the outlet says it itself.
    `event` is the event that both speak of; None where the statements are about more than one event.
    """

    first: tuple[str, str]
    second: tuple[str, str]
    reason: str
    matter: Matter = Matter.STATUS
    event: str | None = None
    own: tuple[bool, bool] = (False, False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction(Comparison):
    """Two statements that cannot both hold, with the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corroboration(Comparison):
    """Two statements of independent voices that say the same, with what they agree in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """An article that repeats another's text. `exact` or near; `of` is the earlier one by (published, id)."""

    article: str
    of: str
    exact: bool
    similarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A later version of an article: same address, new text. `of` is the version just before it.

    `why` says how the order was found. The earlier version stays, and is no voice of its own.
    """

    article: str
    of: str
    similarity: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Everything that holds across articles. Depends on the set of articles only, never on their order."""

    entities: tuple[Entity, ...] = field(default=())
    entity_links: tuple[EntityLink, ...] = field(default=())
    outlets: tuple[tuple[str, str], ...] = field(default=())  # (article id, entity id of its publisher)
    events: tuple[Event, ...] = field(default=())
    same_as: tuple[SameAsCandidate, ...] = field(default=())
    contradictions: tuple[Contradiction, ...] = field(default=())
    corroborations: tuple[Corroboration, ...] = field(default=())
    copies: tuple[Copy, ...] = field(default=())
    revisions: tuple[Revision, ...] = field(default=())


def voices(articles: Iterable[str], copies: Sequence[Copy], revisions: Sequence[Revision] = ()) -> Mapping[str, str]:
    """For each article the one whose voice it is: itself, the text that it repeats, or its latest version."""
    nearer = {c.article: c.of for c in copies} | {r.of: r.article for r in revisions}

    def last(article: str) -> str:
        met = [article]
        while met[-1] in nearer:
            step = nearer[met[-1]]
            if step in met:  # versions that copied each other in turn: any of them, always the same
                return min(met[met.index(step) :])
            met.append(step)
        return met[-1]

    return {a: last(a) for a in articles}
