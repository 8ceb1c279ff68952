from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.domain.annotations import LabelledSpan

WHY = "training needs the extra `train`"


def test_read_re3d_when_entities_overlap_keeps_the_outermost_sure_ones(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason=WHY)
    from kg.training.elsewhere import read_re3d

    folder = tmp_path / "re3d"
    folder.mkdir()
    (folder / "documents.jsonl").write_text(json.dumps({"_id": "A", "text": "the Syrian army left"}))
    rows = [
        {"documentId": "A", "begin": 4, "end": 10, "type": "Nationality", "confidence": 1},
        {"documentId": "A", "begin": 0, "end": 15, "type": "Organisation", "confidence": 0.9},
        {"documentId": "A", "begin": 16, "end": 20, "type": "Person", "confidence": 0.2},
    ]
    (folder / "entities.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    assert read_re3d(tmp_path)["A"]["entities"] == [{"start": 0, "end": 15, "type": "Organisation"}]


def test_joined_when_two_cues_share_a_text_gives_each_its_own_source_and_content() -> None:
    pytest.importorskip("torch", reason=WHY)
    from kg.training.elsewhere import joined

    cues = [LabelledSpan(10, 14, "Cue", 0.9), LabelledSpan(50, 54, "Cue", 0.9)]
    others = [
        LabelledSpan(0, 9, "Source", 0.9),
        LabelledSpan(15, 40, "Content", 0.9),
        LabelledSpan(55, 80, "Content", 0.9),
    ]
    first, second = joined(cues, others, [[0.9, 0.8, 0.1], [0.2, 0.1, 0.3]])
    assert first == {"source": [[0, 9]], "cue": [[10, 14]], "content": [[15, 40]]}
    assert second == {"source": [], "cue": [[50, 54]], "content": [[55, 80]]}


def test_spans_of_when_attributions_are_discontinuous_marks_whose_each_piece_is() -> None:
    pytest.importorskip("torch", reason=WHY)
    from kg.training.elsewhere import spans_of

    doc = {"attributions": [{"source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 20], [25, 30]]}]}
    assert {(s.start, s.label, s.owner) for s in spans_of(doc)} == {
        (0, "Source", 0),
        (4, "Cue", 0),
        (9, "Content", 0),
        (25, "Content", 0),
    }
