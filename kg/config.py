"""Settings: one frozen value, made once by `load_settings` and passed down. Nobody else reads the environment.

Order: command line, then `KG_…` in the environment, then `kg.toml`, then the defaults below. Unknown keys are errors.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path

from kg.errors import ConfigError

FILE_NAME = "kg.toml"
_PREFIX = "KG_"
_FILE_KEY = "KG_CONFIG"  # the one variable that is no setting: where the settings file is
_BASE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`?#]+/")


_KIND_NAMES: dict[type, str] = {int: "a whole number", float: "a number", str: "a text", Path: "a path"}


_AT_LEAST_ONE = (
    "article_bytes", "json_bytes", "batch_articles", "workers", "query_memory", "query_rows", "query_bytes",
    "upload_bytes", "queue", "connections",
)  # fmt: skip
_ABOVE_ZERO = ("query_seconds", "queue_seconds", "idle_seconds")
_SHORTEST_TOKEN = 8


@dataclass(frozen=True, slots=True)
class _About:
    """What a field's metadata holds: its help and its type."""

    help: str
    kind: type


def _about(kind: type, help_text: str) -> dict[str, _About]:
    return {"about": _About(help_text, kind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting with its default and help. Sizes are bytes, times are seconds.

    Raises:
        ConfigError: a value is out of its range.
    """

    store: Path = field(default=Path("kg-store"), metadata=_about(Path, "Folder of the store."))
    base_iri: str | None = field(
        default=None,
        metadata=_about(str, "IRI below which a new store's data is named, ending in '/'; without it the usual one."),
    )
    weights: Path | None = field(
        default=None, metadata=_about(Path, "Folder of the reader's weights, when not the shipped ones.")
    )
    gazetteer: Path = field(
        default=Path("~/.local/share/conflict-kg"),
        metadata=_about(Path, "Folder of the gazetteer: base data, made on first use, and imported places."),
    )
    author: str | None = field(
        default=None, metadata=_about(str, "Who decides, in `kg decide` and `kg review`: a name or initials.")
    )
    article_bytes: int = field(
        default=20_000_000, metadata=_about(int, "Largest text, page or line of JSON Lines that is read, in bytes.")
    )
    json_bytes: int = field(
        default=200_000_000, metadata=_about(int, "Largest .json file that holds a list of articles, in bytes.")
    )
    batch_articles: int = field(default=32, metadata=_about(int, "Articles that are annotated at a time."))
    failing_share: float = field(
        default=0.05, metadata=_about(float, "Share of articles failing unexpectedly beyond which a build stops.")
    )
    failing_least: int = field(
        default=20, metadata=_about(int, "A build never stops for fewer failing articles than this.")
    )
    keep_builds: int = field(
        default=1,
        metadata=_about(
            int, "Builds before the current one that a store keeps, for `kg diff`; unchanged files are shared."
        ),
    )
    host: str = field(default="127.0.0.1", metadata=_about(str, "Address that `kg serve` listens on."))
    port: int = field(default=7474, metadata=_about(int, "Port that `kg serve` listens on; 0: any that is free."))
    server_names: str = field(
        default="",
        metadata=_about(
            str, "Names under which the server is reached besides localhost, with commas; others are refused."
        ),
    )
    token: str | None = field(
        default=None,
        metadata=_about(str, "Whoever shows this to the server may write graphs of their own; none: nobody."),
    )
    cors: str = field(
        default="*",
        metadata=_about(str, "Web origins whose pages may ask the server, with commas; '*': any; empty: none."),
    )
    default_graph: str = field(
        default="union",
        metadata=_about(str, "Default graph of queries: 'union' of all graphs, or 'unnamed': only the unnamed one."),
    )
    workers: int = field(default=2, metadata=_about(int, "Processes of the server that answer queries."))
    heavy_queries: int = field(
        default=8, metadata=_about(int, "Queries that may take long at once, besides the workers.")
    )
    query_seconds: float = field(default=30.0, metadata=_about(float, "Time after which a query is stopped."))
    query_memory: int = field(
        default=1_000_000_000, metadata=_about(int, "Memory that one query may take, in bytes; beyond it is stopped.")
    )
    query_rows: int = field(default=1_000_000, metadata=_about(int, "Rows that one query may give."))
    query_bytes: int = field(default=100_000, metadata=_about(int, "Largest query that the server takes, in bytes."))
    upload_bytes: int = field(
        default=50_000_000, metadata=_about(int, "Largest update or graph that the server takes, in bytes.")
    )
    queue: int = field(default=256, metadata=_about(int, "Queries that may wait for a worker."))
    queue_seconds: float = field(default=5.0, metadata=_about(float, "How long a query waits for a worker at most."))
    cache_bytes: int = field(default=64_000_000, metadata=_about(int, "Answers kept in memory, in bytes; 0: none."))
    replica_quads: int = field(
        default=2_000_000,
        metadata=_about(int, "Graphs up to this size are served from memory (about 400 bytes a quad); 0: never."),
    )
    service_hosts: str = field(
        default="", metadata=_about(str, "Hosts that queries may call with SERVICE, with commas; private ones never.")
    )
    connections: int = field(default=512, metadata=_about(int, "Connections that the server holds at once."))
    idle_seconds: float = field(
        default=15.0, metadata=_about(float, "How long the server waits for a client that sends or takes nothing.")
    )
    access_log: str = field(
        default="",
        metadata=_about(str, "File for a line of JSON about each request; '-': standard error; empty: none."),
    )

    def __post_init__(self) -> None:
        if self.base_iri is not None and not _BASE_IRI.fullmatch(self.base_iri):
            raise ConfigError(f"base_iri {self.base_iri!r} must be an absolute IRI that ends in '/'.")
        for name in _AT_LEAST_ONE:
            if getattr(self, name) < 1:
                raise ConfigError(f"{name} is {getattr(self, name)}: it must be at least 1.")
        if not 0 < self.failing_share <= 1:
            raise ConfigError(f"failing_share is {self.failing_share}: it must be above 0 and at most 1.")
        if self.failing_least < 0:
            raise ConfigError(f"failing_least is {self.failing_least}: it cannot be negative.")
        for name in _ABOVE_ZERO:
            if not getattr(self, name) > 0:
                raise ConfigError(f"{name} is {getattr(self, name)}: it must be above 0.")
        if self.default_graph not in {"union", "unnamed"}:
            raise ConfigError(f"default_graph is {self.default_graph!r}: it must be 'union' or 'unnamed'.")
        if not 0 <= self.port < 65536:
            raise ConfigError(f"port is {self.port}: it must be from 0 to 65535.")
        if self.token is not None and len(self.token) < _SHORTEST_TOKEN:
            raise ConfigError(f"The token is too short: it must have {_SHORTEST_TOKEN} characters at least.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRow:
    """One setting as `kg settings` shows it; `origin` says who gave the value."""

    name: str
    value: str
    origin: str
    help: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedSettings:
    """Settings, and for each that is not a default, where its value came from."""

    settings: Settings
    origins: Mapping[str, str]

    def rows(self) -> list[SettingRow]:
        """Every setting in order of its name."""
        return [
            SettingRow(
                name=f.name,
                value=_shown(f.name, getattr(self.settings, f.name)),
                origin=self.origins.get(f.name, "default"),
                help=_of(f.name).help,
            )
            for f in sorted(fields(self.settings), key=lambda f: f.name)
        ]


def _shown(name: str, value: object) -> str:
    if value is None:
        return ""
    return "(set)" if name == "token" else str(value)


def load_settings(
    command_line: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
    file: Path | None = None,
) -> LoadedSettings:
    """Join the four sources. `command_line` holds options given (None: not given); `file` must exist when named.

    Without `file`, the variable KG_CONFIG names it, else `kg.toml` in the working folder is read where it exists.

    Raises:
        ConfigError: an unknown key, a value of the wrong type or out of range, or a file that cannot be read.
    """
    environment = environment or {}
    values: dict[str, object] = {}
    origins: dict[str, str] = {}
    named = file or (Path(environment[_FILE_KEY]) if environment.get(_FILE_KEY) else None)
    for layer, origin in (
        (_from_file(named), str(named or FILE_NAME)),
        (_from_environment(environment), "environment"),
        ({k: v for k, v in (command_line or {}).items() if v is not None}, "command line"),
    ):
        for name, value in layer.items():
            where = f"{_PREFIX}{name.upper()}" if origin == "environment" else f"{name} ({origin})"
            values[name] = _convert(name, value, where)
            origins[name] = origin
    return LoadedSettings(settings=Settings(**values), origins=origins)  # type: ignore[arg-type]


def _from_file(named: Path | None) -> dict[str, object]:
    path = named or Path(FILE_NAME)
    try:
        with path.open("rb") as stream:
            content = tomllib.load(stream)
    except FileNotFoundError:
        if named is None:
            return {}
        raise ConfigError(f"The settings file {path} does not exist.") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"The settings file {path} cannot be read: {error}.") from error
    _refuse_unknown(content, lambda key: f"{key!r} in {path}")
    folder = path.parent  # a path written in a file is meant from that file's folder
    return {k: folder / v if isinstance(v, str) and _is_path(k) else v for k, v in content.items()}


def _from_environment(environment: Mapping[str, str]) -> dict[str, object]:
    found = {
        key.removeprefix(_PREFIX).lower(): value
        for key, value in environment.items()
        if key.startswith(_PREFIX) and key != _FILE_KEY
    }
    _refuse_unknown(found, lambda key: f"{_PREFIX}{key.upper()} in the environment")
    return dict(found)


def _refuse_unknown(given: Mapping[str, object], name: Callable[[str], str]) -> None:
    known = [f.name for f in fields(Settings)]
    for key in given:
        if key not in known:
            near = get_close_matches(key, known, n=2, cutoff=0.7)
            hint = f" Did you mean {' or '.join(near)}?" if near else " `kg settings` lists them all."
            raise ConfigError(f"There is no setting {name(key)}.{hint}")


def _of(name: str) -> _About:
    about: _About = next(f.metadata["about"] for f in fields(Settings) if f.name == name)
    return about


def _is_path(name: str) -> bool:
    return _of(name).kind is Path


def _convert(name: str, value: object, where: str) -> object:
    """A value as its field's type; text (from the environment) is read as a number where one is due."""
    kind = _of(name).kind
    accepted: tuple[type, ...] = {int: (int, str), float: (int, float, str), Path: (str, Path)}.get(kind, (str,))
    if isinstance(value, accepted) and not isinstance(value, bool):
        try:
            return kind(value)
        except ValueError:
            pass
    raise ConfigError(f"{where} is {value!r}: it must be {_KIND_NAMES[kind]}.")
