"""Figures are drawn for real, and their marks counted in the picture."""

from __future__ import annotations

import struct
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

import kg
from kg.client import Answer
from kg.client.figures import Figure
from kg.client.outlines import Box, area, centre, outlines_in
from kg.client.png import compact
from kg.errors import ExportError, QueryError
from kg.querying.results import Table
from kg.rdf import literals


def answer_of(columns: str, *rows: tuple[object, ...]) -> Answer:
    return Answer(Table(columns=tuple(columns.split()), rows=rows))  # type: ignore[arg-type]


def place(name: str, lat: float, long: float, incidents: int, precision: str = "settlement") -> tuple[object, ...]:
    return (
        Literal(name),
        literals.decimal(lat),
        literals.decimal(long),
        literals.integer(incidents),
        Literal(precision),
    )


def happening(name: str, first: date | None, last: date | None, kind: str = "AirStrike") -> tuple[object, ...]:
    return (NamedNode(f"urn:{name}"), Literal(name), Literal(kind), *(d and literals.day(d) for d in (first, last)))


PLACES = "locationLabel lat long incidents precision"
EVENTS = "event eventLabel kind earliest latest"


@pytest.mark.parametrize("kind", ["map", "timeline", "ranges", "bars", "opponents", "relations"])
def test_figure_of_the_seeds_when_drawn_then_it_has_marks_a_sentence_and_a_table(graph: kg.Graph, kind: str) -> None:
    figure = {
        "map": lambda: graph.query("places/map").map(),
        "timeline": lambda: graph.incidents(since=1900).timeline(),
        "ranges": lambda: graph.query("casualties/deadliest").chart(),
        "bars": lambda: graph.query("claims/sources-ranking").chart("claims"),
        "opponents": lambda: graph.query("actors/opponents").network(),
        "relations": lambda: graph.query("actors/relations").network(),
    }[kind]()
    assert figure.marks > 0
    assert figure.says.endswith(".")
    assert len(figure.rows) > 0
    assert all(len(row) == len(figure.columns) for row in figure.rows)
    ET.fromstring(figure.svg())
    assert "http" not in figure.svg().replace("http://www.w3.org/", "")  # nothing is fetched


def test_map_when_drawn_then_a_circle_for_each_place_and_dashed_for_areas() -> None:
    figure = answer_of(
        PLACES,
        place("Aleppo", 36.2, 37.16, 9),
        place("Homs", 34.73, 36.71, 3),
        place("Hama Governorate", 35.1, 37.2, 1, "area"),
    ).map()
    assert figure.marks == 3
    assert figure.svg().count('stroke-dasharray="3,2"') == 1
    assert "Aleppo has 9 of 13 at 3 places" in figure.says
    assert "dashed circle" in figure.says


def test_map_when_a_place_is_far_from_nearly_everything_then_it_is_named_and_not_framed() -> None:
    near = [place(f"p{n}", 36 + n / 10, 37, 20) for n in range(5)]
    figure = answer_of(PLACES, *near, place("Geneva", 46.2, 6.1, 1)).map()
    assert figure.marks == 5
    assert "Outside of the frame: Geneva" in figure.says


def test_map_when_incidents_have_several_rows_then_each_counts_once(graph: kg.Graph) -> None:
    columns = "event locationLabel lat long"
    row = (NamedNode("urn:e"), Literal("Aleppo"), literals.decimal(36.2), literals.decimal(37.1))
    assert "Aleppo has 1 of 1 at 1 place" in answer_of(columns, row, row).map().says


def test_map_when_its_answer_has_no_precision_then_the_graph_is_asked_for_it(graph: kg.Graph) -> None:
    figure = graph.incidents().map()
    stands_for = {row[0]: row[4] for row in figure.rows}
    assert stands_for["Syria"] == "country"
    assert stands_for["Palmyra"] == "settlement"


def test_map_when_wkt_holds_the_points_then_they_are_drawn(graph: kg.Graph) -> None:
    points = graph.query(
        "SELECT ?locationLabel ?wkt { ?l geo:hasGeometry/geo:asWKT ?wkt ; rdfs:label ?locationLabel } LIMIT 4"
    )
    assert points.map().marks > 0


@pytest.mark.parametrize("make", [lambda a: a.map(), lambda a: a.timeline(), lambda a: a.network()])
def test_figure_when_the_columns_do_not_fit_then_the_error_says_which_it_needs(make: object) -> None:
    with pytest.raises(QueryError, match="needs columns"):
        make(answer_of("x", (Literal("a"),)))  # type: ignore[operator]


@pytest.mark.parametrize("kind", ["map", "timeline", "chart", "ranges", "network"])
def test_figure_when_nothing_can_be_drawn_then_an_error_and_no_empty_frame(kind: str) -> None:
    empty = {
        "map": lambda: answer_of(PLACES, (Literal("x"), None, None, None, None)).map(),
        "timeline": lambda: answer_of(EVENTS, happening("x", None, None)).timeline(),
        "chart": lambda: answer_of("name").chart(),
        "ranges": lambda: answer_of("name minimum maximum", (Literal("x"), None, None)).chart(),
        "network": lambda: answer_of("subjectLabel objectLabel", (Literal("x"), None)).network(),
    }
    with pytest.raises(QueryError, match="nothing to draw"):
        empty[kind]()


def test_chart_when_a_column_is_unknown_or_no_number_then_the_error_names_it() -> None:
    answer = answer_of("name count", (Literal("x"), Literal("many")))
    with pytest.raises(QueryError, match="no column 'sum': the columns are name, count"):
        answer.chart("sum")
    with pytest.raises(QueryError, match="'count' holds 'many'"):
        answer.chart("count")


