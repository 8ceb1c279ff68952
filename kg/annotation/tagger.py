"""The learned reader at run time: word pieces → labelled spans and pair scores. The only home of onnxruntime and tokenizers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.annotation.pieces import Pieces, cut_pieces, plan_windows
from kg.domain.annotations import LabelledSpan, RoleScores
from kg.errors import ResourceError

Array = NDArray[np.float32]
WEIGHTS = Path(__file__).parent / "weights"
# Added to the log-probability of every label other than `O`: the heads are shy, since most words carry no label. Swept on
# training articles left out of training (see docs/scorecard.md).
LEAN = {"mention": 0.3, "attribution": 0.0}
# Labels of a word below this probability are not worth weighing against the lexicon.
LEAST_CANDIDATE = 0.02


def softmax(x: Array) -> Array:
    """Along the last axis."""
    e = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(e / e.sum(-1, keepdims=True), dtype=np.float32)


def sigmoid(x: Array) -> Array:
    """Element by element."""
    return np.asarray(1 / (1 + np.exp(-x)), dtype=np.float32)


def gelu(x: Array) -> Array:
    """Gaussian error linear unit, in its tanh form (within 0.001 of the exact one)."""
    return np.asarray(0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x * x * x))), dtype=np.float32)


class Weights:
    """The files of one trained reader, checked against their digests."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        check_digests(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 2
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self.session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        self.heads: dict[str, list[str]] = labels["heads"]
        self.numbers: dict[str, dict[str, int]] = {
            k: {n: i for i, n in enumerate(labels[k])} for k in ("mention", "trigger")
        }
        self.stances: list[str] = labels["stances"]
        self.follows = {k: np.array(rows, dtype=np.float32) for k, rows in labels.get("follows", {}).items()}
        with np.load(folder / "pairs.npz") as file:
            self.pairs: dict[str, Array] = {k: file[k].astype(np.float32) for k in file.files}
        self.cls = self.tokenizer.token_to_id("[CLS]")
        self.sep = self.tokenizer.token_to_id("[SEP]")

    def pair_head(self, name: str) -> dict[str, Array]:
        """The weights of one pair head, by their names within it."""
        return {k.removeprefix(name + "."): v for k, v in self.pairs.items() if k.startswith(name + ".")}

    def run(self, pieces: Pieces) -> tuple[Array, dict[str, Array]]:
        """Hidden states (pieces, width) and logits (pieces, labels) of each head."""
        parts: list[list[Array]] = []
        for first, last, keep_from, keep_to in plan_windows(len(pieces)):
            ids = np.array([[self.cls, *pieces.ids[first:last], self.sep]], dtype=np.int64)
            out = self.session.run(["hidden", *self.heads], {"ids": ids, "mask": np.ones_like(ids)})
            parts.append([x[0, 1 + keep_from - first : 1 + keep_to - first] for x in out])
        joined = [np.concatenate(x) for x in zip(*parts, strict=True)]
        return joined[0], dict(zip(self.heads, joined[1:], strict=True))


def check_digests(folder: Path) -> None:
    """Raise ResourceError where a file is missing or is not the one that was shipped."""
    try:
        lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
        for line in lines:
            want, name = line.split()
            have = hashlib.sha256((folder / name).read_bytes()).hexdigest()
            if have != want:
                raise ResourceError(
                    f"The reader's weights are damaged: {name} has another digest than shipped. Install conflict-kg again."
                )
    except OSError as error:
        raise ResourceError(
            f"The reader's weights are missing ({error.filename}). Install conflict-kg again."
        ) from error


@lru_cache(maxsize=2)
def load_weights(folder: Path = WEIGHTS) -> Weights:
    """The weights of a folder, loaded once a process."""
    return Weights(folder)


