"""Decisions about what single articles say: statements rejected, names taken for a thing of another sort.

They come before linking: what was rejected is as if it had not been read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.curation.anchors import Corpus, keys_of, lost_because, named, part
from kg.domain.articles import Article
from kg.domain.decisions import Action, Decision, Kind, Outcome, Standing, Target
from kg.domain.extraction import CasualtyCount, EntityType, Extraction, Participant, Report
from kg.domain.spans import Span

_ROLES = {"agent": "agents", "target": "targets", "hasPlace": "places", "targetText": "target_texts", "means": "means"}


def is_about_reading(decision: Decision) -> bool:
    """Whether a decision changes what is read from articles, before anything is linked."""
    if decision.action is Action.REJECT:
        return decision.about[0].kind in _REJECT
    return decision.action is Action.RETYPE and crosses(decision.about[0], decision.value)


def crosses(target: Target, kind: str) -> bool:
    """Whether a new type makes an actor of a place, or a place of an actor."""
    if target.kind is not Kind.ENTITY or kind not in set(EntityType) or target.type not in set(EntityType):
        return False
    return EntityType(kind).is_place is not EntityType(target.type).is_place


def apply_to_readings(
    pairs: Sequence[tuple[Article, Extraction]], decisions: Sequence[Decision]
) -> tuple[list[tuple[Article, Extraction]], list[Outcome]]:
    """The articles with their extractions as decided, and what became of each decision. Nothing given is changed."""
    corpus = Corpus(pairs)
    outcomes = []
    for decision in decisions:
        target = decision.about[0]
        change = _retype if decision.action is Action.RETYPE else _REJECT[target.kind]
        before = dict(corpus.extractions)
        rejected = change(corpus, target, decision.value)
        outcomes.append(
            Outcome(
                decision=decision,
                standing=Standing.APPLIED if rejected else Standing.LOST,
                detail="" if rejected else lost_because(target, corpus),
                rejected=tuple(rejected) if decision.action is Action.REJECT else (),
                concerns=tuple(_touched(before, corpus.extractions)),
            )
        )
    return [(a, corpus.extractions[a.id]) for a, _ in pairs], outcomes


def _touched(before: Mapping[str, Extraction], after: Mapping[str, Extraction]) -> Iterator[str]:
    """The reports that are there still and were changed, or lost a claim about them."""
    for article, old in before.items():
        new = after[article]
        if new is old:
            continue
        kept, claims = {r.key: r for r in old.reports}, {c.key for c in new.claims}
        lost = {key for c in old.claims if c.key not in claims for key in c.about}
        yield from (f"report/{article}/{r.key}" for r in new.reports if r != kept.get(r.key) or r.key in lost)


def _reject_report(corpus: Corpus, target: Target, _: str) -> list[str]:
    found = [k for k in corpus.reports_at(target) if corpus.report(k).type.value == target.type]
    for article, key in found:
        e = corpus.extractions[article]
        corpus.extractions[article] = replace(
            e,
            reports=tuple(
                replace(r, part_of=None) if r.part_of == key else r for r in e.reports if r.key != key
            ),
            claims=tuple(replace(c, about=tuple(a for a in c.about if a != key)) for c in e.claims),
        )  # fmt: skip
    return [f"report/{a}/{k}" for a, k in found]


def _reject_claim(corpus: Corpus, target: Target, _: str) -> list[str]:
    found = corpus.claims_at(target)
    for article, claim in found:
        e = corpus.extractions[article]
        corpus.extractions[article] = replace(
            e,
            claims=tuple(c for c in e.claims if c.key != claim.key),
            reports=tuple(_without_source(r, claim.key) for r in e.reports),
        )
    return [f"claim/{a}/{c.key}" for a, c in found]


def _without_source(report: Report, claim: str) -> Report:
    if all(c.claim != claim for c in report.casualties):
        return report
    counts = tuple(replace(c, claim=None) if c.claim == claim else c for c in report.casualties)
    return replace(report, casualties=counts)


def _reject_role(corpus: Corpus, target: Target, _: str) -> list[str]:
    return _change_reports(corpus, target, lambda r, at: _without_role(r, target.type, at))


def _without_role(report: Report, role: str, at: Callable[[Span], bool]) -> Report:
    if role == "when":
        return replace(report, when=None, when_span=None) if report.when_span and at(report.when_span) else report
    field = _ROLES[role]
    fillers: tuple[Participant | Span, ...] = getattr(report, field)
    kept = tuple(f for f in fillers if not at(f.evidence if isinstance(f, Participant) else f))
    return replace(report, **{field: kept}) if kept != fillers else report  # type: ignore[arg-type]


def _reject_count(corpus: Corpus, target: Target, _: str) -> list[str]:
    def without(report: Report, at: Callable[[Span], bool]) -> Report:
        def goes(count: CasualtyCount) -> bool:
            return count.kind.value == target.type and at(count.span)

        kept = tuple(c for c in report.casualties if not goes(c))
        return replace(report, casualties=kept) if kept != report.casualties else report

    return _change_reports(corpus, target, without)


def _change_reports(
    corpus: Corpus, target: Target, without: Callable[[Report, Callable[[Span], bool]], Report]
) -> list[str]:
    """Take what stands at the target's words out of its report; the target's own id where that changed something."""
    whole = part(target, Kind.REPORT)
    changed = False
    for article, key in corpus.reports_at(whole) if whole else ():
        words = [w for w in target.words if w.article == article]
        before = corpus.report((article, key))
        after = without(before, lambda s, words=words: any(w.meets(s.start, s.end) for w in words))  # type: ignore[misc]
        if after is not before:
            changed = True
            e = corpus.extractions[article]
            corpus.extractions[article] = replace(e, reports=tuple(after if r.key == key else r for r in e.reports))
    return [target.id] if changed else []


def _reject_relation(corpus: Corpus, target: Target, _: str) -> list[str]:
    sides = [part(target, Kind.ENTITY, 0), part(target, Kind.ENTITY, 1)]
    found = False
    for w in target.words:
        e = corpus.extractions.get(w.article)
        if e is None:
            continue
        names = {local.key: keys_of(local.names) for local in e.entities}
        at = {
            key
            for side in sides
            if side
            for _, key in corpus.locals_at(x for x in side.words if x.article == w.article)
        }

        def is_side(key: str, side: Target | None, names: dict[str, frozenset[str]] = names, at: set[str] = at) -> bool:
            return side is None or key in at or bool(names[key] & named(side))

        kept = tuple(
            r
            for r in e.relations
            if not (
                r.predicate.value == target.type
                and w.meets(r.evidence.start, r.evidence.end)
                and is_side(r.subject, sides[0])
                and is_side(r.object, sides[1])
            )
        )
        found |= kept != e.relations
        corpus.extractions[w.article] = replace(e, relations=kept)
    return [target.id] if found else []


def _reject_membership(corpus: Corpus, target: Target, _: str) -> list[str]:
    found = False
    for w in target.words:
        if (e := corpus.extractions.get(w.article)) is not None:
            kept = tuple(m for m in e.memberships if not w.meets(m.evidence.start, m.evidence.end))
            found |= kept != e.memberships
            corpus.extractions[w.article] = replace(e, memberships=kept)
    return [target.id] if found else []


def _retype(corpus: Corpus, target: Target, value: str) -> list[str]:
    """Make actors of a name places, or places actors, in every article; roles that cannot be theirs then fall away."""
    kind = EntityType(value)
    found = _called(corpus, target)
    for article, keys in found.items():
        corpus.extractions[article] = _as_sort(corpus.extractions[article], keys, kind)
    return [target.id] if found else []


def _reject_entity(corpus: Corpus, target: Target, _: str) -> list[str]:
    """Names that name no actor or place at all: they go, with the roles, claims and relations that hang on them."""
    found = _called(corpus, target)
    for article, keys in found.items():
        e = corpus.extractions[article]
        for kind in (EntityType.SETTLEMENT, EntityType.PERSON):  # neither an actor's roles nor a place's
            e = _as_sort(e, keys, kind)
        corpus.extractions[article] = replace(e, entities=tuple(x for x in e.entities if x.key not in keys))
    return [target.id] if found else []


def _called(corpus: Corpus, target: Target) -> dict[str, set[str]]:
    """By article the keys of what stands at a target's words, or is first of all called as it, and of its sort."""
    at, place = set(corpus.locals_at(target.words)), target.id.startswith("place/")
    found: dict[str, set[str]] = {}
    for article, e in corpus.extractions.items():
        for local in e.entities:
            called = (article, local.key) in at or keys_of(local.names[:1]) & named(target)
            if local.type.is_place is place and called:
                found.setdefault(article, set()).add(local.key)
    return found


