"""Holds a whole store against its shapes, its texts, and the ontology's logic."""

from __future__ import annotations

from dataclasses import dataclass

from kg.pipeline.report import Progress, silent
from kg.reasoning import Classification, classify
from kg.storage import Store
from kg.validation import ValidationReport, validate_store


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What was found. `classification` is None where the reasoner was not asked for."""

    validation: ValidationReport
    classification: Classification | None

    @property
    def passed(self) -> bool:
        """Whether no shape is broken and, where the reasoner was asked, everything can hold together."""
        return self.validation.conforms and (self.classification is None or self.classification.consistent)


def check(store: Store, *, reasoner: bool = True, progress: Progress = silent) -> CheckReport:
    """Validate the store and, where `reasoner`, classify what it holds.

    Raises:
        ResourceError: the reasoner is asked for and there is no Java; says what to install.
    """
    validation = validate_store(store, lambda done, total: progress("validating", done, total))
    progress("reasoning", 0, None)
    graphs = (store.quads(graph) for graph in store.graphs())
    classification = classify(quad for quads in graphs for quad in quads) if reasoner else None
    return CheckReport(validation=validation, classification=classification)
