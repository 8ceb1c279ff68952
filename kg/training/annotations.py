"""Our own annotations: articles of FA-KES (CC BY 4.0) and of re3d's free parts, without their texts, and invented articles.

The invented ones (`articles.jsonl`) are clean copy on many conflicts, written for this; their news is invented.

`annotations.jsonl` beside this module holds one article a line: its id, the SHA-256 of the text, entities, events and claims in the
schema of the gold guidelines, where each quote and name is `[start, end]` in characters of the text. How they were made: `docs/weights.md`.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

FILE = Path(__file__).with_name("annotations.jsonl")
INVENTED = Path(__file__).with_name("articles.jsonl")
# What holds stretches of text, by kind of thing.
_LISTS = {"entities": ("names",), "events": ("quotes", "target_texts", "means"), "claims": ()}
_SINGLE = {"entities": (), "events": (), "claims": ("quote", "cue", "content")}

Record = tuple[str, str, Mapping[str, Any]]  # id, text, annotation


def read_annotations(data: Path, file: Path = FILE) -> list[Record]:
    """The annotated articles whose texts are in the folder `data` of the shared corpora, in the order of the file.

    An article whose text is missing or another one is left out and logged.
    """
    texts = dict(_texts(data))
    out: list[Record] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        packed = json.loads(line)
        text = texts.get(packed["id"])
        if text is None or _digest(text) != packed.pop("digest"):
            log.warning("%s: its text is not in %s as it was annotated; left out", packed["id"], data)
            continue
        out.append((packed["id"], text, unpack(packed, text)))
    return out


def _texts(data: Path) -> Iterator[tuple[str, str]]:
    for file in (data / "fakes.jsonl", INVENTED):
        for line in file.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            yield record["id"], record["text"]
    for line in (data / "re3d" / "documents.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        yield f"re3d-{record['_id'][:12]}", record["text"]


def unpack(packed: Mapping[str, Any], text: str) -> dict[str, Any]:
    """An annotation with words in place of offsets."""

    def words(span: list[int]) -> str:
        return text[span[0] : span[1]]

    return _turned(packed, words)


def pack(annotation: Mapping[str, Any], text: str) -> dict[str, Any]:
    """An annotation with offsets (of the first occurrence) in place of words; raises ValueError for words that the text lacks."""

    def span(words: str) -> list[int]:
        at = text.index(words)
        return [at, at + len(words)]

    return {"digest": _digest(text), **_turned(annotation, span)}


def _turned(annotation: Mapping[str, Any], turn: Callable[[Any], Any]) -> dict[str, Any]:
    out = dict(annotation)
    for kind in ("entities", "events", "claims"):
        things = []
        for thing in annotation[kind]:
            new = {k: v for k, v in thing.items() if v not in (None, [], "", False)}
            new |= {k: [turn(w) for w in thing.get(k, ())] for k in _LISTS[kind]}
            new |= {k: turn(thing[k]) for k in _SINGLE[kind] if thing.get(k) is not None}
            if kind == "events":
                new["casualties"] = [_casualty(c, turn) for c in thing.get("casualties", ())]
            things.append(new)
        out[kind] = things
    return out


def _casualty(count: Mapping[str, Any], turn: Callable[[Any], Any]) -> dict[str, Any]:
    return {**count, "quote": turn(count["quote"])} if count.get("quote") else dict(count)


def write_annotations(records: Iterable[Record], file: Path = FILE) -> int:
    """Write annotations with words as the file of offsets; returns how many."""
    lines = [json.dumps(pack(a, text), ensure_ascii=False, separators=(",", ":")) for _, text, a in records]
    file.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return len(lines)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
