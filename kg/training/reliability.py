"""How far shown scores hold: `python -m kg.training.reliability --data SHARED --models MODEL…`.

Each MODEL is a folder that `kg.training.train` left with `--fold`: it judges the articles that it was not trained on
(`held.json`). Printed for each kind of statement: how many there are, how many hold, Brier score and expected calibration error
of the heads' scores, and of the fitted curves on articles that had no part in fitting (five parts); then the curves over all.
"""

from __future__ import annotations

import argparse
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.domain.annotations import AnnotatedArticle
from kg.domain.extraction import Extraction, LocalEntity, Participant, Report
from kg.domain.knowledge import Knowledge
from kg.domain.names import name_key
from kg.extraction.calibration import Curve, Scored
from kg.training.gold import quote_ranges
from kg.training.held import Records, annotate_held, parted, read_records

BINS = 10
_PRIOR = 1.0  # strength of the pull towards the head's own score (slope 1, offset 0): few articles judge few statements


@dataclass(frozen=True, slots=True)
class Judged:
    """One statement: its kind, the head's score, whether it holds, and the article it is of."""

    kind: Scored
    score: float
    holds: bool
    article: str


def judge(extraction: Extraction, text: str, gold: Mapping[str, Any], knowledge: Knowledge) -> Iterator[Judged]:
    """Every scored statement of an article set against its annotation.

    A report holds where a trigger lies in the words of a gold event of its type; roles are judged of such reports only; a claim
    holds where its content meets a gold claim's and the source is the same; a mention where its entity is in the gold.
    """
    article = gold["id"]
    names = {e.key: _names(e, knowledge) for e in extraction.entities}
    known = {e["key"]: {name_key(n) for n in (e["key"].replace("-", " "), *e["names"])} for e in gold["entities"]}
    everyone = set().union(*known.values()) if known else set()
    events = [(event, quote_ranges(event, text)) for event in gold["events"]]
    for report in extraction.reports:
        event = next((e for e, ranges in events if e["type"] == report.type.value and _meets(report, ranges)), None)
        yield Judged(Scored.REPORT, report.score, event is not None, article)
        if event is None:
            continue
        filled: tuple[tuple[Scored, str, tuple[Participant, ...]], ...] = (
            (Scored.AGENT, "agents", report.agents),
            (Scored.TARGET, "targets", report.targets),
            (Scored.PLACE, "places", report.places),
        )
        for kind, role, participants in filled:
            right = set().union(*(known.get(key, set()) for key in event.get(role, ())))
            for p in participants:
                yield Judged(kind, p.score, bool(names[p.entity] & right), article)
    for claim in extraction.claims:
        near = [c for c in gold["claims"] if _overlap(text, c.get("content"), claim.content.start, claim.content.end)]
        holds = any(names[claim.claimant] & known.get(c["source"], set()) for c in near)
        yield Judged(Scored.CLAIM, claim.score, holds, article)
    for entity in extraction.entities:
        for mention in entity.mentions:
            yield Judged(Scored.MENTION, mention.score, bool(names[entity.key] & everyone), article)


def _names(entity: LocalEntity, knowledge: Knowledge) -> set[str]:
    """What an entity is called here, and in the reference it was recognised as."""
    names = {name_key(n) for n in entity.names}
    actor = next((a for a in knowledge.actors if a.id == entity.reference), None)
    place = next((p for p in knowledge.places if p.id == entity.reference), None)
    if actor is not None:
        names |= {name_key(n) for n in (actor.label, *actor.aliases)}
    if place is not None:
        names |= {name_key(n) for n in (place.label, *place.aliases)}
    return names


