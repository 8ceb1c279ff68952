"""Reports: what the article says of each event, put together from triggers, roles, times, figures and things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.domain.annotations import AnnotatedArticle
from kg.domain.extraction import CasualtyCount, Claim, EventType, Report
from kg.domain.spans import Span, span_at
from kg.extraction.casualties import attach, find_casualties
from kg.extraction.clauses import clauses_of
from kg.extraction.lexicon import Lexicon
from kg.extraction.roles import Roles
from kg.extraction.status import is_negated, status_of
from kg.extraction.things import find_equipment, means_of, target_texts_of
from kg.extraction.times import TimeExpression, date_event
from kg.extraction.triggers import BEGUN, BY_LEXICON, TriggerGroup

_MOST_TOLD = 3  # triggers named in the line that says what found an event
# Incidents of these types can be part of a campaign.
_IN_CAMPAIGN = frozenset(
    {
        EventType.AIR_STRIKE,
        EventType.SHELLING,
        EventType.ARMED_CLASH,
        EventType.CAPTURE,
        EventType.ADVANCE,
        EventType.WITHDRAWAL,
        EventType.DEPLOYMENT,
        EventType.SIEGE,
    }
)


def report_key(group: TriggerGroup) -> str:
    """The key of a group's report: its type and where its first trigger stands."""
    return f"{group.type.value}-{group.triggers[0].start}"


def trigger_spans(annotated: AnnotatedArticle, group: TriggerGroup) -> list[Span]:
    """The triggers as spans."""
    return [span_at(annotated.article.text, t.start, t.end) for t in group.triggers]


def drop_unreal(annotated: AnnotatedArticle, groups: list[TriggerGroup]) -> list[TriggerGroup]:
    """Leave out what the text says did not happen or only imagines, unless someone's denial is the point (a claim tells that)."""
    clauses = clauses_of(annotated)
    return [g for g in groups if not all(is_negated(s, clauses) for s in trigger_spans(annotated, g))]


def build_reports(
    annotated: AnnotatedArticle,
    groups: list[TriggerGroup],
    roles: list[Roles],
    claims: list[Claim],
    lexicon: Lexicon,
    times: Sequence[TimeExpression],
) -> list[Report]:
    """One report a group, in order of first triggers."""
    clauses = clauses_of(annotated)
    equipment = find_equipment(annotated, lexicon)
    spans = [trigger_spans(annotated, g) for g in groups]
    figures = attach(find_casualties(annotated), spans, annotated, [g.type for g in groups])
    reports = []
    for i, (group, filled) in enumerate(zip(groups, roles, strict=True)):
        dated = date_event(spans[i], annotated, times)
        key = report_key(group)
        own = [c for c in claims if key in c.about]
        reports.append(
            Report(
                key=key,
                type=group.type,
                status=status_of(spans[i][0], clauses, own),
                triggers=tuple(spans[i]),
                agents=filled.agents,
                targets=filled.targets,
                places=filled.places,
                target_texts=target_texts_of(spans[i], clauses),
                means=means_of(spans[i], equipment, clauses),
                when=dated.bounds if dated else None,
                when_span=dated.span if dated else None,
                casualties=tuple(_with_claim(c, own) for c in figures[i]),
                score=round(group.score, 3),
                why=_found_by(annotated, group),
                when_why=dated.why if dated else "",
            )
        )
    return _put_into_campaigns(annotated, reports)


def _found_by(annotated: AnnotatedArticle, group: TriggerGroup) -> str:
    """What found an event, in one line: its surest triggers with label and score, from the reader's head or the lexicon."""
    text = annotated.article.text
    told = []
    for t in sorted(group.triggers, key=lambda t: (-t.score, t.start))[:_MOST_TOLD]:
        lexical = t.score == BY_LEXICON and t.label in BEGUN
        words = " ".join(text[t.start : t.end].split())
        told.append(f"{'lexicon' if lexical else 'trigger head'}: “{words}” {t.label} {t.score:.2f}")
    return "; ".join(told)


def _with_claim(count: CasualtyCount, claims: Sequence[Claim]) -> CasualtyCount:
    """Name the claim whose content holds the figure."""
    claim = next((c.key for c in claims if c.content.contains(count.span) or c.content.overlaps(count.span)), None)
    return replace(count, claim=claim)


def _put_into_campaigns(annotated: AnnotatedArticle, reports: list[Report]) -> list[Report]:
    """An incident is part of the operation told in its sentence, or of the article's only one that shares its place or agent."""
    operations = [r for r in reports if r.type is EventType.OPERATION]
    if not operations:
        return reports
    out = []
    for report in reports:
        if report.type in _IN_CAMPAIGN:
            near = [o for o in operations if _share_sentence(annotated, o, report) and _share(o, report)]
            alike = [o for o in operations if _share_place(o, report) and _share_agent(o, report)]
            chosen = near or (alike if len(alike) == 1 else [])
            if chosen:
                out.append(replace(report, part_of=chosen[0].key))
                continue
        out.append(report)
    return out


def _share_sentence(annotated: AnnotatedArticle, a: Report, b: Report) -> bool:
    clauses = clauses_of(annotated)

    def numbers(r: Report) -> set[int]:
        return {n for s in r.triggers for n in clauses.sentences_of(s.start, s.end)}

    return bool(numbers(a) & numbers(b))


def _share_place(a: Report, b: Report) -> bool:
    return bool({p.entity for p in a.places} & {p.entity for p in b.places})


def _share_agent(a: Report, b: Report) -> bool:
    return bool({p.entity for p in a.agents} & {p.entity for p in b.agents})


def _share(a: Report, b: Report) -> bool:
    return _share_place(a, b) or _share_agent(a, b) or not (a.places or b.places)
