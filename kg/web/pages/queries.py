"""Canned queries as pages: the list by theme, and for each a form, its answer, the SPARQL behind it, and how to ask it elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from shlex import quote as shell_quote
from urllib.parse import urlencode

from pyoxigraph import Literal, NamedNode
from starlette.requests import Request
from starlette.responses import Response

from kg.errors import QueryParameterError
from kg.querying import CannedQuery, Parameter, ParameterType, Table, find_query, read_catalogue, run_query
from kg.querying.inlining import inline_parameters
from kg.querying.parameters import bind_parameters
from kg.storage import Store
from kg.web.cache import once
from kg.web.site import DataLink, Page, iri_href, page, store_of
from kg.web.sparql import shown
from kg.web.views.articles import article_table
from kg.web.views.entities import entity_table
from kg.web.views.events import event_table
from kg.web.words import spaced

MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class Group:
    """The queries of one theme."""

    name: str
    queries: tuple[CannedQuery, ...]


def listing(request: Request) -> Response:
    """Every canned query, by theme."""
    found = sorted(read_catalogue().values(), key=lambda q: q.name)
    groups = [Group(name, tuple(queries)) for name, queries in groupby(found, key=lambda q: q.group)]
    data = (DataLink("OpenAPI", "/openapi.json"), DataLink("SHACL examples", "/examples"))
    return page(request, "queries.html", groups=groups, total=len(found), data=data)


@dataclass(frozen=True, slots=True)
class Input:
    """A field of the form. `choices` make it a list to choose from, `suggest` names the kind that is suggested while typing."""

    parameter: Parameter
    value: str
    choices: tuple[tuple[str, str], ...]
    suggest: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the answer."""

    text: str
    href: str
    number: bool


def query(request: Request) -> Response:
    """One canned query. It is asked as soon as what it requires is given."""
    store = store_of(request)
    found = find_query(request.path_params["name"])
    given = {k: v.strip() for k, v in request.query_params.items() if v.strip()}
    ready = all(p.name in given for p in found.parameters if p.required)
    table, problem = None, ""
    if ready:
        try:
            key = ("canned", found.name, *sorted(given.items()))
            table = once(store, key, lambda: run_query(store, found, given))
        except QueryParameterError as error:
            problem = _sentence(str(error))
    asked = bind_parameters(found, given, store) if table is not None else {}
    text = inline_parameters(found.sparql, asked)
    suffix = f"?{urlencode(given)}" if given else ""
    return page(
        request,
        "query.html",
        status=400 if problem else 200,
        query=found,
        inputs=[_input(store, p, given.get(p.name, "")) for p in found.parameters],
        example=_example(store, found),
        problem=problem,
        columns=_columns(found) if table is not None else (),
        rows=_rows(store, found, table) if table is not None else [],
        total=len(table) if table is not None else 0,
        shown_rows=MOST_ROWS,
        ran=table is not None,
        copies=_copies(request, found, given),
        data=_data(found, suffix) if table is not None else (),
        sparql=shown(text, store.names) if "PREFIX" not in text else text,
    )


def _example(store: Store, query: CannedQuery) -> str:
    """What the query needs, filled with what this graph speaks of most; empty where it holds nothing of the kind."""
    values: dict[str, str] = {}
    for parameter in (p for p in query.parameters if p.required):
        things = _things(store, parameter.type)
        if things is not None and not things:
            return ""
        values[parameter.name] = things[0] if things else parameter.example
    return urlencode(values)


def _things(store: Store, kind: ParameterType) -> list[str] | None:
    """The IRI of the thing of this kind that is told of most, in a list; None for kinds that are no things."""
    entities, events = entity_table(store).values(), event_table(store).values()
    match kind:
        case ParameterType.ACTOR | ParameterType.ENTITY:
            return [e.iri for e in entities if not e.is_place][:1]
        case ParameterType.OUTLET:
            return [a.outlet for a in article_table(store).values() if a.outlet][:1]
        case ParameterType.PLACE:
            return [e.iri for e in entities if e.is_place][:1]
        case ParameterType.ARTICLE:
            return list(article_table(store))[:1]
        case ParameterType.EVENT:
            return [e.iri for e in sorted(events, key=lambda e: -e.reports)][:1]
        case ParameterType.OPERATION:
            return [e.iri for e in events if e.is_operation][:1]
    return None


