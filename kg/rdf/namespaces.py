"""Every prefix and every IRI constant; the only file of the package that holds IRIs as text.

The terms follow `docs/data-model.md`. The address below which data is minted is a setting: see `kg.rdf.iris.Names`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pyoxigraph import NamedNode

DEFAULT_BASE_IRI = "https://w3id.org/conflict-kg/data/"

_KG = "https://w3id.org/conflict-kg/ontology#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_SEM = "http://semanticweb.cs.vu.nl/2009/11/sem/"
_PROV = "http://www.w3.org/ns/prov#"
_SCHEMA = "https://schema.org/"
_GEO = "http://www.opengis.net/ont/geosparql#"
_OA = "http://www.w3.org/ns/oa#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_FOAF = "http://xmlns.com/foaf/0.1/"
_ORG = "http://www.w3.org/ns/org#"
_DCTERMS = "http://purl.org/dc/terms/"
_OWL = "http://www.w3.org/2002/07/owl#"
_WD = "http://www.wikidata.org/entity/"

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "dcterms": _DCTERMS,
        "foaf": _FOAF,
        "geo": _GEO,
        "kg": _KG,
        "oa": _OA,
        "org": _ORG,
        "owl": _OWL,
        "prov": _PROV,
        "rdf": _RDF,
        "rdfs": _RDFS,
        "schema": _SCHEMA,
        "sem": _SEM,
        "skos": _SKOS,
        "wd": _WD,
        "xsd": _XSD,
    }
)
"""Prefix to namespace, sorted by prefix; `kgd` comes from the setting (`Names.prefixes`)."""


def kg(local: str) -> NamedNode:
    """The term of our ontology with this local name, as for a member of a domain enumeration ("AirStrike")."""
    return NamedNode(_KG + local)


def wikidata(identifier: str) -> NamedNode:
    """The Wikidata item with this id ("Q7172")."""
    return NamedNode(_WD + identifier)


def local_name(term: NamedNode) -> str:
    """What follows the last `#` or `/` of an IRI."""
    return term.value.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


class KG:
    """Classes and properties of our ontology that the mapping writes and the exports read."""

    namespace = _KG
    # classes; event and entity types are minted from their enumerations with `kg()`
    Article = kg("Article")
    Region = kg("Region")
    Mention = kg("Mention")
    Report = kg("Report")
    Participation = kg("Participation")
    CasualtyCount = kg("CasualtyCount")
    Claim = kg("Claim")
    Relation = kg("Relation")
    Link = kg("Link")
    Candidate = kg("Candidate")
    Contradiction = kg("Contradiction")
    Decision = kg("Decision")
    Corroboration = kg("Corroboration")
    # properties
    about = kg("about")
    accordingTo = kg("accordingTo")
    action = kg("action")
    agent = kg("agent")
    characters = kg("characters")
    claimant = kg("claimant")
    claimantEvidence = kg("claimantEvidence")
    concerns = kg("concerns")
    content = kg("content")
    contentEvidence = kg("contentEvidence")
    contradicts = kg("contradicts")
    copyOf = kg("copyOf")
    copySimilarity = kg("copySimilarity")
    corroborates = kg("corroborates")
    countIn = kg("countIn")
    cue = kg("cue")
    cueEvidence = kg("cueEvidence")
    dateBasis = kg("dateBasis")
    decidesOn = kg("decidesOn")
    digest = kg("digest")
    disputedIn = kg("disputedIn")
    edtf = kg("edtf")
    equipment = kg("equipment")
    eventType = kg("eventType")
    evidence = kg("evidence")
    first = kg("first")
    form = kg("form")
    generic = kg("generic")
    geonames = kg("geonames")
    inArticle = kg("inArticle")
    inReport = kg("inReport")
    joinedBecause = kg("joinedBecause")
    joinedTo = kg("joinedTo")
    kind = kg("kind")
    latitude = kg("latitude")
    linksTo = kg("linksTo")
    longitude = kg("longitude")
    matter = kg("matter")
    maximum = kg("maximum")
    means = kg("means")
    mentionOf = kg("mentionOf")
    mergedBecause = kg("mergedBecause")
    minimum = kg("minimum")
    object = kg("object")
    participant = kg("participant")
    partOf = kg("partOf")
    precision = kg("precision")
    predicate = kg("predicate")
    producer = kg("producer")
    reason = kg("reason")
    regionKind = kg("regionKind")
    rejects = kg("rejects")
    reportedBy = kg("reportedBy")
    reportOf = kg("reportOf")
    revisionBecause = kg("revisionBecause")
    revisionOf = kg("revisionOf")
    revisionSimilarity = kg("revisionSimilarity")
    role = kg("role")
    roleLabel = kg("roleLabel")
    sameAsCandidate = kg("sameAsCandidate")
    sameAs = kg("sameAs")
    score = kg("score")
    second = kg("second")
    settingsDigest = kg("settingsDigest")
    settledBy = kg("settledBy")
    stance = kg("stance")
    standing = kg("standing")
    standingBecause = kg("standingBecause")
    status = kg("status")
    subject = kg("subject")
    subset = kg("subset")
    supported = kg("supported")
    target = kg("target")
    targetText = kg("targetText")
    victims = kg("victims")
    voice = kg("voice")
    was = kg("was")
    when = kg("when")
    why = kg("why")
    wikidata = kg("wikidata")
    within = kg("within")
    # lexicon and reference data (`ontology/lexicon`, `ontology/reference`)
    TriggerSet = kg("TriggerSet")
    ReportingCueSet = kg("ReportingCueSet")
    Equipment = kg("Equipment")
    belongsToState = kg("belongsToState")
    countryCode = kg("countryCode")
    demonym = kg("demonym")
    expresses = kg("expresses")
    givesStance = kg("givesStance")
    lemma = kg("lemma")
    metonym = kg("metonym")
    needs = kg("needs")
    partOfSpeech = kg("partOfSpeech")
    subordinateTo = kg("subordinateTo")
    succeeds = kg("succeeds")
    suggests = kg("suggests")
    validFrom = kg("validFrom")


class RDF:
    """RDF's own terms."""

    type = NamedNode(_RDF + "type")
    Statement = NamedNode(_RDF + "Statement")
    subject = NamedNode(_RDF + "subject")
    predicate = NamedNode(_RDF + "predicate")
    object = NamedNode(_RDF + "object")
    langString = NamedNode(_RDF + "langString")


