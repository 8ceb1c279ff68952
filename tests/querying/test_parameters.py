from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from kg.errors import QueryParameterError
from kg.querying import find_query, read_catalogue, run, usage
from kg.querying.catalogue import Bound, Parameter, ParameterType
from kg.querying.parameters import bind_parameters, parse_value
from kg.rdf.namespaces import XSD
from tests.queries.world import kg, kgd, world_store

STORE = world_store()
AT_PLACE = find_query("incidents/at-place")


def parameter(kind: ParameterType, **more: object) -> Parameter:
    return Parameter(name="it", type=kind, help="a thing", example="x", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        (ParameterType.STRING, " a ", Literal(" a ")),
        (ParameterType.INTEGER, "12", Literal("12", datatype=XSD.integer)),
        (ParameterType.DECIMAL, "3.50", Literal("3.50", datatype=XSD.decimal)),
        (ParameterType.DECIMAL, Decimal("1E+2"), Literal("100", datatype=XSD.decimal)),
        (ParameterType.BOOLEAN, True, Literal("true", datatype=XSD.boolean)),
        (ParameterType.BOOLEAN, "no", Literal("false", datatype=XSD.boolean)),
        (ParameterType.DATE, date(2016, 2, 3), Literal("2016-02-03", datatype=XSD.date)),
        (ParameterType.DATE, datetime(2016, 2, 3, 4, 5), Literal("2016-02-03", datatype=XSD.date)),
        (ParameterType.IRI, "kgd:actor/russia", kgd("actor/russia")),
        (ParameterType.IRI, "<urn:a:b>", NamedNode("urn:a:b")),
        (ParameterType.ACTOR, "https://example.org/x", NamedNode("https://example.org/x")),
        (ParameterType.ACTOR, "  ISLAMIC  state ", kgd("actor/islamic-state")),
        (ParameterType.ACTOR, "turkiye", kgd("actor/turkey")),
        (ParameterType.PLACE, "Tadmur", kgd("place/palmyra")),
        (ParameterType.ENTITY, "Daesh", kgd("actor/islamic-state")),
        (ParameterType.OUTLET, "levant daily", kgd("actor/levant-daily")),
        (ParameterType.EVENT, "palmyra strike 2016-12-13", kgd("event/strike")),
        (ParameterType.OPERATION, "desert dawn", kgd("event/campaign")),
        (ParameterType.ARTICLE, "daily-7", kgd("article/a2")),
        (ParameterType.ARTICLE, "forty dead", kgd("article/a2")),
        (ParameterType.TYPE, "air strike", kg("AirStrike")),
        (ParameterType.TYPE, "AircraftShootdown", kg("AircraftShootdown")),
        (ParameterType.TYPE, "Territorial Change", kg("TerritorialChange")),
        (ParameterType.TYPE, "kg:Violence", kg("Violence")),
    ],
)
def test_parse_value_when_it_fits_gives_the_term(kind: ParameterType, value: object, term: object) -> None:
    assert parse_value(parameter(kind), value, STORE) == term


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2016", "2016-01-01", "2016-12-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2016-2-3", "2016-02-03", "2016-02-03"),
    ],
)
def test_parse_value_when_date_is_partial_takes_the_bound(text: str, first: str, last: str) -> None:
    for bound, day in ((Bound.FIRST, first), (Bound.LAST, last)):
        term = parse_value(parameter(ParameterType.DATE, bound=bound), text, STORE)
        assert term == Literal(day, datatype=XSD.date)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (ParameterType.DATE, "2016-13"),
        (ParameterType.DATE, "2016-02-30"),
        (ParameterType.DATE, "yesterday"),
        (ParameterType.INTEGER, "1.5"),
        (ParameterType.DECIMAL, "NaN"),
        (ParameterType.DECIMAL, "ten"),
        (ParameterType.BOOLEAN, "maybe"),
        (ParameterType.IRI, "no iri"),
        (ParameterType.IRI, "<no iri>"),
        (ParameterType.ACTOR, "https://exa<mple"),
        (ParameterType.ACTOR, "   "),
        (ParameterType.STRING, ""),
    ],
)
def test_parse_value_when_it_does_not_fit_is_refused_with_help(kind: ParameterType, value: object) -> None:
    with pytest.raises(QueryParameterError, match="a thing"):
        parse_value(parameter(kind), value, STORE)


