"""The tables: eight CSV files that analysts load and measurements read.

UTF-8, a header, `|` between the values of a list, empty for unknown, rows sorted by id. Ids are paths below the base
IRI (`actor/islamic-state`), so that they join across files; `reports`, `articles` and `mentions` of entities and events
are counts. Cells hold exactly what the graph holds: offsets and quotes must agree. A spreadsheet may run text that
starts with `=`, `+`, `-` or `@` as a formula; `spreadsheet_safe` puts an apostrophe before such text, and changes
nothing else.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from pyoxigraph import NamedNode

from kg.domain.extraction import EntityType, EventType
from kg.exporting.article_tables import ARTICLE_TABLES, Cell, Source
from kg.exporting.facts import Facts, Labels, facts_of, joined
from kg.exporting.totals import EntityTotals, EventTotals, entity_totals, event_totals
from kg.rdf.namespaces import KG, RDF, RDFS, SEM, SKOS, kg, local_name
from kg.reference import crosswalks
from kg.storage import Store

_ENTITIES = "entity type label names wikidata geonames latitude longitude within articles mentions precision generic"
_EVENTS = (
    "event type label date_start date_end edtf places agents targets part_of reports articles killed_low killed_high "
    "disputed acled plover status"
)
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def write_tables(store: Store, folder: Path, *, spreadsheet_safe: bool = False) -> None:
    """Write the eight files into a folder that exists.

    Raises:
        ResourceError: the crosswalks are missing from this installation.
    """
    with ExitStack() as stack:
        writers = {
            name: _Writer(stack, folder / f"{name}.csv", columns, spreadsheet_safe)
            for name, (columns, _) in ARTICLE_TABLES.items()
        }
        labels = Labels(store)
        for graph in _article_graphs(store):
            source = Source(Facts(store.quads(graph), store.names), store, labels)
            for name, (_, rows) in ARTICLE_TABLES.items():
                writers[name].write(rows(source))
        _Writer(stack, folder / "entities.csv", _ENTITIES.split(), spreadsheet_safe).write(_entities(store))
        _Writer(stack, folder / "events.csv", _EVENTS.split(), spreadsheet_safe).write(_events(store))


class _Writer:
    def __init__(self, stack: ExitStack, path: Path, columns: Sequence[str], safe: bool) -> None:
        self._writer = csv.writer(
            stack.enter_context(path.open("w", encoding="utf-8", newline="")), lineterminator="\n"
        )
        self._writer.writerow(columns)
        self._safe = safe

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        for row in rows:
            self._writer.writerow([self._cell(value) for value in row])

    def _cell(self, value: Cell) -> str:
        if not isinstance(value, str):
            return "" if value is None else str(value)
        return f"'{value}" if self._safe and value.startswith(_DANGEROUS) else value


def _article_graphs(store: Store) -> list[NamedNode]:
    # The slash sorts the ids as whole segments, as they stand inside the ids of reports and claims.
    return sorted(filter(store.names.is_article_graph, store.graphs()), key=lambda g: f"{g.value}/")


def _of_types(store: Store, graph: NamedNode, types: Iterable[NamedNode]) -> list[NamedNode]:
    found = (q.subject for t in types for q in store.matching(predicate=RDF.type, value=t, graph=graph))
    return sorted({node for node in found if isinstance(node, NamedNode)}, key=lambda node: node.value)


def _entities(store: Store) -> Iterator[Sequence[Cell]]:
    graph, names, totals = store.names.graph("entities"), store.names, entity_totals(store)
    for node in _of_types(store, graph, (kg(t) for t in EntityType)):
        facts = facts_of(store, node, graph)
        aliases = [facts.text(node, RDFS.label), *facts_of(store, node).texts(node, SKOS.altLabel)]
        total = totals.get(node.value, EntityTotals())
        yield (
            names.path(node),
            joined(facts.types(node)),
            facts.text(node, RDFS.label),
            joined(dict.fromkeys(aliases)),
            joined(local_name(n) for n in facts.nodes(node, KG.wikidata)),
            facts.text(node, KG.geonames),
            facts.text(node, KG.latitude),
            facts.text(node, KG.longitude),
            facts.id(node, KG.within),
            len(total.articles),
            total.mentions,
            facts.text(node, KG.precision),
            facts.text(node, KG.generic),
        )


def _events(store: Store) -> Iterator[Sequence[Cell]]:
    graph, names, totals, codes = store.names.graph("events"), store.names, event_totals(store), crosswalks()
    for node in _of_types(store, graph, (kg(t) for t in EventType)):
        facts = facts_of(store, node, graph)
        total = totals.get(node.value, EventTotals())
        types = facts.types(node)
        mapped = [codes[EventType(t)] for t in types]
        yield (
            names.path(node),
            joined(types),
            facts.text(node, RDFS.label),
            *facts.days(node),
            facts.text(node, KG.edtf),
            joined(facts.ids(node, SEM.hasPlace)),
            joined(facts.ids(node, KG.agent)),
            joined(facts.ids(node, KG.target)),
            facts.id(node, KG.partOf),
            total.reports,
            len(total.articles),
            total.killed_low,
            total.killed_high,
            joined(facts.texts(node, KG.disputedIn)),
            joined(code for m in mapped for code in m.acled),
            joined(code for m in mapped for code in m.plover),
            facts.text(node, KG.status),
        )