@dataclass(slots=True)
class Reading:
    """The reader's view of one article; scores pairs of spans (`kg.domain.annotations.PairScorer`)."""

    weights: Weights
    pieces: Pieces
    hidden: Array
    logits: dict[str, Array]

    def roles(self, triggers: Sequence[LabelledSpan], mentions: Sequence[LabelledSpan]) -> list[list[RoleScores]]:
        """One row a trigger, one column a mention."""
        scores = sigmoid(self._pair("roles", self._spans(triggers, "trigger"), self._spans(mentions, "mention")))
        return [[RoleScores(float(c[0]), float(c[1]), float(c[2])) for c in row] for row in scores]

    def same_event(self, triggers: Sequence[LabelledSpan]) -> list[list[float]]:
        """Symmetric: whether two triggers tell of one event."""
        return self._same("same_event", self._spans(triggers, "trigger"))

    def same_entity(self, mentions: Sequence[LabelledSpan]) -> list[list[float]]:
        """Symmetric: whether two mentions refer to one entity."""
        return self._same("same_entity", self._spans(mentions, "mention"))

    def sources(self, anchors: Sequence[LabelledSpan], mentions: Sequence[LabelledSpan]) -> list[list[float]]:
        """One row an anchor: logits of a softmax over the mentions."""
        return [
            [float(x) for x in row]
            for row in self._pair("source", self._spans(anchors, None), self._spans(mentions, "mention"))[..., 0]
        ]

    def about(self, anchors: Sequence[LabelledSpan], triggers: Sequence[LabelledSpan]) -> list[list[float]]:
        """One row an anchor, one column a trigger."""
        return [
            [float(x) for x in row]
            for row in sigmoid(
                self._pair("about", self._spans(anchors, None), self._spans(triggers, "trigger"))[..., 0]
            )
        ]

    def stances(self, anchors: Sequence[LabelledSpan]) -> list[dict[str, float]]:
        """For each anchor the probability of each stance."""
        states, _, _ = self._spans(anchors, None)
        scores = softmax(states @ self.weights.pairs["stance.weight"].T + self.weights.pairs["stance.bias"])
        return [dict(zip(self.weights.stances, map(float, row), strict=True)) for row in scores]

    def _spans(
        self, spans: Sequence[LabelledSpan], head: str | None
    ) -> tuple[Array, NDArray[np.int64], NDArray[np.int64]]:
        """States (spans, width), label numbers and first pieces."""
        starts = np.array(self.pieces.starts)
        ends = np.array(self.pieces.ends)
        first = np.array([int(np.searchsorted(ends, s.start, side="right")) for s in spans], dtype=np.int64)
        last = np.array([max(int(np.searchsorted(starts, s.end, side="left")) - 1, 0) for s in spans], dtype=np.int64)
        first = np.minimum(first, len(self.pieces) - 1)
        last = np.clip(last, first, len(self.pieces) - 1)
        labels = np.array([self.weights.numbers[head][s.label] if head else 0 for s in spans], dtype=np.int64)
        if not len(spans):
            return np.zeros((0, self.hidden.shape[1]), np.float32), labels, first
        states: Array = np.asarray((self.hidden[first] + self.hidden[last]) / 2, dtype=np.float32)
        return states, labels, first

    def _same(self, name: str, spans: tuple[Any, Any, Any]) -> list[list[float]]:
        scores = self._pair(name, spans, spans)[..., 0]
        return [[float(x) for x in row] for row in sigmoid(np.asarray((scores + scores.T) / 2, dtype=np.float32))]

    def _pair(self, name: str, a: tuple[Any, Any, Any], b: tuple[Any, Any, Any]) -> Array:
        """The pair head `name` over every pair of (states, labels, positions): (k, m, outputs)."""
        w = self.weights.pair_head(name)
        wide = w["anchor.bias"].size
        mix_x, mix_y, mix_xy, mix_a, mix_b, mix_d = np.split(
            w["mix.weight"].T,
            np.cumsum([wide, wide, wide, w["anchor_label.weight"].shape[1], w["other_label.weight"].shape[1]]),
        )
        # The mixing layer is linear: what depends on one side only, or on the distance only, is computed once, not for every pair.
        x = a[0] @ w["anchor.weight"].T + w["anchor.bias"]
        y = b[0] @ w["other.weight"].T + w["other.bias"]
        rows = x @ mix_x + w["anchor_label.weight"][a[1]] @ mix_a + w["mix.bias"]
        columns = y @ mix_y + w["other_label.weight"][b[1]] @ mix_b
        gap = b[2][None] - a[2][:, None]
        size = np.minimum(np.log2(np.abs(gap).astype(np.float32) + 1).astype(np.int64), 9)
        distance = (w["distance.weight"] @ mix_d)[np.where(gap < 0, size, size + 10)]
        product = (x[:, None] * y[None]).reshape(-1, wide) @ mix_xy
        z = product.reshape(len(x), len(y), wide) + rows[:, None] + columns[None] + distance
        return np.asarray(gelu(z) @ w["out.weight"].T + w["out.bias"], dtype=np.float32)


