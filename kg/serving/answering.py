"""Answers a job from an open store, in bytes: what a worker does between two frames."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import BinaryIO, cast

import pyoxigraph as ox

from kg.errors import QueryError
from kg.exporting.jsonld import write_triples_jsonld
from kg.querying.catalogue import find_query
from kg.querying.run import run_query
from kg.serving.formats import CSV, FORMS, GRAPHS, JSONLD, NQUADS, NTRIPLES, RESULTS, Form
from kg.serving.jobs import SENT, CannedJob, GraphJob, Job, QueryJob
from kg.serving.rows import LAYOUTS, EnoughError, FormulaGuard, RowLimit
from kg.serving.tables import table_in
from kg.storage import Store
from kg.storage.store import Term
from kg.storage.tokens import has_word
from kg.storage.translate import query_errors, store_errors

_UNKNOWN_FUNCTION = re.compile(r"custom function <([^>]*)> is not supported")
_MOST_UNKNOWN = 20

Write = Callable[[bytes], None]
_INDEX = {form.name: index for index, form in enumerate(SENT)}


class NotFormError(QueryError):
    """The answer has none of the forms that the client takes."""


class MissingGraphError(QueryError):
    """The store has no graph of this name."""


class Sink:
    """A file object as pyoxigraph wants it."""

    __slots__ = ("_write",)

    def __init__(self, write: Write) -> None:
        self._write = write

    def write(self, data: bytes) -> int:
        """Take a piece."""
        self._write(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""


class Answerer:
    """Answers jobs from one store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._prefixes = dict(store.names.prefixes)

    def answer(self, job: Job, begin: Callable[[int], None], write: Write) -> None:
        """Write the answer; `begin` is told the index of its form before the first byte.

        Raises:
            KgError: there is no answer, or it ends here.
            EnoughError: it has more rows than are given.
        """
        if isinstance(job, QueryJob):
            self._query(job, begin, write)
        elif isinstance(job, CannedJob):
            self._canned(job, begin, write)
        else:
            self._graph(job, begin, write)

    def _query(self, job: QueryJob, begin: Callable[[int], None], write: Write) -> None:
        with query_errors(job.text, None):
            found = self._evaluated(job, {})
            if isinstance(found, ox.QueryTriples):
                form = _wanted(job.graph, GRAPHS, "CONSTRUCT and DESCRIBE give a graph")
                begin(_INDEX[form.name])
                if form in {NTRIPLES, NQUADS}:  # large ones, and no prefixes: the engine need not hand out each triple
                    found.serialize(cast(BinaryIO, Sink(write)), format=form.graph)
                else:
                    self._triples(found, form, write)
                return
            form = _wanted(job.results, RESULTS, "SELECT and ASK give results")
            begin(_INDEX[form.name])
            if isinstance(found, ox.QueryBoolean):
                found.serialize(cast(BinaryIO, Sink(write)), format=form.results)
                return
            self._rows(found, form, job, write)

    def _evaluated(
        self, job: QueryJob, missing: dict[ox.NamedNode, Callable[..., Term | None]]
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """The answer, not yet worked out.

        A function that nobody knows is an error within its expression and no more, as the standard says (SPARQL 1.1
        Query, 17.6); pyoxigraph would refuse the query.
        """
        dataset = bool(job.default_graphs or job.named_graphs)
        # As union of all graphs the engine would not look at the query's own FROM.
        union = job.union and not dataset and not has_word(job.text, "FROM")
        try:
            return self._store.oxigraph.query(
                job.text,
                base_iri=job.base or None,
                prefixes=self._named_in(job.text),
                use_default_graph_as_union=union,
                default_graph=[ox.NamedNode(iri) for iri in job.default_graphs] if dataset else None,
                named_graphs=[ox.NamedNode(iri) for iri in job.named_graphs] if dataset else None,
                custom_functions=missing or None,
            )
        except RuntimeError as error:
            unknown = _UNKNOWN_FUNCTION.search(str(error))
            if unknown is None or len(missing) >= _MOST_UNKNOWN:
                raise
        return self._evaluated(job, {**missing, ox.NamedNode(unknown[1]): lambda *_: None})

    def _named_in(self, query: str) -> dict[str, str]:
        """The prefixes that a query may use: to declare all costs the engine more than to find an actor's name."""
        return {prefix: iri for prefix, iri in self._prefixes.items() if f"{prefix}:" in query}

    def _rows(self, found: ox.QuerySolutions, form: Form, job: QueryJob, write: Write) -> None:
        guard = FormulaGuard(write) if form is CSV and not job.plain_csv else None
        clean = 0 < job.rows <= job.most_rows
        limit = RowLimit(
            LAYOUTS[form.name], job.rows if clean else job.most_rows, clean, guard.write if guard else write
        )
        try:
            found.serialize(cast(BinaryIO, Sink(limit.write)), format=form.results)
            limit.finish()
        except EnoughError:
            if not clean:
                raise
        if guard:
            guard.finish()

    def _triples(self, found: Iterable[ox.Triple], form: Form, write: Write) -> None:
        """Triples in a form. JSON-LD is made of all of them at once, so that they must fit in the worker's memory."""
        if form is JSONLD:
            write_triples_jsonld(found, self._store.names, cast(BinaryIO, Sink(write)))
        else:
            ox.serialize(found, cast(BinaryIO, Sink(write)), format=form.graph, prefixes=self._prefixes)

    def _canned(self, job: CannedJob, begin: Callable[[int], None], write: Write) -> None:
        query = find_query(job.name)
        form = FORMS[job.form]
        table = run_query(self._store, query, job.given)
        table = replace(table, rows=table.rows[: job.most_rows])
        begin(_INDEX[form.name])
        write(table_in(table, form, self._store))

    def _graph(self, job: GraphJob, begin: Callable[[int], None], write: Write) -> None:
        form = FORMS[job.form]
        store = self._store.oxigraph
        with store_errors(None):
            if job.graph:
                graph: ox.NamedNode | ox.DefaultGraph = ox.NamedNode(job.graph)
                if not store.contains_named_graph(graph):
                    raise MissingGraphError(f"There is no graph <{job.graph}>.")
            else:
                graph = ox.DefaultGraph()
            begin(_INDEX[form.name])
            union = job.union and not job.graph
            quads = store.quads_for_pattern(None, None, None, None if union else graph)
            self._triples((quad.triple for quad in quads), form, write)


def _wanted(name: str, forms: tuple[Form, ...], what: str) -> Form:
    if name:
        return FORMS[name]
    raise NotFormError(f"{what}: this comes as {', '.join(form.media_type for form in forms)}.")
