"""What follows from the graph: by rules, for every build; by OWL, where a person asks for it."""

from kg.reasoning.classification import Classification, check_consistency, classify
from kg.reasoning.rules import infer, inferred_quads

__all__ = ["Classification", "check_consistency", "classify", "infer", "inferred_quads"]
