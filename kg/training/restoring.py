"""The network from the runtime's files, to go on training from: what `kg.training.export` wrote, less what int8 rounded off."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from kg.training.model import HEADS, Reader

_WEIGHTS = ("_quantized", "_scale", "_zero_point")


def restore(weights: Path, fresh: Reader) -> Reader:
    """`fresh`, a network with the encoder's published weights (its embeddings are never taught), with the weights of `weights`.

    Raises:
        SystemExit: the files lack a weight, or hold one of another shape.
    """
    state = {**_pair_heads(weights / "pairs.npz"), **_encoder(weights / "encoder.onnx")}
    missing, unknown = fresh.load_state_dict(state, strict=False)
    lacking = [name for name in missing if not name.startswith("encoder.embeddings.")]
    if lacking or unknown:
        raise SystemExit(f"{weights} lacks {lacking[:3]}, and holds {unknown[:3]} that the network has not")
    return fresh


def _pair_heads(file: Path) -> dict[str, torch.Tensor]:
    return {name: torch.tensor(value.astype(np.float32)) for name, value in np.load(file).items()}


def _encoder(file: Path) -> dict[str, torch.Tensor]:
    graph = onnx.load(file).graph
    held = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    plain = {k.removeprefix("reader."): v for k, v in held.items() if k.startswith("reader.")}
    out = {k: v for k, v in plain.items() if v.dtype == np.float32 and not k.endswith(_WEIGHTS)}
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            name = node.input[1].removesuffix("_quantized")
            whole, scale, zero = (held[name + end].astype(np.float32) for end in _WEIGHTS)
            out[_weight_of(node.name)] = ((whole - zero) * scale).T
    return {name: torch.tensor(value) for name, value in out.items() if not name.startswith("encoder.embeddings.")}


def _weight_of(node: str) -> str:
    """The node `/encoder/encoder/layer.0/output/dense/MatMul_quant` is of `encoder.encoder.layer.0.output.dense.weight`."""
    path = node.strip("/").removesuffix("/MatMul_quant").replace("/", ".")
    return f"heads.{path}.weight" if path in HEADS else f"{path}.weight"
