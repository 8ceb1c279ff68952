"""Asking the graph: canned queries, SPARQL of the user's own, and why a statement stands there. Read only."""

from kg.querying.catalogue import CannedQuery, Column, Parameter, ParameterType, find_query, read_catalogue
from kg.querying.explain import Explanation, explain
from kg.querying.explaining import explanation_text, explanation_view
from kg.querying.index import catalogue_markdown
from kg.querying.parameters import usage
from kg.querying.rendering import table_text, table_view
from kg.querying.results import Table
from kg.querying.run import Triples, run, run_query, run_sparql

__all__ = [
    "CannedQuery",
    "Column",
    "Explanation",
    "Parameter",
    "ParameterType",
    "Table",
    "Triples",
    "catalogue_markdown",
    "explain",
    "explanation_text",
    "explanation_view",
    "find_query",
    "read_catalogue",
    "run",
    "run_query",
    "run_sparql",
    "table_text",
    "table_view",
    "usage",
]
