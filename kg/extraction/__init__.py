"""Extraction: annotated article → what it says (`extract`)."""

from __future__ import annotations

from dataclasses import replace

from kg.domain.annotations import AnnotatedArticle
from kg.domain.extraction import Claim, Extraction, LocalEntity, Mention, MentionForm, Producer
from kg.domain.knowledge import Knowledge
from kg.domain.spans import Span

PRODUCER = Producer("reader", "0.5")


def extract(annotated: AnnotatedArticle, knowledge: Knowledge) -> Extraction:
    """Read one article, with calibrated scores. Every key used in a report, claim or relation is a key of `entities`."""
    from kg.extraction.calibration import calibrate

    return calibrate(read(annotated, knowledge))


def read(annotated: AnnotatedArticle, knowledge: Knowledge) -> Extraction:
    """Read one article; the scores are the heads' own."""
    from kg.extraction.claims import find_attributions, find_claims
    from kg.extraction.entities import resolve_entities
    from kg.extraction.events import build_reports, drop_unreal, report_key
    from kg.extraction.lexicon import index
    from kg.extraction.mentions import find_mentions
    from kg.extraction.relations import find_memberships, find_relations
    from kg.extraction.roles import RoleTable, find_roles
    from kg.extraction.sameness import Sameness
    from kg.extraction.tellings import join_tellings
    from kg.extraction.times import find_times, said_on
    from kg.extraction.triggers import find_triggers, group_triggers

    lexicon = index(knowledge)
    entities = resolve_entities(annotated, find_mentions(annotated, lexicon))
    triggers = find_triggers(annotated, lexicon)
    table = RoleTable(annotated, triggers, entities)
    times = find_times(annotated)
    sameness = Sameness(annotated, triggers, table, entities, times)
    groups = drop_unreal(annotated, group_triggers(annotated, triggers, sameness))
    groups = join_tellings(groups, find_roles(annotated, table, groups, entities), sameness)
    roles = find_roles(annotated, table, groups, entities)
    claims = find_claims(
        annotated, find_attributions(annotated), entities, groups, [report_key(g) for g in groups], lexicon
    )
    claims = [replace(c, said=(said_on(c.cue or c.span, annotated, times) or (None,))[0]) for c in claims]
    reports = build_reports(annotated, groups, roles, claims, lexicon, times)
    return Extraction(
        article=annotated.article.id,
        producer=PRODUCER,
        entities=_with_source_words(entities.items, claims),
        reports=tuple(reports),
        claims=tuple(claims),
        relations=tuple(find_relations(annotated, entities, reports)),
        memberships=tuple(find_memberships(annotated, entities)),
    )


def _with_source_words(entities: list[LocalEntity], claims: list[Claim]) -> tuple[LocalEntity, ...]:
    """Words resolved to an entity by a claim ("he said") become mentions of it, so that its evidence names it or a word resolved to it."""
    extra: dict[str, set[Span]] = {}
    for claim in claims:
        extra.setdefault(claim.claimant, set()).add(claim.claimant_span)
    out = []
    for entity in entities:
        covered = [m.span for m in entity.mentions]
        new = [s for s in sorted(extra.get(entity.key, ())) if not any(s.overlaps(c) for c in covered)]
        pronouns = tuple(Mention(s, MentionForm.PRONOUN, 0.5) for s in new if len(s.quote) <= 60)
        out.append(replace(entity, mentions=tuple(sorted(entity.mentions + pronouns, key=lambda m: m.span))))
    return tuple(out)
