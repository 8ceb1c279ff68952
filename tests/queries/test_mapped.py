"""The canned queries on what `kg.mapping` really writes: the hand-made world and the mapping spell the graph alike."""

from __future__ import annotations

from functools import cache

import pytest

from kg.domain.knowledge import Equipment
from kg.mapping import EquipmentLookup, links_by_article, map_article, map_entities, map_events
from kg.querying import explain, read_catalogue, run
from kg.storage import Store, memory_store
from tests.factories import make_article, make_extraction, make_links

# The articles of the factory have a day, a language that is read, a place with a point, and a denial beside the claim.
EMPTY = {
    "curation/decisions",
    "curation/human-statements",
    "curation/of-thing",
    "curation/rejected",
    "articles/revisions",
    "claims/corroborations",
    "claims/intentions",
    "claims/lone",
    "incidents/echoes",
    "places/control-changes",
    "quality/empty-articles",
    "quality/loose-claims",
    "quality/low-scores",
    "quality/undated-articles",
    "quality/unresolved-places",
    "quality/unsupported-articles",
}
GIVEN = {
    "actor": "Norland",
    "agent": "Norland",
    "article": "news-a",
    "entity": "Marrat",
    "event": "air strike marrat",
    "feature": "agent",
    "kind": "killed",
    "km": "10",
    "operation": "Operation Dawn",
    "outlet": "Marrat Herald",
    "place": "Upper Marrat",
    "relation": "fightsAgainst",
    "since": "2016-08-01",
    "thing": "kgd:actor/norland",
    "source": "Marrat Press Office",
    "target": "civilians",
    "text": "marrat",
    "type": "air strike",
    "until": "2016-08-02",
}
OTHERWISE: dict[str, dict[str, str | None]] = {
    "claims/denials": {"source": "Ivan Petrov"},
    "claims/search": {"text": "the raid"},
    "incidents/near-place": {"place": "Marrat"},
    "actors/spokespersons": {"actor": "Ivan Petrov"},
    "claims/contradictions": {"source": "Ivan Petrov"},
    "claims/by-source": {"source": "Ivan Petrov"},
    "operations/list": {"since": None, "until": None},  # the factory's operation has no date
}


@cache
def mapped() -> Store:
    articles = [make_article("a"), make_article("b")]
    links = make_links(*articles)
    views = links_by_article(links)
    lookup = EquipmentLookup((Equipment(kind="fighter-aircraft", label="fighter aircraft", terms=("jet",)),))
    quads = [q for a in articles for q in map_article(a, make_extraction(a), views[a.id], equipment=lookup)]
    return memory_store([*quads, *map_entities(links), *map_events(links)])


@pytest.mark.parametrize("name", sorted(read_catalogue()))
def test_query_when_graph_is_mapped_gives_rows(name: str) -> None:
    query = read_catalogue()[name]
    given = {p.name: GIVEN[p.name] for p in query.parameters if p.name in GIVEN} | OTHERWISE.get(name, {})
    given = {key: value for key, value in given.items() if name != "evidence/of-statement"}
    if name == "evidence/of-statement":
        report = next(run(mapped(), "articles/contents", article="news-a").values())["report"]
        given = {"statement": str(report)}
    table = run(mapped(), name, **given)
    assert (len(table) > 0) is (name not in EMPTY), (name, given)


def test_at_place_when_graph_is_mapped_counts_two_articles_of_one_text_once() -> None:
    (row,) = run(mapped(), "incidents/at-place", place="Marrat").values()
    assert (row["kind"], row["reports"], row["articles"]) == ("AirStrike", 2, 1)


def test_explain_when_graph_is_mapped_shows_the_marked_sentence() -> None:
    found = explain(mapped(), "air strike marrat")
    assert len(found.accounts) == 2
    assert "«Norland» «jets» «bombed»" in found.passages[0].marked().replace("««", "«").replace("»»", "»")
