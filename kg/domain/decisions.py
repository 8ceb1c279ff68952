"""What people decided about the graph, in terms that survive rebuilds: words of articles, names, ids.

`docs/decisions.md` describes the file in which they are kept. Linking knows only `Curator`, which it asks at its seams.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from kg.domain.extraction import EventType
from kg.domain.links import Links


class Action(StrEnum):
    """What a person can do."""

    MERGE = "merge"  # these are one
    DISTINCT = "distinct"  # these are not one, whatever makes them look so
    SPLIT = "split"  # some of what was taken for one thing is another
    RENAME = "rename"
    RETYPE = "retype"
    RELOCATE = "relocate"
    REJECT = "reject"  # the articles' words do not say this
    CONFIRM = "confirm"  # looked at, and right as it is
    UNDO = "undo"


class Kind(StrEnum):
    """What a decision can concern."""

    ENTITY = "entity"
    EVENT = "event"
    REPORT = "report"
    CLAIM = "claim"
    ROLE = "role"
    COUNT = "count"
    RELATION = "relation"
    MEMBERSHIP = "membership"
    LINK = "link"
    DECISION = "decision"


@dataclass(frozen=True, slots=True, order=True)
class Words:
    """Half-open characters of an article's text, with the words there. An article's id stands for its text."""

    article: str
    start: int
    end: int
    quote: str

    def meets(self, start: int, end: int) -> bool:
        """Whether the two ranges share a character."""
        return self.start < end and start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One thing that a decision concerns.

    `id` is its path below the data namespace when it was decided ("actor/russia"), `type` the local name of its class,
    of a role or of a predicate. `words` are what it is found by again: mentions of an entity, triggers of an event's
    reports, the evidence of a statement. `parts` are the things that a statement is about: of a role its report and who
    fills it, of a relation its two actors, of a link its entity.
    """

    kind: Kind
    id: str
    label: str = ""
    type: str = ""
    names: tuple[str, ...] = ()
    words: tuple[Words, ...] = ()
    parts: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where something is: a place of the gazetteer or of the graph by id, or a point in degrees (WGS 84)."""

    place: str = ""
    name: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision of a person. `time` is ISO 8601 in UTC; `about` are what it concerns.

    `out` are the parts that leave a thing that is split, `value` a new name or type, `spot` a new place.
    """

    id: str
    time: str
    author: str
    reason: str
    action: Action
    about: tuple[Target, ...]
    out: tuple[Target, ...] = ()
    value: str = ""
    spot: Spot | None = None


class Standing(StrEnum):
    """What became of a decision in a build."""

    APPLIED = "applied"
    PARTLY = "partly applied"
    NOTHING_TO_DO = "holds already"
    OVERRULED = "overruled"
    LOST = "no longer applies"
    UNDONE = "undone"


class Property(StrEnum):
    """What a decision can say of a thing."""

    LABEL = "label"
    TYPE = "type"
    PLACE = "place"
    WITHIN = "within"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    SAME = "same as"
    DIFFERENT = "different from"
    LINK = "links to"
    REPORT_OF = "report of"


@dataclass(frozen=True, slots=True, order=True)
class Says:
    """A statement that holds because a person decided so; `was` is what the machine had said, where it had."""

    subject: str
    property: Property
    value: str
    was: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a decision: `concerns` are ids of the graph as it is now, `rejected` of statements left out."""

    decision: Decision
    standing: Standing
    detail: str = ""
    by: str = ""  # the decision that undid or overruled it
    concerns: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    says: tuple[Says, ...] = ()


ReportKey = tuple[str, str]
"""A report across articles: article id and report key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What people decided of the event that most of these reports are of; what they left alone is None."""

    reports: frozenset[ReportKey]
    type: EventType | None = None
    place: str | None = None  # entity id
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """What people decided of reports: those of one `group` tell of one event, those `apart` of different ones.

    `why` gives the reason of a group, by its number. The two never contradict each other. `changes` are in the order
    decided.
    """

    group: Mapping[ReportKey, int] = field(default_factory=dict)
    apart: Mapping[ReportKey, frozenset[ReportKey]] = field(default_factory=dict)
    why: Mapping[int, str] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()


class Curator(Protocol):
    """Brings people's decisions to bear while articles are linked."""

    def entities(self, links: Links) -> Links:
        """Actors and places as decided, before events are made of them; events are not there yet."""
        ...

    def ties(self) -> Ties:
        """Which reports tell of one event and which do not, and what else was decided of events; after `entities`."""
        ...

    def events(self, links: Links) -> Links:
        """Candidates that nobody decided; the last step of linking, which shows what became of the decisions."""
        ...
