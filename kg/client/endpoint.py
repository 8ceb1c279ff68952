"""A SPARQL 1.1 endpoint read as if it were a store: canned queries, names in words and explanations work alike. Private."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

import pyoxigraph as ox

from kg.client.http import Connection, Reply
from kg.errors import EndpointError, QueryError, QuerySyntaxError, StoreError
from kg.querying.inlining import declared_prefixes, inline_parameters, used_prefixes
from kg.rdf.iris import Names
from kg.rdf.namespaces import DEFAULT_BASE_IRI, KG
from kg.storage import Store
from kg.storage.store import Functions, Term
from kg.storage.translate import query_errors

_FORMATS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
}
_GRAPHS = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/x-turtle": ox.RdfFormat.TURTLE,
}
_FORM = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)
_POSITION = re.compile(r"(?:error at |line[ :=]*)(\d+)(?::|,? *col(?:umn)?[ :=]*)(\d+)", re.IGNORECASE)
_PROBE = f"SELECT ?article WHERE {{ ?article a <{KG.Article.value}> }} LIMIT 1"
_NAMED = f"SELECT ?article WHERE {{ GRAPH ?graph {{ ?article a <{KG.Article.value}> }} }} LIMIT 1"
_EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
# Kinds of nodes (the first segment below the base) that belong to what is explained; actors, places, events and
# articles stand at the edge: what else is said of them is not fetched.
_INNER = {
    "report", "claim", "count", "participation", "relation", "membership", "mention", "evidence", "link", "contradiction",
    "candidate",
}  # fmt: skip
_MOST_NODES = 400  # in one VALUES list: 400 addresses of 100 characters are 40 kB of query
_DEPTH = 5  # event → report → claim → figure → evidence; then target and selector in one


class Endpoint(Store):
    """What `kg.storage.Store` is for a folder, over HTTP. There is no pyoxigraph store below it."""

    def __init__(self, connection: Connection) -> None:
        """Connect, and learn below which IRI the data is named.

        Raises:
            EndpointError: nobody answers, or what answers is no SPARQL endpoint, or it hides its named graphs.
        """
        self.connection = connection
        super().__init__(ox.Store(), Names())
        self.names, self._has_graphs = self._learn()
        self.forget()

    def __len__(self) -> int:
        rows = self.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
        return next((int(n.value) for (n,) in rows if isinstance(n, ox.Literal)), 0)

    @property
    def oxigraph(self) -> ox.Store:
        """There is none.

        Raises:
            StoreError: always.
        """
        raise StoreError(
            f"{self.connection.shown} is an endpoint: whole graphs are exported on the machine that holds the store, "
            "with `kg export`."
        )

    def close(self) -> None:
        """Forget what was fetched; there is no connection to close."""
        self.forget()

    def graphs(self) -> list[ox.NamedNode]:
        """The named graphs, sorted by IRI."""
        found = self.select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        return sorted((g for (g,) in found if isinstance(g, ox.NamedNode)), key=lambda g: g.value)

    def matching(
        self,
        subject: ox.NamedNode | None = None,
        predicate: ox.NamedNode | None = None,
        value: Term | None = None,
        graph: ox.NamedNode | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads that fit, fetched once for each subject, or for each value where no subject is given."""
        if subject is None and not isinstance(value, ox.NamedNode):
            raise QueryError("Whole graphs are not read over HTTP: name a subject or a value.")
        if not self._subjects and isinstance(subject, ox.NamedNode):
            self._fetch_around(subject)
        if subject is not None and subject not in self._subjects:
            self._fetch([subject], [])
        if subject is None and value not in self._values:
            self._fetch([], [value])
        yield from self._fetched.quads_for_pattern(subject, predicate, value, graph)

    def forget(self) -> None:
        """Forget the quads that were fetched, so that what is asked next is asked of the endpoint as it is now."""
        self._fetched = ox.Store()
        self._subjects: set[Term | None] = set()
        self._values: set[Term | None] = set()

    def _fetch_around(self, node: ox.NamedNode) -> None:
        """Fetch what an explanation of a node walks over, level by level: a handful of questions, not hundreds."""
        level = {node}
        for _ in range(_DEPTH):
            self._fetch(level - self._subjects, level - self._values)
            around = {
                term
                for start in level
                for quad in (*self._fetched.quads_for_pattern(start, None, None, None),
                             *self._fetched.quads_for_pattern(None, None, start, None))
                for term in (quad.subject, quad.object)
                if isinstance(term, ox.NamedNode)
            }  # fmt: skip
            level = {term for term in around if self._is_inner(term)} - self._subjects
            edge = {term for term in around if term.value.startswith(self.names.base)} - level - self._subjects
            self._fetch(edge, [])
        self._fetch(level, [])  # where the last evidence stands

    def _query(
        self, query: str, substitutions: Mapping[str, Term] | None, functions: Functions | None
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        if functions:
            raise QueryError("Functions of our own cannot be sent to an endpoint.")
        text = inline_parameters(query, substitutions or {})
        reply = self.connection.ask(self._with_prefixes(text))
        if reply.status >= 400 or reply.status < 200:
            raise self._refusal(text, reply)
        try:
            if reply.media_type in _FORMATS:
                return ox.parse_query_results(reply.body, _FORMATS[reply.media_type])
            if reply.media_type in _GRAPHS and _FORM.search(text):
                return self._triples(reply)
        except (SyntaxError, ValueError) as error:
            raise EndpointError(f"{self.connection.shown} sent an answer that cannot be read: {error}.") from error
        raise EndpointError(
            f"{self.connection.shown} is no SPARQL endpoint: it answers with {reply.media_type or 'no media type'}, not "
            f"with results. It says: {reply.text or '(nothing)'}. Endpoints mostly end in /sparql or /query."
        )

    def _triples(self, reply: Reply) -> ox.QueryTriples:
        store = ox.Store()
        store.extend(quad for quad in ox.parse(reply.body, format=_GRAPHS[reply.media_type]))
        found = store.query(_EVERYTHING)
        if not isinstance(found, ox.QueryTriples):
            raise EndpointError(f"{self.connection.shown} sent no graph.")
        return found

    def _with_prefixes(self, text: str) -> str:
        """The query with the usual prefixes that it uses and does not declare, all on one line before it."""
        wanted = (used_prefixes(text) - declared_prefixes(text)) & self.names.prefixes.keys()
        line = " ".join(f"PREFIX {prefix}: <{self.names.prefixes[prefix]}>" for prefix in sorted(wanted))
        return f"{line}\n{text}" if line else text

    def _refusal(self, text: str, reply: Reply) -> Exception:
        """An HTTP error as one of ours; a syntax error is marked in the query as the user wrote it."""
        where = f"{self.connection.shown} answers {reply.status}"
        if reply.status == 400:
            try:
                with query_errors(text, None):
                    ox.Store().query(text, prefixes=dict(self.names.prefixes))
            except QuerySyntaxError as error:
                return error
            except QueryError:
                pass
            return QuerySyntaxError(f"{where}: {reply.text}", **_position(text, self._with_prefixes(text), reply.text))
        hints = {
            401: " It wants a password or token: kg.open(url, headers={'Authorization': …}).",
            403: " It wants a password or token: kg.open(url, headers={'Authorization': …}).",
            404: " Endpoints mostly end in /sparql or /query.",
            405: " Endpoints mostly end in /sparql or /query.",
        }
        return EndpointError(f"{where}: {reply.text or 'it says nothing'}.{hints.get(reply.status, '')}")

    def _learn(self) -> tuple[Names, bool]:
        rows = [row[0] for row in self.select(_PROBE)]
        named = [row[0] for row in self.select(_NAMED)]
        if named and not rows:
            raise EndpointError(
                f"The default graph of {self.connection.shown} is empty, and its data stands in named graphs. Let the "
                "server answer from the union of them (Oxigraph: --union-default-graph; Jena: tdb2:unionDefaultGraph)."
            )
        article = next((term.value for term in rows if isinstance(term, ox.NamedNode)), "")
        base, found, _ = article.rpartition("article/")
        return Names(base if found else DEFAULT_BASE_IRI), bool(named)

    def _is_inner(self, term: ox.NamedNode) -> bool:
        return self.names.path(term).partition("/")[0] in _INNER and term.value.startswith(self.names.base)

    def _fetch(self, subjects: Collection[Term | None], values: Collection[Term | None]) -> None:
        """Fetch every quad with one of these subjects, and every one with one of these values."""
        for name, nodes, known in (("s", subjects, self._subjects), ("o", values, self._values)):
            wanted = sorted(str(node) for node in nodes)
            for start in range(0, len(wanted), _MOST_NODES):
                pattern = f"VALUES ?{name} {{ {' '.join(wanted[start : start + _MOST_NODES])} }} ?s ?p ?o"
                where = f"GRAPH ?g {{ {pattern} }}" if self._has_graphs else pattern
                rows = self.select(f"SELECT ?g ?s ?p ?o WHERE {{ {where} }}")
                self._fetched.extend(ox.Quad(s, p, o, g or ox.DefaultGraph()) for g, s, p, o in rows)  # type: ignore[arg-type]
            known.update(nodes)


def _position(text: str, sent: str, says: str) -> dict[str, int | None]:
    """Line and column that the server names, counted in the query as the user wrote it."""
    found = _POSITION.search(says)
    if not found:
        return {"line": None, "column": None}
    return {"line": int(found[1]) - (sent.count("\n") - text.count("\n")), "column": int(found[2])}
