"""Builds from real articles through the real stages: what a build promises, end to end."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.config import Settings
from kg.domain.annotations import AnnotatedArticle
from kg.domain.extraction import Extraction
from kg.domain.issues import Reason
from kg.domain.knowledge import Knowledge
from kg.errors import InputError, StoreBusyError
from kg.pipeline import readings
from kg.pipeline.build import build
from kg.pipeline.removal import remove
from kg.pipeline.report import BuildReport
from kg.pipeline.status import store_status
from kg.storage import open_store, sorted_nquads, write_generation

STRIKE = (
    "BEIRUT, Aug 2, 2016 - Russian warplanes bombed a market in the Syrian city of Idlib on Monday, killing at least "
    "12 civilians, the Syrian Observatory for Human Rights said. Russia's defence ministry denied the raid.\n"
)
CAPTURE = (
    "DAMASCUS, March 27, 2016 - Syrian government forces recaptured the city of Palmyra from Islamic State on Sunday, "
    "state television said. Russia supported the advance with air strikes.\n"
)
SIEGE = (
    "ALEPPO, August 3, 2016 - Rebels shelled a government-held district of Aleppo on Wednesday, killing six people, "
    "the Syrian Observatory for Human Rights said.\n"
)
TEXTS = {"strike": STRIKE, "capture": CAPTURE, "siege": SIEGE}


@pytest.fixture(scope="session")
def settings(gazetteer_folder: Path) -> Settings:
    return Settings(gazetteer=gazetteer_folder)


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text)
    return folder


Build = Callable[..., BuildReport]


@pytest.fixture
def build_in(tmp_path: Path, settings: Settings) -> Build:
    def run(*sources: Path, store: str = "store", **changes: object) -> BuildReport:
        return build([str(s) for s in sources], tmp_path / store, replace(settings, **changes))  # type: ignore[arg-type]

    return run


def dump(store: Path) -> list[str]:
    with open_store(store) as opened:
        return list(sorted_nquads(opened))


def test_build_when_articles_are_given_then_each_is_in_the_graph(build_in: Build, inputs: Path, tmp_path: Path) -> None:
    report = build_in(inputs)
    assert (report.given, report.new, report.articles, report.failed, report.changed) == (3, 3, 3, 0, True)
    assert report.found["reports"] >= 3
    assert report.found["claims"] >= 2
    with open_store(tmp_path / "store") as store:
        rows = list(store.select("SELECT ?id WHERE { ?a a kg:Article ; dcterms:identifier ?id } ORDER BY ?id"))
        assert [row[0].value for row in rows if row[0]] == ["capture", "siege", "strike"]


def test_build_when_given_again_then_nothing_is_read_or_published(
    build_in: Build, inputs: Path, tmp_path: Path
) -> None:
    build_in(inputs)
    meta = (tmp_path / "store" / "kg.json").read_bytes()
    again = build_in(inputs)
    assert (again.new, again.read_anew, again.mapped, again.changed) == (0, 0, 0, False)
    assert (tmp_path / "store" / "kg.json").read_bytes() == meta


def test_build_when_order_and_steps_differ_then_the_same_quads(build_in: Build, inputs: Path, tmp_path: Path) -> None:
    build_in(inputs, store="at-once")
    files = sorted(inputs.iterdir())
    random.Random(7).shuffle(files)
    for file in files:
        build_in(file, store="one-by-one")
    assert dump(tmp_path / "one-by-one") == dump(tmp_path / "at-once")


def test_build_when_real_articles_come_and_go_one_by_one_then_the_same_quads_as_a_rebuild(
    build_in: Build, shared: Path, tmp_path: Path, settings: Settings
) -> None:
    """Articles of a few days, so that actors, places and events are shared; each update writes only what changed."""
    records = [json.loads(line) for line in (shared / "data" / "fakes.jsonl").read_text().splitlines()[:60:4]]
    records = [{**r, "text": r["text"][:1500]} for r in records]

    def write(name: str, *some: dict[str, str]) -> Path:
        (tmp_path / name).write_text("".join(json.dumps(r) + "\n" for r in some))
        return tmp_path / name

    build_in(write("first.jsonl", *records[:9]))
    for number, record in enumerate(records[9:]):
        build_in(write(f"{number}.jsonl", record))
    build_in(write("all.jsonl", *records), store="rebuilt")
    assert dump(tmp_path / "store") == dump(tmp_path / "rebuilt")
    remove([r["id"] for r in records[7:11]], tmp_path / "store", settings)
    build_in(write("fewer.jsonl", *records[:7], *records[11:]), store="fewer")
    assert dump(tmp_path / "store") == dump(tmp_path / "fewer")


def test_build_when_an_article_is_added_then_only_that_one_is_read(
    build_in: Build, inputs: Path, tmp_path: Path
) -> None:
    build_in(inputs / "strike.txt", inputs / "capture.txt")
    report = build_in(inputs / "siege.txt")
    assert (report.new, report.read_anew, report.articles) == (1, 1, 3)


def test_build_when_a_file_changed_then_its_article_is_replaced(build_in: Build, inputs: Path, tmp_path: Path) -> None:
    build_in(inputs)
    (inputs / "siege.txt").write_text(SIEGE.replace("six", "nine"))
    report = build_in(inputs)
    assert (report.new, report.replaced, report.articles) == (1, 1, 3)
    assert not [line for line in dump(tmp_path / "store") if "killing six people" in line]


def test_build_when_the_producer_changes_then_all_are_read_again(
    build_in: Build, inputs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_in(inputs)
    monkeypatch.setattr(readings, "PRODUCER", replace(readings.PRODUCER, version="0.0.0-test"))
    assert build_in().read_anew == 3


def test_build_when_one_article_fails_then_the_others_are_built_and_the_next_build_tries_it_again(
    build_in: Build, inputs: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real = readings.extract

    def failing(annotated: AnnotatedArticle, knowledge: Knowledge) -> Extraction:
        if "shelled" in annotated.article.text:
            raise RuntimeError("cannot read this one")
        return real(annotated, knowledge)

    with monkeypatch.context() as patched:
        patched.setattr(readings, "extract", failing)
        report = build_in(inputs)
    assert (report.articles, report.failed) == (2, 1)
    assert [(i.where.rsplit("/", 1)[-1], i.reason) for i in report.issues.items] == [
        ("siege.txt", Reason.UNEXPECTED_ERROR)
    ]
    assert store_status(tmp_path / "store").pending == 1
    assert (build_in().articles, store_status(tmp_path / "store").pending) == (3, 0)


def test_build_when_it_fails_half_way_then_the_graph_of_before_stands(
    build_in: Build, inputs: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    build_in(inputs / "strike.txt")
    before = dump(tmp_path / "store")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("kg.pipeline.graphs.map_entities", interrupted)
        with pytest.raises(KeyboardInterrupt):
            build_in(inputs)
    assert dump(tmp_path / "store") == before
    report = build_in()
    assert (report.read_anew, report.articles) == (0, 3)


def test_build_when_a_source_does_not_exist_then_error_before_anything(build_in: Build, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"absent\.txt"):
        build_in(tmp_path / "absent.txt")


def test_build_when_another_writes_then_busy(build_in: Build, inputs: Path, tmp_path: Path) -> None:
    with write_generation(tmp_path / "store"), pytest.raises(StoreBusyError):
        build_in(inputs)


def test_build_when_text_is_in_another_language_then_kept_with_its_text(build_in: Build, tmp_path: Path) -> None:
    file = tmp_path / "ru.txt"
    file.write_text(
        "Российские самолёты нанесли удар по рынку в городе Идлиб, сообщили правозащитники в понедельник.\n" * 3
    )
    report = build_in(file)
    assert (report.articles, report.unsupported, report.found["reports"]) == (1, 1, 0)
    assert [i.reason for i in report.issues.items] == [Reason.UNSUPPORTED_LANGUAGE]
    assert [line for line in dump(tmp_path / "store") if "Российские" in line]


def test_remove_when_others_support_a_thing_then_it_stays(
    build_in: Build, inputs: Path, tmp_path: Path, settings: Settings
) -> None:
    build_in(inputs)
    build_in(inputs / "strike.txt", inputs / "capture.txt", store="without")
    report = remove(["siege"], tmp_path / "store", settings)
    assert (report.removed, report.articles, report.changed) == (1, 2, True)
    assert dump(tmp_path / "store") == dump(tmp_path / "without")


def test_build_when_records_are_given_then_their_ids_are_kept(build_in: Build, tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    records = [{"id": f"n{i}", "title": f"News {i}", "text": text} for i, text in enumerate(TEXTS.values())]
    file.write_text("\n".join(map(json.dumps, records)) + '\n{"id": "cut", "text": "Rebels sh')
    report = build_in(file)
    assert (report.articles, report.failed) == (3, 0)
    assert [i.reason for i in report.issues.items] == [Reason.BAD_JSON]
    assert [k.source_id for k in store_status(tmp_path / "store").articles]
