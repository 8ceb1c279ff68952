from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.storage import memory_store
from kg.storage.federation import refuse_federation

STORE = memory_store([ox.Quad(ox.NamedNode("http://x.example/s"), ox.NamedNode("http://x.example/p"), ox.Literal(1))])

CALLS = [
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o.SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
    "SELECT * { BIND('#' AS ?x) SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { FILTER(1<2)SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } FILTER(3>2) }",
    'SELECT * { BIND("""a"b""" AS ?x) SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }',
    "SELECT * { # it's\n SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } # it's\n }",
    r"SELECT * { \u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    # No space is needed after a number or a truth value.
    "SELECT * { ?s ?p 1SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
    "SELECT * { ?s ?p 1.e3SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
    "SELECT * { ?s ?p -1.5e3SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
    "SELECT * { ?s ?p trueSERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
    # What looks like an IRI is a comparison, in which a string begins, or a comment.
    "SELECT*{?s ?p ?o FILTER(?o<5&&?o!='x>')SERVICE<http://127.0.0.1:9/>{?a ?b ?c}}#'",
    "SELECT*{?s ?p ?o FILTER(?o<5#>'''\n)SERVICE<http://127.0.0.1:9/>{?a ?b ?c}}#'''",
    "SELECT*{?s ?p ?o FILTER(?o<5#>'\\\n)SERVICE<http://127.0.0.1:9/>{?a ?b ?c}}#'",
    r"SELECT*{?s ?p ?o FILTER(?s!=<http://x/\u0041'>)SERVICE<http://127.0.0.1:9/>{?a ?b ?c}}#'",
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
        "SELECT * { ?s <http://x.example/Ra's#SERVICE> 'SERVICE' }",
    ],
)
def test_query_when_the_word_is_no_keyword_then_it_is_answered(query: str) -> None:
    refuse_federation(query)
    memory_store([]).answer(query)


_COMPARED = ("5", "?o", "?o&&?o!=5", "<http://x.example/a>", "<a>", "5#", "5&&?o!='x", "5&&?o!='x'")
_CLOSING = (
    ">",
    "'",
    ">'",
    "'>",
    ">'''\n",
    "'''",
    "\n",
    " ",
    "&&1=1",
    "||1=1",
    "\\\n",
    ")",
    "#",
    "1",
    "true",
    "'a'",
    '"""',
    '"',
)


@given(
    st.lists(st.sampled_from(_CLOSING), max_size=4),
    st.sampled_from(_COMPARED),
    st.lists(st.sampled_from(_CLOSING), max_size=3),
)
@settings(max_examples=600, deadline=None)
def test_query_when_the_engine_would_call_then_it_was_refused(
    between: list[str], compared: str, tail: list[str]
) -> None:
    """Whatever quotes and comparisons stand around it: the engine itself says whether it calls."""
    filtered = f"FILTER(?o<{compared}{''.join(between)})"
    for lead in (filtered, f"?a ?b {''.join(between)}", f"FILTER(1=1) #{''.join(between)}\n"):
        query = f"SELECT*{{?s ?p ?o {lead}SERVICE<http://127.0.0.1:9/>{{?a ?b ?c}}}}#{''.join(tail)}"
        try:
            list(STORE.oxigraph.query(query))
        except SyntaxError:
            continue
        except OSError:
            pass
        else:
            continue
        with pytest.raises(QueryError, match="SERVICE"):
            refuse_federation(query)
