"""The tables whose rows come from one article's graph each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from pyoxigraph import NamedNode

from kg.exporting.facts import Facts, Labels, joined
from kg.rdf.namespaces import DCTERMS, KG, OA, SCHEMA, SEM, local_name
from kg.storage import Store

Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Source:
    """One article's graph, and where to look for what it does not hold itself."""

    facts: Facts
    store: Store
    labels: Labels


_Rows = Callable[[Source], Iterator[Sequence[Cell]]]


def _articles(source: Source) -> Iterator[Sequence[Cell]]:
    facts, names = source.facts, source.store.names
    for node in facts.of_type(KG.Article):
        publishers = facts.nodes(node, SCHEMA.publisher)
        copies = source.store.matching(subject=node, predicate=KG.copyOf)
        yield (
            names.path(node),
            facts.text(node, DCTERMS.identifier),
            facts.text(node, SCHEMA.headline),
            source.labels.of(publishers[0]) if publishers else "",
            facts.text(node, KG.edtf),
            facts.text(node, SCHEMA.inLanguage),
            next((value.value for value in facts.values(node, SCHEMA.url)), ""),
            facts.whole_number(node, KG.characters),
            facts.text(node, KG.digest),
            facts.text(node, KG.supported),
            joined(sorted(names.path(q.object) for q in copies if isinstance(q.object, NamedNode))),
        )


def _mentions(source: Source) -> Iterator[Sequence[Cell]]:
    facts, names = source.facts, source.store.names
    for node in facts.of_type(KG.Mention):
        for entity in facts.ids(node, KG.mentionOf):
            article = facts.id(node, KG.inArticle)
            start, end = _first(facts.spans(node))
            yield names.path(node), article, start, end, _quote(facts, node), entity, facts.text(node, KG.form)


def _reports(source: Source) -> Iterator[Sequence[Cell]]:
    facts, names = source.facts, source.store.names
    for node in facts.of_type(KG.Report):
        yield (
            names.path(node),
            facts.id(node, KG.reportOf),
            facts.id(node, KG.inArticle),
            joined(local_name(t) for t in facts.nodes(node, KG.eventType)),
            facts.text(node, KG.status),
            joined(f"{start}-{end}" for start, end in facts.spans(node)),
            *facts.days(node),
            facts.text(node, KG.dateBasis),
            joined(facts.ids(node, SEM.hasPlace)),
            joined(facts.ids(node, KG.agent)),
            joined(facts.ids(node, KG.target)),
            joined(facts.texts(node, KG.targetText)),
            joined(facts.texts(node, KG.means)),
            facts.id(node, KG.partOf),
            joined(local_name(t) for t in facts.nodes(node, KG.equipment)),
        )


def _casualties(source: Source) -> Iterator[Sequence[Cell]]:
    facts, names = source.facts, source.store.names
    for node in facts.of_type(KG.CasualtyCount):
        yield (
            names.path(node),
            facts.id(node, KG.countIn),
            facts.text(node, KG.kind),
            facts.whole_number(node, KG.minimum),
            facts.whole_number(node, KG.maximum),
            facts.text(node, KG.victims),
            *_first(facts.spans(node)),
            _quote(facts, node),
            facts.id(node, KG.accordingTo),
            facts.text(node, KG.subset),
        )


def _claims(source: Source) -> Iterator[Sequence[Cell]]:
    facts, names = source.facts, source.store.names
    for node in facts.of_type(KG.Claim):
        yield (
            names.path(node),
            facts.id(node, KG.inArticle),
            facts.id(node, KG.claimant),
            facts.text(node, KG.cue),
            facts.text(node, KG.stance),
            *_first(facts.spans(node)),
            *_first(facts.spans(node, KG.contentEvidence)),
            joined(facts.ids(node, KG.about)),
            *facts.days(node),
            facts.text(node, KG.content),
        )


def _relations(source: Source) -> Iterator[Sequence[Cell]]:
    facts, names = source.facts, source.store.names
    for node in facts.of_type(KG.Relation):
        yield (
            names.path(node),
            facts.id(node, KG.subject),
            joined(local_name(p) for p in facts.nodes(node, KG.predicate)),
            facts.id(node, KG.object),
            facts.id(node, KG.inArticle),
            *_first(facts.spans(node)),
            _quote(facts, node),
        )


def _first(spans: Sequence[tuple[int, int]]) -> tuple[Cell, Cell]:
    return spans[0] if spans else (None, None)


def _quote(facts: Facts, node: NamedNode) -> str:
    """The words of the node's first evidence in the text, exactly."""
    found = {node.value.rsplit("/", 1)[-1]: node for node in facts.nodes(node, KG.evidence)}
    start, end = _first(facts.spans(node))
    evidence = found.get(f"{start}-{end}")
    return facts.text(NamedNode(f"{evidence.value}/quote"), OA.exact) if evidence else ""


def _columns(names: str) -> Sequence[str]:
    return names.split()


ARTICLE_TABLES: Mapping[str, tuple[Sequence[str], _Rows]] = MappingProxyType(
    {
        "articles": (
            _columns("article source_id title publisher published language url characters digest supported copy_of"),
            _articles,
        ),
        "mentions": (_columns("mention article start end quote entity form"), _mentions),
        "reports": (
            _columns(
                "report event article type status spans date_start date_end date_basis places agents targets "
                "target_texts means part_of equipment"
            ),
            _reports,
        ),
        "casualties": (_columns("count report kind minimum maximum victims start end quote claim subset"), _casualties),
        "claims": (
            _columns(
                "claim article claimant cue stance start end content_start content_end about said_start said_end "
                "content"
            ),
            _claims,
        ),
        "relations": (_columns("relation subject predicate object article start end quote"), _relations),
    }
)
"""File name without its ending → columns, and the rows of one article's graph."""
