"""What the network is taught."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra `train`")


def test_follow_scores_when_one_label_mostly_follows_another_then_it_scores_above_the_rest() -> None:
    from kg.training.examples import follow_scores

    labels = torch.tensor([0, 1, 2, -100, 0, 0, 1, 2, 2, 0])
    scores = follow_scores([labels], 3)
    assert scores[1][2] > 0 > scores[1][1]
    assert scores[0][2] < scores[0][0]
