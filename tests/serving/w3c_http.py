"""The W3C cases that are steps of HTTP: SPARQL 1.1 Protocol, Graph Store Protocol, service description."""

from __future__ import annotations

import urllib.parse

import pyoxigraph as ox

from tests.serving.client import Answer, Client
from tests.serving.w3c import CNT, HT, MF, RDF, RDFS, RESULTS_JSON, UT, Case, Graph, Suites, canonical, solutions

_STATUS = "http://www.w3.org/2011/http-statusCodes#"
_PUBLISHED = "http://www.example/gsp"  # what the cases call the graph store
_CODES = {"Created": 201, "OK": 200, "NoContent": 204, "NotFound": 404, "BadRequest": 400}
_SD = "http://www.w3.org/ns/sparql-service-description#"
_SD_TERMS = {
    "Service", "Feature", "Language", "Function", "Aggregate", "EntailmentRegime", "EntailmentProfile",
    "GraphCollection", "Dataset", "Graph", "NamedGraph", "endpoint", "feature", "defaultEntailmentRegime",
    "entailmentRegime", "defaultSupportedEntailmentProfile", "supportedEntailmentProfile", "extensionFunction",
    "extensionAggregate", "languageExtension", "supportedLanguage", "propertyFeature", "defaultDataset",
    "availableGraphs", "resultFormat", "inputFormat", "defaultGraph", "namedGraph", "name", "graph",
    "SPARQL10Query", "SPARQL11Query", "SPARQL11Update", "DereferencesURIs", "UnionDefaultGraph", "RequiresDataset",
    "EmptyGraphs", "BasicFederatedQuery",
}  # fmt: skip


def run_http_case(suites: Suites, case: Case, client: Client) -> str | None:
    """What is wrong with the answers to a case's steps; None where nothing is."""
    cleared = client.update("DROP ALL")
    if cleared.status != 204:
        return f"DROP ALL: {cleared.status} {cleared.text}"
    protocol = case.kind == "ProtocolTest"
    if protocol:
        for data in case.graph.all(case.node, UT + "graphData"):
            name = case.graph.text(data, RDFS + "label")
            _put(client, name, suites.parse(case.graph.text(data, UT + "graph")))
    steps = _Steps(case.graph, client, str(case.node), protocol)
    requests = case.graph.one(case.graph.one(case.node, MF + "action"), HT + "requests")
    for number, request in enumerate(case.graph.list(requests), start=1):
        wrong = steps.run(request)
        if wrong:
            return f"step {number}: {wrong}"
    return None


def _put(client: Client, name: str, triples: list[ox.Triple]) -> None:
    body = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    at = f"/store?graph={urllib.parse.quote(name, safe='')}"
    client.request("PUT", at, body, {"content-type": "application/n-triples"})


