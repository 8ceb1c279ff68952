import json
from pathlib import Path

import pytest

from kg.training.annotations import FILE, INVENTED, pack, read_annotations, unpack, write_annotations
from tests.training.test_gold import ANNOTATION as GOLD
from tests.training.test_gold import TEXT

ANNOTATION = {**GOLD, "entities": [{**GOLD["entities"][0], "names": ["Rebels"]}, *GOLD["entities"][1:]]}


def corpora(folder: Path, text: str = TEXT) -> Path:
    (folder / "re3d").mkdir()
    (folder / "fakes.jsonl").write_text(json.dumps({"id": "x", "text": text}) + "\n", encoding="utf-8")
    (folder / "re3d" / "documents.jsonl").write_text("", encoding="utf-8")
    return folder


def test_pack_keeps_offsets_and_none_of_the_words() -> None:
    packed = pack(ANNOTATION, TEXT)
    assert packed["events"][0]["quotes"] == [[7, 26]]
    assert "fired" not in json.dumps(packed)


def test_unpack_gives_the_words_back() -> None:
    back = unpack(pack(ANNOTATION, TEXT), TEXT)
    assert [e["names"] for e in back["entities"][:3]] == [["Rebels"], ["Aleppo"], ["a monitor"]]
    assert back["events"][0]["quotes"] == ["fired rocket shells"]
    assert back["claims"][0]["cue"] == "said"


def test_pack_when_a_word_is_not_in_the_text_raises() -> None:
    with pytest.raises(ValueError, match="substring not found"):
        pack({**ANNOTATION, "events": [{**ANNOTATION["events"][0], "quotes": ["flew away"]}]}, TEXT)


def test_read_annotations_gives_what_was_written(tmp_path: Path) -> None:
    file = tmp_path / "own.jsonl"
    assert write_annotations([("x", TEXT, ANNOTATION)], file) == 1
    ((id_, text, annotation),) = read_annotations(corpora(tmp_path), file)
    assert (id_, text) == ("x", TEXT)
    assert annotation["claims"][0]["content"] == "Rebels fired rocket shells at Aleppo"


def test_read_annotations_when_the_text_is_another_leaves_the_article_out(tmp_path: Path) -> None:
    file = tmp_path / "own.jsonl"
    write_annotations([("x", TEXT, ANNOTATION)], file)
    assert read_annotations(corpora(tmp_path, TEXT + " And more."), file) == []


def test_annotations_of_ours_are_of_known_texts_and_hold_together() -> None:
    data = Path(__file__).parents[2].parent / "shared" / "data"
    if not data.exists():
        pytest.skip("the shared corpora are not beside the checkout")
    records = read_annotations(data)
    assert len(records) == len(FILE.read_text(encoding="utf-8").splitlines())
    for id_, _, annotation in records:
        keys = {e["key"] for e in annotation["entities"]}
        used = {k for e in annotation["events"] for role in ("agents", "targets", "places") for k in e.get(role, ())}
        assert used <= keys, id_
        assert {c["source"] for c in annotation["claims"]} <= keys, id_


def test_annotations_of_ours_are_of_no_article_that_measures() -> None:
    dev = Path(__file__).parents[2].parent / "shared" / "gold" / "dev"
    if not dev.exists():
        pytest.skip("the gold standard is not beside the checkout")
    ours = {json.loads(line)["id"] for line in FILE.read_text(encoding="utf-8").splitlines()}
    assert not ours & {f.stem for f in dev.glob("*.json")}


def test_invented_articles_are_whole_and_need_no_corpus(tmp_path: Path) -> None:
    records = {i: (text, a) for i, text, a in read_annotations(corpora(tmp_path))}
    ids = [json.loads(line)["id"] for line in INVENTED.read_text(encoding="utf-8").splitlines()]
    assert set(ids) <= set(records)
    assert all("," in records[i][0] and records[i][1]["events"] for i in ids)
