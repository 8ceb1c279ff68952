"""A small graph made by hand for the pages that draw: places of each precision, dates of each kind, links of each kind."""

from __future__ import annotations

import pyoxigraph as ox

from kg.rdf import literals
from kg.rdf.iris import Names
from kg.rdf.namespaces import KG, ORG, RDF, RDFS, SEM, kg
from kg.storage import Store, memory_store

NAMES = Names()
ENTITIES, EVENTS, ARTICLE = NAMES.graph("entities"), NAMES.graph("events"), NAMES.article_graph("a1")
ACTORS = {
    "russia": ("State", "Russia"),
    "islamic-state": ("ArmedGroup", "Islamic State"),
    "syria": ("State", "Syria's government"),
    "peskov": ("Person", "Dmitry <Peskov>"),
    "islamic-front": ("ArmedGroup", "Islamic Front"),
}
PLACES = {
    "palmyra": ("Settlement", "Palmyra", "settlement", (34.56, 38.28)),
    "idlib": ("Province", "Idlib province", "area", (35.9, 36.6)),
    "syria": ("Country", "Syria", "country", (35.0, 38.0)),
    "zamzam": ("Settlement", "Zamzam", "settlement", None),
}
EVENTS_TOLD = {
    "e1": ("AirStrike", "palmyra", "2016-12-13", "2016-12-13", "russia", "islamic-state"),
    "e2": ("AirStrike", "idlib", "2016-12-01", "2016-12-31", "russia", "islamic-state"),
    "e3": ("ArmedClash", "syria", "2016-11-10", "", "syria", "islamic-state"),
    "e4": ("Killing", "", "", "", "islamic-front", ""),
    "e5": ("Shelling", "zamzam", "2016-12-14", "2016-12-14", "syria", "islamic-front"),
    "e6": ("Shelling", "palmyra", "2010-01-01", "2017-12-31", "syria", ""),
}


def scripted_store() -> Store:
    """The graph in memory."""
    return memory_store([*_actors(), *_places(), *_events(), *_relations()])


def _actors() -> list[ox.Quad]:
    found = []
    for path, (kind, label) in ACTORS.items():
        node = NAMES.data(f"actor/{path}")
        found += [_quad(node, RDF.type, kg(kind)), _quad(node, RDFS.label, ox.Literal(label, language="en"))]
    return found


def _places() -> list[ox.Quad]:
    found = []
    for path, (kind, label, precision, point) in PLACES.items():
        node = NAMES.data(f"place/{path}")
        found += [_quad(node, RDF.type, kg(kind)), _quad(node, RDFS.label, ox.Literal(label, language="en"))]
        found.append(_quad(node, KG.precision, ox.Literal(precision)))
        if point:
            found.append(_quad(node, KG.latitude, ox.Literal(point[0])))
            found.append(_quad(node, KG.longitude, ox.Literal(point[1])))
    return found


def _events() -> list[ox.Quad]:
    found = []
    for path, (kind, place, first, last, agent, target) in EVENTS_TOLD.items():
        node = NAMES.data(f"event/{path}")
        facts = [
            (RDF.type, kg(kind)),
            (RDF.type, kg("Incident")),
            (RDFS.label, ox.Literal(f"{kind} {path}", language="en")),
            (KG.status, literals.string("asserted")),
            *([(SEM.hasPlace, NAMES.data(f"place/{place}"))] if place else []),
            *([(KG.agent, NAMES.data(f"actor/{agent}"))] if agent else []),
            *([(KG.target, NAMES.data(f"actor/{target}"))] if target else []),
            *([(SEM.hasEarliestBeginTimeStamp, _day(first))] if first else []),
            *([(SEM.hasLatestEndTimeStamp, _day(last))] if last else []),
        ]
        found += [ox.Quad(node, predicate, value, EVENTS) for predicate, value in facts]
    return found


def _relations() -> list[ox.Quad]:
    found = []
    for number, (subject, predicate, target) in enumerate(
        [
            ("russia", "fightsAgainst", "islamic-state"),
            ("russia", "supports", "syria"),
            ("russia", "supports", "syria"),
        ],
        start=1,
    ):
        node = NAMES.data(f"relation/a1/{number}")
        facts = [(RDF.type, KG.Relation), (KG.predicate, kg(predicate))]
        facts += [(KG.subject, NAMES.data(f"actor/{subject}")), (KG.object, NAMES.data(f"actor/{target}"))]
        found += [ox.Quad(node, p, value, ARTICLE) for p, value in facts]
    node = NAMES.data("membership/a1/1")
    member = [(ORG.member, NAMES.data("actor/peskov")), (ORG.organization, NAMES.data("actor/russia"))]
    found += [ox.Quad(node, p, value, ARTICLE) for p, value in [(RDF.type, ORG.Membership), *member]]
    found.append(ox.Quad(node, KG.roleLabel, ox.Literal("spokesman", language="en"), ARTICLE))
    return found


def _quad(subject: ox.NamedNode, predicate: ox.NamedNode, value: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(subject, predicate, value, ENTITIES)


def _day(text: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date"))
