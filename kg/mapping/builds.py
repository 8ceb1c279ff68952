"""A build's own provenance (PROV-O) → the quads of `graph/build`. No clock: the same articles give the same graph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Quad

from kg.domain.extraction import Producer
from kg.mapping.writer import GraphWriter
from kg.rdf import literals
from kg.rdf.iris import Names
from kg.rdf.namespaces import KG, PROV, RDF, RDFS, SCHEMA

GRAPH = "build"
_DISTRIBUTION = "conflict-kg"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildRecord:
    """What a build was made with and from.

    `articles` gives each article's id with the producer of its extraction; `settings` and `knowledge` are digests of
    the settings and of the reference knowledge (the ontology's files).
    """

    software_version: str
    settings: str
    knowledge: str
    articles: tuple[tuple[str, Producer], ...] = field(default=())


def map_build(record: BuildRecord, names: Names | None = None) -> Iterator[Quad]:
    """The quads of `graph/build`: one activity for the build, one for each producer; which graph came from which."""
    names = names or Names()
    w = GraphWriter(names.graph(GRAPH))
    build, ontology = names.activity("build"), names.graph("ontology")
    _activity(w, names, build, "build", Producer(_DISTRIBUTION, record.software_version))
    w.add(build, KG.settingsDigest, literals.string(record.settings))
    w.add(build, PROV.used, ontology)
    w.add(ontology, SCHEMA.version, literals.string(record.knowledge))
    for graph in ("entities", "events"):
        w.add(names.graph(graph), PROV.wasGeneratedBy, build)
    for producer in dict.fromkeys(producer for _, producer in record.articles):
        extraction = _extraction(names, producer)
        _activity(w, names, extraction, "extraction", producer)
        w.add(build, PROV.wasInformedBy, extraction)
    yield from w.quads()
    for article, producer in record.articles:
        yield Quad(_extraction(names, producer), PROV.used, names.article(article), w.graph)
        yield Quad(names.article_graph(article), PROV.wasGeneratedBy, _extraction(names, producer), w.graph)


def _extraction(names: Names, producer: Producer) -> NamedNode:
    return names.activity("extraction", f"{producer.name}-{producer.version}")


def _activity(w: GraphWriter, names: Names, node: NamedNode, label: str, software: Producer) -> None:
    agent = names.software(software.name, software.version)
    w.add(node, RDF.type, PROV.Activity)
    w.add(node, RDFS.label, literals.text(label, "en"))
    w.add(node, PROV.wasAssociatedWith, agent)
    w.add(agent, RDF.type, PROV.SoftwareAgent)
    w.add(agent, RDFS.label, literals.text(software.name, "en"))
    w.add(agent, SCHEMA.softwareVersion, literals.string(software.version))
