from __future__ import annotations

import pytest

import kg
from kg.errors import NotFoundError, QueryError, QueryParameterError, QuerySyntaxError, UnknownQueryError


def test_query_when_it_has_a_typo_then_line_and_column_are_marked(graph: kg.Graph) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        graph.query("SELECT ?s WHERE {\n  ?s kg:stance ?o .\n  FILTR (?o = 'denies')\n}")
    assert (caught.value.line, caught.value.column) == (3, 11)
    assert "FILTR (?o" in str(caught.value)
    assert str(caught.value).rstrip().endswith("^")


def test_query_when_its_name_is_unknown_then_near_ones_are_named(graph: kg.Graph) -> None:
    with pytest.raises(UnknownQueryError, match="incidents/at-place"):
        graph.query("incidents/at-plaice")


def test_parameter_when_missing_then_the_error_lists_the_right_ones_with_help(graph: kg.Graph) -> None:
    with pytest.raises(
        QueryParameterError, match=r"needs place\.\n.*\n.*place \(place, required\): the place; places within"
    ):
        graph.query("incidents/at-place")


def test_parameter_when_unknown_then_the_error_names_the_near_one_and_lists_all(graph: kg.Graph) -> None:
    with pytest.raises(QueryParameterError, match=r"Did you mean place\?(.|\n)*since \(date, optional\)"):
        graph.q.incidents.at_place(plaec="Palmyra")


def test_parameters_when_given_to_sparql_then_refused(graph: kg.Graph) -> None:
    with pytest.raises(QueryParameterError, match="canned queries"):
        graph.query("SELECT * { ?s ?p ?o } LIMIT 1", s="x")


@pytest.mark.parametrize(
    ("sparql", "hint"), [("ASK { ?s ?p ?o }", "graph.ask"), ("DESCRIBE <urn:x>", "graph.construct")]
)
def test_query_when_of_another_form_then_the_right_call_is_named(graph: kg.Graph, sparql: str, hint: str) -> None:
    with pytest.raises(QueryError, match=hint):
        graph.query(sparql)


def test_query_when_an_update_or_a_call_to_elsewhere_then_refused(graph: kg.Graph) -> None:
    with pytest.raises(QuerySyntaxError, match="only read"):
        graph.answer("DELETE WHERE { ?s ?p ?o }")
    with pytest.raises(QueryError, match="SERVICE"):
        graph.query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")


def test_incidents_when_conditions_are_given_then_each_narrows_the_answer(graph: kg.Graph) -> None:
    everything = {row.event for row in graph.incidents()}
    there = {row.event for row in graph.incidents(place="Palmyra")}
    by_russia = {row.event for row in graph.incidents(actor="Russia")}
    both = {row.event for row in graph.incidents(place="Palmyra", actor="Russia")}
    assert both == there & by_russia
    assert both < there < everything
    near = {row.event for row in graph.incidents(near="Palmyra", km=1)}
    assert near
    assert near < everything
    assert {row.event for row in graph.incidents(disputed=True)} <= everything
    assert all(row.earliest or row.latest for row in graph.incidents(since=1900))


def test_incidents_when_near_comes_without_a_distance_then_an_error(graph: kg.Graph) -> None:
    with pytest.raises(QueryParameterError, match="km"):
        graph.incidents(near="Palmyra")


def test_claims_when_conditions_are_given_then_each_narrows_the_answer(graph: kg.Graph) -> None:
    everything = graph.claims()
    assert (
        len({row.claim for row in everything})
        == graph.query("SELECT DISTINCT ?c { ?c a kg:Claim ; kg:content ?t }").__len__()
    )
    russia = {row.claim for row in graph.claims(source="Russia")}
    assert russia
    assert {row.claimantLabel for row in graph.claims(source="Russia")} == {"Russia"}
    about = next(row.event for row in everything if row.event)
    assert 0 < len(graph.claims(about=str(about))) < len(everything)
    assert all("syria" in str(row.content).lower() for row in graph.claims(text="Syria"))


def test_claims_when_the_stance_does_not_exist_then_the_error_lists_them(graph: kg.Graph) -> None:
    with pytest.raises(QueryParameterError, match="asserts, denies, unconfirmed, intends"):
        graph.claims(stance="refutes")
    with pytest.raises(QueryParameterError, match="need `source`"):
        graph.claims(since=2016)


def test_explain_when_shown_then_the_words_are_marked_in_their_sentence(graph: kg.Graph) -> None:
    shown = graph.explain("Islamic State")
    html = shown._repr_html_()
    assert html.count("<mark") > 3
    mark = shown.passages[0].marks[0]
    assert f">{mark.quote}</mark>" in html
    assert "«" in repr(shown)


def test_explain_when_nothing_is_so_called_then_the_error_says_so(graph: kg.Graph) -> None:
    with pytest.raises(NotFoundError):
        graph.explain("Atlantis upon Thames")


def test_compare_when_shown_then_each_source_has_its_row_and_its_words(graph: kg.Graph) -> None:
    event = max(graph.incidents(), key=lambda row: (row.reports, str(row.event))).event
    comparison = graph.compare(str(event))
    html = comparison._repr_html_()
    assert html.count("<tr>") == len(comparison.sources) + 1
    assert html.count("<mark") >= len(comparison.df()["quote"].replace("", None).dropna())
    assert comparison.label in repr(comparison)
    assert comparison.label in comparison.to_markdown()


def test_compare_when_it_is_no_event_then_an_error(graph: kg.Graph) -> None:
    with pytest.raises(NotFoundError, match="no incident"):
        graph.compare("kgd:actor/russia")


def test_graph_when_closed_then_it_no_longer_answers(seeds_store: object) -> None:
    with kg.open(str(seeds_store)) as graph:
        assert not graph.is_remote
    with pytest.raises(QueryError, match="closed"):
        graph.counts()
