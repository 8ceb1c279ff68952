"""The same graph on disk and behind a foreign SPARQL 1.1 endpoint gives the same answers."""

from __future__ import annotations

import pytest

import kg
from kg.client.endpoint import Endpoint
from kg.client.http import Connection
from kg.errors import EndpointError, QueryError, QueryParameterError, QuerySyntaxError, StoreError
from kg.querying.catalogue import CannedQuery, Parameter, ParameterType, read_catalogue
from tests.client.servers import answering, reply

QUERIES = list(read_catalogue().values())


def value_for(graph: kg.Graph, parameter: Parameter) -> str:
    """A value that the seeds' graph knows: the header's example, or the first thing of the kind."""
    first = {
        ParameterType.EVENT: "SELECT ?x WHERE { ?r kg:reportOf ?x ; kg:agent ?a . ?c kg:about ?r } ORDER BY ?x LIMIT 1",
        ParameterType.OPERATION: "SELECT ?x WHERE { ?x a kg:Operation . ?y kg:partOf ?x } ORDER BY ?x LIMIT 1",
        ParameterType.ARTICLE: "SELECT ?x WHERE { ?x a kg:Article } ORDER BY ?x LIMIT 1",
        ParameterType.OUTLET: "SELECT ?x WHERE { ?a schema:publisher ?x } ORDER BY ?x LIMIT 1",
        ParameterType.IRI: "SELECT ?x WHERE { ?x a kg:Report } ORDER BY ?x LIMIT 1",
    }.get(parameter.type)
    return str(graph.query(first)[0].x) if first else parameter.example


def answers(query: CannedQuery, graph: kg.Graph, given: dict[str, str]) -> object:
    try:
        return graph.query(query.name, **given).table
    except QueryParameterError as error:  # an example that the seeds do not hold: both must say the same
        return str(error)


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: q.name)
def test_canned_query_when_asked_over_http_then_the_same_rows_as_on_disk(
    query: CannedQuery, graph: kg.Graph, remote: kg.Graph
) -> None:
    needed = {p.name: value_for(graph, p) for p in query.parameters if p.required}
    everything = {p.name: value_for(graph, p) for p in query.parameters}
    for given in (needed, everything):
        assert answers(query, remote, given) == answers(query, graph, given)


def test_names_when_given_in_words_over_http_then_they_are_found(remote: kg.Graph) -> None:
    answer = remote.query("incidents/at-place", place="palmyra")
    assert len(answer) > 5
    with pytest.raises(QueryParameterError, match="Near names"):
        remote.query("incidents/at-place", place="Palmyro")


@pytest.mark.parametrize("text", ['"} } #', "\\", "'; DROP ALL; '", "a\nb", '"""', "} UNION { ?s ?p ?o", "😀 سرمين"])
def test_parameter_when_it_holds_syntax_then_it_stays_a_value(remote: kg.Graph, graph: kg.Graph, text: str) -> None:
    assert remote.query("claims/search", text=text).table == graph.query("claims/search", text=text).table
    assert len(remote.query("claims/search", text=text)) == 0


@pytest.mark.parametrize("what", ["Islamic State", "Palmyra", "an event", "an article", "a claim"])
def test_explain_when_asked_over_http_then_the_same_in_few_questions(
    graph: kg.Graph, remote: kg.Graph, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = {"an event": "?r kg:reportOf ?x ; kg:agent ?a", "an article": "?x a kg:Article", "a claim": "?x a kg:Claim"}
    thing = str(graph.query(f"SELECT ?x WHERE {{ {kinds[what]} }} ORDER BY ?x LIMIT 1")[0].x) if what in kinds else what
    asked: list[str] = []
    ask = Connection.ask
    monkeypatch.setattr(Connection, "ask", lambda self, query: asked.append(query) or ask(self, query))
    assert remote.explain(thing).to_json() == graph.explain(thing).to_json()
    assert len(asked) <= 30


def test_compare_when_asked_over_http_then_the_same(graph: kg.Graph, remote: kg.Graph) -> None:
    event = str(graph.query("incidents/in-period")[0].event)
    assert remote.compare(event).to_json() == graph.compare(event).to_json()


def test_query_with_a_typo_when_asked_over_http_then_line_and_column_are_marked(
    remote: kg.Graph, graph: kg.Graph
) -> None:
    query = "SELECT ?s\nWHERE { ?s kg:stance ?o ."
    with pytest.raises(QuerySyntaxError) as here:
        graph.query(query)
    with pytest.raises(QuerySyntaxError) as there:
        remote.query(query)
    assert (there.value.line, there.value.column) == (here.value.line, here.value.column) == (2, 26)
    assert "^" in str(there.value)


def test_position_when_only_the_server_finds_the_error_then_it_is_counted_in_the_users_query() -> None:
    says = reply(400, "text/plain", "Parse error: line 3, column 7: unknown function")
    good = reply(200, "application/sparql-results+json", '{"head":{"vars":["article"]},"results":{"bindings":[]}}')
    with answering(lambda h: (says if h.headers["X-Now"] else good)(h)) as url:
        graph = kg.open(url)
        graph._store.connection = Connection(url=url, headers={"X-Now": "1"})  # type: ignore[attr-defined]
        with pytest.raises(QuerySyntaxError, match="unknown function") as caught:
            graph.query("SELECT ?s\nWHERE { ?s kg:stance ?o }")
    assert (caught.value.line, caught.value.column) == (2, 7)  # one line of prefixes was sent before it


def test_query_when_its_evaluation_takes_too_long_then_an_error(endpoint: str) -> None:
    graph = kg.open(endpoint, timeout=5)
    assert isinstance(graph._store, Endpoint)
    graph._store.connection = Connection(url=endpoint, timeout=0.2)
    with pytest.raises(EndpointError, match=r"0\.2 seconds"):
        graph.query("SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")


def test_answer_when_larger_than_allowed_then_an_error_says_to_narrow_it(endpoint: str) -> None:
    graph = kg.open(endpoint)
    graph._store.connection = Connection(url=endpoint, largest=1_000_000)  # type: ignore[attr-defined]
    with pytest.raises(QueryError, match=r"larger than 1 MB.*LIMIT"):
        graph.query("SELECT * WHERE { ?s ?p ?o }")


def test_other_forms_when_asked_over_http_then_truth_and_triples(remote: kg.Graph, graph: kg.Graph) -> None:
    query = "CONSTRUCT { ?a schema:headline ?h } WHERE { ?a schema:headline ?h }"
    assert remote.construct(query).to_ntriples() == graph.construct(query).to_ntriples()
    assert remote.ask("ASK { ?a a kg:Article }") is True


def test_whole_graph_when_wanted_over_http_then_refused_with_the_way_to_it(remote: kg.Graph) -> None:
    with pytest.raises(StoreError, match="kg export"):
        _ = remote._store.oxigraph


def test_size_when_asked_over_http_then_the_number_of_triples(remote: kg.Graph, graph: kg.Graph) -> None:
    assert 0 < len(remote._store) <= len(graph._store)
    assert remote._store.graphs() == graph._store.graphs()
