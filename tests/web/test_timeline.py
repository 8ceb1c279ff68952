"""The timeline: days are marks, uncertain dates spans, and nobody undated is lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kg.web import SiteSettings, parse_filters, routes
from kg.web.views.charting import drawn_bars, drawn_span, ticks
from kg.web.views.spanning import Step, TimelineView, timeline_view, undated_incidents
from tests.web.scripted_graph import scripted_store

STORE = scripted_store()


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(routes=routes(lambda: STORE, SiteSettings())))


def view_of(**filters: str) -> TimelineView:
    found = timeline_view(STORE, parse_filters({key.rstrip("_"): value for key, value in filters.items()}))
    assert found is not None
    return found


def test_timeline_when_bounds_reach_into_a_day_then_it_counts_as_possible_not_as_certain() -> None:
    view = view_of(from_="2016-12-01", to="2016-12-31")
    assert view.step is Step.DAY
    by_day = {bar.first.day: (bar.certain, bar.possible) for bar in view.bars}
    assert by_day[13] == (1, 1)  # e1 on this day; e2 some day of the month
    assert by_day[20] == (0, 1)


def test_timeline_when_bounds_are_years_apart_then_the_incident_is_in_no_bar_and_last() -> None:
    view = view_of(from_="2016-12-01", to="2016-12-31")
    assert [span.event.label for span in view.spans][-2:] == ["Shelling e6", "ArmedClash e3"]
    assert view.barless == 2


def test_timeline_when_dates_are_missing_then_undated_ones_are_counted_whatever_the_period() -> None:
    filters = parse_filters({"from": "2016-12-01", "to": "2016-12-31"})
    assert [event.label for event in undated_incidents(STORE, filters)] == ["Killing e4"]


def test_timeline_view_when_nothing_is_dated_then_there_is_none() -> None:
    assert timeline_view(STORE, parse_filters({"type": "Killing"})) is None


def test_drawn_span_when_a_side_is_open_then_it_reaches_the_edge_and_looks_open() -> None:
    view = view_of(from_="2016-11-01", to="2016-11-30")
    drawn = {span.event.label: drawn_span(view, span) for span in view.spans}
    clash = drawn["ArmedClash e3"]
    assert (clash.look, clash.x, clash.width) == ("from", 30.0, 70.0)  # from the tenth of thirty days on
    assert (drawn["Shelling e6"].look, drawn["Shelling e6"].x, drawn["Shelling e6"].width) == ("span", 0.0, 100.0)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 60_000))
def test_bars_and_ticks_when_any_period_is_asked_then_bars_cover_it_and_ticks_lie_in_it(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    view = view_of(type="Shelling", from_=first.isoformat(), to=last.isoformat()) if _dated(first, last) else None
    if view is None:
        return
    assert (view.bars[0].first, view.bars[-1].last) == (first, last)
    assert all(a.last + timedelta(days=1) == b.first for a, b in zip(view.bars, view.bars[1:], strict=False))
    assert all(0 <= bar.x <= 100 and bar.width >= 0 and bar.x + bar.width <= 100.1 for bar in drawn_bars(view))
    assert all(0 <= tick.x <= 100 for tick in ticks(view))
    assert len(ticks(view)) <= 14


def _dated(first: date, last: date) -> bool:
    """Whether a shelling can have happened then: the one of 2010 to 2017."""
    return first <= date(2017, 12, 31) and last >= date(2010, 1, 1)


def test_timeline_page_when_read_without_scripts_then_bars_lead_on_and_spans_are_listed(client: TestClient) -> None:
    text = client.get("/timeline?from=2016-12-01&to=2016-12-31").text
    assert (
        'href="/incidents?from=2016-12-13&amp;to=2016-12-13" aria-label="13 December 2016: 1 incident, 1 more possible"'
        in text
    )
    assert text.count('class="lane"') == 5
    assert 'class="day"' in text
    assert 'class="span"' in text
    assert "1 incident without a date" in text
    assert "<script" not in text.split("<main")[1].split("</main>")[0]


def test_timeline_page_when_nothing_fits_then_it_says_so(client: TestClient) -> None:
    assert "No incident fits" in client.get("/timeline?from=1800&to=1801&text=nothing").text
