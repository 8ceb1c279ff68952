"""A graph to ask: over a store on disk or over any SPARQL 1.1 endpoint, with the same calls."""

from __future__ import annotations

from datetime import date
from types import TracebackType

from pyoxigraph import Literal

from kg.client.answer import Answer
from kg.client.comparison import Comparison
from kg.client.endpoint import Endpoint
from kg.client.explained import Explained
from kg.client.queries import Queries
from kg.collector import collector_paused
from kg.comparing import compare
from kg.errors import QueryError, QueryParameterError
from kg.querying.catalogue import find_query
from kg.querying.explain import MOST_PASSAGES, explain
from kg.querying.results import Table, Term, lexical
from kg.querying.run import Triples, run_query, run_sparql
from kg.storage import Store

Day = date | str | int
"""A day, or a text or number that names a day (2016-05-31), a month (2016-05) or a year (2016)."""

_STANCES = ("asserts", "denies", "unconfirmed", "intends")
_ANY_TEXT = Literal("")


class Graph:
    """A graph open for reading. Make one with `kg.open`; use it in a `with` block, or call `close`.

    Nothing here ever changes the graph.
    """

    def __init__(self, store: Store, where: str) -> None:
        self._store = store
        self.where = where
        self.q = Queries(self.query)

    def __enter__(self) -> Graph:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files; more than once does no harm."""
        self._store.close()

    @property
    def is_remote(self) -> bool:
        """Whether this graph is asked over HTTP."""
        return isinstance(self._store, Endpoint)

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that queries may use without declaring them."""
        return dict(self._store.names.prefixes)

    def query(self, query: str, /, **parameters: object) -> Answer:
        """Answer a canned query by its name, or a SELECT of your own.

        Things are named in plain words, by prefixed name or by IRI; days may be months or years, as text or number.
        `graph.q` lists the canned queries; their parameters stand in their docstrings.

        Raises:
            UnknownQueryError, QueryParameterError: a name or a parameter is wrong; the message lists the right ones.
            QuerySyntaxError: no valid SPARQL; with line and column, and the place marked in the message.
            QueryError: the query failed, or is no SELECT (`ask` and `construct` take the others).
            StoreError, EndpointError: the store cannot be read, the endpoint does not answer.

        Examples:
            >>> len(graph.query("incidents/at-place", place="Palmyra")) > 5
            True
            >>> graph.query("SELECT (COUNT(?a) AS ?n) WHERE { ?a a kg:Article }").one().n
            5
        """
        if is_sparql(query):
            if parameters:
                raise QueryParameterError("Parameters are for canned queries: write values into SPARQL as terms.")
            return self._select(query)
        canned = find_query(query)
        lists = frozenset(column.name for column in canned.columns if column.is_list)
        with collector_paused():
            table = run_query(self._store, canned, parameters)
        return Answer(table, lists, self._precisions)

    def ask(self, sparql: str) -> bool:
        """Answer an ASK. Raises as `query` does.

        Examples:
            >>> graph.ask("ASK { ?claim kg:stance 'asserts' }")
            True
        """
        answer = self.answer(sparql)
        if not isinstance(answer, bool):
            raise QueryError("This query is no ASK.")
        return answer

    def construct(self, sparql: str) -> Triples:
        r"""Answer a CONSTRUCT or DESCRIBE; `.to_turtle()` and `.to_ntriples()` write the triples. Raises as `query` does.

        Examples:
            >>> len(graph.construct(r"DESCRIBE kgd:actor\/russia")) > 3
            True
        """
        answer = self.answer(sparql)
        if not isinstance(answer, Triples):
            raise QueryError("This query is no CONSTRUCT or DESCRIBE.")
        return answer

    def answer(self, sparql: str) -> Answer | Triples | bool:
        """Answer SPARQL of any form. Raises as `query` does."""
        with collector_paused():
            answer = run_sparql(self._store, sparql)
        return Answer(answer, precisions=self._precisions) if isinstance(answer, Table) else answer

    def explain(self, what: str, *, most: int = MOST_PASSAGES) -> Explained:
        """Why something stands in the graph: facts, accounts, and the sentences with the words marked.

        Args:
            what: an IRI, a prefixed name, a path below the base ("actor/russia"), or plain words.
            most: how many sentences are shown at most.

        Raises:
            NotFoundError: the graph holds nothing so called, or several things; the message lists near or rival ones.

        Examples:
            >>> graph.explain("Islamic State").passages[0].marked().count("«") > 0
            True
        """
        if isinstance(self._store, Endpoint):
            self._store.forget()
        return Explained(explain(self._store, what, most=most))

    def incidents(
        self,
        *,
        place: str | None = None,
        near: str | None = None,
        km: float | None = None,
        actor: str | None = None,
        type: str | None = None,  # the name of the parameter of the canned query
        since: Day | None = None,
        until: Day | None = None,
        disputed: bool = False,
    ) -> Answer:
        """Incidents, each condition given narrowing the answer: canned queries of the group `incidents`, combined.

        Args:
            place: there, or at a place within it.
            near: within `km` kilometres of this place.
            km: the distance; needs `near`.
            actor: this actor takes part, in any role.
            type: of this type or a narrower one ("AirStrike", "attack").
            since: first day of the period; a month or a year stands for its first day.
            until: last day of the period; a month or a year stands for its last day.
            disputed: only those whose accounts differ.

        Raises:
            QueryParameterError: a name is not known or names several things; `near` without `km`.

        Examples:
            >>> strikes = graph.incidents(place="Palmyra", type="AirStrike")
            >>> {row.kind for row in strikes}
            {'AirStrike'}
        """
        if (near is None) != (km is None):
            raise QueryParameterError("`near` and `km` belong together: incidents(near='Palmyra', km=50).")
        found = self.query("incidents/in-period", since=since, until=until)
        if place is not None:
            found = _only(found, self.query("incidents/at-place", place=place), "event")
        if near is not None:
            found = _only(found, self.query("incidents/near-place", place=near, km=km), "event")
        if actor is not None:
            found = _only(found, self.query("incidents/by-actor", actor=actor), "event")
        if type is not None:
            found = _only(found, self.query("incidents/of-type", type=type), "event")
        if disputed:
            found = _only(found, self.query("incidents/disputed"), "event")
        return found

    def claims(
        self,
        *,
        source: str | None = None,
        about: str | None = None,
        stance: str | None = None,
        text: str | None = None,
        since: Day | None = None,
        until: Day | None = None,
    ) -> Answer:
        """Claims, each condition given narrowing the answer: canned queries of the group `claims`, combined.

        Args:
            source: who is cited.
            about: the incident that is spoken of, by IRI or words of its name.
            stance: asserts, denies, unconfirmed or intends.
            text: words that the claim holds, upper and lower case alike.
            since: first day on which it can have been said; needs `source`.
            until: last day on which it can have been said; needs `source`.

        Raises:
            QueryParameterError: a name is not known or names several things; a stance that does not exist.

        Examples:
            >>> {row.stance for row in graph.claims(stance="unconfirmed")}
            {'unconfirmed'}
        """
        if (since is not None or until is not None) and source is None:
            raise QueryParameterError("`since` and `until` need `source`: the day of a claim is that of its saying.")
        if stance is not None and stance not in _STANCES:
            raise QueryParameterError(f"stance {stance!r} is none of {', '.join(_STANCES)}.")
        found = self.query("claims/search", text=_ANY_TEXT if text is None else text)
        if source is not None:
            found = _only(found, self.query("claims/by-source", source=source, since=since, until=until), "claim")
        if about is not None:
            found = _only(found, self.query("claims/about-event", event=about), "claim")
        if stance is not None:
            found = _where(found, "stance", {Literal(stance)})
        return found

    def compare(self, event: str) -> Comparison:
        """What each source says of one incident or operation, side by side; where they exclude each other is marked.

        Args:
            event: its IRI, prefixed name, path below the base, or words of its name.

        Raises:
            NotFoundError: nothing is so called, several things are, or it is no incident or operation.

        Examples:
            >>> told = max(graph.incidents(), key=lambda row: row.reports)
            >>> comparison = graph.compare(told.event)
            >>> comparison.label == told.eventLabel, len(comparison.sources) >= 1
            (True, True)
        """
        if isinstance(self._store, Endpoint):
            self._store.forget()
        return Comparison(compare(self._store, event))

    def counts(self) -> Answer:
        """How many articles, incidents, claims, actors, places the graph holds.

        Examples:
            >>> {row.what: row.number for row in graph.counts()}["articles"]
            5
        """
        return self.query("quality/counts")

    def _precisions(self) -> dict[str, str]:
        rows = self._store.select("SELECT DISTINCT ?place ?precision WHERE { ?place kg:precision ?precision }")
        return {lexical(place): lexical(precision) for place, precision in rows}

    def _select(self, sparql: str) -> Answer:
        answer = self.answer(sparql)
        if isinstance(answer, bool):
            raise QueryError("This is an ASK: use graph.ask(…), which gives True or False.")
        if isinstance(answer, Triples):
            raise QueryError("This is a CONSTRUCT or DESCRIBE: use graph.construct(…), which gives triples.")
        return answer

    def __repr__(self) -> str:
        return f"<Graph {self.where}: graph.q lists the canned queries, graph.counts() what it holds>"


def is_sparql(query: str) -> bool:
    """Whether this is SPARQL and no name of a canned query: names hold neither spaces nor braces.

    >>> is_sparql("incidents/at-place"), is_sparql("ASK { ?s ?p ?o }")
    (False, True)
    """
    return any(character in query for character in " {}\n\t")


def _only(answer: Answer, other: Answer, column: str) -> Answer:
    """The rows whose thing stands in the other answer too."""
    at = other.columns.index(column)
    return _where(answer, column, {row[at] for row in other.table.rows})


def _where(answer: Answer, column: str, wanted: set[Term | None]) -> Answer:
    at = answer.columns.index(column)
    return answer.where(lambda row: row[at] in wanted)
