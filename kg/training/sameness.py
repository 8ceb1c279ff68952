"""Fit what joins two tellings of one event: `python -m kg.training.sameness --data SHARED --models MODEL…`.

Each MODEL is a folder of trained weights with a list of annotated articles that it has not seen (`held.json`); of those articles,
every pair of triggers that lie in the words of annotated events is one example: one event or two. The weights are a logistic
regression with a pull towards zero; they are written beside `kg.extraction.sameness`. Printed: how well the pairs are told apart,
by the reader's score alone and by the fitted weights on articles that had no part in fitting (five parts).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.domain.annotations import AnnotatedArticle, LabelledSpan
from kg.domain.knowledge import Knowledge
from kg.training.gold import quote_ranges
from kg.training.held import Records, annotate_held, parted, read_records

PULL = 10.0  # strength of the pull of each weight towards zero
_STEPS = 25


@dataclass(frozen=True, slots=True)
class Pair:
    """Two triggers of an article: what speaks for one event, and whether they are."""

    article: str
    signs: Mapping[str, float]
    one: bool


def pairs_of(annotated: AnnotatedArticle, annotation: Mapping[str, Any], knowledge: Knowledge) -> Iterator[Pair]:
    """Every pair of triggers of an article whose events are annotated and whose types can be of one happening."""
    from kg.extraction.entities import resolve_entities
    from kg.extraction.lexicon import index
    from kg.extraction.mentions import find_mentions
    from kg.extraction.roles import RoleTable
    from kg.extraction.sameness import Sameness
    from kg.extraction.times import find_times
    from kg.extraction.triggers import find_triggers, may_join

    lexicon = index(knowledge)
    entities = resolve_entities(annotated, find_mentions(annotated, lexicon))
    triggers = find_triggers(annotated, lexicon)
    table = RoleTable(annotated, triggers, entities)
    sameness = Sameness(annotated, triggers, table, entities, find_times(annotated))
    owners = [_event_of(t, annotation, annotated.article.text) for t in triggers]
    for (a, x), (b, y) in combinations(zip(triggers, owners, strict=True), 2):
        if x is not None and y is not None and may_join([a, b]):
            yield Pair(annotated.article.source_id, sameness.signs(a, b), x == y)


def _event_of(trigger: LabelledSpan, annotation: Mapping[str, Any], text: str) -> int | None:
    """The annotated event in whose words a trigger lies, one of its own type before others."""
    found = [
        (event["type"] == trigger.label, number)
        for number, event in enumerate(annotation["events"])
        if any(start < trigger.end and trigger.start < end for start, end in quote_ranges(event, text))
    ]
    return max(found)[1] if found else None


def fit(pairs: Sequence[Pair]) -> dict[str, float]:
    """The weights of the signs, by Newton steps on the penalised log-likelihood."""
    names = sorted({name for p in pairs for name in p.signs})
    column = {name: i for i, name in enumerate(names)}
    x: NDArray[np.float64] = np.zeros((len(pairs), len(names)))
    for row, pair in enumerate(pairs):
        for name, value in pair.signs.items():
            x[row, column[name]] = value
    y = np.array([float(p.one) for p in pairs])
    pull = np.full(len(names), PULL)
    pull[column["one"]] = 0.001  # the share of pairs that are one event is no prejudice
    weights: NDArray[np.float64] = np.zeros(len(names))
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        step = np.linalg.solve(
            (x * (p * (1 - p))[:, None]).T @ x + np.diag(pull),
            x.T @ (p - y) + pull * weights,
        )
        weights = weights - step
        if np.abs(step).max() < 1e-6:
            break
    return {name: round(float(w), 3) for name, w in zip(names, weights, strict=True)}


def area(scored: Sequence[tuple[float, bool]]) -> float:
    """The share of (one event, two events) pairs of examples that the scores put in the right order; 0.5 is chance."""
    right = np.array([s for s, one in scored if one])
    wrong = np.sort([s for s, one in scored if not one])
    below = np.searchsorted(wrong, right, side="left") + np.searchsorted(wrong, right, side="right")
    return float(below.sum() / 2 / (len(right) * len(wrong)))


def cross_fitted(pairs: Sequence[Pair]) -> list[tuple[float, bool]]:
    """Each pair with its sum of weights fitted without its article's part."""
    out = []
    for rest, own in parted(pairs):
        weights = fit(rest)
        out += [(sum(weights.get(n, 0.0) * v for n, v in p.signs.items()), p.one) for p in own]
    return out


def main(arguments: Sequence[str] | None = None) -> None:
    """Read, fit, judge, write."""
    from kg.extraction.sameness import WEIGHTS
    from kg.reference import load_knowledge

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with gold/ and data/")
    parser.add_argument(
        "--models", type=Path, nargs="+", required=True, help="folders of trained models with held.json"
    )
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args(arguments)
    records: Records = read_records(options.data)
    knowledge = load_knowledge()
    pairs = [
        pair
        for model in options.models
        for annotated in annotate_held(model, records)
        for pair in pairs_of(annotated, records[annotated.article.source_id][1], knowledge)
    ]
    alone = area([(p.signs["probability"], p.one) for p in pairs])
    print(f"{len(pairs)} pairs, area under the curve: score alone {alone:.3f}, fitted {area(cross_fitted(pairs)):.3f}")  # noqa: T201
    options.out.write_text(json.dumps(fit(pairs), indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
