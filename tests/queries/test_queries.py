"""Each canned query against the hand-made world: the twin `<group>/<question>.yml` says what must come out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
import yaml
from pyoxigraph import NamedNode, parse

from kg.domain.extraction import CasualtyKind, Predicate
from kg.querying import find_query, read_catalogue, run
from kg.storage import Store
from tests.queries.world import FILE, KG, make_world, world_store

HERE = Path(__file__).parent
NAMES = sorted(read_catalogue())
GROUPS = {
    "incidents", "claims", "casualties", "actors", "operations", "places", "articles", "evidence", "quality", "curation",
}  # fmt: skip


@dataclass(frozen=True)
class Expectation:
    query: str
    columns: list[str]
    rows: int
    contains: list[dict[str, str]]
    given: dict[str, str] = field(default_factory=dict)
    absent: dict[str, str] | None = None


@cache
def expectation(name: str) -> Expectation:
    data = yaml.safe_load((HERE / f"{name}.yml").read_text(encoding="utf-8"))
    return Expectation(given=data.pop("with"), **data)


@pytest.fixture(scope="module")
def store() -> Store:
    return world_store()


def test_catalogue_every_query_has_its_expectation_and_no_expectation_lacks_a_query() -> None:
    files = sorted(f"{p.parent.name}/{p.stem}" for p in HERE.glob("*/*.yml"))
    assert files == NAMES
    assert [expectation(name).query for name in NAMES] == NAMES


def test_catalogue_groups_are_those_agreed() -> None:
    assert {query.group for query in read_catalogue().values()} == GROUPS
    assert len(NAMES) >= 30


@pytest.mark.parametrize("name", NAMES)
def test_query_when_asked_as_expected_gives_the_rows(name: str, store: Store) -> None:
    wanted = expectation(name)
    table = run(store, name, **wanted.given)
    assert list(table.columns) == wanted.columns
    assert len(table) == wanted.rows > 0
    rows = [dict(zip(table.columns, cells, strict=True)) for cells in table.cells()]
    for part in wanted.contains:
        assert any(part.items() <= row.items() for row in rows), (part, rows)


@pytest.mark.parametrize("name", [name for name in NAMES if read_catalogue()[name].parameters])
def test_query_when_asked_for_what_is_absent_gives_nothing(name: str, store: Store) -> None:
    absent = expectation(name).absent
    assert absent, "a query with parameters needs an `absent:` case"
    assert len(run(store, name, **absent)) == 0


@pytest.mark.parametrize("name", NAMES)
def test_query_when_run_as_a_file_without_parameters_gives_rows(name: str) -> None:
    answer = make_world().query(read_catalogue()[name].text, use_default_graph_as_union=True)
    assert next(iter(answer), None) is not None


@pytest.mark.parametrize("name", NAMES)
def test_query_when_parsed_by_another_tool_is_valid(name: str) -> None:
    from rdflib.plugins.sparql import prepareQuery

    prepareQuery(read_catalogue()[name].text)


@pytest.mark.parametrize("name", NAMES)
def test_query_column_is_never_always_empty(name: str, store: Store) -> None:
    """A column that nothing fills may be a misspelt variable or property."""
    query = find_query(name)
    answer = list(make_world().query(query.text, use_default_graph_as_union=True))
    for column in query.columns:
        assert any(row[column.name] is not None and row[column.name].value for row in answer), column.name


@pytest.mark.parametrize("name", NAMES)
def test_query_order_is_total(name: str, store: Store) -> None:
    """Every column that tells rows apart must be settled by ORDER BY: two stores filled in reverse order agree."""
    from kg.storage import memory_store

    quads = list(make_world())
    forwards, backwards = memory_store(quads), memory_store(reversed(quads))
    given = expectation(name).given
    assert run(forwards, name, **given).rows == run(backwards, name, **given).rows
    assert re.search(r"^ORDER BY .+", read_catalogue()[name].text, re.MULTILINE)


def test_query_terms_of_our_ontology_are_all_in_the_world() -> None:
    """A typo in a query would otherwise pass as "no rows"."""
    known = {q.predicate.value for q in make_world()} | {
        term.value for q in parse(path=FILE) for term in (q.object, q.subject) if isinstance(term, NamedNode)
    }
    unused_classes = {"Advance", "Withdrawal", "Siege", "ArmedForce", "NaturalFeature", "Protest"}
    for name, query in read_catalogue().items():
        body = "\n".join(line for line in query.text.splitlines() if not line.startswith("#+"))
        for term in re.findall(r"\bkg:(\w+)", body):
            assert KG + term in known or term in unused_classes, (name, term)


def test_parameter_values_when_listed_are_those_of_the_domain() -> None:
    listed = {p.name: set(p.values) for q in read_catalogue().values() for p in q.parameters if p.values}
    assert listed == {"kind": {k.value for k in CasualtyKind}, "relation": {p.value for p in Predicate}}


def test_origins_when_reference_data_says_something_then_imported(store: Store) -> None:
    rows = run(store, "curation/origins", thing="kgd:actor/russia").values()
    assert {str(r["property"]).rsplit("#", 1)[-1]: r["origin"] for r in rows}["countryCode"] == "imported"


def test_articles_when_a_text_is_a_copy_count_it_once(store: Store) -> None:
    row = next(run(store, "incidents/disputed").values())
    assert (row["reports"], row["articles"]) == (3, 2)


def test_at_place_when_no_period_is_asked_for_lists_undated_incidents_of_the_type(store: Store) -> None:
    undated = {row["event"] for row in run(store, "incidents/of-type", type="killing").values()}
    assert undated == {"https://w3id.org/conflict-kg/data/event/killing"}
    assert len(run(store, "incidents/of-type", type="killing", since="2000", until="2100")) == 0


@pytest.mark.parametrize(
    ("since", "until", "rows"),
    [
        ("2016-03-31", None, 1),
        ("2016-04-01", None, 0),
        (None, "2016-03-01", 1),
        (None, "2016-02", 0),
        ("2016-03", "2016-03", 1),
    ],
)
def test_at_place_when_period_touches_the_bounds_finds_the_incident(
    store: Store, since: str | None, until: str | None, rows: int
) -> None:
    assert len(run(store, "incidents/at-place", place="Hajar", since=since, until=until)) == rows


@pytest.mark.parametrize(("km", "rows"), [(3, 2), ("3.3", 2), ("3.5", 3)])
def test_near_place_when_distance_grows_finds_more(store: Store, km: object, rows: int) -> None:
    assert len(run(store, "incidents/near-place", place="Palmyra", km=km)) == rows


def test_near_place_distance_is_that_of_the_haversine(store: Store) -> None:
    from math import asin, cos, radians, sin, sqrt

    (lat1, lon1), (lat2, lon2) = (34.56, 38.28), (34.557, 38.317)
    a = (
        sin(radians(lat2 - lat1) / 2) ** 2
        + cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ** 2
    )
    expected = 2 * 6371 * asin(sqrt(a))
    row = list(run(store, "incidents/near-place", place="Palmyra", km=5).values())[-1]
    assert float(str(row["distance"])) == pytest.approx(expected, abs=0.05)


def test_unconfirmed_when_another_outlet_asserts_it_leaves_the_claim_out(store: Store) -> None:
    events = {row["eventLabel"] for row in run(store, "claims/unconfirmed").values()}
    assert events == {"Capture: Hajar, 2016-03", "Killing: A teacher"}  # not the strike, which two sources assert
