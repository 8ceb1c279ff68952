"""`kg serve` beside Oxigraph's own server, on the same store, in turns: requests a second, latency, processor time.

    python -m tests.benchmarks.bench_serving --oxigraph BIN [--wrk BIN] [--store DIR] [--kinds join,aggregate] [--rounds 5]

Needs `oxigraph` (`pip install oxigraph` in an environment of its own) and `wrk` (a package of Debian). Without --store a
million triples shaped like the graph of 13,000 articles are made (`--triples FILE` takes N-Triples of
`gen_eventkg.py`). Both servers read the same files; each round asks one after the other, and the next begins with the
other. Ratios are medians of the rounds' ratios. For `mixed` each turn has a server of its own: Oxigraph's goes on with
heavy queries whose client has left, which would be load beside everybody's next turn.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from kg.storage import BuildMeta, read_meta, write_generation

SCRIPT = Path(__file__).parent / "wrk_queries.lua"
HEAVY = (
    "SELECT (COUNT(*) AS ?n) { ?a <http://semanticweb.cs.vu.nl/2009/11/sem/hasActor> ?c . "
    "?d <http://semanticweb.cs.vu.nl/2009/11/sem/hasPlace> ?f FILTER(?a = ?f) }"
)
KINDS = "join,aggregate,rows,rowscsv,point,canned,mixed"
SECONDS = {"rows": 3.0, "rowscsv": 3.0}
_RESULT = re.compile(r"RESULT rate=(\S+) p50=(\S+) p95=(\S+) count=(\d+) errors=(\d+)")


@dataclass
class Peer:
    """A server under test."""

    route: str
    port: int
    process: subprocess.Popen[bytes]
    results: dict[str, list[Run]] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """One stretch of load: requests a second, milliseconds, errors, processor milliseconds a request."""

    rate: float
    p50: float
    p95: float
    errors: int
    processor: float


def main() -> None:
    """Run the benchmark and print a table."""
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    given.add_argument("--oxigraph", default=shutil.which("oxigraph"), help="Oxigraph's own server")
    given.add_argument("--wrk", default=shutil.which("wrk"), help="the load generator")
    given.add_argument("--store", type=Path, default=Path("out/bench-serving"))
    given.add_argument("--triples", type=Path, help="N-Triples to fill the store with, when it is not there yet")
    given.add_argument("--kinds", default=KINDS)
    given.add_argument("--rounds", type=int, default=5)
    given.add_argument("--seconds", type=float, default=4)
    given.add_argument("--clients", type=int, default=8)
    args = given.parse_args()
    if not args.oxigraph or not args.wrk:
        sys.exit("bench_serving needs oxigraph and wrk: see its first lines.")
    fill(args.store, args.triples)
    mine = partial(ours, args.store, cache=False)
    native = partial(native_server, args.oxigraph, args.store)
    kinds = args.kinds.split(",")
    with contextlib.ExitStack() as stack:
        plain, cached, theirs = (stack.enter_context(start()) for start in (mine, partial(mine, cache=True), native))
        for kind in [kind for kind in kinds if kind != "mixed"]:
            pair = [cached if kind == "canned" else plain, theirs]
            for number in range(-1, args.rounds):
                seconds = 5.0 if number < 0 else max(args.seconds, 4 * SECONDS.get(kind, 0))
                for peer in pair[:: -1 if number % 2 else 1]:
                    run = load(args.wrk, peer, kind, args.clients, seconds, number)
                    if number >= 0:
                        peer.results.setdefault(kind, []).append(run)
            print(line(kind, *(peer.results[kind] for peer in pair)), flush=True)
    if "mixed" in kinds:
        runs: tuple[list[Run], list[Run]] = [], []
        for number in range(args.rounds):
            for side in (1, 0) if number % 2 else (0, 1):
                with (mine, native)[side]() as peer:
                    load(args.wrk, peer, "point", 2, 5.0, 0)
                    runs[side].append(mixed(args.wrk, peer, args.seconds))
        print("shares:", *(" ".join(f"{run.rate:.2f}" for run in side) for side in runs), sep="\n  ")
        print(line("mixed", *runs), flush=True)


def fill(store: Path, triples: Path | None) -> None:
    """Make the store, where it is not there: all triples in the unnamed graph, as Oxigraph's server would load them."""
    if (store / "kg.json").exists():
        return
    if triples is None:
        sys.exit(f"{store} is not there: name --triples to fill it with.")
    with write_generation(store) as writer:
        writer.alter(lambda opened: opened.bulk_load(path=triples, format=ox.RdfFormat.N_TRIPLES))
        writer.alter(lambda opened: opened.optimize())
        writer.publish(BuildMeta(digest="bench"))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextlib.contextmanager
