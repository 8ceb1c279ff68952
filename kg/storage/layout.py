"""What stands where in a store's folder, and its `kg.json`."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import StoreError, StoreFormatError, StoreMissingError
from kg.rdf.namespaces import DEFAULT_BASE_IRI
from kg.storage.translate import store_errors

FORMAT = "conflict-kg store"
VERSION = 1
"""Goes up when a store of before can no longer be read, or one of now no longer by before."""

_OURS = ("kg.json", "generations", "cache.sqlite", "lock", "decisions.jsonl")


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildMeta:
    """What a build says of itself: a digest of all that went into it, the version of the software, and counts."""

    digest: str = ""
    software: str = ""
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreMeta:
    """The contents of `kg.json`."""

    base_iri: str
    generation: int
    build: BuildMeta
    version: int = VERSION
    format: str = FORMAT


def read_meta(folder: Path) -> StoreMeta:
    """What `kg.json` says.

    Raises:
        StoreMissingError: there is no folder, or nothing was built in it yet.
        StoreFormatError: the folder is something else, damaged, or of another version.
        StoreError: it cannot be read.
    """
    import msgspec

    try:
        data = (folder / "kg.json").read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise _why_missing(folder) from error
    except OSError as error:
        raise StoreError(f"Cannot read {folder / 'kg.json'}: {error.strerror}.") from error
    try:
        head = msgspec.json.decode(data, type=dict[str, object])
        _check_version(folder, head)
        return msgspec.json.decode(data, type=StoreMeta)
    except msgspec.DecodeError as error:
        raise StoreFormatError(
            f"{folder / 'kg.json'} is damaged ({error}). Delete all in it but decisions.jsonl and run `kg build` again."
        ) from error


def write_meta(folder: Path, meta: StoreMeta) -> None:
    """Replace `kg.json` in one step that survives a power cut: before it the old build is current, after it the new."""
    import msgspec

    temporary = folder / "kg.json.tmp"
    with store_errors(folder):
        with temporary.open("wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(meta), indent=2) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(folder / "kg.json")
        sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder last."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def generation_folder(folder: Path, number: int) -> Path:
    """Where the pyoxigraph store of a generation lies."""
    return folder / "generations" / str(number)


def generation_lock(folder: Path, number: int) -> Path:
    """The file that readers of a generation hold."""
    return folder / "generations" / f"{number}.lock"


def generation_numbers(folder: Path) -> set[int]:
    """The generations of which anything is there."""
    stems = (path.name.removesuffix(".lock") for path in (folder / "generations").iterdir())
    return {int(stem) for stem in stems if stem.isdecimal()}


def prepare_folder(folder: Path) -> None:
    """Make a store's folder ready for a writer, without touching what belongs to someone else.

    Raises:
        StoreFormatError: the folder is a file, or holds files that are no store's.
        StoreError: it cannot be made.
    """
    if folder.exists() and not folder.is_dir():
        raise StoreFormatError(f"{folder} is a file: a store is a folder. Name another with --store.")
    with store_errors(folder):
        if folder.is_dir() and not _is_ours(folder):
            raise StoreFormatError(f"{folder} holds files and is no store: name an empty or new folder with --store.")
        (folder / "generations").mkdir(parents=True, exist_ok=True)


def _is_ours(folder: Path) -> bool:
    return (folder / "kg.json").exists() or all(
        any(item.name == name or item.name.startswith(f"{name}") for name in _OURS) for item in folder.iterdir()
    )


def _check_version(folder: Path, head: dict[str, object]) -> None:
    if head.get("format") != FORMAT:
        raise StoreFormatError(f"{folder} is no store: its kg.json is another program's.")
    version = head.get("version")
    if version == VERSION:
        return
    if isinstance(version, int) and version > VERSION:
        advice = "it was made by a newer conflict-kg: upgrade, or build into another folder"
    else:
        advice = "build it again into a new folder"
    raise StoreFormatError(f"The store {folder} has format {version!r}, this conflict-kg reads {VERSION}: {advice}.")


def _why_missing(folder: Path) -> StoreError:
    if not folder.exists():
        return StoreMissingError(f"There is no store at {folder}: run `kg build SOURCE --store {folder}` first.")
    if not folder.is_dir():
        return StoreFormatError(f"{folder} is a file: a store is a folder. Name another with --store.")
    if _is_ours(folder):
        return StoreMissingError(
            f"Nothing is built at {folder} yet, or the first build was interrupted: "
            f"run `kg build SOURCE --store {folder}`."
        )
    return StoreFormatError(f"{folder} is no store: it has no kg.json. Name the store with --store.")


def base_iri_of(folder: Path) -> str:
    """The base IRI of the data in a store, or the default where nothing is built yet."""
    try:
        return read_meta(folder).base_iri
    except StoreMissingError:
        return DEFAULT_BASE_IRI
