from __future__ import annotations

from pathlib import Path

from kg.training.annotations import INVENTED
from tests.quality.clean import BATCHES, read_articles, read_gold, write_gold


def test_read_gold_when_read_has_its_words_in_the_texts() -> None:
    articles = read_articles()
    for id_, gold in read_gold().items():
        text = articles[id_]["text"]
        assert gold["events"]
        for thing in (*gold["events"], *gold["claims"]):
            for quote in (*thing.get("quotes", ()), *filter(None, (thing.get("quote"),))):
                assert quote in text


def test_read_articles_when_weights_are_trained_is_not_among_what_they_learn_from() -> None:
    taught = INVENTED.read_text(encoding="utf-8")
    for article in read_articles().values():
        assert f'"{article["id"]}"' not in taught
        assert article["text"][:200] not in taught


def test_write_gold_when_written_has_every_article_in_one_batch(tmp_path: Path) -> None:
    write_gold(tmp_path)
    files = [f.stem for b in BATCHES for f in (tmp_path / b).glob("*.json")]
    assert sorted(files) == sorted(read_articles())
