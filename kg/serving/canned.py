"""Canned queries as a web service: which there are, what they take, and OpenAPI made from their headers."""

from __future__ import annotations

from collections.abc import Mapping

from kg import __version__
from kg.errors import UnknownQueryError
from kg.querying.catalogue import CannedQuery, Parameter, ParameterType, find_query, read_catalogue
from kg.serving.formats import FORMS, TABLES, Form

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]

_TYPES: Mapping[ParameterType, dict[str, Json]] = {
    ParameterType.INTEGER: {"type": "integer"},
    ParameterType.DECIMAL: {"type": "number"},
    ParameterType.BOOLEAN: {"type": "boolean"},
}
_ROW_LIST = "A list: several values with ' | ' between them."


def split_name(path: str) -> tuple[CannedQuery, Form | None]:
    """The query and the form that `/q/NAME.suffix` means; None where the form is left to `Accept`.

    Raises:
        UnknownQueryError: there is no such query.
    """
    name, dot, suffix = path.rpartition(".")
    form = FORMS.get(suffix.lower()) if dot else None
    if dot and form is not None and form in (*TABLES, FORMS["html"]):
        return find_query(name), form
    if dot and name in read_catalogue():
        raise UnknownQueryError(f"{name} is not given as .{suffix}: there are {', '.join(f.name for f in TABLES)}.")
    return find_query(path), None


def listing(origin: str) -> dict[str, Json]:
    """Every canned query with its parameters, columns and addresses."""
    return {"queries": [_about(query, origin) for query in read_catalogue().values()]}


def _about(query: CannedQuery, origin: str) -> dict[str, Json]:
    at = f"{origin}/q/{query.name}"
    return {
        "name": query.name,
        "title": query.title,
        "description": query.description,
        "href": at,
        "formats": {form.name: f"{at}.{form.name}" for form in TABLES if form.name != "geojson" or _has_map(query)},
        "parameters": [_parameter(parameter) for parameter in query.parameters],
        "columns": [{"name": c.name, "help": c.help, "list": c.is_list} for c in query.columns],
        "sparql": query.text,
    }


def _parameter(parameter: Parameter) -> dict[str, Json]:
    return {
        "name": parameter.name,
        "type": parameter.type.value,
        "help": parameter.help,
        "example": parameter.example,
        "required": parameter.required,
        "default": parameter.default,
        "values": list(parameter.values),
    }


def _has_map(query: CannedQuery) -> bool:
    return {"lat", "long"} <= {column.name for column in query.columns}


def openapi(origin: str) -> dict[str, Json]:
    """OpenAPI 3.1 of the canned queries and the endpoint, from the queries' headers."""
    paths: dict[str, Json] = {"/sparql": _SPARQL}
    for query in read_catalogue().values():
        paths[f"/q/{query.name}.{{format}}"] = {"get": _operation(query)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Conflict knowledge graph",
            "version": __version__,
            "description": "What articles say of a conflict: incidents, actors, places, claims, each with its evidence.",
        },
        "servers": [{"url": origin}],
        "paths": paths,
        "components": {"responses": {"Error": _response("No answer, and why.", {"text/plain": {"type": "string"}})}},
    }


def _operation(query: CannedQuery) -> dict[str, Json]:
    names: list[Json] = [form.name for form in TABLES if form.name != "geojson" or _has_map(query)]
    chosen: Json = {
        "name": "format",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "enum": names},
        "description": "Form of the answer.",
    }
    columns = ", ".join(column.name for column in query.columns)
    failures: dict[str, Json] = {code: {"$ref": "#/components/responses/Error"} for code in ("400", "503", "504")}
    return {
        "operationId": query.name.replace("/", "_").replace("-", "_"),
        "summary": query.title,
        "description": f"{query.description}\n\nColumns: {columns}.",
        "tags": [query.group],
        "parameters": [chosen, *(_openapi_parameter(parameter) for parameter in query.parameters)],
        "responses": {"200": _answer(query), **failures},
    }


def _openapi_parameter(parameter: Parameter) -> Json:
    schema: dict[str, Json] = dict(_TYPES.get(parameter.type, {"type": "string"}))
    if parameter.values:
        schema["enum"] = list(parameter.values)
    if parameter.default is not None:
        schema["default"] = parameter.default
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": f"{parameter.help} ({parameter.type.value})",
        "schema": schema,
        "example": parameter.example,
    }


def _answer(query: CannedQuery) -> Json:
    properties: dict[str, Json] = {
        column.name: {"type": "object", "description": f"{column.help}. {_ROW_LIST}" if column.is_list else column.help}
        for column in query.columns
    }
    results: dict[str, Json] = {
        "type": "object",
        "properties": {
            "head": {"type": "object"},
            "results": {
                "type": "object",
                "properties": {"bindings": {"type": "array", "items": {"type": "object", "properties": properties}}},
            },
        },
    }
    content: dict[str, Json] = {"application/sparql-results+json": results, "text/csv": {"type": "string"}}
    if _has_map(query):
        content["application/geo+json"] = {"type": "object"}
    return _response("The rows.", content)


def _response(description: str, content: Mapping[str, Json]) -> Json:
    return {"description": description, "content": {kind: {"schema": schema} for kind, schema in content.items()}}


_SPARQL: Json = {
    "get": {
        "operationId": "sparql",
        "summary": "Ask in SPARQL 1.1",
        "tags": ["sparql"],
        "parameters": [
            {"name": "query", "in": "query", "required": True, "schema": {"type": "string"}},
            {"name": "format", "in": "query", "schema": {"type": "string"}, "description": "In place of Accept."},
            {"name": "rows", "in": "query", "schema": {"type": "integer"}, "description": "At most so many rows."},
            {"name": "timeout", "in": "query", "schema": {"type": "number"}, "description": "Seconds at most."},
        ],
        "responses": {
            "200": _response("The answer.", {"application/sparql-results+json": {"type": "object"}}),
            **{code: {"$ref": "#/components/responses/Error"} for code in ("400", "406", "413", "503", "504", "507")},
        },
    }
}
