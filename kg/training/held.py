"""Annotated articles that a model was not trained on, read by it: what choices and curves are fitted on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from kg.domain.annotations import AnnotatedArticle
from kg.training.annotations import read_annotations
from kg.training.gold import read_gold

Records = Mapping[str, tuple[str, Mapping[str, Any]]]  # id → text, annotation

PARTS = 5


class OfArticle(Protocol):
    """What belongs to an article."""

    @property
    def article(self) -> str:
        """The article's id."""
        ...


_T = TypeVar("_T", bound=OfArticle)


def parted(items: Sequence[_T]) -> Iterator[tuple[list[_T], list[_T]]]:
    """For each of five parts of the articles: the items of the other parts, to fit on, and its own, to judge."""
    part = {a: n % PARTS for n, a in enumerate(sorted({i.article for i in items}))}
    for k in range(PARTS):
        yield [i for i in items if part[i.article] != k], [i for i in items if part[i.article] == k]


def read_records(data: Path) -> Records:
    """Every annotated article that may be learned from, `data` being the folder with `gold/` and `data/`."""
    gold = read_gold(data / "gold" / "train.jsonl", data / "gold" / "train")
    return {i: (text, annotation) for i, text, annotation in (*gold, *read_annotations(data / "data"))}


def annotate_texts(texts: Mapping[str, str], weights: Path | None = None) -> Iterator[AnnotatedArticle]:
    """Texts by id, cleaned and read by the weights of a folder, else by the shipped ones."""
    from kg.annotation import annotate
    from kg.cleaning import clean
    from kg.domain.articles import RawArticle
    from kg.domain.issues import Issues

    cleaned = (clean(RawArticle(source_id=i, where=i, text=text), Issues()) for i, text in texts.items())
    yield from annotate((article for article in cleaned if article is not None), weights)


def annotate_held(model: Path, records: Records) -> Iterator[AnnotatedArticle]:
    """The articles of a model's `held.json`, in its order, read by its exported weights."""
    held = json.loads((model / "held.json").read_text(encoding="utf-8"))
    yield from annotate_texts({i: records[i][0] for i in held if i in records}, model / "onnx")