def _meets(report: Report, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(t.start < end and start < t.end for t in report.triggers for start, end in ranges)


def _overlap(text: str, quote: str | None, start: int, end: int) -> bool:
    at = text.find(quote) if quote else -1
    return quote is not None and 0 <= at < end and start < at + len(quote)


def fit(judged: Sequence[Judged]) -> Curve:
    """The curve that fits best, by damped Newton steps on the log-likelihood, pulled towards the head's own score."""
    points = [(_logit(j.score), 1.0 if j.holds else 0.0) for j in judged]
    slope, offset = 1.0, 0.0
    loss = _loss(points, slope, offset)
    for _ in range(100):
        step_slope, step_offset = _newton(points, slope, offset)
        size = 1.0
        while size > 1e-6:
            at = max(slope - size * step_slope, 0.0), offset - size * step_offset  # never the surer the worse
            tried = _loss(points, *at)
            if tried < loss:
                break
            size /= 2
        if size <= 1e-6 or loss - tried < 1e-9:
            break
        (slope, offset), loss = at, tried
    return Curve(round(slope, 3), round(offset, 3))


def _loss(points: Sequence[tuple[float, float]], slope: float, offset: float) -> float:
    """Negative log-likelihood with the prior."""
    total = _PRIOR * ((slope - 1.0) ** 2 + offset**2) / 2
    for x, y in points:
        z = slope * x + offset
        total += max(z, 0.0) + math.log1p(math.exp(-abs(z))) - y * z
    return total


def _newton(points: Sequence[tuple[float, float]], slope: float, offset: float) -> tuple[float, float]:
    """The Newton step of slope and offset."""
    gs, go = _PRIOR * (slope - 1.0), _PRIOR * offset
    hss, hoo, hso = _PRIOR, _PRIOR, 0.0
    for x, y in points:
        z = slope * x + offset
        p = 1.0 / (1.0 + math.exp(-z)) if z >= 0 else math.exp(z) / (1.0 + math.exp(z))
        w = p * (1.0 - p)
        gs, go = gs + (p - y) * x, go + (p - y)
        hss, hoo, hso = hss + w * x * x, hoo + w, hso + w * x
    det = hss * hoo - hso * hso
    return (hoo * gs - hso * go) / det, (hss * go - hso * gs) / det


def _logit(score: float) -> float:
    bounded = min(max(score, 0.01), 0.99)
    return math.log(bounded / (1.0 - bounded))


def brier(scored: Sequence[tuple[float, bool]]) -> float:
    """Mean squared distance between score and truth; 0 is best."""
    return sum((s - h) ** 2 for s, h in scored) / len(scored)


def calibration_error(scored: Sequence[tuple[float, bool]]) -> float:
    """Mean distance between score and share that holds, over ten bins of equal width, weighed by their counts."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for s, h in scored:
        bins[min(int(s * BINS), BINS - 1)].append((s, h))
    return sum(abs(sum(s for s, _ in b) - sum(h for _, h in b)) for b in bins.values()) / len(scored)


def cross_fitted(judged: Sequence[Judged]) -> list[tuple[float, bool]]:
    """Each statement with its score on a curve fitted without its article's part."""
    out = []
    for rest, own in parted(judged):
        if rest:
            curve = fit(rest)
            out += [(curve.at(j.score), j.holds) for j in own]
    return out


def table(judged: Sequence[Judged]) -> str:
    """The figures as a table in Markdown, one row a kind."""
    lines = [
        "| kind | statements | hold | Brier | error | Brier fitted | error fitted |",
        "|---|---|---|---|---|---|---|",
    ]
    for kind in Scored:
        own = [j for j in judged if j.kind is kind]
        if not own:
            continue
        raw, fitted = [(j.score, j.holds) for j in own], cross_fitted(own)
        measures: tuple[Callable[[Sequence[tuple[float, bool]]], float], ...] = (brier, calibration_error)
        figures = [f"{measure(s):.3f}" for s in (raw, fitted) for measure in measures]
        share = sum(j.holds for j in own) / len(own)
        lines.append(f"| {kind.value} | {len(own)} | {share:.2f} | {' | '.join(figures)} |")
    return "\n".join(lines)


def judge_all(articles: Iterable[AnnotatedArticle], records: Records) -> Iterator[Judged]:
    """Every scored statement that is read in articles, set against their annotations."""
    from kg.extraction import read
    from kg.reference import load_knowledge

    knowledge = load_knowledge()
    for annotated in articles:
        text, annotation = records[annotated.article.source_id]
        yield from judge(read(annotated, knowledge), text, annotation, knowledge)


def print_fitted(judged: Sequence[Judged]) -> None:
    """Print the table, then the curves over all."""
    print(table(judged))  # noqa: T201
    for kind in Scored:
        own = [j for j in judged if j.kind is kind]
        if own:
            curve = fit(own)
            print(f"    Scored.{kind.name}: Curve({curve.slope}, {curve.offset}),")  # noqa: T201


def main(arguments: Sequence[str] | None = None) -> None:
    """Judge, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with gold/ and data/")
    parser.add_argument("--models", type=Path, nargs="+", required=True, help="folders of models trained with --fold")
    options = parser.parse_args(arguments)
    records = read_records(options.data)
    judged = [j for model in options.models for j in judge_all(annotate_held(model, records), records)]
    print_fitted(judged)


if __name__ == "__main__":
    main()
