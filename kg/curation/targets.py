"""From a thing of the graph to what a decision keeps of it: the words and names that it will be found by again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from pyoxigraph import NamedNode

from kg.domain.decisions import Kind, Target, Words
from kg.domain.extraction import EntityType, EventType, MentionForm
from kg.errors import DecisionError
from kg.querying.walking import Walker
from kg.rdf.namespaces import KG, ORG, SCHEMA, SKOS, kg, local_name

MOST_MENTIONS = 12
"""Mentions of an actor or place that a decision keeps, of as many articles as there are."""

_ENTITIES = {kg(t): t for t in EntityType}
_EVENTS = {kg(t): t for t in EventType}


def target_of(walker: Walker, node: NamedNode) -> Target:
    """What a decision on this thing keeps of it.

    Raises:
        DecisionError: nothing can be decided about it.
    """
    kinds = walker.kinds(node)
    for kind in kinds:
        if kind in _ENTITIES:
            return _entity(walker, node, _ENTITIES[kind])
        if kind in _EVENTS:
            return _event(walker, node, _EVENTS[kind])
    for kind, make in _MAKERS.items():
        if kind in kinds:
            return make(walker, node)
    raise DecisionError(
        f"Nothing can be decided about {walker.short(node)} ({walker.kind(node)}): name an actor, a place, an incident, "
        "a candidate, or a statement (a report, claim, role, count, relation or link)."
    )


def links_in(walker: Walker, entity: NamedNode, articles: Iterable[NamedNode]) -> list[Target]:
    """The links of an entity in these articles."""
    wanted = set(articles)
    links = [x for x in walker.subjects(KG.linksTo, entity) if wanted & set(walker.nodes(x, KG.inArticle))]
    return [_link(walker, x) for x in links]


def reports_in(walker: Walker, event: NamedNode, articles: Iterable[NamedNode]) -> list[Target]:
    """The reports of an event in these articles."""
    wanted = set(articles)
    reports = [x for x in walker.subjects(KG.reportOf, event) if wanted & set(walker.nodes(x, KG.inArticle))]
    return [_report(walker, x) for x in reports]


def path_of(walker: Walker, node: NamedNode) -> str:
    """A thing's path below the data namespace."""
    return walker.store.names.path(node)


def _entity(walker: Walker, node: NamedNode, kind: EntityType) -> Target:
    return Target(
        kind=Kind.ENTITY,
        id=path_of(walker, node),
        label=walker.label(node),
        type=kind.value,
        names=walker.texts(node, SKOS.altLabel),
        words=_mentions(walker, walker.subjects(KG.mentionOf, node)),
    )


def _mentions(walker: Walker, mentions: Iterable[NamedNode]) -> tuple[Words, ...]:
    """Names before other words; of each article one before another of any."""
    found: dict[str, list[tuple[bool, Words]]] = {}
    for mention in mentions:
        for words in _words(walker, mention):
            found.setdefault(words.article, []).append((walker.text(mention, KG.form) != MentionForm.NAME, words))
    ranked = [(n, *pair) for article in sorted(found) for n, pair in enumerate(sorted(found[article]))]
    return tuple(words for _, _, words in sorted(ranked, key=lambda r: (r[0], r[1], r[2]))[:MOST_MENTIONS])


def _event(walker: Walker, node: NamedNode, kind: EventType) -> Target:
    return Target(
        kind=Kind.EVENT,
        id=path_of(walker, node),
        label=walker.label(node),
        type=kind.value,
        parts=tuple(_report(walker, r) for r in walker.subjects(KG.reportOf, node)),
    )


def _report(walker: Walker, node: NamedNode) -> Target:
    words = _words(walker, node)
    kind = walker.node(node, KG.eventType)
    quote = ", ".join(dict.fromkeys(f"“{w.quote}”" for w in words))
    return Target(
        kind=Kind.REPORT,
        id=path_of(walker, node),
        label=f"{quote} in {_article(walker, node)}",
        type=local_name(kind) if kind else "",
        words=words,
    )


def _claim(walker: Walker, node: NamedNode) -> Target:
    content = walker.text(node, KG.content)
    return Target(
        kind=Kind.CLAIM,
        id=path_of(walker, node),
        label=f"{', '.join(walker.texts(node, KG.claimant))}: {content[:80]}",
        type=walker.text(node, KG.stance),
        words=_words(walker, node, KG.contentEvidence),
    )


