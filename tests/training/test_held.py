import json
from pathlib import Path

from kg.annotation.tagger import WEIGHTS
from kg.training.held import annotate_held, read_records


def test_annotate_held_reads_the_listed_articles_only(tmp_path: Path) -> None:
    (tmp_path / "onnx").symlink_to(WEIGHTS)
    (tmp_path / "held.json").write_text(json.dumps(["b", "gone"]), encoding="utf-8")
    records = {k: (f"Rebels shelled the town of Nubl on Monday, {k} said.", {}) for k in "ab"}
    assert [a.article.source_id for a in annotate_held(tmp_path, records)] == ["b"]


def test_read_records_holds_gold_and_our_own(shared: Path) -> None:
    records = read_records(shared)
    assert sum(i.startswith("own-") for i in records) > 50
    assert len(records) > 400
