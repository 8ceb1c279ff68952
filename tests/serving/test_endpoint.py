"""What a running server answers: the endpoint, canned queries, descriptions, linked data."""

from __future__ import annotations

import csv
import gzip
import http.client
import io
import json
import time
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from kg.querying import read_catalogue
from kg.rdf.iris import Names
from kg.rdf.namespaces import KG
from tests.serving.client import Client, Server

ALL = "SELECT ?s ?o WHERE { ?s a ?o FILTER(?o IN (kg:Report, kg:Claim)) } ORDER BY ?s ?o LIMIT 40"
GRAPH = "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o } LIMIT 30"


@pytest.fixture(scope="module")
def client(server: Server) -> Client:
    return server.client()


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("application/sparql-results+json", ox.QueryResultsFormat.JSON),
        ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
        ("text/tab-separated-values", ox.QueryResultsFormat.TSV),
    ],
)
def test_results_when_negotiated_then_the_same_rows_in_each_form(
    client: Client, accept: str, form: ox.QueryResultsFormat
) -> None:
    answer = client.query(ALL, accept=accept)
    assert answer.header("content-type").split(";")[0] == accept
    assert "accept" in answer.header("vary")
    rows = list(ox.parse_query_results(answer.body, format=form))  # type: ignore[arg-type]
    assert len(rows) == 40
    assert len(list(csv.DictReader(io.StringIO(client.query(ALL, accept="text/csv").text)))) == 40


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/trig", ox.RdfFormat.TRIG),
        ("application/n-quads", ox.RdfFormat.N_QUADS),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)
def test_graphs_when_negotiated_then_the_same_triples_in_each_form(
    client: Client, accept: str, form: ox.RdfFormat
) -> None:
    answer = client.query(GRAPH, accept=accept)
    assert answer.status == 200, answer.text
    assert answer.header("content-type").split(";")[0] == accept
    lines = client.query(GRAPH, accept="application/n-triples").body
    wanted = {str(q.triple) for q in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)}
    assert {str(q.triple) for q in ox.parse(answer.body, format=form)} == wanted


def test_form_when_none_fits_then_406_and_what_there_is(client: Client) -> None:
    answer = client.query("ASK {}", accept="text/turtle")
    assert answer.status == 406
    assert "application/sparql-results+json" in answer.text
    assert client.ask("ASK {}", format="pdf").status == 400


def test_errors_when_the_query_is_wrong_then_its_place_is_told(client: Client) -> None:
    answer = client.query("SELECT * WHERE {\n ?s ?p }")
    told = json.loads(answer.body)
    assert (answer.status, told["line"], told["column"]) == (400, 2, 9)
    assert "line 2, column 9" in client.query("SELECT * WHERE {\n ?s ?p }", accept="text/csv").text


@pytest.mark.parametrize(
    ("method", "path", "body", "kind", "status"),
    [
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, "", 400),
        ("GET", "/sparql?update=DROP%20ALL", None, "", 400),
        ("POST", "/sparql", b"query=ASK%7B%7D&update=DROP%20ALL", "application/x-www-form-urlencoded", 400),
        ("POST", "/sparql", b"nothing=1", "application/x-www-form-urlencoded", 400),
        ("POST", "/sparql", b"ASK{}", "text/plain", 415),
        ("POST", "/sparql", "ASK{}".encode("utf-16"), "application/sparql-query; charset=utf-16", 415),
        ("POST", "/sparql", b"\xff\xfe", "application/sparql-query", 400),
        ("GET", "/sparql?query=%FF", None, "", 400),
        ("DELETE", "/sparql", None, "", 405),
        ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=not%20an%20iri%3C", None, "", 400),
        ("GET", "/sparql?query=ASK%7B%7D&timeout=x", None, "", 400),
        ("GET", "/sparql?" + "a=1&" * 300 + "query=ASK%7B%7D", None, "", 400),
        ("POST", "/sparql", b"INSERT DATA { <urn:a> <urn:b> 1 }", "application/sparql-update", 403),
        ("PUT", "/store?graph=urn:x", b"", "text/turtle", 403),
        ("GET", "/store", None, "", 400),
        ("GET", "/store?graph=urn:none", None, "", 404),
        ("GET", "/q/no/such", None, "", 404),
        ("GET", "/iri", None, "", 400),
    ],
)
def test_requests_when_they_break_the_rules_then_refused(
    client: Client, method: str, path: str, body: bytes | None, kind: str, status: int
) -> None:
    headers = {"content-type": kind} if kind else {}
    assert client.request(method, path, body, headers).status == status


