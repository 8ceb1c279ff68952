"""What a comparison of sources is made of: sources against fields, every value with its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Field(StrEnum):
    """What sources are compared in; the member's value is its heading."""

    HAPPENED = "happened"  # whether it happened at all, and how the source puts it
    AGENT = "agent"
    TARGET = "target"
    KILLED = "killed"
    WOUNDED = "wounded"
    CAPTURED = "captured"
    MISSING = "missing"
    DISPLACED = "displaced"
    PLACE = "place"
    DATE = "date"
    MEANS = "means"

    @property
    def is_toll(self) -> bool:
        """Whether its values are figures."""
        return self in _TOLLS


_TOLLS = frozenset({Field.KILLED, Field.WOUNDED, Field.CAPTURED, Field.MISSING, Field.DISPLACED})


@dataclass(frozen=True, slots=True, order=True)
class Words:
    """Where a value stands: half-open code points of an article's text, and the text there. IRIs are prefixed names."""

    article: str
    start: int
    end: int
    quote: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What one source gives for one field.

    `text` is how it is shown, `iri` the thing's prefixed name where the value is one. A figure has `low` and `high`
    (None: open), whose `victims` they are (empty: people) and whether it is a `part` of another figure; a date has
    `low_day` and `high_day` (ISO, empty: open). `vague` marks a common noun ("rebels"), which contradicts little.
    """

    text: str
    iri: str = ""
    low: int | None = None
    high: int | None = None
    victims: str = ""
    part: bool = False
    low_day: str = ""
    high_day: str = ""
    vague: bool = False
    statement: str = ""
    words: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprint:
    """An article that prints the same text, or an earlier version of it: no voice of its own."""

    article: str
    outlet: str
    published: str
    is_version: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One row: an outlet in one article, or a speaker whom that article cites (`speaker` empty: the outlet itself).

    `number` counts from one in the order of publication. Copies of the article's text are `reprints`.
    """

    number: int
    outlet: str
    speaker: str
    article: str
    headline: str
    published: str
    outlet_iri: str = ""
    speaker_iri: str = ""
    reprints: tuple[Reprint, ...] = ()
    values: Mapping[Field, tuple[Value, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The outlet, or the speaker "in" the outlet."""
        outlet = self.outlet or self.article
        return f"{self.speaker}, in {outlet}" if self.speaker else outlet

    @property
    def voice(self) -> str:
        """Who is behind the words, wherever they are printed: two outlets that cite one speaker are one voice."""
        return self.speaker_iri or self.outlet_iri or self.article


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One value of a field with everyone who gives it. `mark` (a, b, …) names it in tables; `voices` counts each once."""

    mark: str
    text: str
    iri: str
    sources: tuple[int, ...]
    voices: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Aspect:
    """A field over all sources: the answers, those that most voices give first, and whether any two exclude each other.

    `rivals` are pairs of sources' numbers whose answers cannot both hold.
    """

    field: Field
    answers: tuple[Answer, ...]
    rivals: tuple[tuple[int, int], ...] = ()

    @property
    def differs(self) -> bool:
        """Whether accounts exclude each other here; an answer that is merely vaguer excludes nothing."""
        return bool(self.rivals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a contradiction or an agreement: who says it, in which words."""

    statement: str
    who: str
    outlet: str
    article: str
    content: str
    words: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two statements that cannot both hold, or that say the same: `matter` is in what, `reason` says it in words."""

    iri: str
    matter: str
    reason: str
    first: Side
    second: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All accounts of one event side by side. Nothing in it says who is right."""

    iri: str
    short: str
    label: str
    kind: str
    date: str
    sources: tuple[Source, ...]
    aspects: tuple[Aspect, ...]
    contradictions: tuple[Pair, ...] = ()
    corroborations: tuple[Pair, ...] = ()

    def aspect(self, name: Field) -> Aspect | None:
        """What all sources say in one field; None where none says anything."""
        return next((a for a in self.aspects if a.field is name), None)

    def mark(self, name: Field, value: Value) -> str:
        """The letter of a value's answer, empty where all who speak of the field say the same."""
        aspect = self.aspect(name)
        if aspect is None or len(aspect.answers) < 2:
            return ""
        return next((a.mark for a in aspect.answers if (a.text, a.iri) == (value.text, value.iri)), "")

    @property
    def disputed(self) -> tuple[Field, ...]:
        """The fields in which accounts exclude each other."""
        return tuple(a.field for a in self.aspects if a.differs)
