"""Every statement of the graph of the seeds leads to characters that name what it is about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.storage import Store, open_store

_ARTICLES = "SELECT ?a ?text WHERE { ?a a kg:Article ; schema:articleBody ?text }"
_EVIDENCE = """
SELECT ?a ?start ?end ?exact WHERE {
  ?e oa:hasTarget ?t . ?t oa:hasSource ?a ; oa:hasSelector ?p , ?q .
  ?p oa:start ?start ; oa:end ?end . ?q oa:exact ?exact .
}"""
_STATEMENTS = """
SELECT DISTINCT ?s WHERE {
  ?s a ?class .
  FILTER (?class IN (kg:Report, kg:Claim, kg:CasualtyCount, kg:Participation, kg:Mention, kg:Relation, org:Membership))
  FILTER NOT EXISTS { ?s kg:evidence ?e }
}"""
_PARTS = """
SELECT DISTINCT ?p WHERE {
  ?p a kg:Participation ; kg:participant ?actor ; kg:evidence ?e .
  FILTER NOT EXISTS { ?m kg:mentionOf ?actor ; kg:evidence ?e }
}"""
_CLAIMANTS = """
SELECT ?actor ?a ?start ?end WHERE {
  ?c a kg:Claim ; kg:claimant ?actor ; kg:claimantEvidence ?e .
  ?e oa:hasTarget ?t . ?t oa:hasSource ?a ; oa:hasSelector ?p . ?p oa:start ?start ; oa:end ?end .
}"""
_MENTIONS = """
SELECT ?actor ?a ?start ?end WHERE {
  ?m kg:mentionOf ?actor ; kg:evidence ?e .
  ?e oa:hasTarget ?t . ?t oa:hasSource ?a ; oa:hasSelector ?p . ?p oa:start ?start ; oa:end ?end .
}"""
_PREFIXES = """PREFIX kg: <https://w3id.org/conflict-kg/ontology#>
PREFIX schema: <https://schema.org/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX org: <http://www.w3.org/ns/org#>
"""


@pytest.fixture(scope="module")
def store(seeds_store: Path) -> Iterator[Store]:
    with open_store(seeds_store) as opened:
        yield opened


def rows(store: Store, query: str) -> list[tuple[str, ...]]:
    return [tuple(term.value for term in row) for row in store.select(_PREFIXES + query)]


def test_evidence_when_compared_with_the_text_is_the_characters_at_its_offsets(store: Store) -> None:
    texts = dict(rows(store, _ARTICLES))
    found = rows(store, _EVIDENCE)
    assert len(found) > 500
    assert all(texts[a][int(start) : int(end)] == exact for a, start, end, exact in found)


def test_statements_when_listed_then_none_is_without_evidence(store: Store) -> None:
    assert rows(store, _STATEMENTS) == []


def test_participants_when_cited_then_their_evidence_is_a_mention_of_them(store: Store) -> None:
    assert rows(store, _PARTS) == []


def test_claimants_when_cited_then_their_words_hold_a_mention_of_them(store: Store) -> None:
    mentions = {(actor, a, int(s), int(e)) for actor, a, s, e in rows(store, _MENTIONS)}
    claims = [(actor, a, int(s), int(e)) for actor, a, s, e in rows(store, _CLAIMANTS)]
    assert len(claims) > 50
    lost = [c for c in claims if not any(c[:2] == m[:2] and c[2] < m[3] and m[2] < c[3] for m in mentions)]
    assert lost == []