def _as_sort(e: Extraction, keys: set[str], kind: EntityType) -> Extraction:
    fields = ("agents", "targets") if kind.is_place else ("places",)

    def without(report: Report) -> Report:
        kept = {f: tuple(p for p in getattr(report, f) if p.entity not in keys) for f in fields}
        changed = any(kept[f] != getattr(report, f) for f in fields)
        return replace(report, **kept) if changed else report  # type: ignore[arg-type]

    claims = e.claims if not kind.is_place else tuple(c for c in e.claims if c.claimant not in keys)
    gone = {c.key for c in e.claims} - {c.key for c in claims}
    reports = tuple(without(r) for r in e.reports)
    for claim in gone:
        reports = tuple(_without_source(r, claim) for r in reports)
    return replace(
        e,
        entities=tuple(replace(x, type=kind, reference=None) if x.key in keys else x for x in e.entities),
        reports=reports,
        claims=claims,
        relations=tuple(r for r in e.relations if not kind.is_place or not {r.subject, r.object} & keys),
        memberships=tuple(m for m in e.memberships if not kind.is_place or not {m.person, m.organisation} & keys),
    )


_REJECT: dict[Kind, Callable[[Corpus, Target, str], list[str]]] = {
    Kind.ENTITY: _reject_entity,
    Kind.REPORT: _reject_report,
    Kind.CLAIM: _reject_claim,
    Kind.ROLE: _reject_role,
    Kind.COUNT: _reject_count,
    Kind.RELATION: _reject_relation,
    Kind.MEMBERSHIP: _reject_membership,
}
