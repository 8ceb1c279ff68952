"""Graphs for the pages: small ones with hostile and foreign words, an empty one, one of many incidents; and a client."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

import httpx
from pyoxigraph import Literal, NamedNode, Quad
from starlette.applications import Starlette

from kg.mapping import links_by_article, map_article, map_entities, map_events
from kg.rdf.iris import Names
from kg.rdf.namespaces import KG, RDF, RDFS, SCHEMA, SEM, XSD, kg
from kg.storage import Store, memory_store
from kg.web import SiteSettings, routes
from tests.factories import TEXT, make_article, make_extraction, make_links

NAMES = Names()
SCRIPT = '<script>alert("1")</script> & <b>"bold"</b>'
ARABIC = "قصفت الطائرات السوق 🌍🌍 في مرّات"
ARTICLES = (
    make_article("a"),
    make_article("b", title=SCRIPT),
    make_article("c", text=f"{ARABIC}\n\n{TEXT}", title=ARABIC, language="ar", publisher=None),
)


def small_store() -> Store:
    """Three articles that tell of one strike: one has a script for a headline, one begins in Arabic with emoji."""
    links = make_links(*ARTICLES)
    views = links_by_article(links)
    quads = [q for a in ARTICLES for q in map_article(a, make_extraction(a), views[a.id])]
    return memory_store([*quads, *map_entities(links), *map_events(links), *_classes(quads)])


def _classes(quads: list[Quad]) -> Iterator[Quad]:
    """What the rules would conclude: every event that is no operation is an incident."""
    for quad in quads:
        if quad.predicate == KG.reportOf and isinstance(quad.object, NamedNode):
            yield Quad(quad.object, RDF.type, kg("Incident"), NAMES.graph("inferred"))


def empty_store() -> Store:
    """No article, no build."""
    return memory_store([])


def large_store(count: int) -> Store:
    """So many incidents, each with a report, at one of a hundred places on one of 300 days."""
    events, entities, inferred = NAMES.graph("events"), NAMES.graph("entities"), NAMES.graph("inferred")
    quads: list[Quad] = []
    for number in range(100):
        for kind, path in (("Settlement", "place/p"), ("ArmedGroup", "actor/g")):
            node = NAMES.data(f"{path}{number}")
            label = Literal(f"{kind} {number}", language="en")
            quads += [Quad(node, RDF.type, kg(kind), entities), Quad(node, RDFS.label, label, entities)]
    for number in range(count):
        event, article = NAMES.event(f"{number:016x}"), NAMES.article(f"{number % 50:016x}")
        report = NAMES.report(f"{number % 50:016x}", f"r{number}")
        day = Literal(f"2016-{number % 12 + 1:02d}-{number % 25 + 1:02d}", datatype=XSD.date)
        graph = NAMES.article_graph(f"{number % 50:016x}")
        quads += [
            Quad(event, RDF.type, kg("AirStrike"), events), Quad(event, RDF.type, kg("Incident"), inferred),
            Quad(event, RDFS.label, Literal(f"Air strike {number}", language="en"), events),
            Quad(event, KG.status, Literal("asserted"), events),
            Quad(event, SEM.hasEarliestBeginTimeStamp, day, events), Quad(event, SEM.hasLatestEndTimeStamp, day, events),
            Quad(event, SEM.hasPlace, NAMES.data(f"place/p{number % 100}"), events),
            Quad(event, KG.agent, NAMES.data(f"actor/g{number % 100}"), events),
            Quad(report, KG.reportOf, event, graph), Quad(report, KG.inArticle, article, graph),
            Quad(article, RDF.type, KG.Article, graph), Quad(article, SCHEMA.headline, Literal("An article", language="en"), graph),
        ]  # fmt: skip
    return memory_store(quads)


@dataclass(frozen=True)
class Site:
    """The pages over a store, asked in this process."""

    store: Store

    def get(self, path: str, **headers: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            app = Starlette(routes=routes(lambda: self.store, SiteSettings()))
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url="http://pages.example") as client:
                return await client.get(path, headers={k.replace("_", "-"): v for k, v in headers.items()})

        return asyncio.run(ask())

    def page(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {text_of(answer.text)[:300]}"
        return answer.text


def links_of(html: str) -> list[str]:
    """The addresses that a page links to, without fragments."""
    return [unescape(found).partition("#")[0] for found in re.findall(r'<a [^>]*?href="([^"]+)"', html)]


def text_of(html: str) -> str:
    """The words of a page, without its frame's scripts."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
