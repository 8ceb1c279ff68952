"""Validates a whole store, a batch of graphs at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pyoxigraph import NamedNode, Quad

from kg.rdf.namespaces import KG, RDF, SCHEMA, SEM, local_name
from kg.storage import Store
from kg.validation.evidence import evidence_violations
from kg.validation.report import ValidationReport, Violation, report_of
from kg.validation.shapes import validate

# Some 25 articles. One batch of everything would need 1 kB of memory a triple; single articles cost a start each.
BATCH = 50_000
_SHARED = ("entities", "events", "build", "curation")
# What points out of an article's graph, and into which graph.
_INTO_ENTITIES = (
    KG.agent, KG.target, SEM.hasPlace, KG.participant, KG.claimant, KG.reportedBy, KG.mentionOf, KG.subject, KG.object,
    KG.linksTo, SCHEMA.publisher,
)  # fmt: skip


def validate_store(store: Store, progress: Callable[[int, int], None] | None = None) -> ValidationReport:
    """What of the store breaks its shapes, quotes what is not there, or points at an entity or event that is not there.

    `progress` is told how many graphs are done, of how many.

    Raises:
        ResourceError: a shapes file is missing or broken.
    """
    names = store.names
    shared = [names.graph(name) for name in _SHARED]
    graphs = [g for g in store.graphs() if names.is_article_graph(g) or g in shared]
    report = ValidationReport(triples=0)
    for done, batch in _batches(store, graphs):
        # A decision keeps its words also where their article is gone.
        quotes = [q for q in batch if q.graph_name != names.graph("curation")]
        report |= validate(batch) | report_of(0, evidence_violations(quotes))
        if progress:
            progress(done, len(graphs))
    return report | report_of(0, list(_dangling(store)))


def _batches(store: Store, graphs: list[NamedNode]) -> Iterator[tuple[int, list[Quad]]]:
    batch: list[Quad] = []
    for done, graph in enumerate(graphs, start=1):
        batch.extend(store.quads(graph))
        if len(batch) >= BATCH or done == len(graphs):
            yield done, batch
            batch = []


def _dangling(store: Store) -> Iterator[Violation]:
    """What points at an entity or event that no graph describes."""
    entities = _described(store, "entities")
    events = _described(store, "events")
    for known, properties in ((entities, _INTO_ENTITIES), (events, (KG.reportOf,))):
        for property_ in properties:
            for quad in store.matching(None, property_, None):
                if isinstance(quad.object, NamedNode) and quad.object not in known:
                    yield Violation(
                        shape="PointsAtDescribed",
                        focus=quad.subject.value if isinstance(quad.subject, NamedNode) else str(quad.subject),
                        path=local_name(property_),
                        message="points at something that no graph describes",
                        value=quad.object.value,
                    )


def _described(store: Store, graph: str) -> set[NamedNode]:
    quads = store.matching(None, RDF.type, None, store.names.graph(graph))
    return {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}
