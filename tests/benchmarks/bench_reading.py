"""How fast articles are read: words a CPU second of cleaning, annotating and extracting, in one process.

    python -m tests.benchmarks.bench_reading FILE.jsonl [--articles 200] [--repeat 3]

Times are CPU seconds of all threads, after a first article has loaded the models; small matrix products take one thread,
as in every command of kg. Prints each run, the steps' shares, the start-up (seconds until the first article is read)
and peak megabytes.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from kg.cli.options import set_threads

T = TypeVar("T")


def main() -> None:
    """Run the benchmark."""
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    given.add_argument("file", type=Path, help="articles, one a line, with a field text")
    given.add_argument("--articles", type=int, default=200)
    given.add_argument("--repeat", type=int, default=3)
    args = given.parse_args()
    set_threads()
    lines = args.file.read_text(encoding="utf-8").splitlines()[: args.articles]
    texts = [json.loads(line)["text"] for line in lines]
    words = sum(len(text.split()) for text in texts)
    began = time.process_time()
    read(texts[:1])
    print(f"first article after {time.process_time() - began:.2f} CPU s")
    for _ in range(args.repeat):
        steps = read(texts)
        whole = sum(steps.values())
        shares = ", ".join(f"{name} {seconds / whole:.0%}" for name, seconds in steps.items())
        print(f"{words} words in {whole:.1f} CPU s: {words / whole:.0f} a second ({shares})", flush=True)
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")


def read(texts: list[str]) -> dict[str, float]:
    """CPU seconds of each step."""
    from kg.annotation import annotate
    from kg.cleaning import clean
    from kg.domain.articles import RawArticle
    from kg.domain.issues import Issues
    from kg.extraction import extract
    from kg.reference import load_knowledge

    knowledge = load_knowledge()
    raw = [RawArticle(source_id=str(n), where=str(n), text=text) for n, text in enumerate(texts)]
    cleaned, seconds = timed(lambda: [one for one in (clean(r, Issues()) for r in raw) if one is not None])
    annotated, annotating = timed(lambda: list(annotate(cleaned)))
    _, extracting = timed(lambda: [extract(one, knowledge) for one in annotated])
    return {"clean": seconds, "annotate": annotating, "extract": extracting}


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What work gives, and its CPU seconds."""
    began = time.process_time()
    return work(), time.process_time() - began


if __name__ == "__main__":
    main()