def ours(store: Path, *, cache: bool) -> Iterator[Peer]:
    """`kg serve` with its usual settings, but the default graph that Oxigraph's server has."""
    port = free_port()
    environment = {**os.environ, "KG_DEFAULT_GRAPH": "unnamed", "KG_QUERY_SECONDS": "120", "KG_QUEUE_SECONDS": "60"}
    if not cache:
        environment["KG_CACHE_BYTES"] = "0"
    command = [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", str(port)]
    for peer in started(Peer("/sparql", port, popen(command, environment))):
        wait_for_memory(peer)
        yield peer


@contextlib.contextmanager
def native_server(binary: str, store: Path) -> Iterator[Peer]:
    """Oxigraph's own server, read only, on the same files."""
    port, generation = free_port(), store / "generations" / str(read_meta(store).generation)
    command = [binary, "serve-read-only", "-l", str(generation), "-b", f"127.0.0.1:{port}"]
    yield from started(Peer("/query", port, popen(command, dict(os.environ))))


def popen(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """A server in a session of its own."""
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def started(peer: Peer) -> Iterator[Peer]:
    """Wait until a server listens; stop it afterwards."""
    try:
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", peer.port), 1):
                break
            time.sleep(0.1)
        yield peer
    finally:
        peer.process.terminate()
        peer.process.wait(20)


def wait_for_memory(peer: Peer) -> None:
    """Wait until the graph is in memory, as it is a few seconds after the start."""
    import urllib.request

    for _ in range(600):
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{peer.port}/health") as answer:
            if b'"in_memory": true' in answer.read():
                return
        time.sleep(0.2)
    sys.exit("the graph was never served from memory")


def load(wrk: str, peer: Peer, kind: str, clients: int, seconds: float, seed: int) -> Run:
    """A stretch of load of one kind."""
    kind, form = (kind.removesuffix("csv"), "csv") if kind.endswith("csv") else (kind, "json")
    environment = {**os.environ, "KIND": kind, "FORM": form, "ROUTE": peer.route, "SEED": str(seed + 5)}
    before = processor(peer)
    done = subprocess.run(
        [wrk, "-t1", f"-c{clients}", f"-d{int(seconds)}s", "--timeout", "60s", "-s", str(SCRIPT), f"http://127.0.0.1:{peer.port}/"],
        env=environment, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    found = _RESULT.search(done)
    if found is None:
        raise SystemExit(f"wrk said: {done}")
    used = (processor(peer) - before) * 1000 / max(1, int(found[4]))
    return Run(float(found[1]), float(found[2]), float(found[3]), int(found[5]), used)


def mixed(wrk: str, peer: Peer, seconds: float) -> Run:
    """Point queries of two clients while four heavy queries run; the rate is a share of the rate without them."""
    alone = load(wrk, peer, "point", 2, seconds, 1)
    heavy = []
    for _ in range(4):
        connection = socket.create_connection(("127.0.0.1", peer.port))
        connection.sendall(f"GET {peer.route}?query={quote(HEAVY)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        heavy.append(connection)
    time.sleep(4)
    beside = load(wrk, peer, "point", 2, seconds, 2)
    for connection in heavy:
        connection.close()
    time.sleep(1)
    return Run(beside.rate / alone.rate, beside.p50, beside.p95, beside.errors, beside.processor)


def processor(peer: Peer) -> float:
    """Seconds of processor time of a server's session, its ended workers included."""
    total = 0
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError, IndexError):
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split() if folder.name.isdigit() else []
            if fields and int(fields[3]) == peer.process.pid:
                total += sum(map(int, fields[11:15]))
    return total / os.sysconf("SC_CLK_TCK")


def line(kind: str, mine: list[Run], native: list[Run]) -> str:
    """A row of the table."""
    ratio = statistics.median(m.rate / max(n.rate, 1e-9) for m, n in zip(mine, native, strict=True))
    cells = []
    for runs in (mine, native):
        middle = [statistics.median(getattr(run, name) for run in runs) for name in ("rate", "p50", "p95", "processor")]
        errors = sum(run.errors for run in runs)
        cells.append(
            f"{middle[0]:.2f} | {middle[1]:.2f} / {middle[2]:.1f} | {middle[3]:.2f}"
            + (f" ({errors} errors)" if errors else "")
        )
    return f"| {kind} | {cells[0]} | {cells[1]} | {ratio:.2f} |"


if __name__ == "__main__":
    main()
