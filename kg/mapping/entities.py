"""Actors and places, links to them, candidates and copies → the quads of `graph/entities`."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad

from kg.domain.links import Copy, Entity, EntityLink, Geometry, Links, Revision, SameAsCandidate, voices
from kg.mapping.writer import GraphWriter, naming
from kg.rdf import literals
from kg.rdf.iris import Names
from kg.rdf.namespaces import GEO, KG, PROV, RDF, RDFS, SKOS, kg, wikidata

GRAPH = "entities"
_LANGUAGE = "en"  # of labels and names: the language that is read; `literals.text` marks what is in another script


def map_entities(links: Links, names: Names | None = None) -> Iterator[Quad]:
    """The quads of `graph/entities`: entities, links, candidates among entities, copies, versions. Lazy, entity by entity.

    Raises:
        MappingError: while iterating, where a value cannot be written; the message names it.
    """
    names = names or Names()
    for entity in links.entities:
        with naming(f"entity {entity.id}"):
            yield from _entity(names, entity)
    for link in links.entity_links:
        with naming(f"link of {link.key!r} in article {link.article}"):
            yield from _link(names, link)
    for pair in links.same_as:
        if not is_event(pair.first):
            with naming(f"candidate {pair.first}, {pair.second}"):
                yield from candidate(GraphWriter(names.graph(GRAPH)), names, pair)
    for copy in links.copies:
        with naming(f"copy {copy.article} of {copy.of}"):
            yield from _copy(names, copy)
    for revision in links.revisions:
        with naming(f"revision {revision.article} of {revision.of}"):
            yield from _revision(names, revision)
    yield from _voices(names, links)


def is_event(identifier: str) -> bool:
    """Whether an id is an event's: `event/…`, or bare."""
    return identifier.startswith("event/") or "/" not in identifier


def candidate(writer: GraphWriter, names: Names, pair: SameAsCandidate) -> list[Quad]:
    """The quads of a pair that may be one thing."""
    first, second = names.thing(pair.first), names.thing(pair.second)
    node = names.candidate(pair.first, pair.second)
    writer.add(first, KG.sameAsCandidate, second)
    writer.add(node, RDF.type, KG.Candidate)
    writer.add(node, KG.first, first)
    writer.add(node, KG.second, second)
    writer.add(node, KG.score, literals.decimal(pair.score))
    writer.add(node, KG.why, literals.string(pair.why))
    return writer.quads()


def _entity(names: Names, entity: Entity) -> list[Quad]:
    w = GraphWriter(names.graph(GRAPH))
    node = names.data(entity.id)
    w.add(node, RDF.type, kg(entity.type))
    w.add(node, RDFS.label, literals.text(entity.label, _LANGUAGE))
    others = (name for name in entity.names if name != entity.label)
    w.add(node, SKOS.altLabel, *(literals.text(name, _LANGUAGE) for name in others))
    if entity.wikidata is not None:
        w.add(node, KG.wikidata, wikidata(entity.wikidata))
    if entity.geonames is not None:
        w.add(node, KG.geonames, literals.string(str(entity.geonames)))
    if entity.within is not None:
        w.add(node, KG.within, names.data(entity.within))
    if not entity.type.is_place:
        w.add(node, KG.generic, literals.boolean(entity.generic))
    if entity.geometry is not None:
        _geometry(w, node, entity.geometry)
    return w.quads()


def _geometry(w: GraphWriter, place: NamedNode, geometry: Geometry) -> None:
    node = NamedNode(f"{place.value}/geometry")
    w.add(place, GEO.hasGeometry, node)
    w.add(place, KG.latitude, literals.degrees(geometry.latitude))
    w.add(place, KG.longitude, literals.degrees(geometry.longitude))
    w.add(place, KG.precision, literals.string(geometry.precision))
    w.add(node, RDF.type, GEO.Geometry)
    w.add(node, GEO.asWKT, literals.point(geometry.latitude, geometry.longitude))


def _link(names: Names, link: EntityLink) -> list[Quad]:
    w = GraphWriter(names.graph(GRAPH))
    node = names.link(link.article, link.key)
    w.add(node, RDF.type, KG.Link)
    w.add(node, KG.inArticle, names.article(link.article))
    w.add(node, KG.linksTo, names.data(link.entity))
    w.add(node, KG.score, literals.decimal(link.score))
    w.add(node, KG.why, literals.string(link.why))
    return w.quads()


def _copy(names: Names, copy: Copy) -> list[Quad]:
    w = GraphWriter(names.graph(GRAPH))
    node = names.article(copy.article)
    w.add(node, KG.copyOf, names.article(copy.of))
    w.add(node, KG.copySimilarity, literals.decimal(copy.similarity))
    return w.quads()


def _revision(names: Names, revision: Revision) -> list[Quad]:
    w = GraphWriter(names.graph(GRAPH))
    node, earlier = names.article(revision.article), names.article(revision.of)
    w.add(node, KG.revisionOf, earlier)
    w.add(node, PROV.wasRevisionOf, earlier)
    w.add(node, KG.revisionSimilarity, literals.decimal(revision.similarity))
    w.add(node, KG.revisionBecause, literals.string(revision.why))
    return w.quads()


def _voices(names: Names, links: Links) -> list[Quad]:
    """Whose voice an article has, where it is not its own: what counts sources needs no chains of copies."""
    w = GraphWriter(names.graph(GRAPH))
    repeating = sorted({c.article for c in links.copies} | {r.of for r in links.revisions})
    for article, voice in sorted(voices(repeating, links.copies, links.revisions).items()):
        if article != voice:
            w.add(names.article(article), KG.voice, names.article(voice))
    return w.quads()