def test_timeline_when_sides_are_open_then_arrows_and_a_mark_each() -> None:
    rows = [
        happening("both", date(2016, 1, 1), date(2016, 3, 1)),
        happening("day", date(2016, 2, 2), date(2016, 2, 2)),
        happening("from", date(2016, 2, 1), None),
        happening("until", None, date(2016, 2, 1)),
        happening("never", None, None),
    ]
    figure = answer_of(EVENTS, *rows).timeline()
    assert figure.marks == 4
    assert figure.svg().count("►") == figure.svg().count("◄") == 1
    assert "1 row without any day is not shown" in figure.says
    assert [row[2] for row in figure.rows] == [
        "2016-01-01 to 2016-03-01",
        "until 2016-02-01",
        "from 2016-02-01",
        "2016-02-02",
    ]


@pytest.mark.parametrize(("step", "unit"), [(1, "day"), (20, "month"), (200, "year")])
def test_timeline_when_rows_are_many_then_counts_by_a_fitting_unit(step: int, unit: str) -> None:
    days = [date.fromordinal(date(2011, 1, 1).toordinal() + n * step) for n in range(60)]
    figure = answer_of(EVENTS, *(happening(f"e{n}", d, d) for n, d in enumerate(days))).timeline()
    assert f"Each bar is a {unit}" in figure.says
    assert figure.marks > 10
    assert len(figure.rows) == 60


def test_timeline_when_few_rows_lie_far_away_then_they_are_told_and_not_drawn() -> None:
    days = [date.fromordinal(date(2016, 1, 1).toordinal() + n) for n in range(200)]
    rows = [happening(f"e{n}", d, d) for n, d in enumerate([*days, date(1920, 5, 5)])]
    assert "far before or after" in answer_of(EVENTS, *rows).timeline().says


def test_chart_when_names_stand_in_a_list_then_each_counts(graph: kg.Graph) -> None:
    figure = graph.incidents().chart(by="agents")
    counts = {row[0]: int(row[1]) for row in figure.rows}
    mine = {row.event for row in graph.incidents() if "Russia" in row.agents}
    assert counts["Russia"] == len(mine)


def test_ranges_when_open_then_the_words_say_at_least() -> None:
    figure = answer_of(
        "eventLabel kind minimum maximum",
        (Literal("a"), Literal("killed"), literals.integer(28), None),
        (Literal("b"), Literal("killed"), literals.integer(3), literals.integer(7)),
        (Literal("c"), Literal("wounded"), None, literals.integer(2)),
    ).chart()
    assert [row[2] for row in figure.rows] == ["at least 28", "3 to 7", "at most 2"]
    assert figure.marks == 3
    assert "furthest apart for b" in figure.says


def test_network_when_drawn_twice_then_the_same_picture(graph: kg.Graph) -> None:
    answer = graph.query("actors/opponents")
    assert answer.network().svg() == answer.network().svg()


def test_network_when_there_are_many_actors_then_the_sentence_says_how_many_are_drawn() -> None:
    rows = [(Literal(f"a{n}"), Literal("centre"), literals.integer(n + 1)) for n in range(60)]
    figure = answer_of("agentLabel targetLabel incidents", *rows).network()
    assert "The 26 with the most relations are drawn, of 61" in figure.says
    assert len(figure.rows) == 60


def test_figure_when_saved_then_a_picture_of_that_kind(graph: kg.Graph, tmp_path: Path) -> None:
    figure = graph.query("places/map").map()
    figure.save(tmp_path / "map.png")
    figure.save(tmp_path / "map.svg")
    data = (tmp_path / "map.png").read_bytes()
    width, height = struct.unpack(">II", data[16:24])
    assert data[:4] == b"\x89PNG"
    assert width > height > 500
    assert (tmp_path / "map.svg").read_text(encoding="utf-8").startswith("<svg")
    with pytest.raises(ExportError, match=r"\.png or \.svg"):
        figure.save(tmp_path / "map.pdf")


def test_png_when_compacted_then_smaller_and_the_same_pixels(graph: kg.Graph) -> None:
    import zlib

    import vl_convert

    figure: Figure = graph.query("places/map").map()
    loose: bytes = vl_convert.vegalite_to_png(figure.chart.to_dict())
    tight = compact(loose)
    assert len(tight) < len(loose)
    assert compact(tight) == tight

    def pixels(png: bytes) -> bytes:
        at, found = 8, b""
        while at < len(png):
            (length,) = struct.unpack(">I", png[at : at + 4])
            body = png[at + 8 : at + 8 + length]
            assert (
                zlib.crc32(png[at + 4 : at + 8 + length])
                == struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0]
            )
            found += body if png[at + 4 : at + 8] == b"IDAT" else b""
            at += 12 + length
        return zlib.decompress(found)

    assert pixels(tight) == pixels(loose)


def test_outlines_when_cut_at_a_frame_then_nothing_lies_outside_and_the_countries_are_right() -> None:
    box = Box(35.5, 32, 42.5, 37.5)
    found = {outline.name: outline for outline in outlines_in(box)}
    assert {"Syria", "Lebanon", "Turkey", "Iraq", "Jordan"} <= set(found)
    assert "France" not in found
    for outline in found.values():
        for ring in outline.rings:
            assert all(
                box.west - 1e-9 <= x <= box.east + 1e-9 and box.south - 1e-9 <= y <= box.north + 1e-9 for x, y in ring
            )
    x, y = centre(found["Syria"].rings[0])
    assert abs(x - 38.5) < 1
    assert abs(y - 35) < 1
    assert abs(area(found["Syria"].rings[0])) > 15


def test_outlines_when_the_whole_globe_is_framed_then_every_country_is_there() -> None:
    assert len(outlines_in(Box(-180, -90, 180, 90))) > 200
