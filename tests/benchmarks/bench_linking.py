"""What linking costs as a corpus grows: `python tests/benchmarks/bench_linking.py [ARTICLES …]`, else 250 to 2000.

The articles are synthetic: each tells five to nine events of a made-up war over two years, many of them told by several
outlets, and one article in ten is a wire copy. Prints CPU seconds and peak memory.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from kg.domain.articles import Article
from kg.domain.extraction import EventType, Extraction
from kg.linking import link
from kg.linking.gazetteer import Gazetteer
from kg.linking.gazetteer_files import PlaceRow, base_path, create
from tests.linking.builders import ATLAS, COUNTRY, GROUP, KNOWLEDGE, PERSON, STATE, TOWN, bounds, case, killed, report

TOWNS = [
    f"{a}{b}"
    for a in ("Kafr ", "Tal ", "Deir ", "Khan ", "Bir ")
    for b in ("Zano", "Mira", "Lora", "Hadan", "Sufi", "Nuba", "Rasim", "Wardi", "Jalo", "Tina")
]
KINDS = (EventType.AIR_STRIKE, EventType.SHELLING, EventType.BOMBING, EventType.CAPTURE, EventType.ARMED_CLASH)
WHO = (
    ("russia", STATE, "Russia"),
    ("syria", STATE, "Syria"),
    ("us", STATE, "United States"),
    ("is", GROUP, "Islamic State"),
)
WORDS = [f"word{i}" for i in range(4000)]
START = date(2015, 1, 1)


def corpus_of(size: int, seed: int = 1) -> list[tuple[Article, Extraction]]:
    """Articles over a pool of happenings that grows with their number."""
    dice = random.Random(seed)
    pool = [
        (
            dice.choice(KINDS),
            dice.choice(WHO)[0],
            dice.randrange(len(TOWNS)),
            dice.randrange(730),
            dice.randrange(1, 60),
        )
        for _ in range(3 * size)
    ]
    corpus: list[tuple[Article, Extraction]] = []
    for number in range(size):
        told = dice.sample(pool, dice.randrange(5, 10))
        towns = sorted({t for _, _, t, _, _ in told})
        body = " ".join(dice.choices(WORDS, k=350))
        if number % 10 == 9:
            body = corpus[-1][0].text
        text = f"{body} In Syria {' and '.join(TOWNS[t] for t in towns)} Jan Kos {number % 97}"
        people = [("kos", PERSON, f"Jan Kos{number % 97}"), ("land", COUNTRY, "Syria")]
        entities = [*WHO, *people, *((f"t{t}", TOWN, TOWNS[t]) for t in towns)]
        reports = [
            report(
                kind,
                key=f"r{i}",
                who=[who],
                where=[f"t{town}"],
                when=bounds(START + timedelta(days=day)),
                toll=[killed(toll)],
            )
            for i, (kind, who, town, day, toll) in enumerate(told)
        ]
        corpus.append(case(f"n{number}", text, entities, reports, publisher=f"Outlet {number % 15}"))
    return corpus


def world(folder: Path) -> Gazetteer:
    """The atlas of the tests with fifty more towns."""
    more = [
        PlaceRow(
            id=f"geonames-{900 + i}",
            geonames=900 + i,
            name=n,
            type=TOWN,
            country="SY",
            within="geonames-2",
            latitude=34 + i / 20,
            longitude=37.0,
            population=9000,
        )
        for i, n in enumerate(TOWNS)
    ]
    create(base_path(folder), [*ATLAS, *more], "bench")
    return Gazetteer.open(folder, KNOWLEDGE.places)


def main() -> None:
    """Print a line a size."""
    sizes = [int(a) for a in sys.argv[1:]] or [250, 500, 1000, 2000]
    with tempfile.TemporaryDirectory() as folder, world(Path(folder)) as gazetteer:
        for size in sizes:
            corpus = corpus_of(size)
            start = time.process_time()
            links = link(corpus, KNOWLEDGE, gazetteer)
            seconds = time.process_time() - start
            reports = sum(len(x.reports) for _, x in corpus)
            merged = sum(len(e.reports) > 1 for e in links.events)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(
                f"{size:6} articles {reports:6} reports {len(links.events):6} events ({merged} of several)"
                f" {len(links.copies):4} copies: {seconds:6.2f} s CPU,"
                f" {1000 * seconds / size:5.2f} ms an article, peak {peak} MB"
            )


if __name__ == "__main__":
    main()
