from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.quality.errors import find_errors

TEXT = "Jets bombed Madaya on Monday. A school was hit. Talks opened in Geneva, the ministry said."


def event(id_: str, kind: str, *spans: str, **more: Any) -> dict[str, Any]:
    where = [[TEXT.index(s), TEXT.index(s) + len(s)] for s in spans]
    return {"id": id_, "type": kind, "spans": where, "quotes": [], "agents": [], "targets": [], "places": [], **more}


def side(*events: dict[str, Any], entities: tuple[str, ...] = ("Madaya",)) -> dict[str, Any]:
    named = [{"key": n, "type": "Settlement", "names": [n]} for n in entities]
    return {"id": "a", "published": None, "entities": named, "events": list(events), "claims": []}


def found(shared: Path, folder: Path, gold: dict[str, Any], pred: dict[str, Any]) -> list[tuple[str, int]]:
    (folder / "a.jsonl").write_text(json.dumps({"id": "a", "text": TEXT}))
    for name, content in (("gold", gold), ("pred", pred)):
        (folder / name).mkdir()
        (folder / name / "a.json").write_text(json.dumps(content))
    return [(e.kind, e.items) for e in find_errors(folder / "a.jsonl", folder / "gold", folder / "pred", shared)]


def test_find_errors_when_all_is_right_finds_none(shared: Path, tmp_path: Path) -> None:
    one = side(event("e1", "AirStrike", "bombed", places=["Madaya"]))
    assert found(shared, tmp_path, one, json.loads(json.dumps(one))) == []


def test_find_errors_when_an_event_is_missed_counts_what_it_would_have_held(shared: Path, tmp_path: Path) -> None:
    strike = event("e1", "AirStrike", "bombed", places=["Madaya"])
    talks = event("e2", "Meeting", "Talks", places=["Madaya"], date={"start": "2016-03-07", "end": "2016-03-07"})
    assert found(shared, tmp_path, side(strike, talks), side(strike)) == [("event missed", 5)]


def test_find_errors_when_a_place_is_another_charges_the_role_and_the_entity(shared: Path, tmp_path: Path) -> None:
    gold = side(event("e1", "AirStrike", "bombed", places=["Madaya"]))
    pred = side(event("e1", "AirStrike", "bombed", places=["Geneva"]), entities=("Madaya", "Geneva"))
    assert found(shared, tmp_path, gold, pred) == [("places", 3), ("actor or place that is none", 1)]
