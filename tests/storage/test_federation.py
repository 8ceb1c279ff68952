from __future__ import annotations

import pytest

from kg.errors import QueryError
from kg.storage import memory_store
from kg.storage.federation import refuse_federation

CALLS = [
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o.SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
    "SELECT * { BIND('#' AS ?x) SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { FILTER(1<2)SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } FILTER(3>2) }",
    'SELECT * { BIND("""a"b""" AS ?x) SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }',
    "SELECT * { # it's\n SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } # it's\n }",
    r"SELECT * { \u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("query", CALLS)
def test_query_when_it_would_call_another_machine_then_it_is_refused(query: str) -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        memory_store([]).answer(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service ?p 'SERVICE' }",
        "SELECT * { ?s <http://x.example/SERVICE> ?o } # SERVICE",
        "PREFIX service: <http://x.example/> SELECT * { ?s service:a ?o ; kg:service ?x }",
        'SELECT * { ?s ?p \'it\\\'s SERVICE\', """a "SERVICE" b""" }',
    ],
)
def test_query_when_the_word_is_no_keyword_then_it_is_answered(query: str) -> None:
    refuse_federation(query)
    memory_store([]).answer(query)
