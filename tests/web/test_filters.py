"""The filter grammar of addresses."""

from __future__ import annotations

import string
from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from kg.web.filters import DISPUTED, STATUSES, TYPES, FilterError, Filters, Sort, parse_filters

SLUG = st.text(string.ascii_lowercase + string.digits + "-", min_size=1, max_size=12).filter(lambda s: s[0] != "-")
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=10)


@st.composite
def all_filters(draw: st.DrawFn) -> Filters:
    since, until = sorted([draw(DAYS), draw(DAYS)])
    things = {
        key: tuple(draw(st.lists(SLUG.map(lambda s, k=kind: f"{k}/{s}"), max_size=3, unique=True)))
        for key, kind in (
            ("actor", "actor"),
            ("agent", "actor"),
            ("target", "actor"),
            ("outlet", "actor"),
            ("place", "place"),
        )
    }
    return Filters(
        type=tuple(draw(st.lists(st.sampled_from(TYPES), max_size=3, unique=True))),
        status=tuple(draw(st.lists(st.sampled_from(STATUSES), max_size=2, unique=True))),
        disputed=tuple(draw(st.lists(st.sampled_from(DISPUTED), max_size=2, unique=True))),
        since=draw(st.sampled_from([since, None])),
        until=draw(st.sampled_from([until, None])),
        text=" ".join(draw(st.lists(WORDS, max_size=3))),
        sort=draw(st.sampled_from(list(Sort))),
        page=draw(st.integers(1, 99)),
        **things,
    )


@given(all_filters())
def test_filters_when_written_and_read_again_are_the_same(filters: Filters) -> None:
    assert parse_filters(QueryParams(filters.to_query())) == filters


KEYS = st.sampled_from([*"abc", "type", "from", "to", "place", "page", "sort", "text"])


@given(st.lists(st.tuples(KEYS, st.text(max_size=20)), max_size=5))
def test_parse_when_given_anything_answers_or_says_which_key_is_wrong(pairs: list[tuple[str, str]]) -> None:
    try:
        found = parse_filters(QueryParams(pairs))
    except FilterError as error:
        assert error.key in dict(pairs)
    else:
        assert isinstance(found, Filters)


@pytest.mark.parametrize(
    ("query", "key", "says"),
    [
        ("typ=AirStrike", "typ", "Did you mean type"),
        ("type=Airstrik", "type", "Did you mean AirStrike"),
        ("from=yesterday", "from", "no day"),
        ("from=2016-02-30", "from", "no day"),
        ("from=2017&to=2016", "to", "before"),
        ("page=0", "page", "no number"),
        ("page=²", "page", "no number"),
        ("status=true", "status", "not one of"),
        ("sort=random", "sort", "not one of"),
        ("from=2016&from=2017", "from", "once is enough"),
        ("text=%00", "text", "cannot be printed"),
        ("text=" + "x" * 400, "text", "long"),
    ],
)
def test_parse_when_a_value_means_nothing_then_the_error_names_the_key_and_what_it_takes(
    query: str, key: str, says: str
) -> None:
    with pytest.raises(FilterError, match=says) as caught:
        parse_filters(QueryParams(query))
    assert caught.value.key == key


def test_parse_when_a_month_or_year_is_given_it_stands_for_its_first_or_last_day() -> None:
    found = parse_filters(QueryParams("from=2016-02&to=2016-02"))
    assert (found.since, found.until) == (date(2016, 2, 1), date(2016, 2, 29))
    assert parse_filters(QueryParams("to=2016")).until == date(2016, 12, 31)


def test_parse_when_a_form_sends_empty_fields_they_count_as_absent() -> None:
    assert parse_filters(QueryParams("type=&place=&from=&text=&sort=&page=")) == Filters()


def test_with_and_without_value_when_changed_keep_the_rest_and_begin_at_the_first_page() -> None:
    filters = parse_filters(QueryParams("type=AirStrike&place=aleppo&page=3"))
    wider = filters.with_value("type", "Shelling")
    assert dict(parse_qsl(wider.to_query())).keys() == {"type", "place"}
    assert wider.without("type", "Shelling") == filters.without("actor")
    assert filters.without("place").place == ()
