"""Reads `ontology/`: knowledge as values for the text side, quads for the graph side, crosswalks for exports."""

from kg.reference.crosswalks import Crosswalk, crosswalks
from kg.reference.knowledge import load_knowledge
from kg.reference.quads import load_ontology_quads, load_ontology_triples, load_reference_quads

__all__ = [
    "Crosswalk",
    "crosswalks",
    "load_knowledge",
    "load_ontology_quads",
    "load_ontology_triples",
    "load_reference_quads",
]