class _Steps:
    """The steps of one case; a location that one gives stands for its name in the next."""

    def __init__(self, graph: Graph, client: Client, name: str, protocol: bool) -> None:
        self._graph = graph
        self._client = client
        self._name = name.rsplit("#", 1)[1]
        self._protocol = protocol
        self._store = f"{client.address}/store"
        self._location = self._location_name = ""

    def run(self, request: object) -> str | None:
        g = self._graph
        headers = {
            g.text(h, HT + "fieldName").lower(): g.text(h, HT + "fieldValue")
            for h in g.list(g.one(request, HT + "headers"))
        }
        body_node = g.one(request, HT + "body")
        body = None
        if body_node is not None:
            encoding = g.text(body_node, CNT + "characterEncoding") or "utf-8"
            body = self._ours(g.text(body_node, CNT + "chars")).encode(encoding)
        response = g.one(request, HT + "resp")
        expected = g.text(response, MF + "expectedFormat")
        if expected == "boolean":
            headers.setdefault("accept", RESULTS_JSON)
        path = g.text(request, HT + "absolutePath")
        at = self._endpoint(path) if self._protocol else self._graph_address(path)
        answer = self._client.request(g.text(request, HT + "methodName"), at, body, headers)
        return self._wrong(answer, response, expected, at)

    def _endpoint(self, path: str) -> str:
        return f"{self._client.address}/sparql{path.removeprefix('/sparql/')}"

    def _graph_address(self, path: str) -> str:
        path = self._ours(path)
        if path.startswith("http://"):
            return path
        if not path.startswith("/gsp"):
            return self._client.address + path
        quoted = urllib.parse.quote(self._store, safe="")
        return self._store + path.removeprefix("/gsp").replace(urllib.parse.quote(_PUBLISHED, safe=""), quoted)

    def _ours(self, text: str) -> str:
        if self._location:
            text = text.replace(self._location_name, self._location)
        return text.replace(_PUBLISHED, self._store)

    def _wrong(self, answer: Answer, response: object, expected: str, at: str) -> str | None:
        g = self._graph
        allowed = [str(getattr(s, "value", "")).removeprefix(_STATUS) for s in g.all(response, MF + "expectedStatus")]
        if not any(_fits(answer.status, name) for name in allowed):
            return f"status {answer.status}, not {allowed}: {answer.body[:100]!r}"
        media_type = answer.header("content-type").split(";")[0]
        results, rdf = ox.QueryResultsFormat.from_media_type(media_type), ox.RdfFormat.from_media_type(media_type)
        boolean = g.text(response, MF + "expectedBoolean")
        if boolean and (results is None or solutions(answer.body, results) is not (boolean == "true")):
            return f"not {boolean}: {answer.body!r}"
        if (expected == "RDF" and rdf is None) or (expected in {"tabular", "boolean"} and results is None):
            return f"{media_type} is no {expected}"
        location = g.text(response, MF + "expectedLocation")
        if location:
            if not answer.header("location"):
                return "no Location"
            self._location_name, self._location = location, urllib.parse.urljoin(at, answer.header("location"))
        wanted = g.one(response, HT + "body")
        if wanted is not None and not self._protocol and rdf is not None:
            text = self._ours(g.text(wanted, CNT + "chars"))
            if canonical(_triples(text.encode(), ox.RdfFormat.TURTLE, at)) != canonical(_triples(answer.body, rdf, at)):
                return "another graph"
        return None


def _triples(data: bytes, form: ox.RdfFormat, base: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(data, format=form, base_iri=base)]


def _fits(status: int, name: str) -> bool:
    if name.startswith("StatusCode"):
        return status // 100 == int(name.removeprefix("StatusCode")[0])
    return _CODES.get(name) == status


def run_description_case(case: Case, client: Client) -> str | None:
    """The three cases of the service description."""
    answer = client.get("/sparql", accept="text/turtle")
    if answer.status != 200 or not answer.header("content-type").startswith("text/turtle"):
        return f"status {answer.status}, {answer.header('content-type')}"
    endpoint = f"{client.address}/sparql"
    triples = _triples(answer.body, ox.RdfFormat.TURTLE, endpoint)
    endpoints = [t.object.value for t in triples if t.predicate.value == _SD + "endpoint"]
    used = {v.value for t in triples for v in (t.predicate, t.object) if isinstance(v, ox.NamedNode)}
    unknown = {iri for iri in used if iri.startswith(_SD) and iri.removeprefix(_SD) not in _SD_TERMS}
    service = any(t.predicate.value == RDF + "type" and t.object == ox.NamedNode(_SD + "Service") for t in triples)
    wrong = {
        "returns-rdf": None if triples else "no triples",
        "has-endpoint-triple": None if endpoints == [endpoint] else f"endpoints {endpoints}",
        "conforms-to-schema": None if service and not unknown else f"unknown terms {unknown}",
    }
    return wrong.get(str(case.node).rsplit("#", 1)[1].rstrip(">"), "an unknown case")
