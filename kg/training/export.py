"""Export trained weights for the runtime: `python -m kg.training.export --model DIR --out FOLDER`.

Writes `encoder.onnx` (int8, with the label heads), `pairs.npz` (the pair heads, float16), `labels.json`, `tokenizer.json` and
`SHA256SUMS`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from kg.training.model import ATTRIBUTION_LABELS, HEADS, MENTION_LABELS, STANCES, TRIGGER_LABELS, Reader

PAIR_HEADS = ("roles", "same_event", "same_entity", "source", "about")


class Exported(nn.Module):
    """What goes into ONNX: hidden states and the logits of every label head."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """(batch, pieces) twice → hidden (batch, pieces, width), then one (batch, pieces, labels) a head."""
        hidden = self.reader.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        return (hidden, *(self.reader.heads[name](hidden) for name in HEADS))


def load_trained(folder: Path) -> Reader:
    """The network as trained."""
    from transformers import AutoConfig, AutoModel

    config = AutoConfig.from_pretrained(folder)
    config._attn_implementation = "eager"
    reader = Reader(AutoModel.from_config(config, add_pooling_layer=False), config.hidden_size)
    reader.load_state_dict(torch.load(folder / "reader.pt", map_location="cpu"))
    return reader.eval()


def export(model: Path, out: Path) -> None:
    """Write the runtime's files for a trained model."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    reader = load_trained(model)
    out.mkdir(parents=True, exist_ok=True)
    ids = torch.randint(1000, 2000, (2, 32))
    names = ["hidden", *HEADS]
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        torch.onnx.export(
            Exported(reader), (ids, torch.ones_like(ids)), str(full), input_names=["ids", "mask"], output_names=names,
            dynamic_axes={n: {0: "batch", 1: "pieces"} for n in ("ids", "mask", *names)}, opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(
            full,
            out / "encoder.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            extra_options={"MatMulConstBOnly": True},
        )
    weights = {k: v for k, v in reader.state_dict().items() if k.split(".")[0] in {*PAIR_HEADS, "stance"}}
    np.savez_compressed(out / "pairs.npz", **{k: v.numpy().astype(np.float16) for k, v in weights.items()})
    (out / "labels.json").write_text(
        json.dumps(
            {
                "heads": HEADS,
                "mention": MENTION_LABELS,
                "trigger": TRIGGER_LABELS,
                "attribution": ATTRIBUTION_LABELS,
                "stances": STANCES,
                "follows": json.loads((model / "follows.json").read_text(encoding="utf-8")),
            },
            indent=1,
        )
    )
    shutil.copy(model / "tokenizer.json", out)
    files = ("encoder.onnx", "labels.json", "pairs.npz", "tokenizer.json")
    sums = [f"{hashlib.sha256((out / f).read_bytes()).hexdigest()}  {f}" for f in files]
    (out / "SHA256SUMS").write_text("\n".join(sums) + "\n")


def main() -> None:
    """Command line of the exporter."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    export(args.model, args.out)


if __name__ == "__main__":
    main()
