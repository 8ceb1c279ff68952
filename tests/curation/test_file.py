"""The file of decisions: nothing that was acknowledged is lost, nothing is passed over."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.curation import append_decisions, new_decision, read_decisions
from kg.curation.file import decisions_path, decode, encode
from kg.domain.decisions import Action, Decision, Kind, Spot, Target, Words
from kg.errors import DecisionError

texts = st.text(min_size=1, max_size=12).filter(str.strip)
words = st.builds(Words, article=texts, start=st.integers(0, 99), end=st.integers(100, 199), quote=texts)
entities = st.builds(
    Target, kind=st.just(Kind.ENTITY), id=texts, label=texts, type=texts, names=st.tuples(texts), words=st.tuples(words)
)
spots = st.builds(Spot, place=texts, name=texts, latitude=st.floats(-90, 90), longitude=st.none())


def made(name: str = "New") -> Decision:
    target = Target(kind=Kind.ENTITY, id="actor/x", label="X", type="Person")
    return new_decision(Action.RENAME, [target], author="Ann", reason="seen", value=name)


@given(target=entities, value=texts, spot=spots)
def test_line_when_written_and_read_then_the_same_decision(target: Target, value: str, spot: Spot) -> None:
    for decision in (
        new_decision(Action.RENAME, [target], author="A", reason="r", value=value),
        new_decision(Action.RELOCATE, [target], author="Zoë", reason="←", spot=spot),
    ):
        line = encode(decision)
        assert "\n" not in line
        assert decode(line) == decision


def test_append_when_done_then_each_is_a_line_and_comes_back_in_order(tmp_path: Path) -> None:
    assert read_decisions(tmp_path) == ()
    first, second = made("one"), made("two")
    append_decisions(tmp_path, lambda before: [first])
    before, added = append_decisions(tmp_path, lambda before: [second])
    assert (before, added, read_decisions(tmp_path)) == ((first,), (second,), (first, second))
    assert [json.loads(line)["format"] for line in decisions_path(tmp_path).read_text().splitlines()] == [1, 1]


@pytest.mark.parametrize("torn", ['{"format": 1, "id": "ab', "{", '{"format": 1, "id": "é'])
def test_append_when_a_killed_process_left_half_a_line_then_it_is_cut_off(tmp_path: Path, torn: str) -> None:
    first, second = made("one"), made("two")
    append_decisions(tmp_path, lambda _: [first])
    with decisions_path(tmp_path).open("a", encoding="utf-8") as file:
        file.write(torn)
    assert read_decisions(tmp_path) == (first,)
    append_decisions(tmp_path, lambda _: [second])
    assert read_decisions(tmp_path) == (first, second)


def test_append_when_an_editor_left_no_last_line_end_then_the_last_decision_stays(tmp_path: Path) -> None:
    first, second = made("one"), made("two")
    decisions_path(tmp_path).write_text(encode(first), encoding="utf-8")
    append_decisions(tmp_path, lambda _: [second])
    assert read_decisions(tmp_path) == (first, second)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("not json", "line 2, is no decision"),
        ('{"format": 2, "id": "x"}', "upgrade"),
        ('{"format": 1, "id": "x"}', "missing required field"),
        (encode(made()).replace('"rename"', '"destroy"'), "destroy"),
        (encode(made()).replace('"rename"', '"retype"'), "there is no type 'New'"),
        (encode(made()).replace('"rename"', '"merge"'), "needs something more"),
    ],
)
def test_read_when_a_line_is_no_decision_then_error_with_its_number(tmp_path: Path, line: str, says: str) -> None:
    decisions_path(tmp_path).write_text(f"{encode(made())}\n{line}\n{encode(made('x'))}\n", encoding="utf-8")
    with pytest.raises(DecisionError, match=says) as caught:
        read_decisions(tmp_path)
    assert "line 2" in str(caught.value)


def test_read_when_an_id_stands_twice_then_error(tmp_path: Path) -> None:
    line = encode(made())
    decisions_path(tmp_path).write_text(f"{line}\n{line}\n", encoding="utf-8")
    with pytest.raises(DecisionError, match="stands in line 1 already"):
        read_decisions(tmp_path)


@pytest.mark.parametrize(("author", "reason", "says"), [(" ", "r", "--author"), ("A", "", "--reason")])
def test_decision_when_author_or_reason_is_missing_then_error(author: str, reason: str, says: str) -> None:
    with pytest.raises(DecisionError, match=says):
        new_decision(Action.UNDO, [Target(kind=Kind.DECISION, id="x")], author=author, reason=reason)


_WRITER = """
import sys
from pathlib import Path
from kg.curation import append_decisions, new_decision
from kg.domain.decisions import Action, Kind, Target
target = Target(kind=Kind.ENTITY, id="actor/x", label="X", type="Person")
for n in range(10_000):
    decision = new_decision(Action.RENAME, [target], author=sys.argv[2], reason="seen", value=f"{n} " + "long " * 300)
    append_decisions(Path(sys.argv[1]), lambda _: [decision])
    print(decision.id, flush=True)
"""


def test_append_when_writers_are_killed_then_every_acknowledged_decision_is_there(tmp_path: Path, root: Path) -> None:
    """Two processes write at once and are killed (kill -9) in the midst of it."""
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(tmp_path), name], stdout=subprocess.PIPE, text=True, cwd=root
        )
        for name in ("Ann", "Ben")
    ]
    deadline = time.monotonic() + 20
    while (
        not decisions_path(tmp_path).exists() or decisions_path(tmp_path).stat().st_size < 60_000
    ) and time.monotonic() < deadline:
        time.sleep(0.02)
    for writer in writers:
        os.kill(writer.pid, signal.SIGKILL)
    told = [line for writer in writers for line in (writer.communicate()[0] or "").split("\n") if len(line) == 12]
    kept = [d.id for d in read_decisions(tmp_path)]
    assert len(told) > 10
    assert set(told) <= set(kept)
    last = made()
    append_decisions(tmp_path, lambda _: [last])
    assert read_decisions(tmp_path)[-1] == last
