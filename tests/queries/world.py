"""Load the hand-made world of `world.trig` into a store, with its evidence nodes made from the words that it names."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from kg.storage import Store as KgStore
from kg.storage import memory_store

KG = "https://w3id.org/conflict-kg/ontology#"
KGD = "https://w3id.org/conflict-kg/data/"
OA = "http://www.w3.org/ns/oa#"
SCHEMA = "https://schema.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"
A = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
FILE = Path(__file__).parent / "world.trig"


def kg(name: str) -> NamedNode:
    return NamedNode(KG + name)


def kgd(path: str) -> NamedNode:
    return NamedNode(KGD + path)


def make_world() -> Store:
    """The world in memory: the same quads that a build would leave, in the same graphs."""
    quads = list(parse(path=FILE, format=RdfFormat.TRIG))
    bodies = {
        q.subject.value.rsplit("/", 1)[1]: q.object.value
        for q in quads
        if q.predicate == NamedNode(SCHEMA + "articleBody")
    }
    store = Store()
    for quad in quads:
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith("q:"):
            article, words = quad.object.value[2:].split("/", 1)
            start, end = _find(bodies[article], words)
            evidence = kgd(f"evidence/{article}/{start}-{end}")
            store.add(Quad(quad.subject, quad.predicate, evidence, quad.graph_name))
            store.extend(_evidence(evidence, quad, bodies[article], start, end))
        else:
            store.add(quad)
    return store


def _find(body: str, words: str) -> tuple[int, int]:
    text, _, nth = words.replace("_", " ").partition("~")
    start = -1
    for _ in range(int(nth or 1)):
        start = body.index(text, start + 1)
    return start, start + len(text)


def _evidence(node: NamedNode, quad: Quad, body: str, start: int, end: int) -> list[Quad]:
    article = node.value.split("/")[-2]
    target, position, quote = (NamedNode(f"{node.value}/{part}") for part in ("target", "position", "quote"))

    def number(value: int) -> Literal:
        return Literal(str(value), datatype=NamedNode(XSD + "integer"))

    triples = [
        (node, A, NamedNode(OA + "Annotation")),
        (node, NamedNode(OA + "hasBody"), quad.subject),
        (node, NamedNode(OA + "hasTarget"), target),
        (target, A, NamedNode(OA + "SpecificResource")),
        (target, NamedNode(OA + "hasSource"), kgd(f"article/{article}")),
        (target, NamedNode(OA + "hasSelector"), position),
        (target, NamedNode(OA + "hasSelector"), quote),
        (position, A, NamedNode(OA + "TextPositionSelector")),
        (position, NamedNode(OA + "start"), number(start)),
        (position, NamedNode(OA + "end"), number(end)),
        (quote, A, NamedNode(OA + "TextQuoteSelector")),
        (quote, NamedNode(OA + "exact"), Literal(body[start:end])),
        (quote, NamedNode(OA + "prefix"), Literal(body[max(0, start - 32) : start])),
        (quote, NamedNode(OA + "suffix"), Literal(body[end : end + 32])),
    ]
    return [Quad(s, p, o, quad.graph_name) for s, p, o in triples]


def world_store() -> KgStore:
    """The world behind the package's own store."""
    return memory_store(make_world())
