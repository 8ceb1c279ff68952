"""What each step contributed to what is said of a thing: producer with version, score, rule or head, and the words read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.querying.accounts import figure_of
from kg.querying.walking import Walker
from kg.rdf.namespaces import KG, ORG, PROV, RDF, SCHEMA, local_name

# Who fills a role, by local name: what kind of step reads it. The line that a statement carries itself (kg:why) goes first.
_ROLE_BY = {
    "agent": "head: roles, with syntax",
    "target": "head: roles, with syntax",
    "hasPlace": "head: roles",
    "means": "rule: a weapon of the lexicon in the clause",
    "targetText": "rule: what the verb or noun of the attack hits",
    "when": "rule: time expressions",
}
_CLAIM_BY = "head: attribution (source, cue, content); heads: source, stance, what it is about"
_MENTION_BY = "head: mentions"
_RELATION_BY = "rule: cue words between two actors"
_MERGED_BY = "linking: incidents of several articles"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: what it said (`says`, `value`), what made it (`producer`, `how`), how sure it was, from which words.

    `score` is None where the step gives none (rules). `article` is the outlet, else the headline; it and `words` are empty
    where a step read no text (linking).
    """

    says: str
    value: str
    producer: str
    how: str
    score: float | None = None
    article: str = ""
    words: tuple[str, ...] = ()


def trace_of(walker: Walker, node: NamedNode) -> tuple[Step, ...]:
    """The steps behind what is said of a thing, in the order in which they were taken; none twice."""
    return tuple(dict.fromkeys(_steps(walker, node)))


def _steps(walker: Walker, node: NamedNode) -> Iterator[Step]:
    kinds = set(walker.kinds(node))
    if KG.Report in kinds:
        yield from _report(walker, node)
    elif KG.Claim in kinds:
        yield from _claim(walker, node)
    elif KG.CasualtyCount in kinds:
        yield _count(walker, node)
    for report in walker.subjects(KG.reportOf, node):
        yield from _report(walker, report)
    for mention in walker.subjects(KG.mentionOf, node):
        yield _made(walker, mention, f"mention ({walker.text(mention, KG.form)})", walker.label(node), _MENTION_BY)
    yield from _links(walker, node)
    for predicate in (KG.subject, KG.object):
        for relation in walker.subjects(predicate, node):
            yield _relation(walker, relation)
    for membership in walker.subjects(ORG.member, node):
        role = walker.text(membership, KG.roleLabel)
        yield _made(walker, membership, "holds the office", role, "rule: title and name")
    for statement in walker.subjects(RDF.subject, node):
        yield from _decision(walker, statement)


def _links(walker: Walker, node: NamedNode, article: NamedNode | None = None) -> Iterator[Step]:
    """How the names of articles, or of one, were taken for an actor or place."""
    for link in walker.subjects(KG.linksTo, node):
        if article is None or walker.node(link, KG.inArticle) == article:
            yield _made(walker, link, "known as", walker.label(node), "linking")


def _report(walker: Walker, report: NamedNode) -> Iterator[Step]:
    """A report with its roles, dates, figures, claims, and why it was taken for the event's."""
    kind = ", ".join(local_name(k) for k in walker.nodes(report, KG.eventType))
    yield _made(walker, report, "happening", kind, "head: triggers")
    status = walker.text(report, KG.status)
    yield _made(walker, report, "put as", status, "rule: the words around, and the claims", own=False)
    for part in walker.subjects(KG.inReport, report):
        role = walker.node(part, KG.role)
        name = local_name(role) if role else ""
        participant = walker.node(part, KG.participant)
        value = walker.label(participant) if participant else "; ".join(_words(walker, part))
        value = walker.when(report) if name == "when" else value
        says = {"hasPlace": "place", "targetText": "what was hit"}.get(name, name)
        yield _made(walker, part, says, value, _ROLE_BY.get(name, ""))
        if participant:
            yield from _links(walker, participant, walker.node(report, KG.inArticle))
    for count in walker.subjects(KG.countIn, report):
        yield _count(walker, count)
    for claim in walker.subjects(KG.about, report):
        yield from _claim(walker, claim)
    because = walker.text(report, KG.joinedBecause)
    if because:
        yield Step(says="one event with others", value=because, producer=_built_by(walker, "events"), how=_MERGED_BY)


def _count(walker: Walker, count: NamedNode) -> Step:
    return _made(walker, count, "figure", str(figure_of(walker, count)), "rule: figures")


def _claim(walker: Walker, claim: NamedNode) -> Iterator[Step]:
    who = ", ".join(walker.texts(claim, KG.claimant))
    yield _made(walker, claim, f"claim of {who}", walker.text(claim, KG.stance), _CLAIM_BY)


def _relation(walker: Walker, relation: NamedNode) -> Step:
    first, second = (", ".join(walker.texts(relation, p)) for p in (KG.subject, KG.object))
    name = ", ".join(local_name(p) for p in walker.nodes(relation, KG.predicate))
    return _made(walker, relation, "relation", f"{first} {name} {second}", _RELATION_BY)


def _decision(walker: Walker, statement: NamedNode) -> Iterator[Step]:
    """What a person decided of the thing."""
    for decision in walker.nodes(statement, PROV.wasGeneratedBy):
        who = ", ".join(walker.texts(decision, PROV.wasAssociatedWith))
        predicate = walker.node(statement, RDF.predicate)
        value = ", ".join(walker.texts(statement, RDF.object))
        says = local_name(predicate) if predicate else "decision"
        yield Step(says=says, value=value, producer=who, how=walker.text(decision, KG.why))


def _made(walker: Walker, node: NamedNode, says: str, value: str, how: str, *, own: bool = True) -> Step:
    """The step that made a node; `own` takes the line that the node itself carries on what it rests on."""
    article = walker.node(node, KG.inArticle) or walker.node(node, KG.inReport, KG.inArticle)
    article = article or walker.node(node, KG.countIn, KG.inArticle)
    linked = bool(walker.node(node, KG.linksTo))
    return Step(
        says=says,
        value=value,
        producer=_built_by(walker, "entities") if linked else _producer(walker, article),
        how=(walker.text(node, KG.why) if own else "") or how,
        score=_number(walker.text(node, KG.score)) if own else None,
        article=(walker.outlet(article) or walker.label(article)) if article else "",
        words=_words(walker, node),
    )


def _words(walker: Walker, node: NamedNode) -> tuple[str, ...]:
    """The words that a statement was read from, each once."""
    quotes = []
    for evidence in walker.nodes(node, KG.evidence):
        span = walker.span(evidence)
        if span:
            article, start, end = span
            quotes.append((start, " ".join(walker.body(article)[start:end].split())))
    return tuple(dict.fromkeys(quote for _, quote in sorted(quotes)))


def _producer(walker: Walker, article: NamedNode | None) -> str:
    """The extractor of an article's graph with its version, as the build's provenance has it."""
    if article is None:
        return ""
    return _maker(walker, walker.store.names.article_graph(article.value.rsplit("/", 1)[-1]))


def _built_by(walker: Walker, graph: str) -> str:
    return _maker(walker, walker.store.names.graph(graph))


def _maker(walker: Walker, graph: NamedNode) -> str:
    made_by = walker.node(graph, PROV.wasGeneratedBy, PROV.wasAssociatedWith)
    if made_by is None:
        return ""
    return f"{walker.label(made_by)} {walker.text(made_by, SCHEMA.softwareVersion)}".strip()


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
