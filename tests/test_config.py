from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from kg.config import Settings, load_settings
from kg.errors import ConfigError


@pytest.fixture(autouse=True)
def in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_order_when_all_sources_give_a_value_then_command_line_wins() -> None:
    Path("kg.toml").write_text('store = "from-file"\nbatch_articles = 3\nfailing_least = 4\n')
    environment = {"KG_STORE": "from-environment", "KG_BATCH_ARTICLES": "5"}
    loaded = load_settings({"store": "from-line"}, environment)
    assert loaded.settings.store == Path("from-line")
    assert loaded.settings.batch_articles == 5
    assert loaded.settings.failing_least == 4
    assert loaded.settings.failing_share == Settings().failing_share
    origins = {row.name: row.origin for row in loaded.rows()}
    assert [origins[n] for n in ("store", "batch_articles", "failing_least", "failing_share")] == [
        "command line", "environment", "kg.toml", "default",
    ]  # fmt: skip


def test_command_line_when_option_not_given_then_it_does_not_count() -> None:
    assert load_settings({"store": None}, {"KG_STORE": "there"}).settings.store == Path("there")


def test_path_in_file_when_file_lies_elsewhere_then_meant_from_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "my.toml").write_text('store = "graph"\n')
    assert load_settings(file=folder / "my.toml").settings.store == folder / "graph"
    assert load_settings(environment={"KG_CONFIG": str(folder / "my.toml")}).settings.store == folder / "graph"


@pytest.mark.parametrize(
    ("content", "environment", "words"),
    [
        ('stoer = "x"', {}, "'stoer' in kg.toml. Did you mean store?"),
        ("", {"KG_BATCH_ARTICLE": "5"}, "KG_BATCH_ARTICLE in the environment. Did you mean batch_articles?"),
        ("", {"KG_BATCH_ARTICLES": "many"}, "KG_BATCH_ARTICLES is 'many': it must be a whole number"),
        ('batch_articles = "5x"', {}, "batch_articles (kg.toml) is '5x'"),
        ("batch_articles = true", {}, "it must be a whole number"),
        ("batch_articles = 0", {}, "at least 1"),
        ("failing_share = 2", {}, "at most 1"),
        ('base_iri = "no iri"', {}, "absolute IRI that ends in '/'"),
        ("store = [", {}, "kg.toml cannot be read"),
        ("", {"KG_CONFIG": "absent.toml"}, "absent.toml does not exist"),
    ],
)
def test_load_when_a_value_is_bad_then_error_says_what_and_where(
    content: str, environment: dict[str, str], words: str
) -> None:
    Path("kg.toml").write_text(content)
    with pytest.raises(ConfigError) as caught:
        load_settings({}, environment)
    assert words in str(caught.value)


def test_rows_when_shown_then_every_setting_has_help() -> None:
    rows = load_settings().rows()
    assert [row.name for row in rows] == sorted(f.name for f in fields(Settings))
    assert all(row.help.endswith(".") for row in rows)
