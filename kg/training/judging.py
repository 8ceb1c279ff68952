"""What a model reads in the articles that it was not taught, in the schema of the gold standard's scorer.

`python -m kg.training.judging --data SHARED --model MODEL --out OUT` writes `OUT/articles.jsonl`, `OUT/gold/` and `OUT/pred/`;
`python SHARED/gold/score.py OUT/articles.jsonl OUT/gold OUT/pred` gives the figures. MODEL holds `onnx/` and `held.json`.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kg.domain.annotations import AnnotatedArticle
from kg.domain.extraction import Extraction, LocalEntity, Report
from kg.domain.knowledge import Knowledge
from kg.domain.times import TimeBounds
from kg.extraction import extract
from kg.reference import load_knowledge
from kg.training.held import Records, annotate_held, read_records

log = logging.getLogger(__name__)

# What the scorer looks up in each event and claim; our own annotations leave out what is empty.
_EVENT: dict[str, Any] = {"quotes": [], "places": [], "agents": [], "targets": [], "casualties": [], "date": {}}
_CLAIM: dict[str, Any] = {"events": [], "cue": None, "content": None}


def full(annotation: Mapping[str, Any]) -> dict[str, Any]:
    """An annotation with every field that the scorer looks up."""
    return {
        "published": None,
        **annotation,
        "events": [{**_EVENT, **e} for e in annotation["events"]],
        "claims": [{**_CLAIM, **c} for c in annotation["claims"]],
    }


def predicted(read: AnnotatedArticle, found: Extraction, names: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """What was read in one article, `names` being those of the reference entities by id."""
    published = read.article.published
    exact = published is not None and published.earliest == published.latest
    return {
        "id": read.article.source_id,
        "published": _day(published, first=True) if exact else None,
        "entities": [_entity(e, names) for e in found.entities],
        "events": [_event(r) for r in found.reports],
        "claims": [
            {
                "id": c.key,
                "source": c.claimant,
                "stance": c.stance.value,
                "cue": c.cue.quote if c.cue else None,
                "events": list(c.about),
                "span": [c.span.start, c.span.end],
                "content_span": [c.content.start, c.content.end],
            }
            for c in found.claims
        ],
    }


def _entity(entity: LocalEntity, names: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    known = names.get(entity.reference, ()) if entity.reference else ()
    return {"key": entity.key, "type": entity.type.value, "names": [*known, *entity.names]}


def _event(report: Report) -> dict[str, Any]:
    return {
        "id": report.key,
        "type": report.type.value,
        "spans": [[s.start, s.end] for s in report.triggers],
        "quotes": [],
        "date": {"start": _day(report.when, first=True), "end": _day(report.when, first=False)},
        "places": [p.entity for p in report.places],
        "agents": [p.entity for p in report.agents],
        "targets": [p.entity for p in report.targets],
        "means": [m.quote for m in report.means],
        "part_of": report.part_of,
        "casualties": [
            {"kind": c.kind.value, "min": c.minimum, "max": c.maximum, "who": c.victims} for c in report.casualties
        ],
    }


def _day(bounds: TimeBounds | None, first: bool) -> str | None:
    day = (bounds.earliest if first else bounds.latest) if bounds else None
    return day.isoformat() if day else None


def reference_names(knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    """Label and aliases of every reference actor and place, by id."""
    return {a.id: (a.label, *a.aliases) for a in knowledge.actors} | {
        p.id: (p.label, *p.aliases) for p in knowledge.places
    }


def write_judged(articles: Iterable[AnnotatedArticle], records: Records, out: Path) -> int:
    """Write texts, annotations and what was read of each article; returns how many."""
    knowledge = load_knowledge()
    names = reference_names(knowledge)
    for part in ("gold", "pred"):
        (out / part).mkdir(parents=True, exist_ok=True)
    count = 0
    with (out / "articles.jsonl").open("w", encoding="utf-8") as file:
        for read in articles:
            id_ = read.article.source_id
            text, annotation = records[id_]
            file.write(json.dumps({"id": id_, "text": text}, ensure_ascii=False) + "\n")
            found = predicted(read, extract(read, knowledge), names)
            for part, content in (("gold", full(annotation)), ("pred", found)):
                (out / part / f"{id_}.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
            count += 1
    return count


def main() -> None:
    """Command line of the judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with gold/ and data/")
    parser.add_argument("--model", type=Path, required=True, help="its onnx/ reads the articles of its held.json")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    records = read_records(args.data)
    log.info("%d articles", write_judged(annotate_held(args.model, records), records, args.out))


if __name__ == "__main__":
    main()
