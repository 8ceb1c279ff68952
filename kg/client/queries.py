"""`graph.q`: every canned query as a function, found by tab completion, its parameters in the signature and docstring."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING

from kg.querying.catalogue import CannedQuery, ParameterType, read_catalogue
from kg.querying.parameters import usage

if TYPE_CHECKING:
    from kg.client.answer import Answer

Ask = Callable[..., "Answer"]


class CannedCall:
    """A canned query that can be called: `graph.q.incidents.at_place(place="Palmyra")`."""

    def __init__(self, query: CannedQuery, ask: Ask) -> None:
        self._query = query
        self._ask = ask
        self.__name__ = python_name(query.name.partition("/")[2])
        self.__doc__ = docstring(query)
        self.__signature__ = signature(query)

    def __call__(self, **parameters: object) -> Answer:
        """Ask it; parameters as `kg query NAME --help` lists them."""
        return self._ask(self._query.name, **parameters)

    @property
    def sparql(self) -> str:
        """The query's text: valid SPARQL as it stands."""
        return self._query.text

    def __repr__(self) -> str:
        return f"<canned query {self._query.name}{self.__signature__}: {self._query.title}>"


class Group:
    """The canned queries of one group."""

    def __init__(self, name: str, calls: dict[str, CannedCall]) -> None:
        self._name = name
        self._calls = calls

    def __getattr__(self, name: str) -> CannedCall:
        if name in self._calls:
            return self._calls[name]
        raise AttributeError(f"no query {name!r} in {self._name}: there are {', '.join(self._calls)}")

    def __dir__(self) -> list[str]:
        return list(self._calls)

    def __repr__(self) -> str:
        return "\n".join(map(repr, self._calls.values()))


class Queries:
    """All canned queries by group: `graph.q.<group>.<question>(…)`.

    Examples:
        >>> graph.q.incidents.at_place(place="Palmyra").columns[:2]
        ('event', 'eventLabel')
        >>> "denials" in dir(graph.q.claims)
        True
    """

    def __init__(self, ask: Ask) -> None:
        groups: dict[str, dict[str, CannedCall]] = {}
        for query in read_catalogue().values():
            call = CannedCall(query, ask)
            groups.setdefault(python_name(query.group), {})[call.__name__] = call
        self._groups = {name: Group(name, calls) for name, calls in groups.items()}

    def __getattr__(self, name: str) -> Group:
        if name in self._groups:
            return self._groups[name]
        raise AttributeError(f"no group of queries {name!r}: there are {', '.join(self._groups)}")

    def __dir__(self) -> list[str]:
        return list(self._groups)

    def __repr__(self) -> str:
        return "\n".join(map(repr, self._groups.values()))


def python_name(name: str) -> str:
    """The name as Python can write it.

    >>> python_name("at-place")
    'at_place'
    """
    return name.replace("-", "_")


def docstring(query: CannedQuery) -> str:
    """Title, description, parameters and columns."""
    columns = "\n".join(f"  {column.name}: {column.help}" for column in query.columns)
    return f"{query.title}.\n\n{query.description}\n\n{usage(query)}\n\nColumns:\n{columns}"


def signature(query: CannedQuery) -> inspect.Signature:
    """Keyword-only parameters; required ones have no default."""
    return inspect.Signature(
        [
            inspect.Parameter(
                p.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=inspect.Parameter.empty if p.required else None,
                annotation=_ANNOTATIONS.get(p.type, "str"),
            )
            for p in sorted(query.parameters, key=lambda p: not p.required)
        ],
        return_annotation="Answer",
    )


_ANNOTATIONS = {
    ParameterType.DATE: "date | str | int",
    ParameterType.INTEGER: "int",
    ParameterType.DECIMAL: "float",
    ParameterType.BOOLEAN: "bool",
}
