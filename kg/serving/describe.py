"""What the service and its data set are, as RDF: service description, VoID, DCAT, and the canned queries as examples.

Written as Turtle, in which every value is spelled by pyoxigraph (it escapes), and given in any form.
"""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg import __version__
from kg.querying.catalogue import CannedQuery, read_catalogue
from kg.rdf.namespaces import KG, XSD
from kg.storage import Store

_PREFIXES = """
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix formats: <http://www.w3.org/ns/formats/> .
@prefix media: <https://www.iana.org/assignments/media-types/> .
@prefix schema: <https://schema.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples",
    "TriG", "N-Quads", "JSON-LD", "RDF_XML",
)  # fmt: skip
_GEO = "http://www.opengis.net/def/function/geosparql/"
_FUNCTIONS = (
    "distance",
    "sfWithin",
    "sfContains",
    "sfIntersects",
    "sfDisjoint",
    "sfTouches",
    "sfCrosses",
    "sfOverlaps",
)


_WHAT = (
    "What articles say of a conflict: incidents, actors, places and attributed claims, each statement with the words "
    "it came from. The graph does not decide who is right."
)


@dataclass(frozen=True, slots=True)
class Partition:
    """A class with how many things it has, or a property with how many statements."""

    iri: str
    count: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a generation holds, counted once."""

    triples: int
    subjects: int
    classes: tuple[Partition, ...]
    properties: tuple[Partition, ...]
    earliest: str
    latest: str


_CLASSES = "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?class } GROUP BY ?class ORDER BY ?class"
_PROPERTIES = "SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"
_SUBJECTS = "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }"
_DAYS = (
    "SELECT (MIN(?first) AS ?from) (MAX(?last) AS ?to) WHERE { ?r kg:reportOf ?e . "
    "?e sem:hasEarliestBeginTimeStamp ?first ; sem:hasLatestEndTimeStamp ?last }"
)


def summarise(store: Store) -> Summary:
    """Count a generation: about two seconds for each million statements.

    Raises:
        StoreError: the store cannot be read.
    """
    properties = _partitions(store, _PROPERTIES)
    earliest, latest = next(iter(store.select(_DAYS)), (None, None))
    return Summary(
        triples=sum(part.count for part in properties),
        subjects=_number(next(iter(store.select(_SUBJECTS)))[0]),
        classes=_partitions(store, _CLASSES),
        properties=properties,
        earliest=earliest.value if isinstance(earliest, Literal) else "",
        latest=latest.value if isinstance(latest, Literal) else "",
    )


def service_triples(origin: str, *, union: bool, writable: bool) -> list[Triple]:
    """The SPARQL 1.1 service description of the endpoint at `origin`."""
    languages = "sd:SPARQL11Query" + (", sd:SPARQL11Update" if writable else "")
    functions = ", ".join(str(NamedNode(_GEO + name)) for name in _FUNCTIONS)
    return _parsed(f"""
[] a sd:Service ; sd:endpoint {_at(origin, "/sparql")} ;
    rdfs:label "SPARQL endpoint of a conflict knowledge graph"@en ;
    sd:supportedLanguage {languages} ;
    sd:feature sd:DereferencesURIs{", sd:UnionDefaultGraph" if union else ""} ;
    sd:resultFormat {", ".join("formats:" + name for name in _FORMATS)} ;
    sd:extensionFunction {functions} ;
    sd:defaultDataset {_at(origin, "/dataset")} .
{_at(origin, "/dataset")} a sd:Dataset ; sd:defaultGraph [ a sd:Graph ] .
""")


def void_triples(origin: str, store: Store, summary: Summary) -> list[Triple]:
    """VoID: how much there is, of which classes and properties, and where to ask for it."""
    classes = "".join(
        f" ; void:classPartition [ void:class {_iri(p.iri)} ; void:entities {p.count} ]" for p in summary.classes
    )
    properties = "".join(
        f" ; void:propertyPartition [ void:property {_iri(p.iri)} ; void:triples {p.count} ]"
        for p in summary.properties
    )
    vocabularies = ", ".join(_iri(iri) for prefix, iri in store.names.prefixes.items() if prefix not in {"kgd", "wd"})
    example = next((q.subject for q in store.matching(predicate=KG.reportOf)), None)
    shown = f" ; void:exampleResource {example}" if isinstance(example, NamedNode) else ""
    return _parsed(f"""
{_at(origin, "/dataset")} a void:Dataset ; dcterms:title "Conflict knowledge graph"@en ;
    void:sparqlEndpoint {_at(origin, "/sparql")} ; void:uriSpace {_text(store.names.base)} ;
    void:dataDump {_at(origin, "/store?default")} ; void:openSearchDescription {_at(origin, "/openapi.json")} ;
    void:triples {summary.triples} ; void:distinctSubjects {summary.subjects} ;
    void:classes {len(summary.classes)} ; void:properties {len(summary.properties)} ;
    void:vocabulary {vocabularies}{shown}{classes}{properties} .
""")


