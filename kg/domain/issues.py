"""Why something was skipped or is doubtful: nothing is dropped without an issue."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """Whether the article was left out (`skipped`) or kept with a doubt (`warning`)."""

    SKIPPED = "skipped"
    WARNING = "warning"


class Reason(StrEnum):
    """The closed list of reasons; the report counts by it."""

    EMPTY = "empty"
    BINARY = "binary"
    UNREADABLE = "unreadable"
    BAD_ENCODING = "bad encoding"
    BAD_JSON = "bad JSON"
    NO_TEXT = "no text"
    NO_MAIN_TEXT = "no main text"
    TOO_LARGE = "too large"
    CHANGED_WHILE_READ = "changed while read"
    GIVEN_TWICE = "given twice"
    UNSUPPORTED_FORMAT = "unsupported format"
    UNSUPPORTED_LANGUAGE = "unsupported language"
    UNEXPECTED_ERROR = "unexpected error"


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that went wrong with one article, or with one place in an input."""

    severity: Severity
    stage: str
    where: str
    reason: Reason
    detail: str


@dataclass(slots=True)
class Issues:
    """The issues of one run, in the order met."""

    items: list[Issue] = field(default_factory=list)

    def skip(self, stage: str, where: str, reason: Reason, detail: str) -> None:
        """Record that something was left out."""
        self.items.append(Issue(Severity.SKIPPED, stage, where, reason, detail))

    def warn(self, stage: str, where: str, reason: Reason, detail: str) -> None:
        """Record a doubt about something that was kept."""
        self.items.append(Issue(Severity.WARNING, stage, where, reason, detail))

    def count(self, severity: Severity) -> Counter[Reason]:
        """How many issues of this severity there are, by reason."""
        return Counter(i.reason for i in self.items if i.severity is severity)
