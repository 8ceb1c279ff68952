"""How well linking brings accounts, actors and places together across articles, on the clusters annotated by hand.

    python -m tests.benchmarks.bench_clusters STORE [--half develop|measured] [--wrong]
    python -m tests.benchmarks.bench_clusters --gold ../shared

STORE was built from ../shared/data/fakes.jsonl: what was read is taken from its cache and linked anew. `--gold` links the
100 articles annotated by hand instead, as if read without a mistake. `--wrong` lists the pairs that differ (not for the
half that is only measured).
"""

from __future__ import annotations

import argparse
import sqlite3
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

from kg.domain.articles import Article
from kg.domain.extraction import Extraction
from kg.domain.links import Links
from kg.linking import Gazetteer, link
from kg.pipeline.coding import decode_article, decode_extraction
from kg.reference import load_knowledge
from tests.conftest import GAZETTEER
from tests.linking.gold import gold_corpus
from tests.quality import clusters, coreference
from tests.quality.coreference import Item

Corpus = Sequence[tuple[Article, Extraction]]


def read(store: Path) -> Corpus:
    """Every article of a store with what was read from it."""
    with sqlite3.connect(f"file:{store / 'cache.sqlite'}?mode=ro", uri=True) as db:
        rows = db.execute(
            "SELECT a.value, e.value FROM articles a JOIN extractions e ON e.article = a.id ORDER BY a.id"
        )
        return [(decode_article(a), decode_extraction(e)) for a, e in rows]


def found_in(
    kind: str, items: Sequence[clusters.GoldItem], corpus: Corpus, links: Links, *, blends: bool
) -> Mapping[Item, Sequence[str]]:
    """The labels that a linking gives to the items."""
    if kind == "events":
        return clusters.event_labels(links, clusters.aligned_reports(items, corpus, blends=blends))
    return clusters.entity_labels(items, corpus, links)


def row(name: str, items: Sequence[clusters.GoldItem], found: Mapping[Item, Sequence[str]], *, everything: bool) -> str:
    """One line of Markdown."""
    key, response = clusters.labels(items, found, everything=everything)
    across = coreference.pairs(key, response)
    cubed = coreference.b_cubed(key, response)
    return (
        f"| {name} | {len(key)} of {len(items)} | {across.score.precision:.3f} ({across.both}/{across.response})"
        f" | {across.score.recall:.3f} ({across.both}/{across.key})"
        f" | {cubed.precision:.3f} / {cubed.recall:.3f} / {cubed.f1:.3f}"
        f" | {coreference.muc(key, response).f1:.3f} | {coreference.ceaf_e(key, response).f1:.3f}"
        f" | {coreference.conll(key, response):.3f} |"
    )


def show(items: Sequence[clusters.GoldItem], found: Mapping[Item, Sequence[str]]) -> None:
    """Print the pairs that the linking has and the key has not, and the other way round."""
    key, response = clusters.labels(items, found, everything=False)
    for a, b in combinations(sorted(key), 2):
        if a[0] != b[0] and (key[a] == key[b]) is not (response[a] == response[b]):
            print("MISSED" if key[a] == key[b] else "WRONG", a, b, response[a], response[b])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("store", type=Path, nargs="?")
    parser.add_argument("--half", choices=["develop", "measured"])
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    corpus = gold_corpus(options.gold) if options.gold else read(options.store)
    knowledge = load_knowledge()
    with Gazetteer.open(GAZETTEER, knowledge.places) as gazetteer:
        links = link(corpus, knowledge, gazetteer)
    present = {article.source_id for article, _ in corpus}
    print("| what | items | pair precision | pair recall | B-cubed P / R / F1 | MUC | CEAF-e | CoNLL |")
    print("|---|---|---|---|---|---|---|---|")
    for half in [options.half] if options.half else ["develop", "measured"]:
        articles = [a for a, h in clusters.halves().items() if h == half and a in present]
        for kind in ("events", "actors", "places"):
            items = clusters.gold(kind, articles)
            found = found_in(kind, items, corpus, links, blends=False)
            print(row(f"{half}: {kind}, of what was found", items, found, everything=False))
            everything = found_in(kind, items, corpus, links, blends=True)
            print(row(f"{half}: {kind}, of everything", items, everything, everything=True))
            if options.wrong and half == "develop":
                show(items, found)


if __name__ == "__main__":
    main()
