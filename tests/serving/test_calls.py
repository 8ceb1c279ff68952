"""SERVICE blocks become rows, or are refused."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox
import pytest

from kg.errors import QueryError, QuerySyntaxError
from kg.querying.text_index import Hit, Kind
from kg.rdf.namespaces import KG
from kg.serving.calls import answer_calls, no_endpoints
from kg.serving.federation import fetcher, public_address
from kg.serving.guard import RefusedError

PREFIXES = {"kg": KG.namespace}
ASKED: list[tuple[str, Sequence[str] | None, int]] = []


def search(words: str, kinds: Sequence[str] | None, limit: int) -> list[Hit]:
    ASKED.append((words, kinds, limit))
    return [Hit("http://x/1", Kind.PLACE, 'A "q" } \\', "", 1.5), Hit("http://x/2", Kind.ACTOR, "B", "", 0.5)]


def answered(query: str) -> list[tuple[str, ...]]:
    text = answer_calls(query, PREFIXES, search, no_endpoints)
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("http://x/2"), ox.NamedNode("urn:p"), ox.Literal("two")))
    found = store.query(text)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(term.value for term in row if isinstance(term, ox.NamedNode | ox.Literal)) for row in found]


def test_search_when_asked_in_a_block_then_its_hits_join_with_the_graph() -> None:
    query = """SELECT ?x ?s ?o { SERVICE kg:search { ?x kg:query "words \\"of\\" two" ; kg:score ?s ;
               kg:kind "place,actor" ; kg:limit 5 . } ?x <urn:p> ?o }"""
    assert answered(query) == [("http://x/2", "0.5", "two")]
    assert ASKED[-1] == ('words "of" two', ["place", "actor"], 5)


def test_search_when_a_label_holds_quotes_and_braces_then_it_arrives_whole() -> None:
    query = f'SELECT ?l {{ SERVICE <{KG.namespace}search> {{ ?x kg:query "a" ; kg:label ?l }} }}'
    assert ('A "q" } \\',) in answered(query)


def test_search_when_the_prefix_is_another_then_it_is_followed() -> None:
    query = f'PREFIX z: <{KG.namespace}> SELECT ?x {{ SERVICE z:search {{ ?x z:query "a" }} }}'
    assert len(answered(query)) == 2


@pytest.mark.parametrize(
    "body",
    ["", '?x kg:score ?s', "?x kg:query ?words", '?x kg:query "a" ; kg:other 1', '?x kg:query "a" ; kg:limit "many"',
     '<http://x/> kg:query "a"', '?x kg:query "a" ; kg:kind "weather"', '?x kg:query "a" ; kg:score ?x'],
)  # fmt: skip
def test_search_when_the_block_is_wrong_then_it_says_how_it_goes(body: str) -> None:
    with pytest.raises(QuerySyntaxError, match="kg:"):
        answer_calls(f"SELECT * {{ SERVICE kg:search {{ {body} }} }}", PREFIXES, search, no_endpoints)


@pytest.mark.parametrize(
    "call",
    ["SERVICE <http://127.0.0.1/> { ?s ?p ?o }", "SERVICE SILENT <http://x/> { ?s ?p ?o }", "SERVICE ?u { ?s ?p ?o }",
     'SERVICE kg:search { ?x kg:query "a" . SERVICE <http://x/> { ?s ?p ?o } }', "SERVICE other:x { }", "SERVICE"],
)  # fmt: skip
def test_endpoints_when_none_is_allowed_then_refused(call: str) -> None:
    with pytest.raises(RefusedError):
        answer_calls(f"SELECT * {{ {call} }}", PREFIXES, search, no_endpoints)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "10.0.0.7", "169.254.169.254", "::1", "0.0.0.0", "100.64.0.1"]
)
def test_addresses_when_not_public_then_refused_though_allowed(host: str) -> None:
    with pytest.raises(RefusedError, match="no public address"):
        public_address(host, 80)
    address = f"http://[{host}]/" if ":" in host else f"http://{host}/"
    with pytest.raises(QueryError):
        answer_calls(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}", PREFIXES, search, fetcher(host))


def test_endpoints_when_another_is_allowed_then_refused() -> None:
    with pytest.raises(RefusedError, match="service_hosts"):
        answer_calls("SELECT * { SERVICE <http://x.org/> { ?s ?p ?o } }", PREFIXES, search, fetcher("example.org"))
    with pytest.raises(RefusedError):
        answer_calls("SELECT * { SERVICE <file:///etc/passwd> { ?s ?p ?o } }", PREFIXES, search, fetcher("example.org"))