def test_post_when_sent_as_a_form_then_as_by_get(client: Client) -> None:
    sent = client.request(
        "POST", "/sparql", f"query={quote(ALL)}".encode(), {"content-type": "application/x-www-form-urlencoded"}
    )
    assert sent.body == client.ask(ALL).body


def test_data_set_when_graphs_are_named_then_only_they_are_asked(client: Client) -> None:
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    graph = Names().graph("events").value
    one = client.query(count, [("default-graph-uri", graph)], accept="text/csv").text
    same = client.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", accept="text/csv").text
    assert one == same
    assert one != client.query(count, accept="text/csv").text


def test_data_set_when_the_query_names_it_then_only_that_is_asked(client: Client) -> None:
    """As union of all graphs, pyoxigraph does not look at FROM."""
    graph = Names().graph("events").value
    count = "SELECT (COUNT(*) AS ?n) {} WHERE {{ ?s ?p ?o }}"
    named = client.query(count.format(f"FROM <{graph}>"), accept="text/csv").text
    assert named == client.query(count.format(""), [("default-graph-uri", graph)], accept="text/csv").text
    assert named != client.query(count.format(""), accept="text/csv").text


def test_head_when_asked_then_the_headers_of_get_without_its_body(client: Client) -> None:
    path = f"/sparql?query={quote(ALL)}"
    head, get = client.request("HEAD", path), client.get(path)
    assert (head.status, head.body) == (200, b"")
    assert head.header("content-length") == get.header("content-length") == str(len(get.body))


def test_options_when_a_browser_asks_first_then_other_origins_may(client: Client) -> None:
    answer = client.request("OPTIONS", "/sparql", headers={"origin": "https://yasgui.example"})
    assert answer.status == 204
    assert answer.header("access-control-allow-origin") == "*"
    assert "POST" in answer.header("access-control-allow-methods")
    assert client.ask("ASK {}").header("access-control-allow-origin") == "*"


def test_etag_when_sent_back_then_304_until_the_graph_changes(client: Client) -> None:
    tag = client.ask(ALL).header("etag")
    path = f"/sparql?query={quote(ALL)}"
    assert client.get(path, if_none_match=tag).status == 304
    assert client.get(path, if_none_match='W/"g0-else"').status == 200
    assert client.ask("SELECT (NOW() AS ?n) {}").header("etag") == ""


def test_compression_when_taken_then_packed_and_the_same(client: Client) -> None:
    path = f"/sparql?query={quote(ALL)}"
    packed = client.get(path, accept_encoding="gzip")
    assert packed.header("content-encoding") == "gzip"
    assert gzip.decompress(packed.body) == client.get(path).body


def test_streaming_when_the_answer_is_large_then_whole_and_in_parts(client: Client) -> None:
    query = "SELECT ?a ?b WHERE { ?a a ?x . ?b a ?y } LIMIT 60000"
    answer = client.query(query, accept="text/csv")
    assert answer.header("transfer-encoding") == "chunked"
    assert answer.body.count(b"\r\n") == 60001
    packed = client.request("GET", f"/sparql?query={quote(query)}&format=csv", headers={"accept-encoding": "gzip"})
    unpacked = gzip.decompress(
        packed.body
    )  # another worker may give the rows in another order, and other 60,000 of them
    assert unpacked.count(b"\r\n") == 60001


def test_rows_when_fewer_are_wished_then_the_answer_ends_properly(client: Client) -> None:
    answer = client.ask("SELECT ?s WHERE { ?s ?p ?o }", rows="7", format="json")
    assert len(json.loads(answer.body)["results"]["bindings"]) == 7


def test_prefixes_when_undeclared_then_the_usual_ones_are_known(client: Client) -> None:
    answer = client.query("SELECT ?a WHERE { ?a a kg:Article }", accept="text/csv")
    assert answer.text.count("\n") == 6


def test_search_when_asked_within_a_query_then_hits_join_with_the_graph(client: Client) -> None:
    query = """SELECT DISTINCT ?place ?label WHERE {
        SERVICE kg:search { ?place kg:query "palmyra" ; kg:kind "place" ; kg:score ?score } ?place rdfs:label ?label }"""
    rows = list(csv.DictReader(io.StringIO(client.query(query, accept="text/csv").text)))
    assert "Palmyra" in {row["label"] for row in rows}


def test_functions_when_unknown_then_an_error_within_the_expression_only(client: Client) -> None:
    answer = client.query("SELECT ?x WHERE { BIND(<urn:f>(1) AS ?x) }", accept="text/csv")
    assert (answer.status, answer.text) == (200, "x\r\n\r\n")


