"""How well the reader reads clean copy that it was not taught: `python -m tests.quality.clean SHARED OUT`.

`clean/articles.jsonl` holds 40 invented articles (`own-j` on Yemen, the Red Sea and Gaza, `own-i` and `own-z` on Syria),
`clean/annotations.jsonl` their annotations as offsets; nothing in them happened, and no weights learn from them. The
articles are built into a store and scored through the tables by the scorer in SHARED/gold, each batch by itself.
"""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.training.annotations import unpack
from kg.training.judging import full

FOLDER = Path(__file__).with_name("clean")
BATCHES = ("own-j", "own-i", "own-z")


def read_articles(folder: Path = FOLDER) -> dict[str, dict[str, Any]]:
    """The articles by id: id, title, text, publisher."""
    lines = (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return {a["id"]: a for a in map(json.loads, lines)}


def read_gold(folder: Path = FOLDER) -> dict[str, dict[str, Any]]:
    """The annotations by id, with words in place of offsets, as the scorer wants them."""
    articles = read_articles(folder)
    lines = (folder / "annotations.jsonl").read_text(encoding="utf-8").splitlines()
    return {a["id"]: full(unpack(a, articles[a["id"]]["text"])) for a in map(json.loads, lines)}


def write_gold(out: Path) -> None:
    """`OUT/BATCH.jsonl` and `OUT/BATCH/ID.json` for each batch."""
    articles, gold = read_articles(), read_gold()
    for batch in BATCHES:
        ids = [i for i in articles if i.startswith(batch)]
        (out / batch).mkdir(parents=True, exist_ok=True)
        (out / f"{batch}.jsonl").write_text("".join(json.dumps(articles[i]) + "\n" for i in ids), encoding="utf-8")
        for i in ids:
            (out / batch / f"{i}.json").write_text(json.dumps(gold[i]), encoding="utf-8")


def score(shared: Path, out: Path) -> dict[str, Mapping[str, Mapping[str, float]]]:
    """The scorer's figures for each batch."""
    write_gold(out)
    kg = [sys.executable, "-m", "kg"]
    store = ["--store", str(out / "store")]
    subprocess.run([*kg, "build", str(FOLDER / "articles.jsonl"), *store], check=True)
    subprocess.run([*kg, "export", "tables", str(out / "tables"), *store], check=True)
    sys.path.insert(0, str(shared / "gold"))
    runpy.run_path(str(shared / "gold" / "from_tables.py"))["convert"](str(out / "tables"), str(out / "pred"))
    judge = runpy.run_path(str(shared / "gold" / "score.py"))["score"]
    figures = {}
    for batch in BATCHES:
        pred = out / f"{batch}-pred"
        pred.mkdir(exist_ok=True)
        for file in (out / "pred").glob(f"{batch}-*.json"):
            (pred / file.name).write_bytes(file.read_bytes())
        figures[batch] = judge(str(out / f"{batch}.jsonl"), str(out / batch), str(pred))[0]
    return figures


def main() -> None:
    """Command line."""
    for batch, figures in score(Path(sys.argv[1]), Path(sys.argv[2])).items():
        print(batch)
        for name, values in figures.items():
            print(f"  {name:18}", *(f"{k}={v}" for k, v in values.items()))


if __name__ == "__main__":
    main()
