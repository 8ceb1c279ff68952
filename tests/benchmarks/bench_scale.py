"""What a build costs as the corpus grows, and what one more article costs: time and memory.

    python -m tests.benchmarks.bench_scale NEWS.jsonl --sizes 50 100 200 373 --times 10

For each size the first so many articles are built into an empty store; then one article more is added; beside it, what
that one article costs alone. `--times N` adds a size of N corpora: each article varied N times with other places, other
people, other days and most of its sentences from others, so that neither the texts nor the events repeat.
Each step runs in a process of its own. Times are CPU seconds (user and system, all threads), which other load on the
machine hardly moves, and wall seconds. Prints Markdown for docs/scorecard.md.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

from kg.domain.calendar import MONTH_NAMES, find_dates
from tests.conftest import ROOT

TOWNS = (
    "Aleppo", "Homs", "Hama", "Idlib", "Raqqa", "Palmyra", "Latakia", "Tartus", "Daraa", "Damascus", "Manbij", "Kobani",
    "Azaz", "Afrin", "Saraqib", "Douma", "Daraya", "Zabadani", "Qamishli", "Hasaka", "Mayadin", "Salamiyah", "Jarabulus",
)  # fmt: skip
GIVEN = ("Omar", "Yusuf", "Karim", "Nadia", "Samir", "Leila", "Hassan", "Rania", "Tariq", "Mona", "Walid", "Dina")
FAMILY = ("Haddad", "Khoury", "Mansour", "Sabbagh", "Najjar", "Darwish", "Shami", "Barakat", "Qasim", "Zaher", "Amin")
_TOWN = re.compile(rf"\b({'|'.join(TOWNS)})\b")
_PERSON = re.compile(r"\b(?:Mohammed|Mohamad|Ahmed|Abdul|Rami|Ibrahim|Abu|John|Igor|Sergei)\s+[A-Z][a-z]+\b")
_NUMBER = re.compile(
    r"(?<![\d.,:/-])([2-9]\d|[1-9])(?= (?:people|civilians|others|fighters|militants|children|wounded|killed))"
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"])")

_BUILD = """
import json, resource, sys, time
from pathlib import Path
from kg.config import load_settings
from kg.pipeline.build import build
begin = time.perf_counter()
report = build([{source!r}], Path({store!r}), load_settings().settings)
use = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({{"articles": report.articles, "wall": time.perf_counter() - begin, "cpu": use.ru_utime + use.ru_stime,
                   "megabytes": use.ru_maxrss / 1000, "stages": report.seconds, "found": report.found}}))
"""
NEW = {
    "id": "one-more", "publisher": "Example News", "title": "Air strike kills nine in Saraqib",
    "text": "SARAQIB, 5 April 2017 - Russian warplanes bombed a market in Saraqib in Idlib province on Tuesday, killing at "
    "least nine civilians, the Syrian Observatory for Human Rights said. The Russian defence ministry denied that its "
    "planes had carried out any strikes in the area. Rebels shelled a government checkpoint near Aleppo on Monday, a "
    "military source told state media. Two soldiers were wounded.",
}  # fmt: skip


def varied(records: Sequence[dict[str, str]], times: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """Each record `times` times: as it is, then with other towns, people, numbers and days, most sentences of others."""
    dice = random.Random(seed)
    yield from records
    pool = [s for r in records for s in _SENTENCE.split(r["text"])]
    for turn in range(1, times):
        towns = dict(zip(TOWNS, dice.sample(TOWNS, len(TOWNS)), strict=True))
        shift = timedelta(days=7 * dice.randrange(4, 400))  # whole weeks, so that weekdays stay right
        for record in records:
            text = _mixed(record["text"], pool, dice)
            yield {
                **record,
                "id": f"{record['id']}-v{turn}",
                "title": _other(record["title"], towns, shift, dice),
                "text": _other(text, towns, shift, dice),
            }


def _mixed(text: str, pool: Sequence[str], dice: random.Random) -> str:
    """The first sentence and a third of the rest, filled up with sentences of any other articles."""
    head, *rest = _SENTENCE.split(text)
    kept = [s for s in rest if dice.random() < 0.3]
    return " ".join([head, *kept, *dice.sample(pool, len(rest) - len(kept))])


def _other(text: str, towns: dict[str, str], shift: timedelta, dice: random.Random) -> str:
    parts, last = [], 0
    for date in find_dates(text):
        if date.exact is not None:
            day = date.exact + shift
            parts += [text[last : date.start], f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"]
            last = date.end
    text = "".join([*parts, text[last:]])
    text = _TOWN.sub(lambda m: towns[m[1]], text)
    text = _PERSON.sub(lambda _: f"{dice.choice(GIVEN)} {dice.choice(FAMILY)}", text)
    return _NUMBER.sub(lambda m: str(max(2, int(m[1]) + dice.randrange(-3, 9))), text)


def measure(source: Path, store: Path) -> dict[str, float]:
    """Build in a fresh process: articles, wall and CPU seconds, peak megabytes."""
    code = _BUILD.format(source=str(source), store=str(store))
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    print(json.dumps(result), file=sys.stderr)
    return result


def write(folder: Path, name: str, records: Sequence[dict[str, str]]) -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description="Cost of a build and of one more article, by size of the corpus.")
    parser.add_argument("source", type=Path)
    parser.add_argument("--sizes", type=int, nargs="*", default=[50, 100, 200, 373])
    parser.add_argument("--times", type=int, default=0, help="also so many times the whole corpus, varied")
    given = parser.parse_args()
    records = [json.loads(line) for line in given.source.read_text(encoding="utf-8").splitlines() if line.strip()]
    corpora = [records[:n] for n in given.sizes] + ([list(varied(records, given.times))] if given.times else [])
    print("| articles | build, CPU | wall | memory | one more, CPU | wall | memory | one alone, CPU | more / alone |")
    print("|---|---|---|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one = write(folder, "one.jsonl", [NEW])
        alone = measure(one, folder / "alone")
        for corpus in corpora:
            store = folder / f"store-{len(corpus)}"
            full = measure(write(folder, f"news-{len(corpus)}.jsonl", corpus), store)
            more = measure(one, store)
            print(
                f"| {full['articles']} | {full['cpu']:.1f} s | {full['wall']:.1f} s | {full['megabytes']:.0f} MB | "
                f"{more['cpu']:.1f} s | {more['wall']:.1f} s | {more['megabytes']:.0f} MB | {alone['cpu']:.1f} s | "
                f"{more['cpu'] / alone['cpu']:.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
