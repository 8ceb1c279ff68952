"""The Python door: `kg.open` gives a graph to ask, over a store on disk or over any SPARQL 1.1 endpoint.

Public, and kept stable between versions: what this module lists, with the methods and properties that have no leading
underscore, and `kg.open` itself. Everything else below `kg` is private and may change.

Requires: a store built by `kg build`, or the address of an endpoint. DataFrames and figures need the extra `notebook`.
"""

from kg.client.answer import Answer
from kg.client.comparison import Comparison
from kg.client.explained import Explained
from kg.client.graph import Day, Graph
from kg.client.opening import open_graph
from kg.client.queries import CannedCall, Queries
from kg.client.rows import Cell, Row
from kg.querying.run import Triples

__all__ = [
    "Answer",
    "CannedCall",
    "Cell",
    "Comparison",
    "Day",
    "Explained",
    "Graph",
    "Queries",
    "Row",
    "Triples",
    "open_graph",
]
