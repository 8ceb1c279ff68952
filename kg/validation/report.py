"""What a validation found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Violation:
    """One thing that breaks a shape: the node's IRI, local names of shape and path, and the value found."""

    shape: str
    focus: str
    message: str
    path: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        found = f" (found {self.value})" if self.value is not None else ""
        return f"{self.focus}: {f'{self.path} ' if self.path else ''}{self.message}{found}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationReport:
    """The violations, sorted, and how many triples were looked at."""

    triples: int
    violations: tuple[Violation, ...] = field(default=())

    @property
    def conforms(self) -> bool:
        """Whether nothing breaks a shape."""
        return not self.violations

    def by_shape(self) -> Counter[str]:
        """How many violations each shape has."""
        return Counter(v.shape for v in self.violations)

    def __or__(self, other: ValidationReport) -> ValidationReport:
        """The two reports as one."""
        both = sorted({*self.violations, *other.violations}, key=_order)
        return ValidationReport(triples=self.triples + other.triples, violations=tuple(both))


def _order(violation: Violation) -> tuple[str, str, str, str, str]:
    v = violation
    return v.focus, v.shape, v.path or "", v.message, v.value or ""


def report_of(triples: int, violations: list[Violation]) -> ValidationReport:
    """A report with its violations sorted, each once."""
    return ValidationReport(triples=triples, violations=tuple(sorted(set(violations), key=_order)))
