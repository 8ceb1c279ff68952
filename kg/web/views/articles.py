"""An article's statements as cards beside its text, and all articles as one table in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.querying.walking import Walker
from kg.rdf.namespaces import DCTERMS, KG, RDF, SCHEMA, SEM, local_name
from kg.storage import Store
from kg.web.cache import once
from kg.web.views.accounts import Value, account_of
from kg.web.views.claims import ClaimLine, claim_line
from kg.web.views.events import label_of
from kg.web.views.incidents import Thing
from kg.web.views.quoting import Words
from kg.web.views.reader import Region, Span
from kg.web.words import bounds_words, spaced


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A report or a claim beside the text. `id` is its anchor; `words` lead to its words, `fields` are a report's values."""

    id: str
    iri: str
    layer: str
    title: str
    status: str
    event: Thing | None = None
    fields: tuple[tuple[str, tuple[Value, ...]], ...] = ()
    claim: ClaimLine | None = None
    words: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Statements:
    """What an article says: cards by id, spans of every layer."""

    cards: Mapping[str, Card]
    spans: tuple[Span, ...]


def statements_of(walker: Walker, article: NamedNode, *, mentions: bool) -> Statements:
    """The reports and claims of an article with their evidence; with `mentions`, the names of things too."""
    cards: dict[str, Card] = {}
    spans: set[Span] = set()
    for node in walker.subjects(KG.inArticle, article):
        kinds = walker.kinds(node)
        if KG.Report in kinds:
            card, found = _report(walker, node)
        elif KG.Claim in kinds:
            card, found = _claim(walker, node)
        elif mentions and KG.Mention in kinds:
            spans |= set(_mention(walker, node))
            continue
        else:
            continue
        cards[card.id] = card
        spans |= set(found)
    return Statements(cards, tuple(sorted(spans)))


_TITLES = {"agent": "by", "target": "struck", "place": "at", "date": "when", "means": "with", "toll": "toll"}


def _report(walker: Walker, node: NamedNode) -> tuple[Card, list[Span]]:
    account = account_of(walker, node)
    identity = f"r-{node.value.rsplit('/', 1)[-1]}"
    kind = walker.node(node, KG.eventType)
    event = walker.node(node, KG.reportOf)
    status = account.cells["status"][0]
    fields = tuple((title, account.cells[key]) for key, title in _TITLES.items() if account.cells[key])
    title = spaced(local_name(kind)) if kind else "Report"
    card = Card(
        id=identity,
        iri=node.value,
        layer="report",
        title=title,
        status=status.text,
        event=Thing(event.value, walker.label(event)) if event else None,
        fields=fields,
        words=status.words,
    )
    spans = [Span(w.start, w.end, "report", identity, title) for w in status.words]
    for key, name in _TITLES.items():
        layer = "figure" if key == "toll" else "role"
        for value in account.cells[key]:
            spans += [Span(w.start, w.end, layer, identity, f"{name}: {value.text}") for w in value.words]
    return card, spans


def _claim(walker: Walker, node: NamedNode) -> tuple[Card, list[Span]]:
    line = claim_line(walker, node)
    identity = node.value.rsplit("/", 1)[-1]
    who = line.claimant.label if line.claimant else "somebody"
    spans = [Span(w.start, w.end, "claim", identity, f"{who} {line.stance}") for w in line.words]
    spans += [Span(w.start, w.end, "attribution", identity, f"said by {who}") for w in line.attribution]
    card = Card(
        id=identity, iri=node.value, layer="claim", title=who, status=line.stance, claim=line,
        words=line.words or line.attribution,
    )  # fmt: skip
    return card, spans


def _mention(walker: Walker, node: NamedNode) -> list[Span]:
    thing = walker.node(node, KG.mentionOf)
    start, _, end = node.value.rsplit("/", 1)[-1].partition("-")
    if thing is None or not start.isdigit() or not end.isdigit():
        return []
    return [Span(int(start), int(end), "mention", thing.value, walker.label(thing))]


def regions_of(walker: Walker, article: NamedNode) -> tuple[Region, ...]:
    """The stretches of an article that are not running text."""
    found = []
    for node in walker.subjects(KG.inArticle, article):
        if KG.Region in walker.kinds(node):
            start, _, end = node.value.rsplit("/", 1)[-1].partition("-")
            found.append(Region(int(start), int(end), walker.text(node, KG.regionKind)))
    return tuple(sorted(found, key=lambda r: (r.start, r.end, r.kind)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as lists show it. `published` is a day where one is known, else the bounds in words; `day` sorts."""

    iri: str
    source_id: str
    headline: str
    outlet: str
    outlet_label: str
    published: str
    day: str
    language: str
    characters: int
    reports: int
    claims: int
    copy_of: str
    supported: bool


def article_table(store: Store) -> Mapping[str, Article]:
    """Every article by IRI, newest first, undated last."""
    return once(store, "articles", lambda: _read(store))


def values_of(store: Store, predicate: NamedNode) -> dict[str, str]:
    """The value of a property for each thing that has one, by IRI; of several, one."""
    found: dict[str, str] = {}
    for quad in store.matching(predicate=predicate):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            found.setdefault(quad.subject.value, quad.object.value)
    return found


def _read(store: Store) -> dict[str, Article]:
    def first(predicate: NamedNode) -> dict[str, str]:
        return values_of(store, predicate)

    headlines, outlets, languages = first(SCHEMA.headline), first(SCHEMA.publisher), first(SCHEMA.inLanguage)
    days, characters, copies = first(SCHEMA.datePublished), first(KG.characters), first(KG.copyOf)
    identifiers, supported = first(DCTERMS.identifier), first(KG.supported)
    inside = first(KG.inArticle)
    reports = Counter(inside.get(report) for report in first(KG.reportOf))
    claims = Counter(inside.get(claim) for claim in first(KG.claimant))
    earliest, latest = first(SEM.hasEarliestBeginTimeStamp), first(SEM.hasLatestEndTimeStamp)
    iris = {
        q.subject.value
        for q in store.matching(predicate=RDF.type, value=KG.Article)
        if isinstance(q.subject, NamedNode)
    }
    found = []
    for iri in iris:
        day = days.get(iri, "")
        bounds = bounds_words(earliest.get(iri, ""), latest.get(iri, ""))
        outlet = outlets.get(iri, "")
        found.append(
            Article(
                iri=iri,
                source_id=identifiers.get(iri, ""),
                headline=headlines.get(iri) or "(no headline)",
                outlet=outlet,
                outlet_label=label_of(store, outlet) if outlet else "",
                published=bounds_words(day, day) or bounds,
                day=day or latest.get(iri, ""),
                language=languages.get(iri, ""),
                characters=int(characters.get(iri, "0")),
                reports=reports[iri],
                claims=claims[iri],
                copy_of=copies.get(iri, ""),
                supported=supported.get(iri, "true") == "true",
            )
        )
    found.sort(key=lambda a: (a.day, a.iri), reverse=True)
    return {article.iri: article for article in found}
