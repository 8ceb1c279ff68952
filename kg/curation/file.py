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

from kg.domain.decisions import Action, Decision, Kind, Spot, Target
from kg.domain.extraction import EntityType, EventType
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
        decision = msgspec.convert(head, type=Decision, strict=True)
        check(decision)
        return decision
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise DecisionError(f"is no decision: {error}") from error


def check(decision: Decision) -> None:
    """Whether a decision is one that can be replayed.

    Raises:
        DecisionError: something that its action needs is missing or of no known kind.
    """
    about, action = decision.about, decision.action
    kinds = {t.kind for t in about}
    problem = ""
    if len(about) < (2 if action in (Action.MERGE, Action.DISTINCT) else 1):
        problem = f"a {action} needs something more that it is about"
    elif action not in (Action.REJECT, Action.CONFIRM, Action.UNDO) and not kinds <= {Kind.ENTITY, Kind.EVENT}:
        problem = f"a {action} is about actors, places or events"
    elif action is not Action.CONFIRM and len(kinds) > 1:
        problem = f"a {action} cannot be about {' and '.join(sorted(kinds))} together"
    elif action is Action.UNDO and kinds != {Kind.DECISION}:
        problem = "only a decision can be undone"
    elif action is Action.REJECT and kinds & {Kind.EVENT, Kind.DECISION}:
        problem = "an event is rejected by rejecting its reports"
    elif action is Action.RETYPE:
        types: type[EntityType] | type[EventType] = EntityType if Kind.ENTITY in kinds else EventType
        problem = "" if decision.value in set(types) else f"there is no type {decision.value!r}"
    elif action is Action.RENAME and not decision.value.strip():
        problem = "the new name is missing"
    elif action is Action.RELOCATE and decision.spot is None:
        problem = "the place is missing"
    elif action is Action.SPLIT and not decision.out:
        problem = "what goes out is missing"
    if problem:
        raise DecisionError(f"is no decision: {problem}")


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