class RDFS:
    """RDF Schema."""

    label = NamedNode(_RDFS + "label")
    subClassOf = NamedNode(_RDFS + "subClassOf")
    subPropertyOf = NamedNode(_RDFS + "subPropertyOf")
    domain = NamedNode(_RDFS + "domain")
    range = NamedNode(_RDFS + "range")


class XSD:
    """XML Schema's datatypes."""

    namespace = _XSD
    anyURI = NamedNode(_XSD + "anyURI")
    boolean = NamedNode(_XSD + "boolean")
    date = NamedNode(_XSD + "date")
    dateTime = NamedNode(_XSD + "dateTime")
    decimal = NamedNode(_XSD + "decimal")
    integer = NamedNode(_XSD + "integer")
    string = NamedNode(_XSD + "string")


class SEM:
    """The Simple Event Model."""

    hasActor = NamedNode(_SEM + "hasActor")
    hasPlace = NamedNode(_SEM + "hasPlace")
    hasEarliestBeginTimeStamp = NamedNode(_SEM + "hasEarliestBeginTimeStamp")
    hasLatestEndTimeStamp = NamedNode(_SEM + "hasLatestEndTimeStamp")


class PROV:
    """PROV-O, the provenance ontology."""

    Activity = NamedNode(_PROV + "Activity")
    Person = NamedNode(_PROV + "Person")
    SoftwareAgent = NamedNode(_PROV + "SoftwareAgent")
    Entity = NamedNode(_PROV + "Entity")
    endedAtTime = NamedNode(_PROV + "endedAtTime")
    used = NamedNode(_PROV + "used")
    wasAttributedTo = NamedNode(_PROV + "wasAttributedTo")
    wasAssociatedWith = NamedNode(_PROV + "wasAssociatedWith")
    wasGeneratedBy = NamedNode(_PROV + "wasGeneratedBy")
    wasInformedBy = NamedNode(_PROV + "wasInformedBy")
    wasRevisionOf = NamedNode(_PROV + "wasRevisionOf")


class SCHEMA:
    """schema.org (https)."""

    headline = NamedNode(_SCHEMA + "headline")
    articleBody = NamedNode(_SCHEMA + "articleBody")
    inLanguage = NamedNode(_SCHEMA + "inLanguage")
    publisher = NamedNode(_SCHEMA + "publisher")
    url = NamedNode(_SCHEMA + "url")
    datePublished = NamedNode(_SCHEMA + "datePublished")
    softwareVersion = NamedNode(_SCHEMA + "softwareVersion")
    version = NamedNode(_SCHEMA + "version")


class OWL:
    """The Web Ontology Language."""

    differentFrom = NamedNode(_OWL + "differentFrom")


class GEO:
    """GeoSPARQL."""

    Geometry = NamedNode(_GEO + "Geometry")
    hasGeometry = NamedNode(_GEO + "hasGeometry")
    asWKT = NamedNode(_GEO + "asWKT")
    wktLiteral = NamedNode(_GEO + "wktLiteral")


class OA:
    """The Web Annotation vocabulary."""

    Annotation = NamedNode(_OA + "Annotation")
    SpecificResource = NamedNode(_OA + "SpecificResource")
    TextPositionSelector = NamedNode(_OA + "TextPositionSelector")
    TextQuoteSelector = NamedNode(_OA + "TextQuoteSelector")
    hasBody = NamedNode(_OA + "hasBody")
    hasTarget = NamedNode(_OA + "hasTarget")
    hasSource = NamedNode(_OA + "hasSource")
    hasSelector = NamedNode(_OA + "hasSelector")
    start = NamedNode(_OA + "start")
    end = NamedNode(_OA + "end")
    exact = NamedNode(_OA + "exact")
    prefix = NamedNode(_OA + "prefix")
    suffix = NamedNode(_OA + "suffix")


class SKOS:
    """SKOS, concept schemes."""

    altLabel = NamedNode(_SKOS + "altLabel")
    prefLabel = NamedNode(_SKOS + "prefLabel")
    notation = NamedNode(_SKOS + "notation")
    broader = NamedNode(_SKOS + "broader")
    definition = NamedNode(_SKOS + "definition")
    scopeNote = NamedNode(_SKOS + "scopeNote")
    example = NamedNode(_SKOS + "example")
    inScheme = NamedNode(_SKOS + "inScheme")
    closeMatch = NamedNode(_SKOS + "closeMatch")
    broadMatch = NamedNode(_SKOS + "broadMatch")
    exactMatch = NamedNode(_SKOS + "exactMatch")


class ORG:
    """The Organization ontology."""

    Membership = NamedNode(_ORG + "Membership")
    member = NamedNode(_ORG + "member")
    organization = NamedNode(_ORG + "organization")


class DCTERMS:
    """Dublin Core terms."""

    identifier = NamedNode(_DCTERMS + "identifier")
