"""How long 100,000 rows take into pandas: through the Python door, beside plain pyoxigraph and beside rdflib, in one run.

    python -m tests.benchmarks.bench_client [ROWS]

Rows have an IRI, another IRI that repeats, a day, a whole number, a decimal and a word; the same triples and the same query
for everyone. Also: the time of `import kg` and of `kg --help`. Each is the best of two
rounds, in turns.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path

import pandas as pd
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, serialize

import kg
from kg.rdf import literals
from kg.rdf.iris import Names
from kg.rdf.namespaces import KG, SEM
from kg.storage import BuildMeta, write_generation
from tests.client.servers import oxigraph
from tests.conftest import ROOT

QUERY = f"""SELECT ?mention ?article ?day ?start ?score ?form WHERE {{
  ?mention <{KG.inArticle.value}> ?article ; <{SEM.hasEarliestBeginTimeStamp.value}> ?day ; <{KG.first.value}> ?start ;
           <{KG.score.value}> ?score ; <{KG.form.value}> ?form }}"""
_FORMS = ("name", "pronoun", "demonym", "nominal")
_TIMES = 2


def main(count: int) -> None:
    """Measure, and print a line for each way."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "store"
        with write_generation(folder) as writer:
            writer.replace_graph(writer.names.graph("events"), _quads(count, writer.names))
            writer.publish(BuildMeta())
        with kg.open(folder) as graph:
            store = graph._store.oxigraph

            def solutions() -> QuerySolutions:
                found = store.query(QUERY, use_default_graph_as_union=True)
                assert isinstance(found, QuerySolutions)
                return found

            names = ["mention", "article", "day", "start", "score", "form"]
            with oxigraph(folder, "--union-default-graph") as url, kg.open(url) as far:
                in_turns(
                    {
                        f"pyoxigraph, rows only read ({count:,})": lambda: sum(1 for _ in solutions()),
                        "pyoxigraph, texts into pandas, untyped": lambda: pd.DataFrame(
                            [[t.value for t in row] for row in solutions()],  # type: ignore[union-attr]
                            columns=names,
                        ),
                        "kg.open(folder).query(…)": lambda: graph.query(QUERY),
                        "kg.open(folder).query(…).df(), typed": lambda: graph.query(QUERY).df(),
                        "kg.open(url).query(…).df(), typed, over HTTP": lambda: far.query(QUERY).df(),
                    }
                )
        data = serialize((quad.triple for quad in _quads(count, Names())), format=RdfFormat.N_TRIPLES) or b""
        memory = rdflib.Graph()
        memory.parse(data=data, format="nt")
        in_turns(
            {
                "rdflib, rows only read": lambda: sum(1 for _ in memory.query(QUERY)),
                "rdflib, values into pandas": lambda: pd.DataFrame(
                    [[t.toPython() for t in row] for row in memory.query(QUERY)],  # type: ignore[union-attr]
                    columns=names,
                ),
            }
        )
    in_turns({what: partial(_python, code) for what, code in _STARTS.items()})


def _python(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)


_STARTS = {
    "python -c pass": "pass",
    "python -c 'import kg'": "import kg",
    "the same with kg.open": "import kg; kg.open",
    "kg --help": "import sys; sys.argv = ['kg', '--help']; from kg.cli.main import main; main()",
}


def in_turns(steps: Mapping[str, Callable[[], object]]) -> None:
    """Each step's best of some rounds in turns: on the clock, and of this process's own processor time."""
    taken: dict[str, list[tuple[float, float]]] = {what: [] for what in steps}
    for _ in range(_TIMES):
        for what, step in steps.items():
            start, work = time.perf_counter(), time.process_time()
            step()
            taken[what].append((time.perf_counter() - start, time.process_time() - work))
    for what, seconds in taken.items():
        wall, processor = (min(each) for each in zip(*seconds, strict=True))
        print(f"{what:48} {wall:7.2f} s   processor {processor:6.2f} s", flush=True)


def _quads(count: int, names: Names) -> Iterator[Quad]:
    graph = names.graph("events")
    for n in range(count):
        mention = names.mention(f"a{n // 100}", n, n + 5)
        values: tuple[tuple[NamedNode, NamedNode | Literal], ...] = (
            (KG.inArticle, names.article(f"a{n // 100}")),
            (SEM.hasEarliestBeginTimeStamp, literals.day(date.fromordinal(735000 + n % 3000))),
            (KG.first, literals.integer(n)),
            (KG.score, literals.decimal(n % 1000 / 1000)),
            (KG.form, literals.string(_FORMS[n % len(_FORMS)])),
        )
        yield from (Quad(mention, predicate, value, graph) for predicate, value in values)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