def test_formulas_when_in_csv_then_harmless_unless_wanted_as_they_are(client: Client) -> None:
    query = 'SELECT ?x WHERE { VALUES ?x { "=1+1" "-5" "@a" } }'
    assert client.ask(query, format="csv").text.split() == ["x", "'=1+1", "-5", "'@a"]
    assert client.ask(query, format="csv", csv="plain").text.split() == ["x", "=1+1", "-5", "@a"]


def test_description_when_nothing_is_asked_then_rdf(client: Client) -> None:
    answer = client.get("/sparql", accept="application/n-triples")
    assert f"<{client.address}/sparql>" in answer.text
    assert "UnionDefaultGraph" in answer.text


# Canned queries


def test_canned_when_listed_then_every_query_is_there(client: Client) -> None:
    listed = json.loads(client.get("/q", accept="application/json").body)["queries"]
    assert [query["name"] for query in listed] == list(read_catalogue())


def test_canned_when_asked_by_suffix_or_accept_then_the_same(client: Client) -> None:
    path = "/q/incidents/at-place"
    by_suffix = client.get(f"{path}.csv?place=Palmyra")
    assert by_suffix.text == client.get(f"{path}?place=Palmyra", accept="text/csv").text
    rows = list(csv.DictReader(io.StringIO(by_suffix.text)))
    assert rows
    bindings = json.loads(client.get(f"{path}.json?place=Palmyra").body)["results"]["bindings"]
    assert [b["event"]["value"] for b in bindings] == [row["event"] for row in rows]
    features = json.loads(client.get(f"{path}.geojson?place=Palmyra").body)["features"]
    assert 0 < len(features) <= len(rows)
    turtle = client.get(f"{path}.ttl?place=Palmyra")
    assert rows[0]["event"] in {q.subject.value for q in ox.parse(turtle.body, format=ox.RdfFormat.TURTLE)}
    for suffix, form in (("xml", ox.QueryResultsFormat.XML), ("tsv", ox.QueryResultsFormat.TSV)):
        body = client.get(f"{path}.{suffix}?place=Palmyra").body
        assert len(list(ox.parse_query_results(body, format=form))) == len(rows)  # type: ignore[arg-type]


def test_canned_when_a_parameter_is_wrong_then_told_what_it_takes(client: Client) -> None:
    missing = client.get("/q/incidents/at-place.csv")
    assert missing.status == 400
    assert "place" in missing.text
    assert client.get("/q/incidents/at-place.csv?place=Nowhere%20at%20all").status == 400
    assert client.get("/q/incidents/at-place.csv?plaec=x&place=Palmyra").status == 400


def test_openapi_when_read_then_each_canned_query_has_its_path_and_parameters(client: Client) -> None:
    described = json.loads(client.get("/openapi.json").body)
    assert described["openapi"].startswith("3.1")
    for query in read_catalogue().values():
        operation = described["paths"][f"/q/{query.name}.{{format}}"]["get"]
        names = [p["name"] for p in operation["parameters"]]
        assert names == ["format", *(p.name for p in query.parameters)]


def test_examples_when_read_then_each_is_a_query_that_the_endpoint_takes(client: Client) -> None:
    select = ox.NamedNode("http://www.w3.org/ns/shacl#select")
    answer = client.get("/examples", accept="application/n-triples")
    texts = [
        q.object.value
        for q in ox.parse(answer.body, format=ox.RdfFormat.N_TRIPLES)
        if q.predicate == select and isinstance(q.object, ox.Literal)
    ]
    assert sorted(texts) == sorted(query.text for query in read_catalogue().values())
    for text in texts[:5]:
        assert client.query(text).status == 200


# The data set


def test_void_when_read_then_its_counts_are_the_graph_s(client: Client) -> None:
    void = "http://rdfs.org/ns/void#"
    quads = list(ox.parse(client.get("/.well-known/void", accept="text/turtle").body, format=ox.RdfFormat.TURTLE))
    dataset = ox.NamedNode(f"{client.address}/dataset")
    total = next(q.object for q in quads if q.subject == dataset and q.predicate.value == void + "triples")
    counted = client.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", accept="text/csv").text.split()[1]
    assert isinstance(total, ox.Literal)
    assert total.value == counted
    classes = {q.object for q in quads if q.predicate.value == void + "class"}
    assert KG.Article in classes


