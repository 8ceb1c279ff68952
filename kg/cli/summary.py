"""What a run did, in words, on standard error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.domain.issues import Issue, Severity

if TYPE_CHECKING:
    from kg.pipeline.report import BuildReport

_EXAMPLES = 3  # places named for each reason, unless all are asked for
_ORDER = (
    "articles",
    "actors",
    "places",
    "events",
    "reports",
    "claims",
    "casualty counts",
    "relations",
    "mentions",
    "copies",
    "decisions",
)
_DEFAULT_STORE = "kg-store"


def summarise(report: BuildReport, store: Path) -> None:
    """Tell what was read, found and skipped, how long it took, and what to try next."""
    middle = (*_decision_lines(report), *issue_lines(report.issues.items))
    for line in (*_read_lines(report), *middle, *_end_lines(report, store)):
        click.echo(line, err=True)


def _read_lines(report: BuildReport) -> Iterator[str]:
    parts = [f"{report.given} articles given"] if report.given or not report.removed else []
    for number, words in (
        (report.new, "new"),
        (report.replaced, "replaced by a changed version"),
        (report.removed, "removed"),
        (report.read_anew, "read"),
        (report.unsupported, "in a language that is not read (kept with their text)"),
        (report.failed, "failed"),
    ):
        if number:
            parts.append(f"{number} {words}")
    yield f"Articles   {', '.join(parts)}"
    yield f"Graph      {counted(report.found)}"
    if not report.changed:
        yield "           nothing changed"


def _decision_lines(report: BuildReport) -> Iterator[str]:
    from kg.curation.words import outcome_lines

    for number, line in enumerate(outcome_lines(report.decisions)):
        yield f"{'' if number else 'Decisions':<11}{line}"


def _end_lines(report: BuildReport, store: Path) -> Iterator[str]:
    stages = ", ".join(f"{name} {seconds:.1f}" for name, seconds in report.seconds.items() if seconds >= 0.05)
    yield f"Time       {report.total_seconds:.1f} s" + (f" ({stages})" if stages else "")
    if report.found.get("articles"):
        option = "" if str(store) == _DEFAULT_STORE else f" --store {store}"
        yield f"Try        kg query --list{option}"
        yield f"           kg query incidents/in-period{option}"


def counted(counts: Mapping[str, int]) -> str:
    """Counts in words: "5 articles, 40 actors"."""
    names = [name for name in _ORDER if name in counts] + sorted(set(counts) - set(_ORDER))
    return ", ".join(f"{counts[name]:,} {name}" for name in names if counts[name]) or "empty"


def issue_lines(issues: Iterable[Issue], *, full: bool = False) -> Iterator[str]:
    """What was skipped, and what was kept with a doubt, by reason; some of the places, or each with its detail."""
    for severity, heading in ((Severity.SKIPPED, "Skipped"), (Severity.WARNING, "Doubts")):
        found = [i for i in issues if i.severity is severity]
        for number, (reason, count) in enumerate(sorted(Counter(i.reason for i in found).items())):
            heads = heading if number == 0 else ""
            yield f"{heads:<10} {count} {reason}"
            of_reason = [i for i in found if i.reason is reason]
            for issue in of_reason if full else of_reason[:_EXAMPLES]:
                yield f"             {issue.where}: {issue.detail}"
            if not full and count > _EXAMPLES:
                yield f"             and {count - _EXAMPLES} more: `kg status --issues`"
