"""Reports with their roles and casualty counts → quads."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import NamedNode

from kg.domain.extraction import CasualtyCount, Participant, Report
from kg.domain.spans import Span
from kg.mapping.scope import Scope
from kg.rdf import literals
from kg.rdf.namespaces import KG, RDF, SEM, kg

_PLACE = "place"  # the local name of sem:hasPlace in participation addresses: short, and of our own vocabulary's style


def write_report(scope: Scope, report: Report) -> None:
    """Write a report, its participations and its counts."""
    w = scope.writer
    node = scope.report(report.key)
    w.add(node, RDF.type, KG.Report)
    w.add(node, KG.inArticle, w.node)
    w.add(node, KG.eventType, kg(report.type))
    w.add(node, KG.status, literals.string(report.status.value))
    w.add(node, KG.reportOf, scope.event(report.key))
    _write_participants(scope, report, KG.agent, "agent", report.agents)
    _write_participants(scope, report, KG.target, "target", report.targets)
    _write_participants(scope, report, SEM.hasPlace, _PLACE, report.places)
    _write_words(scope, report, KG.targetText, "targetText", report.target_texts)
    _write_words(scope, report, KG.means, "means", report.means)
    for kind in scope.equipment.kinds(span.quote for span in report.means):
        w.add(node, KG.equipment, kg(kind))
    w.add_bounds(node, report.when)
    if report.when_span is not None:
        when = _participation(scope, report, KG.when, "when", 1)
        w.add_why(when, report.when_why)
        w.cite(when, report.when_span)
    if report.part_of is not None:
        w.add(node, KG.partOf, scope.report(report.part_of))
    w.add(node, KG.score, literals.decimal(report.score))
    w.add(node, KG.producer, scope.producer)
    w.add_why(node, report.why)
    w.cite_all(node, report.triggers)
    for number, count in enumerate(report.casualties, start=1):
        _write_count(scope, report, count, number)


def _participation(scope: Scope, report: Report, role: NamedNode, name: str, number: int) -> NamedNode:
    w = scope.writer
    node = w.names.participation(scope.article.id, report.key, name, number)
    w.add(node, RDF.type, KG.Participation)
    w.add(node, KG.inReport, scope.report(report.key))
    w.add(node, KG.role, role)
    return node


def _write_participants(
    scope: Scope, report: Report, role: NamedNode, name: str, participants: Sequence[Participant]
) -> None:
    w = scope.writer
    for number, participant in enumerate(participants, start=1):
        entity = scope.entity(participant.entity)
        w.add(scope.report(report.key), role, entity)
        node = _participation(scope, report, role, name, number)
        w.add(node, KG.participant, entity)
        w.add(node, KG.score, literals.decimal(participant.score))
        w.cite(node, participant.evidence)


def _write_words(scope: Scope, report: Report, role: NamedNode, name: str, spans: Sequence[Span]) -> None:
    """Write a role that is filled by words, not by an entity: the participation's evidence is the words."""
    w = scope.writer
    for number, span in enumerate(spans, start=1):
        w.add(scope.report(report.key), role, literals.string(span.quote))
        w.cite(_participation(scope, report, role, name, number), span)


def _write_count(scope: Scope, report: Report, count: CasualtyCount, number: int) -> None:
    w = scope.writer
    node = w.names.count(scope.article.id, report.key, number)
    w.add(node, RDF.type, KG.CasualtyCount)
    w.add(node, KG.countIn, scope.report(report.key))
    w.add(node, KG.kind, literals.string(count.kind.value))
    if count.minimum is not None:
        w.add(node, KG.minimum, literals.integer(count.minimum))
    if count.maximum is not None:
        w.add(node, KG.maximum, literals.integer(count.maximum))
    if count.victims is not None:
        w.add(node, KG.victims, literals.string(count.victims))
    w.add(node, KG.subset, literals.boolean(count.subset))
    if count.claim is not None:
        w.add(node, KG.accordingTo, scope.claim(count.claim))
    w.add_why(node, count.why)
    w.cite(node, count.span)
