"""Checks the graph against `ontology/shapes`, and every piece of evidence against the text it quotes."""

from kg.validation.report import ValidationReport, Violation
from kg.validation.shapes import validate
from kg.validation.stores import validate_store

__all__ = ["ValidationReport", "Violation", "validate", "validate_store"]
