"""What linking decides across articles: which local things are one thing."""

from __future__ import annotations

from dataclasses import dataclass, field

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
    disputed: tuple[str, ...] = ()  # what the accounts differ in: agent, target, casualties, date, status …


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two claims that cannot both hold: (article id, claim key) each, in sorted order, with the reason."""

    first: tuple[str, str]
    second: tuple[str, str]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """An article that repeats another's text. `exact` or near; `of` is the earlier one by (published, id)."""

    article: str
    of: str
    exact: bool
    similarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Everything that holds across articles. Depends on the set of articles only, never on their order."""

    entities: tuple[Entity, ...] = field(default=())
    entity_links: tuple[EntityLink, ...] = field(default=())
    outlets: tuple[tuple[str, str], ...] = field(default=())  # (article id, entity id of its publisher)
    events: tuple[Event, ...] = field(default=())
    same_as: tuple[SameAsCandidate, ...] = field(default=())
    contradictions: tuple[Contradiction, ...] = field(default=())
    copies: tuple[Copy, ...] = field(default=())