def dcat_triples(origin: str, store: Store, summary: Summary, tag: str) -> list[Triple]:
    """DCAT 3: the data set with its version, its period, and how it can be had."""
    period = ""
    if summary.earliest and summary.latest:
        ends = (("dcat:startDate", summary.earliest), ("dcat:endDate", summary.latest))
        days = " ; ".join(f"{name} {Literal(day, datatype=XSD.date)}" for name, day in ends)
        period = f" ; dcterms:temporal [ a dcterms:PeriodOfTime ; {days} ]"
    digest = f" ; dcterms:identifier {_text(store.meta.build.digest)}" if store.meta and store.meta.build.digest else ""
    downloads = "".join(
        f" ; dcat:distribution [ a dcat:Distribution ; dcat:downloadURL {_at(origin, '/store?default&format=' + name)} ;"
        f" dcat:mediaType {_iri('https://www.iana.org/assignments/media-types/' + kind)} ]"
        for name, kind in (("ttl", "text/turtle"), ("nt", "application/n-triples"), ("jsonld", "application/ld+json"))
    )
    return _parsed(f"""
{_at(origin, "/dataset")} a dcat:Dataset ; dcterms:title "Conflict knowledge graph"@en ;
    dcterms:description {Literal(_WHAT, language="en")} ;
    dcat:version {_text(tag)} ; dcterms:conformsTo {_iri(KG.namespace)} ;
    prov:wasAttributedTo [ a prov:SoftwareAgent ; rdfs:label {_text("conflict-kg " + __version__)} ] ;
    dcat:landingPage {_at(origin, "/")}{digest}{period}{downloads} ;
    dcat:distribution [ a dcat:Distribution ; dcat:accessService {_at(origin, "/sparql")} ; dcterms:title "SPARQL 1.1"@en ] .
{_at(origin, "/sparql")} a dcat:DataService ; dcat:endpointURL {_at(origin, "/sparql")} ;
    dcat:endpointDescription {_at(origin, "/openapi.json")} ; dcat:servesDataset {_at(origin, "/dataset")} ;
    dcterms:conformsTo <https://www.w3.org/TR/sparql11-protocol/> .
""")


def example_triples(origin: str, store: Store) -> list[Triple]:
    """The canned queries as SHACL's SPARQL executables, and the prefixes: what editors that know the schema read."""
    prefixes = "".join(
        f"{_at(origin, '/dataset')} sh:declare [ sh:prefix {_text(prefix)} ; sh:namespace {Literal(iri, datatype=XSD.anyURI)} ] .\n"
        for prefix, iri in store.names.prefixes.items()
    )
    return _parsed(prefixes + "".join(_example(origin, query) for query in read_catalogue().values()))


def _example(origin: str, query: CannedQuery) -> str:
    words = ", ".join(_text(word) for word in (query.group, *query.name.replace("/", "-").split("-")[1:]))
    return f"""
{_at(origin, "/q/" + query.name)} a sh:SPARQLExecutable, sh:SPARQLSelectExecutable ;
    rdfs:label {Literal(query.title, language="en")} ; rdfs:comment {Literal(query.description, language="en")} ;
    sh:prefixes {_at(origin, "/dataset")} ; sh:select {_text(query.text)} ; schema:keywords {words} ;
    schema:target {_at(origin, "/sparql")} .
"""


def turtle_prefixes() -> dict[str, str]:
    """The prefixes that the descriptions use."""
    return {line.split()[1][:-1]: line.split()[2][1:-1] for line in (_PREFIXES + _PROV).strip().splitlines()}


_PROV = "@prefix prov: <http://www.w3.org/ns/prov#> .\n"


def _parsed(turtle: str) -> list[Triple]:
    return [quad.triple for quad in parse(_PREFIXES + _PROV + turtle, format=RdfFormat.TURTLE)]


def _at(origin: str, path: str) -> str:
    return str(NamedNode(origin + path))


def _iri(iri: str) -> str:
    return str(NamedNode(iri))


def _text(text: str) -> str:
    return str(Literal(text))


def _partitions(store: Store, query: str) -> tuple[Partition, ...]:
    return tuple(Partition(iri.value, _number(n)) for iri, n in store.select(query) if isinstance(iri, NamedNode))


def _number(term: object) -> int:
    return int(term.value) if isinstance(term, Literal) else 0
