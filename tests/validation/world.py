"""A whole small graph that keeps every shape, made by the mapping from the shared builders."""

from __future__ import annotations

from pyoxigraph import Quad

from kg.domain.extraction import Producer
from kg.mapping import BuildRecord, links_by_article, map_article, map_build, map_decisions, map_entities, map_events
from tests.factories import make_article, make_extraction, make_links, make_outcomes


def whole_graph() -> list[Quad]:
    """Two articles, one a copy of the other, their entities, events, build, and what people decided."""
    articles = [make_article("a"), make_article("b")]
    links = make_links(*articles)
    views = links_by_article(links)
    quads = [q for a in articles for q in map_article(a, make_extraction(a), views[a.id])]
    record = BuildRecord(
        software_version="0.1.0",
        settings="s",
        knowledge="k",
        articles=tuple((a.id, Producer("r", "1")) for a in articles),
    )
    outcomes = make_outcomes(articles[0])
    decided = map_decisions(outcomes, [o.decision.reason for o in outcomes])
    return [*quads, *map_entities(links), *map_events(links), *map_build(record), *decided]
