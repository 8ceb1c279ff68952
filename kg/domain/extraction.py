"""What one article says, as values: entities, reports, claims, relations. Nothing here knows RDF."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kg.domain.spans import Span
from kg.domain.times import TimeBounds


class EntityType(StrEnum):
    """Types of actors and places; each member is the local name of a class of the ontology."""

    PERSON = "Person"
    STATE = "State"
    ORGANISATION = "Organisation"
    ARMED_FORCE = "ArmedForce"
    ARMED_GROUP = "ArmedGroup"
    COALITION = "Coalition"
    MEDIA_OUTLET = "MediaOutlet"
    POPULATION = "Population"
    COUNTRY = "Country"
    PROVINCE = "Province"
    SETTLEMENT = "Settlement"
    FACILITY = "Facility"
    NATURAL_FEATURE = "NaturalFeature"

    @property
    def is_place(self) -> bool:
        """Whether it is a kind of place (else a kind of actor)."""
        return self in _PLACES


_PLACES = frozenset(
    {
        EntityType.COUNTRY,
        EntityType.PROVINCE,
        EntityType.SETTLEMENT,
        EntityType.FACILITY,
        EntityType.NATURAL_FEATURE,
    }
)


class EventType(StrEnum):
    """Types of events; each member is the local name of a class of the ontology. Operation is a campaign made of incidents."""

    AIR_STRIKE = "AirStrike"
    SHELLING = "Shelling"
    BOMBING = "Bombing"
    CHEMICAL_ATTACK = "ChemicalAttack"
    ARMED_CLASH = "ArmedClash"
    AIRCRAFT_SHOOTDOWN = "AircraftShootdown"
    KILLING = "Killing"
    DESTRUCTION = "Destruction"
    DETENTION = "Detention"
    CAPTURE = "Capture"
    ADVANCE = "Advance"
    WITHDRAWAL = "Withdrawal"
    SIEGE = "Siege"
    DEPLOYMENT = "Deployment"
    DISPLACEMENT = "Displacement"
    AID_DELIVERY = "AidDelivery"
    AGREEMENT = "Agreement"
    MEETING = "Meeting"
    PROTEST = "Protest"
    OTHER_EVENT = "OtherEvent"
    OPERATION = "Operation"


class Status(StrEnum):
    """How the article puts the happening (`kg:status`)."""

    ASSERTED = "asserted"
    ALLEGED = "alleged"
    DENIED = "denied"
    ANNOUNCED = "announced"


class Stance(StrEnum):
    """How a claimant stands to the content (`kg:stance`)."""

    ASSERTS = "asserts"
    DENIES = "denies"
    UNCONFIRMED = "unconfirmed"
    INTENDS = "intends"


class CasualtyKind(StrEnum):
    """What became of the victims (`kg:kind`)."""

    KILLED = "killed"
    WOUNDED = "wounded"
    CAPTURED = "captured"
    MISSING = "missing"
    DISPLACED = "displaced"


class MentionForm(StrEnum):
    """How the words refer (`kg:form`)."""

    NAME = "name"
    NOMINAL = "nominal"  # "the ministry", "rebels"
    PRONOUN = "pronoun"
    DEMONYM = "demonym"  # "Russian" in "Russian jets", for the state
    METONYM = "metonym"  # "Moscow" for the government


class Predicate(StrEnum):
    """Relations between actors; each member is the local name of a property of the ontology."""

    FIGHTS_AGAINST = "fightsAgainst"
    ALLIED_WITH = "alliedWith"
    SUPPORTS = "supports"
    MEMBER_OF = "memberOf"
    IN_CHARGE_OF = "inChargeOf"


@dataclass(frozen=True, slots=True)
class Producer:
    """What made a statement: the name of an extractor and its version."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that refer to an entity of this article."""

    span: Span
    form: MentionForm
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalEntity:
    """An actor or place of one article, with every mention of it.

    `key` is unique in the article. `names` are distinct surface forms, best first. `reference` is the id of the reference
    actor or place that it was recognised as, where it was. `generic` marks an actor known by a common noun only
    ("rebels", "activists").
    """

    key: str
    type: EntityType
    names: tuple[str, ...]
    mentions: tuple[Mention, ...]
    reference: str | None = None
    generic: bool = False


@dataclass(frozen=True, slots=True)
class Participant:
    """An entity in a role, with the words that say so. `entity` is a key of the article's entities."""

    entity: str
    evidence: Span
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CasualtyCount:
    """A figure for the victims of an event. Inclusive range; a side that the text leaves open is None.

    `victims` is who ("civilians", "children") as in the text's own words; `subset` marks a part of another figure
    ("including six children"). `claim` is the key of the claim that gives the figure, if any. `why` says in one line which
    rule read it.
    """

    kind: CasualtyKind
    minimum: int | None
    maximum: int | None
    victims: str | None
    span: Span
    subset: bool = False
    claim: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one article says of one event. `key` is unique in the article; `part_of` is the key of an operation's report.

    `why` says in one line what found it (the reader's head or the lexicon, with scores), `when_why` which rule dated it.
    """

    key: str
    type: EventType
    status: Status
    triggers: tuple[Span, ...]
    agents: tuple[Participant, ...] = ()
    targets: tuple[Participant, ...] = ()
    places: tuple[Participant, ...] = ()
    target_texts: tuple[Span, ...] = ()
    means: tuple[Span, ...] = ()
    when: TimeBounds | None = None
    when_span: Span | None = None
    casualties: tuple[CasualtyCount, ...] = ()
    part_of: str | None = None
    score: float = 1.0
    why: str = ""
    when_why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Something that the article attributes to a source.

    `claimant` is an entity key; `span` is the attribution (source and cue together); `content` the claimed words;
    `about` are keys of reports. `said` bounds the day of saying.
    """

    key: str
    claimant: str
    claimant_span: Span
    span: Span
    cue: Span | None
    content: Span
    stance: Stance
    about: tuple[str, ...] = ()
    said: TimeBounds | None = None
    score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A relation between two actors of the article, with the words that say so."""

    subject: str
    predicate: Predicate
    object: str
    evidence: Span
    score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A role a person holds ("Kremlin spokesman"); `organisation` is an entity key where the words name one."""

    person: str
    organisation: str | None
    role: str
    evidence: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All that was read from one article."""

    article: str
    producer: Producer
    entities: tuple[LocalEntity, ...] = field(default=())
    reports: tuple[Report, ...] = field(default=())
    claims: tuple[Claim, ...] = field(default=())
    relations: tuple[Relation, ...] = field(default=())
    memberships: tuple[Membership, ...] = field(default=())
