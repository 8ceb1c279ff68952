"""Asking the graph: canned queries, SPARQL of the user's own, and why a statement stands there. Read only."""

from kg.querying.catalogue import CannedQuery, Column, Parameter, ParameterType, find_query, read_catalogue
from kg.querying.parameters import usage
from kg.querying.rendering import table_text
from kg.querying.results import Table
from kg.querying.run import Triples, run, run_query, run_sparql

__all__ = [
    "CannedQuery",
    "Column",
    "Parameter",
    "ParameterType",
    "Table",
    "Triples",
    "find_query",
    "read_catalogue",
    "run",
    "run_query",
    "run_sparql",
    "table_text",
    "usage",
]