def _role(walker: Walker, node: NamedNode) -> Target:
    role, report = walker.node(node, KG.role), walker.node(node, KG.inReport)
    who = walker.node(node, KG.participant)
    words = _words(walker, node)
    filler = walker.label(who) if who else ", ".join(f"“{w.quote}”" for w in words)
    parts = [_report(walker, report)] if report else []
    return Target(
        kind=Kind.ROLE,
        id=path_of(walker, node),
        label=f"{local_name(role) if role else ''} {filler} of {parts[0].label if parts else ''}".strip(),
        type=local_name(role) if role else "",
        words=words,
        parts=tuple(parts),
    )


def _count(walker: Walker, node: NamedNode) -> Target:
    report, words = walker.node(node, KG.countIn), _words(walker, node)
    return Target(
        kind=Kind.COUNT,
        id=path_of(walker, node),
        label=", ".join(f"“{w.quote}”" for w in words),
        type=walker.text(node, KG.kind),
        words=words,
        parts=(_report(walker, report),) if report else (),
    )


def _relation(walker: Walker, node: NamedNode) -> Target:
    subject, predicate, value = (walker.node(node, p) for p in (KG.subject, KG.predicate, KG.object))
    sides = [target_of(walker, side) for side in (subject, value) if side]
    article = walker.node(node, KG.inArticle)
    here = article and walker.store.names.article_id(article)
    return Target(
        kind=Kind.RELATION,
        id=path_of(walker, node),
        label=f"{sides[0].label} {local_name(predicate) if predicate else ''} {sides[-1].label}",
        type=local_name(predicate) if predicate else "",
        words=_words(walker, node),
        parts=tuple(
            Target(
                kind=s.kind, id=s.id, label=s.label, type=s.type, names=s.names,
                words=tuple(w for w in s.words if w.article == here),
            )
            for s in sides
        ),
    )  # fmt: skip


def _membership(walker: Walker, node: NamedNode) -> Target:
    return Target(
        kind=Kind.MEMBERSHIP,
        id=path_of(walker, node),
        label=f"{', '.join(walker.texts(node, ORG.member))}, {walker.text(node, KG.roleLabel)}",
        words=_words(walker, node),
    )


def _link(walker: Walker, node: NamedNode) -> Target:
    entity, article = walker.node(node, KG.linksTo), walker.node(node, KG.inArticle)
    mentions = walker.subjects(KG.mentionOf, entity) if entity else []
    here = [m for m in mentions if article in walker.nodes(m, KG.inArticle)]
    words = tuple(sorted(w for m in here for w in _words(walker, m)))
    return Target(
        kind=Kind.LINK,
        id=path_of(walker, node),
        label=f"{walker.label(entity) if entity else ''} in {_article(walker, node)}",
        words=words,
        parts=(target_of(walker, entity),) if entity else (),
    )


def _decision(walker: Walker, node: NamedNode) -> Target:
    return Target(kind=Kind.DECISION, id=path_of(walker, node).removeprefix("decision/"), label=walker.label(node))


def _rejectable(walker: Walker, node: NamedNode) -> Target:
    """A report with the event that it is of, so that the event still tells of it when it is gone."""
    report, event = _report(walker, node), walker.node(node, KG.reportOf)
    return replace(report, parts=(target_of(walker, event),)) if event else report


_MAKERS: dict[NamedNode, Callable[[Walker, NamedNode], Target]] = {
    KG.Report: _rejectable,
    KG.Claim: _claim,
    KG.Participation: _role,
    KG.CasualtyCount: _count,
    KG.Relation: _relation,
    ORG.Membership: _membership,
    KG.Link: _link,
    KG.Decision: _decision,
}


def _words(walker: Walker, node: NamedNode, predicate: NamedNode = KG.evidence) -> tuple[Words, ...]:
    found = []
    for evidence in walker.nodes(node, predicate):
        if span := walker.span(evidence):
            article, start, end = span
            quote = walker.body(article)[start:end]
            found.append(Words(walker.store.names.article_id(article), start, end, quote))
    return tuple(sorted(found))


def _article(walker: Walker, node: NamedNode) -> str:
    article = walker.node(node, KG.inArticle)
    if article is None:
        return "an article"
    headline = walker.text(article, SCHEMA.headline)
    return f"“{headline}”" if headline else path_of(walker, article)
