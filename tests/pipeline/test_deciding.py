"""Decisions end to end: kept, brought in by a build, and there again when everything else was thrown away."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kg.config import Settings
from kg.curation import read_decisions
from kg.errors import DecisionError, NotFoundError, StoreMissingError
from kg.pipeline import readings
from kg.pipeline.build import build
from kg.pipeline.deciding import decide, decision_lines, decision_rows
from kg.pipeline.reviewing import Review, agenda_rows
from kg.pipeline.status import store_status
from kg.storage import open_store, sorted_nquads, write_generation

STRIKE = (
    "BEIRUT, Aug 2, 2016 - Russian warplanes bombed a market in the Syrian city of Idlib on Monday, killing at least "
    "12 civilians, the Syrian Observatory for Human Rights said. Russia's defence ministry denied the raid.\n"
)
SIEGE = (
    "ALEPPO, August 3, 2016 - Rebels shelled a government-held district of Aleppo on Wednesday, killing six people, "
    "the Syrian Observatory for Human Rights said. Residents fled the village of Kafr Zabalat.\n"
)


@pytest.fixture(scope="session")
def settings(gazetteer_folder: Path) -> Settings:
    return Settings(gazetteer=gazetteer_folder, author="Ann")


@pytest.fixture(scope="session")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    (folder / "strike.txt").write_text(STRIKE)
    (folder / "siege.txt").write_text(SIEGE)
    return folder


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, inputs: Path, settings: Settings) -> Path:
    folder = tmp_path_factory.mktemp("built") / "store"
    build([str(inputs)], folder, settings)
    return folder


@pytest.fixture
def store(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "store")
    return tmp_path / "store"


def dump(store: Path, *, curation: bool = True) -> list[str]:
    with open_store(store) as opened:
        return [line for line in sorted_nquads(opened) if curation or not line.endswith("graph/curation> .")]


def label_of(store: Path, path: str) -> str:
    with open_store(store) as opened:
        rows = opened.select("SELECT ?l ?x WHERE { ?x rdfs:label ?l }", {"x": opened.names.data(path)})
        return ", ".join(str(row[0].value) for row in rows if row[0])


def test_decide_when_done_then_the_graph_follows_and_only_what_changed_is_mapped(
    store: Path, settings: Settings
) -> None:
    before = dump(store)
    done = decide(store, settings, lambda d: d.rename("actor/sohr", "SOHR"), author="Ann", reason="short")
    assert done.outcome is not None and done.report is not None
    assert (done.outcome.standing, done.report.mapped, done.report.read_anew) == ("applied", 0, 0)
    assert label_of(store, "actor/sohr") == "SOHR"
    decide(store, settings, lambda d: d.undo(["last"]), author="Ben", reason="no")
    assert dump(store, curation=False) == before
    assert [row["standing"] for row in decision_rows(store)] == ["undone", "applied"]


def test_decide_when_everything_but_the_file_is_lost_then_a_new_build_is_the_same(
    store: Path, inputs: Path, settings: Settings
) -> None:
    decide(store, settings, lambda d: d.rename("actor/sohr", "SOHR"), author="Ann", reason="short")
    decide(store, settings, lambda d: d.reject("actor/rebels"), author="Ann", reason="test")
    before = dump(store)
    for path in store.iterdir():
        if path.name != "decisions.jsonl":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    build([str(inputs)], store, settings)
    assert dump(store) == before


def test_decide_when_the_extractor_changed_then_decisions_are_replayed(
    store: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(store, settings, lambda d: d.rename("actor/sohr", "SOHR"), author="Ann", reason="short")
    monkeypatch.setattr(readings, "PRODUCER", replace(readings.PRODUCER, version="0.0.0-test"))
    report = build([], store, settings)
    assert report.read_anew == 2
    assert [o.standing for o in report.decisions] == ["applied"]
    assert label_of(store, "actor/sohr") == "SOHR"


def test_decide_when_its_article_goes_then_status_tells_that_it_no_longer_applies(
    store: Path, settings: Settings
) -> None:
    from kg.pipeline.removal import remove

    with open_store(store) as opened:
        (report,) = [r[0] for r in opened.select("SELECT ?r WHERE { ?r a kg:Report ; kg:eventType kg:Shelling }")]
    decide(store, settings, lambda d: d.reject(report.value), author="Ann", reason="no")  # type: ignore[union-attr]
    remove(["siege"], store, settings)
    lines = list(decision_lines(store))
    assert lines[0] == "1: 1 no longer applies"
    assert "its article is not in the store" in lines[1]
    assert store_status(store).decisions == tuple(lines)


def test_decide_when_another_build_runs_then_kept_and_brought_in_by_the_next(store: Path, settings: Settings) -> None:
    with write_generation(store):
        done = decide(store, settings, lambda d: d.rename("actor/sohr", "SOHR"), author="Ann", reason="short")
    assert (done.busy, done.outcome) == (True, None)
    assert [row["standing"] for row in decision_rows(store)] == ["waiting"]
    assert [o.standing for o in build([], store, settings).decisions] == ["applied"]


def test_decide_when_it_makes_no_sense_then_nothing_is_kept(store: Path, settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        decide(store, settings, lambda d: d.accept("nobody at all"), author="Ann", reason="x")
    with pytest.raises(DecisionError, match="--author"):
        decide(store, settings, lambda d: d.accept("actor/sohr"), author="", reason="x")
    assert read_decisions(store) == ()
    with pytest.raises(StoreMissingError):
        decide(tmp_path / "absent", settings, lambda d: d.accept("x"), author="Ann", reason="x")


def test_build_when_a_line_of_the_file_is_broken_then_error_and_the_graph_of_before_stands(
    store: Path, settings: Settings
) -> None:
    before = dump(store)
    (store / "decisions.jsonl").write_text('{"format": 1, "id": "a"}\n')
    with pytest.raises(DecisionError, match="line 1"):
        build([], store, settings)
    assert dump(store) == before


def test_review_when_keys_are_pressed_then_decisions_are_kept_and_brought_in(store: Path, settings: Settings) -> None:
    rows = agenda_rows(store)
    assert rows
    with Review.open(replace(settings, store=store)) as review:
        assert rows[0]["title"] in " ".join(review.page().split())
        assert review.press(" ") is None
        assert review.press("b") is None
        choice = review.press(review_key(review))
        assert choice is not None
        assert review.decide(choice, "Organisation" if choice.asks else "", "looked") == ""
        assert review.press("z") is None  # a slip: taken back
        choice = review.press(review_key(review))
        assert choice is not None
        assert review.decide(choice, "Organisation" if choice.asks else "", "looked") == ""
    lines = review.bring_in()
    assert lines[-1].startswith("applied")
    assert [row["standing"] for row in decision_rows(store)] == ["undone", "applied", "applied"]
    assert len(agenda_rows(store)) == len(rows) - 1


def review_key(review: Review) -> str:
    """The key that says of the item shown that it is right, or else that it is not."""
    from kg.curation.choices import choices_for

    keys = [c.key for c in choices_for(review.items[review.at])]
    return next(k for k in ("a", "n", "u") if k in keys)


def test_review_when_nobody_is_named_then_error(store: Path, settings: Settings) -> None:
    with pytest.raises(DecisionError, match="author"), Review.open(replace(settings, store=store, author=None)):
        pass
