"""Parameters of a canned query: from what a user typed to RDF terms, by declared type, never pasted into text."""

from __future__ import annotations

import calendar
import difflib
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryParameterError
from kg.querying.catalogue import Bound, CannedQuery, Parameter, ParameterType
from kg.querying.names import describe, is_named_kind, match
from kg.rdf import literals
from kg.rdf.namespaces import XSD
from kg.storage import Store

Term = NamedNode | Literal

_SPARSE_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_PREFIXED = re.compile(r"([A-Za-z][\w.-]*):(\S+)")
_ABSOLUTE = re.compile(r"(?:https?://|urn:)\S+")
_TRUE, _FALSE = {"true", "yes", "1"}, {"false", "no", "0"}
_EXPECTS: Mapping[ParameterType, str] = {
    ParameterType.DATE: "a day as 2016-05-31, a month as 2016-05, or a year",
    ParameterType.INTEGER: "a whole number",
    ParameterType.DECIMAL: "a number as 12.5",
    ParameterType.BOOLEAN: "true or false",
    ParameterType.IRI: "an IRI, or a prefixed name as kgd:actor/russia",
}


def bind_parameters(query: CannedQuery, given: Mapping[str, object], store: Store) -> dict[str, Term]:
    """A term for each parameter that was given or has a default, ready to be substituted.

    Values may be text or what Python has for the type (`date`, `int`, `float`, `Decimal`, `bool`, a pyoxigraph term);
    None counts as not given. Things may be named by IRI, prefixed name, or in words: see `kg.querying.names.match`.

    Raises:
        QueryParameterError: a parameter is unknown, missing, of the wrong type, or names nothing or several things.
            The message lists the query's parameters with their help.
    """
    wanted = {parameter.name: parameter for parameter in query.parameters}
    values = {name: value for name, value in given.items() if value is not None}
    unknown = sorted(values.keys() - wanted.keys())
    if unknown:
        close = difflib.get_close_matches(unknown[0], wanted, n=1, cutoff=0.5)
        hint = f" Did you mean {close[0]}?" if close else ""
        raise QueryParameterError(f"{query.name} has no parameter {unknown[0]!r}.{hint}\n{usage(query)}")
    missing = [p.name for p in query.parameters if p.required and p.name not in values]
    if missing:
        raise QueryParameterError(f"{query.name} needs {' and '.join(missing)}.\n{usage(query)}")
    defaults = {p.name: p.default for p in query.parameters if p.default is not None}
    return {name: parse_value(wanted[name], value, store) for name, value in {**defaults, **values}.items()}


def usage(query: CannedQuery) -> str:
    """The parameters of a query, one a line, with type, help and example."""
    if not query.parameters:
        return "It takes no parameters."
    return "Its parameters:\n" + "\n".join(_usage_line(p) for p in query.parameters)


def parse_value(parameter: Parameter, value: object, store: Store) -> Term:
    """The term that a value stands for.

    Raises:
        QueryParameterError: the value does not fit the type; it names nothing, or several things.
    """
    if isinstance(value, NamedNode | Literal):
        return value
    text = str(value).strip() if parameter.type is not ParameterType.STRING else str(value)
    if not text.strip():
        raise QueryParameterError(f"{parameter.name} is empty.\n{_usage_line(parameter)}")
    if isinstance(value, datetime):
        text = value.date().isoformat()
    try:
        if is_named_kind(parameter.type):
            return _thing(parameter, text, store)
        return _literal(parameter, text, store)
    except (ValueError, InvalidOperation) as error:
        expected = _EXPECTS.get(parameter.type, "a text")
        raise QueryParameterError(f"{parameter.name}: {text!r} is not {expected}.\n{_usage_line(parameter)}") from error


def iri_of(text: str, store: Store) -> NamedNode | None:
    """The IRI that a text spells: absolute, between `<` and `>`, or a prefixed name whose prefix is known. Else None.

    Raises:
        ValueError: it is meant as an IRI and is none.
    """
    if text.startswith("<") and text.endswith(">"):
        return NamedNode(text[1:-1])
    if _ABSOLUTE.fullmatch(text):
        return NamedNode(text)
    prefixed = _PREFIXED.fullmatch(text)
    if prefixed and prefixed[1] in store.names.prefixes:
        return NamedNode(store.names.prefixes[prefixed[1]] + prefixed[2])
    return None


def _thing(parameter: Parameter, text: str, store: Store) -> NamedNode:
    iri = iri_of(text, store)
    if iri is not None:
        return iri
    found = match(store, text, parameter.type)
    if len(found.exact) == 1:
        return found.exact[0].iri
    if found.exact:
        several = describe(found.exact, store.names.prefixes)
        raise QueryParameterError(
            f"{parameter.name}: {text!r} names {len(found.exact)} things; give the IRI of one:\n{several}"
        )
    near = describe(found.near, store.names.prefixes)
    hint = f" Near names:\n{near}" if near else f"\n{_usage_line(parameter)}"
    raise QueryParameterError(f"{parameter.name}: the graph has no {parameter.type} called {text!r}.{hint}")


def _literal(parameter: Parameter, text: str, store: Store) -> Term:
    match parameter.type:
        case ParameterType.DATE:
            return literals.day(_day(text, parameter.bound or Bound.FIRST))
        case ParameterType.INTEGER:
            return literals.integer(int(text))
        case ParameterType.DECIMAL:
            return _decimal(text)
        case ParameterType.BOOLEAN:
            if text.lower() not in _TRUE | _FALSE:
                raise ValueError(text)
            return literals.boolean(text.lower() in _TRUE)
        case ParameterType.IRI:
            iri = iri_of(text, store)
            if iri is None:
                raise ValueError(text)
            return iri
        case _:
            return literals.string(_listed(parameter, text))


def _decimal(text: str) -> Literal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(text)
    return Literal(format(number, "f"), datatype=XSD.decimal)


def _day(text: str, bound: Bound) -> date:
    """The day that a text names; of a month or a year the first or the last day."""
    found = _SPARSE_DATE.fullmatch(text)
    if not found:
        raise ValueError(text)
    first = bound is Bound.FIRST
    year, month = int(found[1]), int(found[2] or (1 if first else 12))
    last_day = calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 0
    return date(year, month, int(found[3] or (1 if first else last_day)))


def _listed(parameter: Parameter, text: str) -> str:
    if not parameter.values:
        return text
    for value in parameter.values:
        if value.casefold() == text.strip().casefold():
            return value
    close = difflib.get_close_matches(text, parameter.values, n=1)
    hint = f" Did you mean {close[0]}?" if close else ""
    raise QueryParameterError(f"{parameter.name}: {text!r} is not one of {', '.join(parameter.values)}.{hint}")


def _usage_line(parameter: Parameter) -> str:
    need = "required" if parameter.required else f"default {parameter.default}" if parameter.default else "optional"
    values = f" ({', '.join(parameter.values)})" if parameter.values else ""
    return f"  {parameter.name} ({parameter.type}, {need}): {parameter.help}{values}; as {parameter.example!r}"
