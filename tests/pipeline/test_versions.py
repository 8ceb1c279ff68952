"""Versions of one article through the whole path: what an outlet changed is kept, whichever way it comes in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.comparing import changes, compare, diff, open_previous
from kg.config import Settings
from kg.pipeline.build import build
from kg.rdf.namespaces import KG
from kg.storage import open_store, sorted_nquads

OLD = {
    "id": "strike-1", "url": "https://herald.example/strike", "publisher": "Example Herald", "published": "2016-08-02",
    "title": "Air strike hits Idlib market",
    "text": "BEIRUT, Aug 2, 2016 - Russian warplanes bombed a market in the Syrian city of Idlib on Monday, killing at least "
    "12 civilians, the Syrian Observatory for Human Rights said. Shops were set on fire. Rescuers searched the rubble "
    "through the night, and the wounded were taken to hospitals near the border, residents said.",
}  # fmt: skip
NEW = {
    **OLD,
    "published": "2016-08-03",
    "text": OLD["text"].replace("12 civilians", "19 civilians") + " Correction: the toll.",
}


@pytest.fixture(scope="module")
def settings(gazetteer_folder: Path) -> Settings:
    return Settings(gazetteer=gazetteer_folder)


def write(path: Path, *records: dict[str, str]) -> str:
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return str(path)


def test_build_when_an_input_gives_a_new_text_for_an_address_then_both_versions_stay(
    tmp_path: Path, settings: Settings
) -> None:
    source, store = tmp_path / "news.jsonl", tmp_path / "store"
    build([write(source, OLD)], store, settings)
    report = build([write(source, NEW)], store, settings)
    assert (report.articles, report.replaced) == (2, 0)
    with open_store(store) as opened:
        (revision,) = opened.matching(predicate=KG.revisionOf)
        history = changes(opened, str(revision.subject.value))  # type: ignore[union-attr]
        told = [
            (c.before.quote if c.before else "", c.after.quote if c.after else "") for c in history.steps[0].changes
        ]
        assert history.steps[0].why == "published later"
        assert any("12 civilians" in before and "19 civilians" in after for before, after in told)
        strike = next(q for q in opened.matching(predicate=KG.eventType) if str(q.object).endswith("AirStrike>"))
        event = next(iter(opened.matching(strike.subject, KG.reportOf))).object  # type: ignore[arg-type]
        comparison = compare(opened, event.value)  # type: ignore[union-attr]
        assert {s.published for s in comparison.sources} == {"2016-08-03"}
        with open_previous(store) as before:
            assert [a.fate.value for a in diff(before, opened).articles] == ["added"]


def test_build_when_versions_come_in_the_other_order_then_the_same_graph(tmp_path: Path, settings: Settings) -> None:
    one, two = write(tmp_path / "one.jsonl", OLD), write(tmp_path / "two.jsonl", NEW)
    build([one], tmp_path / "a", settings)
    build([two], tmp_path / "a", settings)
    build([two, one], tmp_path / "b", settings)
    with open_store(tmp_path / "a") as a, open_store(tmp_path / "b") as b:
        assert sorted_nquads(a) == sorted_nquads(b)
