"""The half of a build that makes the graph: link → map → publish. It follows from the cache alone."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from kg import __version__
from kg.collector import collector_paused
from kg.curation import Replay, read_decisions
from kg.curation.words import sentence
from kg.domain.articles import Article
from kg.domain.decisions import Outcome, Standing
from kg.domain.extraction import Extraction
from kg.domain.knowledge import Knowledge
from kg.domain.links import Links
from kg.linking import Gazetteer, Notes, link, notes_on
from kg.linking.place_entities import known_places
from kg.mapping import (
    ArticleLinks,
    EquipmentLookup,
    links_by_article,
    map_article,
    map_decisions,
)
from kg.pipeline.coding import code_digest, digest_of
from kg.pipeline.graphs import Across, mapped_form, relations_of, write_across
from kg.pipeline.run import Run
from kg.storage import BuildMeta, GenerationWriter

_NO_LINKS = ArticleLinks(entities={}, events={})


@dataclass(frozen=True, slots=True)
class _Reading:
    """One article with what was read from it, what the links say of it, and a digest of the three."""

    article: Article
    extraction: Extraction
    links: ArticleLinks
    digest: str


def publish(generation: GenerationWriter, run: Run, reader: str) -> None:
    """Link all articles that `reader` has read, map what changed, and make the result the graph that readers see.

    Where nothing changed since the build before, nothing is written. Killed before the last step, the graph of before
    stands and the next run does this again.
    """
    with collector_paused():
        _publish(generation, run, reader)


def _publish(generation: GenerationWriter, run: Run, reader: str) -> None:
    report, cache, knowledge = run.report, run.cache, run.knowledge
    with report.timed("linking"):
        run.progress("linking", 0, None)
        pairs, decisions = list(cache.readings(reader)), read_decisions(generation.folder)
        with Gazetteer.open(run.settings.gazetteer.expanduser(), knowledge.places) as gazetteer:
            replay = Replay(decisions, pairs, partial(known_places, gazetteer))
            notes = _notes(run, pairs, replay.pairs, gazetteer)
            links = link(replay.pairs, knowledge, gazetteer, replay if decisions else None, notes)
        report.decisions = replay.outcomes()
    with report.timed("mapping"):
        readings = _with_links(replay.pairs, links, knowledge)
        report.articles = len(readings)
        report.found = _found(readings, links) | decided(report.decisions)
        digest = _build_digest(generation, readings, links, knowledge, report.decisions)
        if generation.current and generation.current.build.digest == digest:
            return
        form = mapped_form(generation.names, knowledge)
        before = cache.linked(generation.current.build.digest, form) if generation.current else None
        relations = relations_of(generation) if before else []
        _write_articles(generation, run, readings)
        articles = tuple((r.article.id, r.extraction.producer) for r in readings)
        write_across(generation, Across(links, knowledge, report.decisions, articles), before, relations)
        _write_decisions(generation, report.decisions)
    with report.timed("publishing"):
        run.progress("publishing", 0, None)
        cache.put_mapped(digest, [(r.article.id, r.digest) for r in readings], form, links)
        report.changed = generation.publish(BuildMeta(digest=digest, software=__version__, counts=report.found))
        cache.keep_mapped(digest)


def _notes(
    run: Run,
    read: Sequence[tuple[Article, Extraction]],
    decided_on: Sequence[tuple[Article, Extraction]],
    gazetteer: Gazetteer,
) -> dict[str, Notes]:
    """Notes on all articles: kept ones, and new ones, which are kept where nobody decided to read the article otherwise."""
    form = digest_of(__version__, run.knowledge.version, gazetteer.version, code_digest("kg.linking", "kg.domain"))
    kept = run.cache.notes(form)
    as_read = {a.id for (a, before), (_, now) in zip(read, decided_on, strict=True) if now is before}
    notes = notes_on(decided_on, run.knowledge, gazetteer, {a: n for a, n in kept.items() if a in as_read})
    run.cache.put_notes({a: n for a, n in notes.items() if a in as_read and a not in kept}, form)
    return notes


def _with_links(pairs: Sequence[tuple[Article, Extraction]], links: Links, knowledge: Knowledge) -> list[_Reading]:
    views = links_by_article(links)
    common = f"{__version__} {knowledge.version}"
    return [
        _Reading(article, extraction, view, digest_of(common, article, extraction, view.digest))
        for article, extraction in pairs
        for view in (views.get(article.id, _NO_LINKS),)
    ]


def _build_digest(
    generation: GenerationWriter,
    readings: Sequence[_Reading],
    links: Links,
    knowledge: Knowledge,
    decisions: Sequence[Outcome],
) -> str:
    common = digest_of(generation.names.base, __version__, knowledge.version, links, *decisions)
    hasher = hashlib.sha256(common.encode())
    for reading in readings:
        hasher.update(f"{reading.article.id} {reading.digest}\n".encode())
    return hasher.hexdigest()


def _write_articles(generation: GenerationWriter, run: Run, readings: Sequence[_Reading]) -> None:
    """Replace the graphs of the articles that changed since the current build, and take away those that are gone."""
    names = generation.names
    before = run.cache.mapped(generation.current.build.digest) if generation.current else {}
    present = set(generation.graphs())
    equipment = EquipmentLookup(run.knowledge.equipment)
    kept = set()
    for done, reading in enumerate(readings, start=1):
        graph = names.article_graph(reading.article.id)
        kept.add(graph)
        if graph not in present or before.get(reading.article.id) != reading.digest:
            quads = map_article(reading.article, reading.extraction, reading.links, names, equipment)
            generation.replace_graph(graph, quads)
            run.report.mapped += 1
        run.progress("mapping", done, len(readings))
    for graph in present - kept:
        if names.is_article_graph(graph):
            generation.remove_graph(graph)


def _write_decisions(generation: GenerationWriter, outcomes: Sequence[Outcome]) -> None:
    lines = [f"{sentence(o.decision)} ({o.decision.author}, {o.decision.time[:10]})" for o in outcomes]
    generation.replace_graph(generation.names.graph("curation"), map_decisions(outcomes, lines, generation.names))


def decided(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """How many decisions there are, and how many of them do not apply any more; nothing where there are none."""
    lost = sum(o.standing is Standing.LOST for o in outcomes)
    return {k: n for k, n in (("decisions", len(outcomes)), ("lost decisions", lost)) if n}


def _found(readings: Sequence[_Reading], links: Links) -> dict[str, int]:
    """What the graph holds, by the words of the data model; sorted so that it is the same in every run."""
    counts: Counter[str] = Counter(articles=len(readings), events=len(links.events), copies=len(links.copies))
    for entity in links.entities:
        counts["places" if entity.type.is_place else "actors"] += 1
    for reading in readings:
        extraction = reading.extraction
        counts["mentions"] += sum(len(e.mentions) for e in extraction.entities)
        counts["reports"] += len(extraction.reports)
        counts["claims"] += len(extraction.claims)
        counts["relations"] += len(extraction.relations)
        counts["casualty counts"] += sum(len(r.casualties) for r in extraction.reports)
    return dict(sorted(counts.items()))
