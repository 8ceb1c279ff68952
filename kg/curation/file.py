"""The file of decisions: JSON Lines, one decision a line, only ever added to. `docs/decisions.md` describes it.

A line is on the disk before `append` returns. What a killed process left of an unfinished line was never acknowledged:
it is passed over, and cut off by the next `append`.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from kg.domain.decisions import Action, Decision, Spot, Target
from kg.errors import DecisionError, StoreError

FILE_NAME = "decisions.jsonl"
FORMAT = 1
"""Goes up when a line of now can no longer be read by an older version, which then refuses it."""


def decisions_path(folder: Path) -> Path:
    """Where the decisions of a store lie."""
    return folder / FILE_NAME


def read_decisions(folder: Path) -> tuple[Decision, ...]:
    """Every decision of a store, in the order made; none where there is no file.

    Raises:
        DecisionError: a line is no decision, or of a newer version; the message names file and line.
        StoreError: the file cannot be read.
    """
    path = decisions_path(folder)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise StoreError(f"Cannot read {path}: {error.strerror}.") from error
    return tuple(_decode_all(path, data[: _end_of_whole(data)]))


def append_decisions(
    folder: Path, make: Callable[[Sequence[Decision]], Iterable[Decision]]
) -> tuple[tuple[Decision, ...], tuple[Decision, ...]]:
    """Add what `make` gives for the decisions made so far; give those of before, and those added.

    One process at a time: what another adds meanwhile is seen by `make` or comes after. The decisions are on the disk
    when this returns, all of them or none.

    Raises:
        DecisionError: as `read_decisions`, or what `make` raises.
        StoreError: the file cannot be written.
    """
    path = decisions_path(folder)
    with _locked(path) as descriptor:
        data = _read(descriptor)
        whole = _end_of_whole(data)
        before = tuple(_decode_all(path, data[:whole]))
        added = tuple(make(before))
        if not added:
            return before, added
        start = b"" if data[:whole].endswith(b"\n") or not whole else b"\n"
        lines = start + b"".join(encode(d).encode() + b"\n" for d in added)
        try:
            os.ftruncate(descriptor, whole)
            os.lseek(descriptor, 0, os.SEEK_END)
            _write(descriptor, lines)
            os.fsync(descriptor)
        except OSError as error:
            os.ftruncate(descriptor, whole)
            raise StoreError(f"Cannot write {path}: {error.strerror}. Nothing was recorded.") from error
    return before, added


def new_decision(
    action: Action,
    about: Sequence[Target],
    *,
    author: str,
    reason: str,
    out: Sequence[Target] = (),
    value: str = "",
    spot: Spot | None = None,
    now: datetime | None = None,
) -> Decision:
    """A decision made now, with an id of 12 hex digits minted from all that it says.

    Raises:
        DecisionError: author or reason is missing.
    """
    if not author.strip():
        raise DecisionError("Who decides? Give --author NAME, or set author in kg.toml (or KG_AUTHOR).")
    if not reason.strip():
        raise DecisionError("Why? Give --reason WORDS: whoever reads the decision later will ask.")
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    draft = Decision(
        id="", time=moment.strftime("%Y-%m-%dT%H:%M:%SZ"), author=author.strip(), reason=reason.strip(), action=action,
        about=tuple(about), out=tuple(out), value=value, spot=spot,
    )  # fmt: skip
    digest = hashlib.sha256(f"{moment.isoformat()} {encode(draft)}".encode()).hexdigest()[:12]
    return Decision(**{**{n: getattr(draft, n) for n in Decision.__slots__}, "id": digest})


def encode(decision: Decision) -> str:
    """A decision as its line, without the line's end: what is empty is left out."""
    return json.dumps({"format": FORMAT, **_filled(asdict(decision))}, ensure_ascii=False)


def decode(line: str | bytes) -> Decision:
    """A decision from its line; fields that are not known are passed over.

    Raises:
        DecisionError: the line is no decision, or of a newer version.
    """
    import msgspec

    try:
        head = msgspec.json.decode(line, type=dict[str, object])
        if not isinstance(version := head.get("format"), int) or version > FORMAT:
            raise DecisionError(f"has format {version!r}, this conflict-kg reads {FORMAT}: upgrade")
        return msgspec.convert(head, type=Decision, strict=True)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise DecisionError(f"is no decision: {error}") from error


def _filled(values: Mapping[str, object]) -> dict[str, object]:
    """Without what is empty, at every depth; tuples of mappings included."""
    found: dict[str, object] = {}
    for key, value in values.items():
        if value is None or value in ("", ()):
            continue
        if isinstance(value, Mapping):
            found[key] = _filled(value)
        elif isinstance(value, (list, tuple)):
            found[key] = [_filled(v) if isinstance(v, Mapping) else v for v in value]
        else:
            found[key] = value
    return found


def _decode_all(path: Path, data: bytes) -> Iterator[Decision]:
    seen: dict[str, int] = {}
    for number, line in enumerate(data.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            decision = decode(line)
        except DecisionError as error:
            raise DecisionError(
                f"{path}, line {number}, {error}. Decisions are never passed over: mend the line, or take it out."
            ) from error
        if decision.id in seen:
            raise DecisionError(
                f"{path}, line {number}: decision {decision.id} stands in line {seen[decision.id]} already."
            )
        seen[decision.id] = number
        yield decision


def _end_of_whole(data: bytes) -> int:
    """Where the last whole line ends. A last line without its end counts where it is whole, as an editor leaves it."""
    end = data.rfind(b"\n") + 1
    if not data[end:].strip():
        return end
    try:
        json.loads(data[end:])
    except ValueError:
        return end
    return len(data)


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StoreError(f"Cannot write {path}: {error.strerror}. Nothing was recorded.") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)  # held for milliseconds: waiting is right
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # the file's own name lasts too
        finally:
            os.close(folder)
        yield descriptor
    finally:
        os.close(descriptor)


def _read(descriptor: int) -> bytes:
    parts = []
    while part := os.read(descriptor, 1 << 20):
        parts.append(part)
    return b"".join(parts)


def _write(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]
