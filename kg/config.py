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

    def __post_init__(self) -> None:
        if self.base_iri is not None and not _BASE_IRI.fullmatch(self.base_iri):
            raise ConfigError(f"base_iri {self.base_iri!r} must be an absolute IRI that ends in '/'.")
        for name in ("article_bytes", "json_bytes", "batch_articles"):
            if getattr(self, name) < 1:
                raise ConfigError(f"{name} is {getattr(self, name)}: it must be at least 1.")
        if not 0 < self.failing_share <= 1:
            raise ConfigError(f"failing_share is {self.failing_share}: it must be above 0 and at most 1.")
        if self.failing_least < 0:
            raise ConfigError(f"failing_least is {self.failing_least}: it cannot be negative.")


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
                value="" if getattr(self.settings, f.name) is None else str(getattr(self.settings, f.name)),
                origin=self.origins.get(f.name, "default"),
                help=_of(f.name).help,
            )
            for f in sorted(fields(self.settings), key=lambda f: f.name)
        ]


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
            near = get_close_matches(key, known, n=2, cutoff=0.6)
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
