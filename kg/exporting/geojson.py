"""GeoJSON (RFC 7946): one feature for each event at a place with coordinates."""

from __future__ import annotations

import json
from typing import BinaryIO

from pyoxigraph import NamedNode

from kg.domain.extraction import EventType
from kg.exporting.facts import Facts, Labels, facts_of
from kg.exporting.totals import EventTotals, event_totals
from kg.rdf.namespaces import KG, RDF, RDFS, SEM, kg
from kg.storage import Store

_Value = str | int | None | list[str]


def write_geojson(store: Store, stream: BinaryIO) -> None:
    """Write the events that have coordinates, sorted by id. Longitude comes before latitude.

    An event with several places is one feature with several points. `precision` says what the points are: of a place
    itself, of a settlement, or the centre of an area or country.
    """
    graph, totals, labels = store.names.graph("events"), event_totals(store), Labels(store)
    found = {q.subject for t in EventType for q in store.matching(predicate=RDF.type, value=kg(t), graph=graph)}
    stream.write(b'{"type": "FeatureCollection", "features": [')
    first = True
    for node in sorted((n for n in found if isinstance(n, NamedNode)), key=lambda n: n.value):
        facts = facts_of(store, node, graph)
        places = [(place, facts_of(store, place)) for place in facts.nodes(node, SEM.hasPlace)]
        points = [point for place, about in places if (point := _point(about, place))]
        if not points:
            continue
        properties = _properties(store, node, facts, labels, totals.get(node.value, EventTotals()))
        properties["precision"] = sorted({p for place, about in places for p in about.texts(place, KG.precision)})
        feature = {
            "type": "Feature",
            "id": node.value,
            "geometry": {
                "type": "Point" if len(points) == 1 else "MultiPoint",
                "coordinates": points[0] if len(points) == 1 else points,
            },
            "properties": properties,
        }
        stream.write((b"\n" if first else b",\n") + json.dumps(feature, ensure_ascii=False).encode())
        first = False
    stream.write(b"\n]}\n")


def _point(facts: Facts, place: NamedNode) -> list[float] | None:
    longitude, latitude = facts.text(place, KG.longitude), facts.text(place, KG.latitude)
    return [float(longitude), float(latitude)] if longitude and latitude else None


def _properties(store: Store, node: NamedNode, facts: Facts, labels: Labels, total: EventTotals) -> dict[str, _Value]:
    start, end = facts.days(node)
    return {
        "event": store.names.path(node),
        "type": next(iter(facts.types(node)), ""),
        "label": facts.text(node, RDFS.label),
        "status": facts.text(node, KG.status),
        "date_start": start or None,
        "date_end": end or None,
        "edtf": facts.text(node, KG.edtf) or None,
        "places": [labels.of(n) for n in facts.nodes(node, SEM.hasPlace)],
        "agents": [labels.of(n) for n in facts.nodes(node, KG.agent)],
        "targets": [labels.of(n) for n in facts.nodes(node, KG.target)],
        "part_of": facts.id(node, KG.partOf) or None,
        "reports": total.reports,
        "articles": len(total.articles),
        "killed_low": total.killed_low,
        "killed_high": total.killed_high,
        "disputed": facts.texts(node, KG.disputedIn),
    }
