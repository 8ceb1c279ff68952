import itertools
from pathlib import Path

import numpy as np
import pytest

from kg.annotation.tagger import WEIGHTS, best_path, check_digests, read
from kg.domain.annotations import LabelledSpan
from kg.errors import ResourceError

NAMES = ["O", "B-Person", "I-Person"]


def test_best_path_never_starts_or_continues_a_span_without_its_beginning() -> None:
    scores = np.log(np.array([[0.1, 0.2, 0.7], [0.5, 0.1, 0.4], [0.1, 0.1, 0.8]], dtype=np.float32))
    path = [NAMES[k] for k in best_path(scores, NAMES)]
    assert path[0] != "I-Person"
    assert all(b != "I-Person" or a != "O" for a, b in itertools.pairwise(path))


def test_best_path_when_a_label_hardly_follows_another_then_the_next_best_is_taken() -> None:
    scores = np.log(np.array([[0.1, 0.8, 0.1], [0.45, 0.1, 0.45], [0.8, 0.1, 0.1]], dtype=np.float32))
    follows = np.zeros((3, 3), dtype=np.float32)
    follows[1, 2] = 0.5
    assert [NAMES[k] for k in best_path(scores, NAMES, follows)] == ["B-Person", "I-Person", "O"]
    assert [NAMES[k] for k in best_path(scores, NAMES, -follows)] == ["B-Person", "O", "O"]


def test_read_finds_actors_places_events_and_attributions() -> None:
    text = "Russian warplanes bombed the town of Saraqeb on Monday, the Syrian Observatory for Human Rights said."
    labelled, _ = read(text)
    mentions = {text[s.start : s.end]: s.label for s in labelled["mention"]}
    assert [label for words, label in mentions.items() if words.endswith("Saraqeb")] == ["Settlement"]
    assert any("Observatory" in m for m in mentions)
    assert "AirStrike" in {s.label for s in labelled["trigger"]}
    assert {"Cue", "Content"} <= {s.label for s in labelled["attribution"]}


def test_read_of_an_empty_text_finds_nothing() -> None:
    labelled, reading = read(" ")
    assert not any(labelled.values())
    assert reading.same_entity([]) == []


def test_pair_scores_prefer_the_doer_as_agent() -> None:
    text = "Rebels shelled government positions in Aleppo, killing four soldiers."
    _, reading = read(text)

    def span(words: str, label: str) -> LabelledSpan:
        return LabelledSpan(text.index(words), text.index(words) + len(words), label, 1.0)

    rebels, aleppo = span("Rebels", "ArmedGroup"), span("Aleppo", "Settlement")
    ((doer, place),) = reading.roles([span("shelled", "Shelling")], [rebels, aleppo])
    assert doer.agent > place.agent
    assert place.place > doer.place


def test_check_digests_when_a_file_was_changed_names_it(tmp_path: Path) -> None:
    for file in WEIGHTS.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "labels.json").write_text("{}")
    with pytest.raises(ResourceError, match=r"labels\.json"):
        check_digests(tmp_path)


def test_check_digests_when_the_folder_is_empty_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="missing"):
        check_digests(tmp_path)