def _sentence(message: str) -> str:
    """The first paragraph of a message: the form itself says what the parameters are."""
    return re.split(r"\n(?:Its parameters:|  \w+ \()", message)[0]


def _input(store: Store, parameter: Parameter, value: str) -> Input:
    choices: tuple[tuple[str, str], ...] = tuple((v, v) for v in parameter.values)
    suggest = ""
    match parameter.type:
        case ParameterType.TYPE:
            kinds = sorted({e.kind for e in event_table(store).values()})
            choices = tuple((kind, spaced(kind)) for kind in kinds)
        case ParameterType.BOOLEAN:
            choices = (("true", "yes"), ("false", "no"))
        case ParameterType.ACTOR | ParameterType.OUTLET:
            suggest = "/suggest?kind=actor"
        case ParameterType.PLACE:
            suggest = "/suggest?kind=place"
        case ParameterType.ARTICLE:
            suggest = "/suggest?kind=article"
        case ParameterType.OPERATION:
            suggest = "/suggest?kind=operation"
        case ParameterType.EVENT:
            suggest = "/suggest?kind=incident"
        case ParameterType.ENTITY:
            suggest = "/suggest"
    if value and choices and value not in {key for key, _ in choices}:
        choices = (*choices, (value, value))
    return Input(parameter, value, choices, suggest)


def _companion(query: CannedQuery, name: str) -> str:
    """The column that names the things of another one: `actorLabel` those of `actor`."""
    return next((c.name for c in query.columns if c.name == f"{name}Label"), "")


def _columns(query: CannedQuery) -> tuple[str, ...]:
    labels = {_companion(query, column.name) for column in query.columns}
    return tuple(column.name for column in query.columns if column.name not in labels)


def _rows(store: Store, query: CannedQuery, table: Table) -> list[list[Cell]]:
    at = {name: number for number, name in enumerate(table.columns)}
    columns = [(at[name], at.get(_companion(query, name), -1)) for name in _columns(query)]
    return [
        [_cell(store, row[index], row[label] if label >= 0 else None) for index, label in columns]
        for row in table.rows[:MOST_ROWS]
    ]


def _cell(store: Store, term: object, label: object) -> Cell:
    words = label.value if isinstance(label, Literal) else ""
    if isinstance(term, NamedNode):
        return Cell(words or store.names.path(term), iri_href(term.value, store.names.base), False)
    if isinstance(term, Literal):
        return Cell(words or term.value, "", term.datatype.value.endswith(("#integer", "#decimal", "#double")))
    return Cell(words, "", False)


def _data(query: CannedQuery, suffix: str) -> tuple[DataLink, ...]:
    names = {column.name for column in query.columns}
    forms = ["csv", "json", *(["geojson"] if {"lat", "long"} <= names else [])]
    return tuple(
        DataLink(form.upper() if form != "geojson" else "GeoJSON", f"/q/{query.name}.{form}{suffix}") for form in forms
    )


def _copies(request: Request, query: CannedQuery, given: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """The same question from a shell, from Python and in a notebook."""
    origin = f"{request.url.scheme}://{request.url.netloc}"
    suffix = f"?{urlencode(given)}" if given else ""
    address = f"{origin}/q/{query.name}.csv{suffix}"
    names = {p.name: p.type for p in query.parameters}
    arguments = "".join(f", {name}={value!r}" for name, value in given.items() if name in names)
    options = "".join(f" --{name} {shell_quote(value)}" for name, value in given.items() if name in names)
    return (
        ("curl", f"curl {shell_quote(address)}"),
        ("Python", f"import pandas as pd\n\ntable = pd.read_csv({address!r})"),
        ("Notebook", f"import kg\n\ngraph = kg.open({origin!r})\ngraph.query({query.name!r}{arguments}).df()"),
        ("Shell", f"kg query {query.name}{options}"),
    )


PAGES = (
    Page("/q", listing),
    Page("/q/{name:path}", query),
)
