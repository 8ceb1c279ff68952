"""What each part of the reader brings: `python -m tests.quality.ablations SHARED MODEL`.

MODEL is one that some articles were left out of (`python -m kg.training.train --folds 5 --fold 2 --of-all …`, then
`kg.training.export`). Each of those articles is read with one part at a time taken away and scored by the scorer in SHARED/gold.
"""

from __future__ import annotations

import json
import runpy
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

from kg.domain.annotations import AnnotatedArticle
from kg.extraction.roles import PLACE
from kg.training.held import annotate_held, read_records
from kg.training.judging import write_judged

SHOWN = (
    "event.detect", "event.typed", "event.complete", "role.agents", "role.targets", "role.places", "casualties",
    "claim.source", "date.within", "date.invented", "entity.actor", "entity.place",
)  # fmt: skip


def _same_groups(_annotated: object, groups: Sequence[Any]) -> list[Any]:
    return list(groups)


def _nothing(*_given: object) -> list[Any]:
    return []


def _no_types(*_given: object) -> frozenset[Any]:
    return frozenset()


def _none(*_given: object) -> None:
    return None


# Part → what stands in its place, by the name of what it replaces.
PARTS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "lexicon of triggers": {"triggers._lexicon_types": _no_types},
    "nouns that began, by the lexicon": {"triggers._by_lexicon": _nothing},
    "neighbouring triggers are one telling": {"triggers.RUN": -1},
    "fitted sameness (the head alone)": {"sameness.load_weights": lambda: {"score": 1.0}},
    "tellings alike in place and doer join": {"tellings.ALIKE": 2.0},
    "unreal happenings dropped": {"events.drop_unreal": _same_groups},
    "syntax beside learned roles": {"roles.SYNTAX": 0.0},
    "mean over an event's triggers": {"roles.MEAN": 0.0},
    "only what is near the likeliest": {"roles.SHARE": 0.0},
    "the likeliest place where none is sure": {"roles.PLACE_ALONE": PLACE},
    "the most specific place": {"roles._most_specific": lambda _entities, places, _near: places},
    "'the city' takes up a name": {"entities.find_definites": _nothing},
    "nominals resolved by the head": {"entities.NOMINAL_SAME": 1.1},
    "named source before the head's": {"claims.NAMED_IN_SOURCE": 0.0},
    "days carried over sentences": {"times.binding.carried": _none},
}


@contextmanager
def without(part: str) -> Iterator[None]:
    """The reader with a part taken away."""
    with ExitStack() as stack:
        for name, instead in PARTS[part].items():
            module, attribute = name.rsplit(".", 1)
            stack.enter_context(patch.object(import_module(f"kg.extraction.{module}"), attribute, instead))
        yield


def main() -> None:
    """Command line."""
    shared, model = Path(sys.argv[1]), Path(sys.argv[2])
    records = read_records(shared)
    articles: list[AnnotatedArticle] = list(annotate_held(model, records))
    sys.path.insert(0, str(shared / "gold"))
    score: Callable[..., Any] = runpy.run_path(str(shared / "gold" / "score.py"))["score"]
    print("| without |", " | ".join(SHOWN), "|")
    print("|---" * (len(SHOWN) + 1) + "|")
    for part in PARTS:
        with tempfile.TemporaryDirectory() as scratch:
            out = Path(scratch)
            with without(part):
                write_judged(articles, records, out)
            figures = json.loads(
                json.dumps(score(str(out / "articles.jsonl"), str(out / "gold"), str(out / "pred"))[0])
            )
        shown = (figures[k].get("f1", figures[k].get("acc")) for k in SHOWN)
        print(f"| {part} |", " | ".join(f"{x:.3f}" for x in shown), "|", flush=True)


if __name__ == "__main__":
    main()
