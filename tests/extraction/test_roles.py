from __future__ import annotations

import json

from kg.training.annotations import INVENTED
from tests.extraction.reading import extraction


def test_roles_when_read_then_nobody_is_doer_and_target_of_one_event() -> None:
    texts = [json.loads(line)["text"] for line in INVENTED.read_text(encoding="utf-8").splitlines()[:12]]
    reports = [r for text in texts for r in extraction(text).reports]
    assert any(r.agents and r.targets for r in reports)
    for report in reports:
        assert not {p.entity for p in report.agents} & {p.entity for p in report.targets}
