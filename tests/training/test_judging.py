from __future__ import annotations

import json
from pathlib import Path

from kg.annotation.tagger import WEIGHTS
from kg.training.held import annotate_held
from kg.training.judging import full, write_judged

TEXT = (
    "DAMASCUS, 5 March 2016 (AFP) - Russian jets struck a market in Palmyra on Friday, "
    "killing at least 12 civilians, the Observatory said."
)
ANNOTATION = {
    "published": "2016-03-05",
    "entities": [{"key": "palmyra", "type": "Settlement", "names": ["Palmyra"]}],
    "events": [{"id": "e1", "type": "AirStrike", "quotes": ["struck a market in Palmyra"]}],
    "claims": [],
}


def test_full_when_fields_were_left_out_as_empty_gives_them() -> None:
    annotation = full({"entities": [], "events": [{"id": "e1", "places": ["x"]}], "claims": [{"id": "c1"}]})
    assert annotation["events"][0]["places"] == ["x"]
    assert annotation["events"][0]["date"] == {}
    assert annotation["claims"][0]["cue"] is None
    assert annotation["published"] is None


def test_write_judged_when_a_model_reads_an_article_writes_what_the_scorer_compares(tmp_path: Path) -> None:
    model = tmp_path / "model"
    model.mkdir()
    (model / "onnx").symlink_to(WEIGHTS)
    (model / "held.json").write_text('["a"]')
    records = {"a": (TEXT, ANNOTATION)}
    assert write_judged(annotate_held(model, records), records, tmp_path / "out") == 1
    assert json.loads((tmp_path / "out" / "articles.jsonl").read_text())["text"] == TEXT
    pred = json.loads((tmp_path / "out" / "pred" / "a.json").read_text())
    assert pred["published"] == "2016-03-05"
    strike = next(e for e in pred["events"] if e["type"] == "AirStrike")
    assert strike["date"] == {"start": "2016-03-04", "end": "2016-03-04"}
    assert strike["casualties"][0]["min"] == 12
    place = next(e for e in pred["entities"] if e["key"] in strike["places"])
    assert "Palmyra" in place["names"]
    gold = json.loads((tmp_path / "out" / "gold" / "a.json").read_text())
    assert gold["events"][0]["targets"] == []
