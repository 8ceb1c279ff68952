from __future__ import annotations

import csv
import dataclasses
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from kg.exporting import export
from kg.mapping import links_by_article, map_article
from kg.storage import memory_store
from tests.exporting.world import ARTICLES, LINKS, world_quads
from tests.factories import TEXT, make_article, make_extraction, make_links

CONTRACT = {
    "articles": "article source_id title publisher published language url characters digest",
    "entities": "entity type label names wikidata geonames latitude longitude within articles mentions",
    "mentions": "mention article start end quote entity",
    "events": "event type label date_start date_end edtf places agents targets part_of reports articles killed_low "
    "killed_high disputed acled plover",
    "reports": "report event article type status spans date_start date_end date_basis places agents targets "
    "target_texts means part_of",
    "casualties": "count report kind minimum maximum victims start end quote claim",
    "claims": "claim article claimant cue stance start end content_start content_end about said_start said_end",
    "relations": "relation subject predicate object article start end quote",
}
Rows = list[dict[str, str]]


def read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables") / "out"
    export(memory_store(world_quads()), "tables", folder)
    return folder


def test_tables_when_written_then_the_columns_of_the_contract_come_first(tables: Path) -> None:
    heads = {p.stem: p.read_text(encoding="utf-8").splitlines()[0].split(",") for p in tables.iterdir()}
    assert heads.keys() == CONTRACT.keys()
    for name, columns in CONTRACT.items():
        assert heads[name][: len(columns.split())] == columns.split()


def test_tables_when_written_then_rows_are_sorted_by_their_id(tables: Path) -> None:
    for path in tables.iterdir():
        ids = [next(iter(row.values())) for row in read(path)]
        assert ids and ids == sorted(ids)


def test_tables_when_written_then_offsets_cut_the_quote_from_the_text(tables: Path) -> None:
    rows = [row for name in ("mentions", "casualties", "relations") for row in read(tables / f"{name}.csv")]
    assert len(rows) > 15
    assert all(TEXT[int(row["start"]) : int(row["end"])] == row["quote"] for row in rows)


def test_tables_when_they_point_at_each_other_then_the_row_is_there(tables: Path) -> None:
    ids = {p.stem: {next(iter(row.values())) for row in read(p)} for p in tables.iterdir()}
    for row in read(tables / "reports.csv"):
        assert row["event"] in ids["events"] and row["article"] in ids["articles"]
        assert set(filter(None, f"{row['agents']}|{row['targets']}|{row['places']}".split("|"))) <= ids["entities"]
        assert not row["part_of"] or row["part_of"] in ids["reports"]
    for row in read(tables / "claims.csv"):
        assert row["claimant"] in ids["entities"] and set(row["about"].split("|")) <= ids["reports"]
    for row in read(tables / "events.csv"):
        assert not row["part_of"] or row["part_of"] in ids["events"]


def test_tables_when_an_event_has_reports_then_its_row_sums_them_up(tables: Path) -> None:
    (row,) = [r for r in read(tables / "events.csv") if r["type"] == "AirStrike"]
    assert (row["reports"], row["articles"]) == ("2", "2")
    assert (row["killed_low"], row["killed_high"]) == ("12", "")  # "at least 12"; the four children are part of them
    assert row["acled"] and row["plover"]


def test_tables_when_an_entity_is_mentioned_then_its_row_counts_it(tables: Path) -> None:
    rows = {r["entity"]: r for r in read(tables / "entities.csv")}
    assert (rows["actor/norland"]["articles"], rows["actor/norland"]["mentions"]) == ("2", "4")
    assert rows["actor/marrat-press-office"]["names"] == "Marrat Press Office|مكتب"
    assert (rows["place/geonames-170001"]["latitude"], rows["place/geonames-170001"]["within"]) == (
        "35.75",
        "place/upper-marrat",
    )


def test_tables_when_the_same_graph_came_in_another_order_then_the_bytes_are_the_same(
    tables: Path, tmp_path: Path
) -> None:
    quads = world_quads()
    export(memory_store(random.Random(3).sample(quads, len(quads))), "tables", tmp_path / "out")
    assert {p.name: p.read_bytes() for p in tables.iterdir()} == {
        p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()
    }


def test_tables_when_text_looks_like_a_formula_then_it_is_exact_unless_a_safe_one_is_asked_for(tmp_path: Path) -> None:
    article = make_article("c", title="=HYPERLINK(0)", text='-1 @x, "y"\r\n+z', regions=())
    extraction = dataclasses.replace(
        make_extraction(ARTICLES[0]),
        article=article.id,
        entities=(),
        reports=(),
        claims=(),
        relations=(),
        memberships=(),
    )
    store = memory_store(map_article(article, extraction))
    for safe, title in ((False, "=HYPERLINK(0)"), (True, "'=HYPERLINK(0)")):
        export(store, "tables", tmp_path / "out", spreadsheet_safe=safe)
        (row,) = read(tmp_path / "out" / "articles.csv")
        assert row["title"] == title and row["characters"] == str(len(article.text))


def test_tables_when_a_name_holds_the_separator_then_the_list_still_splits_in_two(tmp_path: Path) -> None:
    links = make_links(ARTICLES[0])
    office = dataclasses.replace(links.entities[3], label="A|B", names=("C",))
    from kg.mapping import map_entities

    export(memory_store(map_entities(dataclasses.replace(links, entities=(office,)))), "tables", tmp_path / "out")
    assert read(tmp_path / "out" / "entities.csv")[0]["names"] == "A¦B|C"


def test_tables_when_read_by_the_measurements_then_nothing_is_lost(tables: Path, shared: Path, tmp_path: Path) -> None:
    script = shared / "gold" / "from_tables.py"
    subprocess.run([sys.executable, script, tables, tmp_path / "gold"], check=True)
    read_back = json.loads((tmp_path / "gold" / "news-a.json").read_text())
    views = links_by_article(LINKS)
    assert read_back["published"] == "2016-08-02"
    assert len(read_back["events"]) == 2 and len(read_back["claims"]) == 2
    strike = next(e for e in read_back["events"] if e["type"] == "AirStrike")
    assert strike["agents"] == [views[ARTICLES[0].id].entities["norland"]]
    assert strike["means"] == ["jets"] and len(strike["spans"]) == 2
    assert [(c["min"], c["max"]) for c in strike["casualties"]] == [(12, None), (4, 4)]