def read(text: str, folder: Path = WEIGHTS) -> tuple[dict[str, tuple[LabelledSpan, ...]], Reading]:
    """Labelled spans of each head, and the scorer of pairs, for one text."""
    weights = load_weights(folder)
    pieces = cut_pieces(weights.tokenizer, text)
    hidden, logits = weights.run(pieces)
    spread = {name: softmax(x) for name, x in logits.items()}
    labelled = {
        name: decode(pieces, spread[name], weights.heads[name], LEAN[name], weights.follows.get(name))
        for name in ("mention", "attribution")
    }
    labelled["trigger"] = candidates(pieces, spread["trigger"], weights.heads["trigger"])
    return labelled, Reading(weights, pieces, hidden, logits)


def decode(
    pieces: Pieces, probabilities: Array, names: Sequence[str], lean: float = 0.0, follows: Array | None = None
) -> tuple[LabelledSpan, ...]:
    """Spans of a head from its label probabilities: the best valid sequence (Viterbi), each span scored by its words' mean.

    `follows` (labels, labels) says how much likelier a label is after another than anywhere, as a logarithm.
    """
    words = [i for i in range(len(pieces)) if pieces.is_word_start(i)]
    if not words:
        return ()
    scores_of = np.log(probabilities[words] + 1e-9)
    scores_of[:, 1:] += lean
    path = best_path(scores_of, names, follows)
    spans: list[LabelledSpan] = []
    start = end = -1
    label = ""
    scores: list[float] = []

    def close() -> None:
        if scores:
            spans.append(LabelledSpan(start, end, label, round(float(np.mean(scores)), 4)))
            scores.clear()

    for n, (i, k) in enumerate(zip(words, path, strict=True)):
        name = names[k]
        stop = words[n + 1] if n + 1 < len(words) else len(pieces)
        word_end = max(pieces.ends[j] for j in range(i, stop) if pieces.starts[j] < pieces.ends[j])
        if name == "O":
            close()
        elif name.startswith("I-") and scores and label == name[2:]:
            end = word_end
            scores.append(float(probabilities[i, k]))
        else:
            close()
            start, end, label = pieces.starts[i], word_end, name.split("-", 1)[-1]
            scores.append(float(probabilities[i, k]))
    close()
    return tuple(spans)


def candidates(pieces: Pieces, probabilities: Array, names: Sequence[str]) -> tuple[LabelledSpan, ...]:
    """Every label of every word that is not negligible, in order of words, likeliest first: who chooses knows the lexicon."""
    words = [i for i in range(len(pieces)) if pieces.is_word_start(i)]
    out: list[LabelledSpan] = []
    for n, i in enumerate(words):
        row = probabilities[i]
        if 1 - row[0] < LEAST_CANDIDATE:
            continue
        stop = words[n + 1] if n + 1 < len(words) else len(pieces)
        end = max(pieces.ends[j] for j in range(i, stop) if pieces.starts[j] < pieces.ends[j])
        for k in np.argsort(-row, kind="stable"):
            if k != 0 and row[k] >= LEAST_CANDIDATE:
                out.append(LabelledSpan(pieces.starts[i], end, names[k], round(float(row[k]), 4)))
    return tuple(out)


def best_path(scores: Array, names: Sequence[str], follows: Array | None = None) -> list[int]:
    """The likeliest sequence of labels in which an inside label follows its own begin or inside."""
    allowed = np.zeros((len(names), len(names)), dtype=np.float32) if follows is None else follows.copy()
    for j, name in enumerate(names):
        if name.startswith("I-"):
            for i, before in enumerate(names):
                if before not in (name, "B" + name[1:]):
                    allowed[i, j] = -1e4
    total = scores[0] + np.array([-1e4 if n.startswith("I-") else 0 for n in names], dtype=np.float32)
    back = []
    for row in scores[1:]:
        step = total[:, None] + allowed
        best = step.argmax(0)
        back.append(best)
        total = step[best, np.arange(len(names))] + row
    path = [int(total.argmax())]
    for best in reversed(back):
        path.append(int(best[path[-1]]))
    return path[::-1]
