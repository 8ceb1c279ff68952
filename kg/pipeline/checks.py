"""What every extraction must keep, checked before it is kept: an extractor's slip costs one article, not the build."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from kg.domain.articles import Article
from kg.domain.extraction import Extraction
from kg.domain.spans import Span


def check_extraction(article: Article, extraction: Extraction) -> Extraction:
    """The extraction itself, when it is sound.

    Raises:
        ValueError: it is another article's, a quote is not the text at its offsets, a key is there twice, or a
            reference points at no key. The message names the value.
    """
    if extraction.article != article.id:
        raise ValueError(f"the extraction is of article {extraction.article}, not {article.id}")
    for span in _spans(extraction):
        if article.text[span.start : span.end] != span.quote:
            raise ValueError(f"the text at {span.start}:{span.end} is not {span.quote!r}")
    entities = _distinct("entity", [e.key for e in extraction.entities])
    reports = _distinct("report", [r.key for r in extraction.reports])
    claims = _distinct("claim", [c.key for c in extraction.claims])
    for holder, kind, key, known in _references(extraction, entities, reports, claims):
        if key not in known:
            raise ValueError(f"{holder} refers to {kind} {key!r}, which there is none")
    return extraction


def _references(
    extraction: Extraction, entities: set[str], reports: set[str], claims: set[str]
) -> Iterator[tuple[str, str, str, set[str]]]:
    """Each reference by key: who refers, to what kind, the key, and the keys there are."""
    for report in extraction.reports:
        holder = f"report {report.key}"
        for participant in (*report.agents, *report.targets, *report.places):
            yield holder, "entity", participant.entity, entities
        if report.part_of is not None:
            yield holder, "report", report.part_of, reports
        for count in report.casualties:
            if count.claim is not None:
                yield holder, "claim", count.claim, claims
    for claim in extraction.claims:
        yield f"claim {claim.key}", "entity", claim.claimant, entities
        yield from ((f"claim {claim.key}", "report", key, reports) for key in claim.about)
    for relation in extraction.relations:
        yield from (("a relation", "entity", key, entities) for key in (relation.subject, relation.object))
    for membership in extraction.memberships:
        yield "a membership", "entity", membership.person, entities
        if membership.organisation is not None:
            yield "a membership", "entity", membership.organisation, entities


def _distinct(kind: str, keys: list[str]) -> set[str]:
    distinct = set(keys)
    if len(distinct) < len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"{kind} {twice!r} is there twice")
    return distinct


def _spans(value: object) -> Iterator[Span]:
    """Every span inside a domain value."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _spans(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _spans(getattr(value, field.name))
