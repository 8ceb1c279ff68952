import pytest


def test_pooled_when_an_entity_has_two_mentions_takes_the_better() -> None:
    torch = pytest.importorskip("torch", reason="training needs the extra `train`")
    from kg.training.losses import NOTHING, pooled

    scores = torch.tensor([[[0.1], [0.9], [0.4]]])  # one trigger, three mentions
    best = pooled(scores, [0], [1, 1, 0], (1, 3))
    assert best[0, :, 0].tolist() == pytest.approx([0.4, 0.9, NOTHING])
