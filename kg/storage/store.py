"""A store open for reading."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import pyoxigraph as ox

from kg.errors import QueryError, StoreFormatError
from kg.rdf.iris import Names
from kg.storage.federation import refuse_federation
from kg.storage.layout import (
    BuildMeta,
    StoreMeta,
    generation_folder,
    generation_lock,
    generation_numbers,
    read_meta,
)
from kg.storage.locks import FileLock, hold_for_reading
from kg.storage.tokens import has_word
from kg.storage.translate import query_errors, store_errors, while_iterating

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = tuple[Term | None, ...]
"""One solution: a term for each variable, None where it is unbound."""

Functions = Mapping[ox.NamedNode, Callable[..., Term | None]]
"""Functions that a query may call by their IRI."""

_ATTEMPTS = 50  # of opening while writers publish: each loses at most to one publication, 20 ms apart


@dataclass(frozen=True, slots=True)
class Solutions:
    """The answer to a SELECT: the names of its variables, and rows that are worked out while they are read."""

    variables: tuple[str, ...]
    rows: Iterator[Row]

    def __iter__(self) -> Iterator[Row]:
        return self.rows


class Store:
    """A graph open for reading. It stays as it is for as long as this is open, whatever is built meanwhile.

    Queries see the union of all named graphs as their default graph, know the usual prefixes without declaring them,
    and cannot call other machines. Substitutions bind variables that stand in the SELECT list, as terms.
    """

    def __init__(
        self,
        store: ox.Store,
        names: Names,
        *,
        meta: StoreMeta | None = None,
        folder: Path | None = None,
        hold: FileLock | None = None,
    ) -> None:
        self._store: ox.Store | None = store
        self._hold = hold
        self.names = names
        self.meta = meta
        self.folder = folder

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files and of the generation; more than once does no harm."""
        self._store = None
        if self._hold is not None:
            self._hold.close()

    @property
    def oxigraph(self) -> ox.Store:
        """The pyoxigraph store below, for readers of whole graphs (validation, exports); never to be written."""
        if self._store is None:
            raise ValueError("the store is closed")
        return self._store

    def __len__(self) -> int:
        with store_errors(self.folder):
            return len(self.oxigraph)

    def select(
        self, query: str, substitutions: Mapping[str, Term] | None = None, functions: Functions | None = None
    ) -> Solutions:
        """Answer a SELECT.

        Raises:
            QueryError: as `query_errors` says, here or while the rows are read; or the query is no SELECT.
        """
        answer = self._query(query, substitutions, functions)
        if not isinstance(answer, ox.QuerySolutions):
            raise QueryError("This query is no SELECT.")
        variables = tuple(v.value for v in answer.variables)
        rows = (tuple(solution) for solution in answer)
        return Solutions(variables, while_iterating(rows, query, self.folder))

    def ask(self, query: str, substitutions: Mapping[str, Term] | None = None) -> bool:
        """Answer an ASK.

        Raises:
            QueryError: as `query_errors` says; or the query is no ASK.
        """
        answer = self._query(query, substitutions, None)
        if not isinstance(answer, ox.QueryBoolean):
            raise QueryError("This query is no ASK.")
        return bool(answer)

    def construct(self, query: str, substitutions: Mapping[str, Term] | None = None) -> Iterator[ox.Triple]:
        """Answer a CONSTRUCT or DESCRIBE; the triples are worked out while they are read, and may repeat.

        Raises:
            QueryError: as `query_errors` says, here or while the triples are read; or the query is another form.
        """
        answer = self._query(query, substitutions, None)
        if not isinstance(answer, ox.QueryTriples):
            raise QueryError("This query is no CONSTRUCT or DESCRIBE.")
        return while_iterating(answer, query, self.folder)

    def answer(
        self, query: str, substitutions: Mapping[str, Term] | None = None, functions: Functions | None = None
    ) -> Solutions | bool | Iterator[ox.Triple]:
        """Answer a query of any form: rows for SELECT, a truth value for ASK, triples for CONSTRUCT and DESCRIBE.

        Raises:
            QueryError: as `query_errors` says, here or while the answer is read.
        """
        answer = self._query(query, substitutions, functions)
        if isinstance(answer, ox.QueryBoolean):
            return bool(answer)
        if isinstance(answer, ox.QuerySolutions):
            rows = (tuple(solution) for solution in answer)
            return Solutions(tuple(v.value for v in answer.variables), while_iterating(rows, query, self.folder))
        return while_iterating(answer, query, self.folder)

    def graphs(self) -> list[ox.NamedNode]:
        """The named graphs, sorted by IRI."""
        with store_errors(self.folder):
            named = (g for g in self.oxigraph.named_graphs() if isinstance(g, ox.NamedNode))
            return sorted(named, key=lambda g: g.value)

    def quads(self, graph: ox.NamedNode | None = None) -> Iterator[ox.Quad]:
        """The quads of a named graph, or of all; in no order."""
        return self.matching(graph=graph)

    def matching(
        self,
        subject: ox.NamedNode | None = None,
        predicate: ox.NamedNode | None = None,
        value: Term | None = None,
        graph: ox.NamedNode | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads that fit, in no order; None fits everything."""
        with store_errors(self.folder):
            yield from self.oxigraph.quads_for_pattern(subject, predicate, value, graph)

    def _query(
        self, query: str, substitutions: Mapping[str, Term] | None, functions: Functions | None
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        refuse_federation(query)
        with query_errors(query, self.folder):
            return self.oxigraph.query(
                query,
                prefixes=dict(self.names.prefixes),
                # As union of all graphs the engine would not look at the query's own FROM.
                use_default_graph_as_union=not has_word(query, "FROM"),
                substitutions={ox.Variable(name): term for name, term in (substitutions or {}).items()} or None,
                custom_functions=dict(functions) if functions else None,
            )


def open_store(folder: Path) -> Store:
    """Open the current generation of a store for reading. It never waits for a writer.

    Raises:
        StoreMissingError: nothing is built there.
        StoreFormatError: the folder is no store, damaged, or of another version.
        StoreError: it cannot be read.
    """
    folder = Path(folder)
    for _ in range(_ATTEMPTS):
        meta = read_meta(folder)
        hold = hold_for_reading(generation_lock(folder, meta.generation))
        if hold is not None:
            try:
                with store_errors(folder):
                    store = ox.Store.read_only(str(generation_folder(folder, meta.generation)))
            except BaseException:
                hold.close()
                raise
            return Store(store, Names(meta.base_iri), meta=meta, folder=folder, hold=hold)
        time.sleep(0.02)  # published and cleared since kg.json was read: read it again
    raise StoreFormatError(
        f"The store {folder} is damaged: generation {meta.generation} is missing. "
        "Delete all in it but decisions.jsonl and run `kg build` again."
    )


def open_earlier(folder: Path) -> Store | None:
    """Open the build before the current one, where it was kept (see `write_generation`); None where there is none.

    Raises:
        StoreMissingError, StoreFormatError, StoreError: as `open_store`.
    """
    folder = Path(folder)
    meta = read_meta(folder)
    for number in sorted((n for n in generation_numbers(folder) if n < meta.generation), reverse=True):
        hold = hold_for_reading(generation_lock(folder, number))
        if hold is not None:
            with store_errors(folder):
                store = ox.Store.read_only(str(generation_folder(folder, number)))
            earlier = StoreMeta(base_iri=meta.base_iri, generation=number, build=BuildMeta())
            return Store(store, Names(meta.base_iri), meta=earlier, folder=folder, hold=hold)
    return None


def memory_store(quads: Iterable[ox.Quad], names: Names | None = None) -> Store:
    """A store in memory that holds these quads: for what needs to ask before anything is on disk."""
    store = ox.Store()
    store.bulk_extend(quads)
    return Store(store, names or Names())


def sorted_nquads(store: Store) -> list[str]:
    """Every quad as a line of N-Quads, without its line end, sorted: two stores are equal when these lists are.

    All lines are in memory at once; the `nquads` export writes the same lines within bounded memory.
    """
    return sorted(f"{quad} ." for quad in store.quads())
