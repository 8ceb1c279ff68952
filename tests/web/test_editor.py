"""The query editor as a page, and what its scripts fetch: the summary of the schema and names."""

from __future__ import annotations

import html

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kg.querying import read_catalogue
from kg.web import SiteSettings, routes
from kg.web.pages.editor import START
from kg.web.views.summary import example_text, schema_summary
from tests.web.scripted_graph import NAMES, scripted_store

STORE = scripted_store()


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(routes=routes(lambda: STORE, SiteSettings(endpoint="/sparql"))))


def test_start_query_when_run_then_it_has_rows_for_each_view() -> None:
    answer = STORE.select(START)
    rows = [dict(zip(answer.variables, row, strict=True)) for row in answer]
    assert {str(row["event"]) for row in rows} == {str(NAMES.data(f"event/{e}")) for e in ("e1", "e2", "e5", "e6")}
    assert any(row["lat"] is not None and row["latest"] is not None for row in rows)


def test_schema_summary_when_a_thing_stands_in_several_graphs_then_it_counts_once() -> None:
    classes = {term.name: term for term in schema_summary(STORE).classes}
    assert classes["kg:Incident"].count == 6
    assert dict(classes["kg:Incident"].properties)["sem:hasPlace"] == 5
    assert classes["kg:AirStrike"].count == 2


def test_schema_json_when_fetched_then_properties_carry_the_words_they_take(client: TestClient) -> None:
    document = client.get("/editor/schema.json").json()
    properties = {term["name"]: term for term in document["properties"]}
    assert properties["kg:precision"]["values"] == ["settlement", "area", "country"]
    assert document["prefixes"]["kgd"] == NAMES.base


def test_names_json_when_a_beginning_is_typed_then_things_of_the_graph_are_offered(client: TestClient) -> None:
    found = client.get("/editor/names.json", params={"q": "islam"}).json()
    assert {one["label"] for one in found} == {"Islamic State", "Islamic Front"}
    assert all(one["iri"].startswith(NAMES.base) for one in found)


@pytest.mark.parametrize("words", ["", '"', "a" * 5000, "🛰️", "*) OR (names:x"])
def test_names_json_when_anything_is_typed_then_it_answers(client: TestClient, words: str) -> None:
    answer = client.get("/editor/names.json", params={"q": words})
    assert answer.status_code == 200
    assert isinstance(answer.json(), list)


def test_editor_page_when_scripts_are_off_then_a_form_sends_the_query(client: TestClient) -> None:
    query = 'SELECT * { ?s rdfs:label "</textarea><script>" }'
    text = client.get("/editor", params={"query": query}).text
    assert html.escape(query, quote=False) in text.replace("&#34;", '"')
    assert '<form class="editor-form" action="/sparql" method="post"' in text
    assert "</textarea><script>" not in text


def test_editor_page_when_an_example_is_chosen_then_it_is_in_the_form(client: TestClient) -> None:
    text = html.unescape(client.get("/editor?example=incidents/at-place").text)
    assert "# Incidents at a place in a period" in text
    assert "?since" in text
    assert client.get("/editor?example=none/such").status_code == 404


@pytest.mark.parametrize("name", sorted(read_catalogue()))
def test_example_text_when_any_canned_query_is_opened_then_it_is_valid_and_has_no_header(name: str) -> None:
    text = example_text(read_catalogue()[name])
    assert "#+" not in text
    STORE.answer(text)