def test_parse_value_when_name_is_misspelt_lists_near_names() -> None:
    with pytest.raises(QueryParameterError, match=r"Palmyra.*kgd:place/palmyra"):
        parse_value(parameter(ParameterType.PLACE), "Palmira", STORE)


def test_parse_value_when_several_have_the_name_lists_all() -> None:
    with pytest.raises(QueryParameterError) as caught:
        parse_value(parameter(ParameterType.ACTOR), "salim erdem", STORE)
    assert "kgd:actor/salim-erdem-2" in str(caught.value)
    assert "kgd:actor/salim-erdem\n" in str(caught.value) + "\n"


def test_parse_value_when_name_is_of_another_kind_is_not_found() -> None:
    with pytest.raises(QueryParameterError, match="no actor called 'Palmyra'"):
        parse_value(parameter(ParameterType.ACTOR), "Palmyra", STORE)


def test_parse_value_when_values_are_listed_takes_only_them() -> None:
    listed = parameter(ParameterType.STRING, values=("killed", "wounded"))
    assert parse_value(listed, "KILLED", STORE) == Literal("killed")
    with pytest.raises(QueryParameterError, match="Did you mean wounded"):
        parse_value(listed, "woundd", STORE)


def test_bind_parameters_when_one_is_missing_lists_them() -> None:
    with pytest.raises(QueryParameterError, match=r"needs place(.|\n)*since \(date, optional\)"):
        bind_parameters(AT_PLACE, {"since": "2016"}, STORE)


def test_bind_parameters_when_one_is_unknown_names_the_near_one() -> None:
    with pytest.raises(QueryParameterError, match="Did you mean place"):
        bind_parameters(AT_PLACE, {"plase": "Palmyra"}, STORE)


def test_bind_parameters_when_none_is_given_uses_the_default() -> None:
    assert bind_parameters(find_query("quality/low-scores"), {}, STORE) == {
        "limit": Literal("0.5", datatype=XSD.decimal)
    }


def test_usage_when_query_has_no_parameters_says_so() -> None:
    assert usage(find_query("quality/counts")) == "It takes no parameters."


HOSTILE = st.one_of(
    st.text(min_size=1).filter(lambda s: not any("\ud800" <= c <= "\udfff" for c in s)),
    st.sampled_from(
        ['" . ?s ?p ?o . "', "} UNION { ?s ?p ?o }", "' ) || true #", "?claim", "\\u0022", '"""', "<urn:x>", "%s{0}"]
    ),
)


@given(text=HOSTILE)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_run_when_text_is_hostile_searches_for_just_that(text: str) -> None:
    """The answer is what Python's own search gives: the text never becomes a part of the query."""
    if not text.strip():
        return
    contents = {row["content"] for row in run(STORE, "claims/search", text="e").values()}
    found = {row["content"] for row in run(STORE, "claims/search", text=text).values()}
    everything = {str(q.object.value) for q in STORE.matching(predicate=kg("content"))}
    assert contents <= everything
    assert found == {c for c in everything if text.isascii() and text.lower() in c.lower()} or not text.isascii()


@given(text=HOSTILE)
@settings(max_examples=60, deadline=None)
def test_run_when_name_is_hostile_is_refused_or_taken_as_an_iri(text: str) -> None:
    try:
        table = run(STORE, "incidents/at-place", place=text)
    except QueryParameterError:
        return
    assert len(table) == 0


def test_catalogue_examples_when_parsed_fit_their_types() -> None:
    for query in read_catalogue().values():
        for example in query.parameters:
            named = {"event", "operation", "article", "type", "actor", "place", "outlet", "entity"}
            if example.type.value not in named:
                parse_value(example, example.example, STORE)
