"""The clients that people use, against a running server."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.serving.client import TOKEN, Client, Server

ARTICLES = "SELECT ?a ?title WHERE { ?a a kg:Article ; schema:headline ?title } ORDER BY ?a"
DECLARED = "PREFIX kg: <https://w3id.org/conflict-kg/ontology#> PREFIX schema: <https://schema.org/> " + ARTICLES
GRAPH = "PREFIX kg: <https://w3id.org/conflict-kg/ontology#> CONSTRUCT { ?a a kg:Article } WHERE { ?a a kg:Article }"


def test_rdflib_when_its_store_asks_then_rows_graphs_and_truth_values(server: Server) -> None:
    from rdflib import Graph
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = Graph(SPARQLStore(f"{server.address}/sparql"))
    rows = list(graph.query(DECLARED))
    assert len(rows) == 5
    assert bool(graph.query("ASK { ?s ?p ?o }").askAnswer)
    assert len(graph.query(GRAPH).graph or ()) == 5
    subject = rows[0][0]  # type: ignore[index]
    assert len(list(graph.predicate_objects(subject))) > 3


def test_rdflib_when_its_update_store_shows_the_token_then_it_writes(empty_server: Server) -> None:
    from rdflib import Graph, Literal, URIRef
    from rdflib.plugins.stores.sparqlstore import SPARQLUpdateStore

    store = SPARQLUpdateStore(
        f"{empty_server.address}/sparql", f"{empty_server.address}/sparql", auth=("anyone", TOKEN), autocommit=True
    )
    graph = Graph(store, identifier=URIRef("urn:rdflib"))
    graph.add((URIRef("urn:s"), URIRef("urn:p"), Literal("said 'so'")))
    assert list(graph.objects(URIRef("urn:s"), URIRef("urn:p"))) == [Literal("said 'so'")]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("form", ["JSON", "XML", "CSV", "TSV"])
def test_sparqlwrapper_when_it_asks_then_each_form_arrives(server: Server, method: str, form: str) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper", reason="SPARQLWrapper comes with the extra `notebook`")
    asking = wrapper.SPARQLWrapper(f"{server.address}/sparql")
    asking.setMethod(method)
    asking.setQuery(DECLARED)
    asking.setReturnFormat(getattr(wrapper, form))
    answer = asking.queryAndConvert()
    if form == "JSON":
        assert len(answer["results"]["bindings"]) == 5
    elif form == "XML":
        assert len(answer.getElementsByTagName("result")) == 5
    else:
        assert answer.count(b"\n") == 6


def test_sparqlwrapper_when_it_describes_then_a_graph(server: Server) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper", reason="SPARQLWrapper comes with the extra `notebook`")
    asking = wrapper.SPARQLWrapper(f"{server.address}/sparql")
    asking.setQuery(GRAPH)
    assert len(asking.queryAndConvert()) == 5


def test_curl_when_it_asks_as_the_manual_shows_then_rows(server: Server) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("curl is not installed")
    command = [curl, "-sS", "--compressed", "-H", "Accept: text/csv", f"{server.address}/sparql", "--data-urlencode"]
    done = subprocess.run([*command, f"query={ARTICLES}"], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.splitlines()[0] == "a,title"
    assert len(done.stdout.splitlines()) == 6


_COMUNICA = """
import { QueryEngine } from "@comunica/query-sparql";
const engine = new QueryEngine();
const sources = [{ type: "sparql", value: process.argv[2] }];
const rows = await (await engine.queryBindings(process.argv[3], { sources })).toArray();
const triples = await (await engine.queryQuads(process.argv[4], { sources })).toArray();
console.log(JSON.stringify({ rows: rows.length, triples: triples.length }));
"""


def test_comunica_when_it_asks_then_rows_and_triples(server: Server) -> None:
    """Comunica is 60 MB, so that no test fetches it: it is used where it was put into `.comunica` of the checkout.

    With Node 20, `package.json` there needs `"overrides": {"undici": "^7"}`.
    """
    node = shutil.which("node")
    found = Path(__file__).resolve().parents[2] / ".comunica"
    if node is None or not (found / "node_modules" / "@comunica" / "query-sparql").is_dir():
        pytest.skip(
            "node with @comunica/query-sparql is not installed: npm install --prefix .comunica @comunica/query-sparql"
        )
    script = found / "ask.mjs"
    script.write_text(_COMUNICA, encoding="utf-8")
    done = subprocess.run(
        [node, str(script), f"{server.address}/sparql", DECLARED, GRAPH],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"rows": 5, "triples": 5}


def test_client_when_it_is_yasgui_then_its_request_is_answered(server: Server) -> None:
    """What YASGUI sends: a form by POST, from another origin, after a preflight."""
    client: Client = server.client()
    origin = {"origin": "https://yasgui.example"}
    first = client.request("OPTIONS", "/sparql", headers={**origin, "access-control-request-method": "POST"})
    assert first.header("access-control-allow-origin") == "*"
    headers = {
        **origin,
        "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
        "accept": "application/sparql-results+json,*/*;q=0.9",
    }
    answer = client.request(
        "POST", "/sparql", b"query=SELECT%20*%20WHERE%20%7B%3Fs%20%3Fp%20%3Fo%7D%20LIMIT%203", headers
    )
    assert answer.header("content-type") == "application/sparql-results+json"
    assert answer.header("access-control-allow-origin") == "*"
