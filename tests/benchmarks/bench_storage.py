"""How fast articles are mapped, loaded, published and exported, and with how much memory.

    python -m tests.benchmarks.bench_storage [ARTICLES] [FOLDER]

Articles are made from the text of `tests/factories.py` repeated, with as many reports and mentions as an article of
400 words has (about 1,000 quads each). Prints one line for each step.
"""

from __future__ import annotations

import dataclasses
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from pyoxigraph import Quad

from kg.domain.articles import Article
from kg.domain.extraction import Extraction, Participant
from kg.domain.links import Links
from kg.domain.spans import Span
from kg.exporting import EXPORT_FORMATS, export
from kg.mapping import ArticleLinks, links_by_article, map_article, map_entities, map_events
from kg.storage import BuildMeta, open_store, write_generation
from tests.factories import TEXT, make_article, make_extraction, make_links

REPEATS = 6
T = TypeVar("T")


def main(count: int, folder: Path) -> None:
    """Run every step once."""
    articles = [make_article(str(n), text=TEXT * REPEATS, regions=()) for n in range(count)]
    extractions = [_extraction(a) for a in articles]
    links = timed("links", lambda: _links(articles))
    views = timed("views by article", lambda: links_by_article(links))

    def mapped() -> int:
        return sum(len(map_article(a, e, views[a.id])) for a, e in zip(articles, extractions, strict=True))

    quads = timed("mapping only", mapped)
    print(f"  {quads / count:.0f} quads an article, {quads:,} in all")
    timed("first build (map, load, publish)", lambda: _build(folder, articles, extractions, views, links))
    timed("the same again", lambda: _build(folder, articles[:1], extractions[:1], views, links))
    print(f"  {sum(p.stat().st_size for p in folder.rglob('*') if p.is_file()) / 1e6:.0f} MB on disk")
    other = dataclasses.replace(articles[0], title="Another title")
    timed("one article changed", lambda: _build(folder, [other], extractions[:1], views, links))
    with timed("open", lambda: open_store(folder)) as store:
        timed("count quads", lambda: len(store))
        for name in EXPORT_FORMATS:
            target = folder.with_name(f"{folder.name}-{name}")
            timed(f"export {name}", lambda name=name, target=target: export(store, name, target))  # type: ignore[misc]
            shutil.rmtree(target) if target.is_dir() else target.unlink()


def timed(what: str, step: Callable[[], T]) -> T:
    """Run a step and print how long it took, and the most memory that the process has had so far."""
    start = time.perf_counter()
    result = step()
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:36} {seconds:8.2f} s   {memory:6.0f} MB at most", flush=True)
    return result


def _build(
    folder: Path, articles: list[Article], extractions: list[Extraction], views: dict[str, ArticleLinks], links: Links
) -> bool:
    with write_generation(folder) as writer:
        for article, extraction in zip(articles, extractions, strict=True):
            quads: Iterator[Quad] = iter(map_article(article, extraction, views[article.id], writer.names))
            writer.replace_graph(writer.names.article_graph(article.id), quads)
        writer.replace_graph(writer.names.graph("entities"), map_entities(links, writer.names))
        writer.replace_graph(writer.names.graph("events"), map_events(links, writer.names))
        return writer.publish(BuildMeta(counts={"articles": len(articles)}))


def _extraction(article: Article) -> Extraction:
    """The factories' extraction, repeated along the text."""
    one = make_extraction(article)
    reports, entities = list(one.reports), {e.key: list(e.mentions) for e in one.entities}
    for n in range(1, REPEATS):
        reports += [_moved(r, n) for r in one.reports]
        for entity in one.entities:
            entities[entity.key] += [dataclasses.replace(m, span=_at(m.span, n)) for m in entity.mentions]
    found = tuple(dataclasses.replace(e, mentions=tuple(entities[e.key])) for e in one.entities)
    return dataclasses.replace(one, reports=tuple(reports), entities=found)


def _moved(report: T, n: int) -> T:
    changes: dict[str, object] = {"key": f"{report.key}-{n}"}  # type: ignore[attr-defined]
    for name in ("triggers", "target_texts", "means"):
        changes[name] = tuple(_at(span, n) for span in getattr(report, name))
    for name in ("agents", "targets", "places"):
        changes[name] = tuple(Participant(p.entity, _at(p.evidence, n), p.score) for p in getattr(report, name))
    return dataclasses.replace(report, **changes)  # type: ignore[type-var]


def _at(span: Span, n: int) -> Span:
    return Span(span.start + n * len(TEXT), span.end + n * len(TEXT), span.quote)


def _links(articles: list[Article]) -> Links:
    """One strike with all reports of an article for each article; entities shared by all."""
    base = make_links(*articles)
    events = []
    for article in articles:
        for event in make_links(article).events:
            keys = [(article.id, event.reports[0][1])]
            keys += [(article.id, f"{event.reports[0][1]}-{n}") for n in range(1, REPEATS)]
            events.append(dataclasses.replace(event, reports=tuple(keys)))
    return dataclasses.replace(base, events=tuple(events), copies=())


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory(dir=sys.argv[2] if len(sys.argv) > 2 else None) as temporary:
        main(number, Path(temporary) / "store")
