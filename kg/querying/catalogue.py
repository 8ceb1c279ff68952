"""The canned queries: `queries/<group>/<question>.rq`, each with a `#+` YAML header that says what it asks."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from kg.errors import ResourceError, UnknownQueryError
from kg.resources import find_folder

_MARK = "#+"
_HEADER_KEYS = {"title", "description", "parameters", "columns"}
_PARAMETER_KEYS = {"type", "help", "example", "required", "default", "values", "bound"}
_COLUMN_KEYS = {"help", "list"}


class ParameterType(StrEnum):
    """What a parameter takes. The second group takes an IRI, a prefixed name, or plain words that name one thing."""

    STRING = "string"
    DATE = "date"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    IRI = "iri"

    ACTOR = "actor"
    PLACE = "place"
    ENTITY = "entity"  # an actor or a place
    OUTLET = "outlet"
    EVENT = "event"  # an incident or an operation
    OPERATION = "operation"
    ARTICLE = "article"
    TYPE = "type"  # a class of events


class Bound(StrEnum):
    """Which day a month or a year stands for, where a parameter takes a date."""

    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter: a variable of the query's SELECT list that is bound to a term before the query runs."""

    name: str
    type: ParameterType
    help: str
    example: str
    required: bool = False
    default: str | None = None
    values: tuple[str, ...] = ()
    bound: Bound | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the answer. `is_list` marks cells that hold several values with ` | ` between them, sorted."""

    name: str
    help: str
    is_list: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CannedQuery:
    """A canned query. `name` is `group/question`, `text` the whole file: valid SPARQL as it stands."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    text: str
    path: Path

    @property
    def group(self) -> str:
        """The first part of the name."""
        return self.name.partition("/")[0]

    @property
    def sparql(self) -> str:
        """The query without its header."""
        return "\n".join(line for line in self.text.splitlines() if not line.startswith("#+")).strip()


def read_catalogue(folder: Path | None = None) -> Mapping[str, CannedQuery]:
    """Every canned query by name, sorted; of this installation, or of another folder.

    Raises:
        ResourceError: a header is missing or broken; the message names the file.
    """
    return _read(folder or find_folder("queries"))


@lru_cache(maxsize=8)
def _read(folder: Path) -> Mapping[str, CannedQuery]:
    files = sorted(folder.glob("*/*.rq"))
    queries = (_read_query(path, f"{path.parent.name}/{path.stem}") for path in files)
    return MappingProxyType({query.name: query for query in queries})


def find_query(name: str, catalogue: Mapping[str, CannedQuery] | None = None) -> CannedQuery:
    """The query of this name; the group may be left out where the question alone is unique.

    Raises:
        UnknownQueryError: there is none, or several; the message lists near names.
    """
    queries = read_catalogue() if catalogue is None else catalogue
    if name in queries:
        return queries[name]
    short = [full for full in queries if full.partition("/")[2] == name]
    if len(short) == 1:
        return queries[short[0]]
    near = short or [full for full in queries if full.startswith(f"{name.rstrip('/')}/")] or _near(name, queries)
    hint = f" Did you mean {', '.join(near)}?" if near else ""
    raise UnknownQueryError(f"There is no query {name!r}.{hint} List them with `kg query --list`.")


def _near(name: str, queries: Mapping[str, CannedQuery]) -> list[str]:
    parts = {full: full.partition("/")[2] for full in queries}
    close = set(difflib.get_close_matches(name, queries, n=3) + difflib.get_close_matches(name, parts.values(), n=3))
    return [full for full, question in parts.items() if full in close or question in close]


def _read_query(path: Path, name: str) -> CannedQuery:
    import yaml

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(f"{path}: the query cannot be read: {error}") from error
    lines = [line.removeprefix(_MARK).removeprefix(" ") for line in text.splitlines() if line.startswith(_MARK)]
    try:
        header: object = yaml.safe_load("\n".join(lines))
    except yaml.YAMLError as error:
        raise ResourceError(f"{path}: the header (lines that begin with #+) is not valid YAML: {error}") from error
    fields = _mapping(path, "the header", header, _HEADER_KEYS, needed=_HEADER_KEYS)
    return CannedQuery(
        name=name,
        title=_words(path, "title", fields["title"]),
        description=_words(path, "description", fields["description"]),
        parameters=tuple(_parameter(path, key, value) for key, value in _named(path, "parameters", fields).items()),
        columns=tuple(_column(path, key, value) for key, value in _named(path, "columns", fields).items()),
        text=text,
        path=path,
    )


def _parameter(path: Path, name: str, value: object) -> Parameter:
    where = f"parameter {name}"
    fields = _mapping(path, where, value, _PARAMETER_KEYS, needed={"type", "help", "example"})
    try:
        kind = ParameterType(str(fields["type"]))
        bound = Bound(str(fields["bound"])) if "bound" in fields else None
    except ValueError as error:
        raise ResourceError(f"{path}: {where}: {error}; types are {', '.join(ParameterType)}.") from error
    required, values = fields.get("required", False), fields.get("values", [])
    if not isinstance(required, bool) or not isinstance(values, list):
        raise ResourceError(f"{path}: {where}: `required` is true or false, `values` is a list.")
    if required and "default" in fields:
        raise ResourceError(f"{path}: {where}: a required parameter has no default.")
    return Parameter(
        name=name,
        type=kind,
        help=_words(path, where, fields["help"]),
        example=str(fields["example"]),
        required=required,
        default=str(fields["default"]) if "default" in fields else None,
        values=tuple(str(item) for item in values),
        bound=bound,
    )


def _column(path: Path, name: str, value: object) -> Column:
    where = f"column {name}"
    if isinstance(value, str):
        return Column(name=name, help=_words(path, where, value))
    fields = _mapping(path, where, value, _COLUMN_KEYS, needed={"help"})
    return Column(name=name, help=_words(path, where, fields["help"]), is_list=fields.get("list") is True)


def _named(path: Path, key: str, fields: Mapping[str, object]) -> Mapping[str, object]:
    value = fields[key]
    if not isinstance(value, dict) or (key == "columns" and not value):
        raise ResourceError(f"{path}: `{key}` must map names to what they mean.")
    return {str(name): item for name, item in value.items()}


def _mapping(path: Path, where: str, value: object, known: set[str], *, needed: set[str]) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ResourceError(f"{path}: {where} must be a mapping with {', '.join(sorted(needed))}.")
    missing, unknown = needed - value.keys(), value.keys() - known
    if missing or unknown:
        problem = "lacks" if missing else "has unknown"
        raise ResourceError(f"{path}: {where} {problem} {', '.join(sorted(map(str, missing or unknown)))}.")
    return {str(key): item for key, item in value.items()}


def _words(path: Path, where: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ResourceError(f"{path}: {where} needs words that say what it means.")
    return " ".join(value.split())
