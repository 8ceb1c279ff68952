"""Writes a store's graph to files that other tools read: RDF, tables, GeoJSON, GraphML.

Requires: a store open for reading. Gives: `export`. The same graph gives the same bytes in every format.
"""

from kg.exporting.export import EXPORT_FORMATS, export

__all__ = ["EXPORT_FORMATS", "export"]
