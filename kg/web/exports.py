"""Lists as files: CSV that no spreadsheet runs as a formula, GeoJSON, and what the graph says of each thing in RDF."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kg.exporting.jsonld import write_triples_jsonld
from kg.storage import Store
from kg.web.views.incidents import IncidentRow

Cell = str | int | float | None
MOST_THINGS = 20_000
"""Things whose description is written in one answer; more are a task for `kg export`."""


def csv_response(name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """A table as CSV; text that a spreadsheet would run as a formula gets an apostrophe before it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"', "X-Content-Type-Options": "nosniff"}
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8; header=present", headers=headers)


def csv_text_response(name: str, text: str) -> Response:
    """CSV that stands as text already; its cells are made harmless as well."""
    columns, *rows = list(csv.reader(io.StringIO(text)))
    return csv_response(name, columns, rows)


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


_INCIDENT_COLUMNS = (
    "incident", "label", "type", "status", "date_start", "date_end", "edtf", "agents", "targets", "places", "latitude",
    "longitude", "precision", "killed_low", "killed_high", "articles", "reports", "disputed",
)  # fmt: skip


def incident_table(rows: Iterable[IncidentRow]) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
    """Columns and rows of incidents; several values in a cell have ` | ` between them, the point is the first place's."""
    return _INCIDENT_COLUMNS, (_incident(row) for row in rows)


def _incident(row: IncidentRow) -> list[Cell]:
    event = row.event
    spot = next((place for place in row.places if place.latitude is not None), None)
    return [
        event.iri, event.label, event.kind, event.status, event.earliest, event.latest, event.edtf,
        " | ".join(t.label for t in row.agents), " | ".join(t.label for t in row.targets),
        " | ".join(p.label for p in row.places),
        spot.latitude if spot else None, spot.longitude if spot else None, spot.precision if spot else "",
        event.killed_low, event.killed_high, event.articles, event.reports, " | ".join(event.disputed),
    ]  # fmt: skip


def geojson_of(rows: Iterable[IncidentRow]) -> Response:
    """Incidents at places with coordinates as a FeatureCollection (RFC 7946); `rowsWithoutPoint` counts the others."""
    features, without = [], 0
    for row in rows:
        points = [[p.longitude, p.latitude] for p in row.places if p.latitude is not None]
        if not points:
            without += 1
            continue
        shape = {"type": "Point", "coordinates": points[0]} if len(points) == 1 else _points(points)
        values = dict(zip(_INCIDENT_COLUMNS, _incident(row), strict=True))
        properties = {k: v for k, v in values.items() if k not in {"latitude", "longitude", "precision"}}
        properties["precision"] = " | ".join(sorted({p.precision for p in row.places if p.latitude is not None}))
        features.append({"type": "Feature", "id": row.iri, "geometry": shape, "properties": properties})
    document = {"type": "FeatureCollection", "features": features, "rowsWithoutPoint": without}
    headers = {"Content-Disposition": 'attachment; filename="incidents.geojson"'}
    return Response(json.dumps(document, ensure_ascii=False), media_type="application/geo+json", headers=headers)


def _points(points: list[list[float | None]]) -> dict[str, object]:
    return {"type": "MultiPoint", "coordinates": points}


def graph_response(store: Store, iris: Sequence[str], form: str) -> Response:
    """What the graph says of these things (triples with them as subject), as Turtle (`ttl`) or JSON-LD (`jsonld`)."""
    if len(iris) > MOST_THINGS:
        raise HTTPException(
            413, f"{len(iris):,} things are too many for one answer: narrow them down, or use `kg export`."
        )
    quads = (quad for iri in iris for quad in store.matching(NamedNode(iri)))
    triples = sorted({Triple(quad.subject, quad.predicate, quad.object) for quad in quads}, key=str)
    if form == "jsonld":
        stream = io.BytesIO()
        write_triples_jsonld(triples, store.names, stream)
        return Response(stream.getvalue(), media_type="application/ld+json")
    body = serialize(triples, format=RdfFormat.TURTLE, prefixes=dict(store.names.prefixes))
    return Response(body, media_type="text/turtle; charset=utf-8")
