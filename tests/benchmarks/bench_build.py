"""Time and memory of a build beside what the language model alone takes on the same texts.

    python -m tests.benchmarks.bench_build SOURCE...

Each measurement runs in a process of its own. Prints one line of Markdown for docs/scorecard.md.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.conftest import ROOT

_BUILD = """
from pathlib import Path
from kg.config import load_settings
from kg.pipeline.build import build
report = build(sources, Path(store), load_settings().settings)
result = {"articles": report.articles, "found": report.found, "stages": report.seconds}
"""
# Syntax and encoder over cleaned articles: what any pipeline with these models must at least pay.
_MODEL = """
from kg.annotation import annotate
from kg.cleaning import clean
from kg.domain.issues import Issues
from kg.reading import read_articles
articles = [a for a in (clean(r, Issues()) for r in read_articles(sources, Issues())) if a and a.supported]
start = time.perf_counter()
for _ in annotate(articles):
    pass
result = {"articles": len(articles), "seconds": time.perf_counter() - start}
"""
_FRAME = """
import json, resource, sys, time
sources, store = {sources!r}, {store!r}
begin = time.perf_counter()
{body}
result.setdefault("seconds", time.perf_counter() - begin)
result["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
print(json.dumps(result))
"""


def measure(body: str, sources: list[str], store: str) -> dict[str, float]:
    """Run a body in a fresh process; its result with seconds and peak megabytes."""
    code = _FRAME.format(sources=sources, store=store, body=body)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("sources", nargs="+")
    sources = [str(Path(s).resolve()) for s in parser.parse_args().sources]
    with tempfile.TemporaryDirectory() as folder:
        build = measure(_BUILD, sources, f"{folder}/store")
        again = measure(_BUILD, sources, f"{folder}/store")
    model = measure(_MODEL, sources, "")
    print("| input | articles | build | again | memory | language model alone | ratio |")
    print(
        f"| {', '.join(Path(s).name for s in sources)} | {build['articles']} | {build['seconds']:.1f} s | "
        f"{again['seconds']:.1f} s | {build['megabytes']:.0f} MB | {model['seconds']:.1f} s | "
        f"{build['seconds'] / model['seconds']:.2f} |"
    )
    print(json.dumps(build), file=sys.stderr)


if __name__ == "__main__":
    main()