def test_dataset_when_read_then_dcat_names_what_is_served(client: Client) -> None:
    answer = client.get("/dataset", accept="application/n-triples").text
    assert "http://www.w3.org/ns/dcat#Dataset" in answer
    assert f"<{client.address}/sparql>" in answer


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml"]
)
def test_iri_when_asked_at_its_path_then_its_data_in_that_form(client: Client, accept: str) -> None:
    answer = client.get("/place/palmyra", accept=accept)
    assert (answer.status, answer.header("content-type").split(";")[0]) == (200, accept)
    form = ox.RdfFormat.from_media_type(accept)
    assert form is not None
    said = {str(q.triple) for q in ox.parse(answer.body, format=form)}
    assert any("Palmyra" in line for line in said)


def test_iri_when_asked_by_suffix_path_of_its_host_or_name_then_the_same_data(client: Client) -> None:
    iri = Names().data("place/palmyra").value
    path = iri.removeprefix("https://w3id.org")
    body = client.get("/place/palmyra.ttl").body
    assert client.get(f"{path}.ttl").body == body
    assert client.get(f"/iri?iri={quote(iri, safe='')}", accept="text/turtle").body == body
    assert client.get("/place/palmyra", accept="text/turtle").body == body
    assert client.get("/place/nowhere.ttl").status == 404


def test_iris_when_picked_from_the_graph_then_each_answers(client: Client) -> None:
    query = (
        "SELECT DISTINCT ?s WHERE { ?s ?p ?o FILTER(STRSTARTS(STR(?s), STR(kgd:))) } ORDER BY SHA1(STR(?s)) LIMIT 25"
    )
    for iri in client.query(query, accept="text/csv").text.split()[1:]:
        path = "/" + iri.removeprefix(Names().base)
        answer = client.get(path, accept="application/n-triples")
        assert answer.status == 200, path
        assert f"<{iri}>" in answer.text


def test_ontology_when_asked_at_its_path_then_its_terms(client: Client) -> None:
    answer = client.get("/conflict-kg/ontology", accept="text/turtle")
    assert answer.status == 200
    assert KG.Article in {q.subject for q in ox.parse(answer.body, format=ox.RdfFormat.TURTLE)}


def test_graph_store_when_read_then_the_graph(client: Client) -> None:
    graph = Names().graph("events").value
    answer = client.get(f"/store?graph={quote(graph, safe='')}", accept="application/n-triples")
    counted = client.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", accept="text/csv")
    assert answer.text.count("\n") == int(counted.text.split()[1])
    assert client.request("HEAD", f"/store?graph={quote(graph, safe='')}").status == 200


# The server itself


def test_host_when_another_name_is_rebound_to_us_then_refused(client: Client) -> None:
    assert client.get("/sparql?query=ASK%7B%7D", host="evil.example").status == 421
    assert client.get("/health", host="localhost:1234").status == 200
    assert client.get("/health", host="").status == 421


def test_paths_when_they_climb_then_nothing_outside_is_given(client: Client) -> None:
    for path in (
        "/static/../../pyproject.toml",
        "/static/%2e%2e/%2e%2e/pyproject.toml",
        "/..%2f..%2fetc/passwd",
        "//etc/passwd",
    ):
        answer = client.get(path)
        assert answer.status in {400, 404}, path
        assert b"root:" not in answer.body


def test_health_and_metrics_when_asked_then_they_tell_how_it_does(client: Client) -> None:
    health = json.loads(client.get("/health").body)
    assert health["status"] == "ok"
    metrics = client.get("/metrics").text
    assert 'kg_requests_total{lane="health",method="GET",status="200"}' in metrics
    assert "kg_workers_idle" in metrics


def test_connection_when_kept_then_many_requests_go_over_it(client: Client) -> None:
    connection: http.client.HTTPConnection = client.connect()
    for number in range(50):
        connection.request("GET", f"/sparql?query={quote(f'SELECT ({number} AS ?n) {{}}')}")
        assert json.loads(connection.getresponse().read())["results"]["bindings"][0]["n"]["value"] == str(number)
    connection.close()


def test_access_log_when_requests_came_then_a_line_each_without_what_was_asked(server: Server) -> None:
    server.client().ask("SELECT ('very-private' AS ?x) {}")
    server.client().get("/health")
    log = server.log.parent / "access.log"
    text = ""
    for _ in range(50):
        text = log.read_text(encoding="utf-8")
        if '"/sparql"' in text:
            break
        time.sleep(0.1)
    lines = [json.loads(line) for line in text.splitlines()]
    assert {"time", "client", "method", "path", "status", "bytes", "ms", "lane"} == set(lines[0])
    assert "very-private" not in text
