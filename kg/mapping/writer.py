"""Collects the quads of one named graph, with one evidence node for each stretch of an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from pyoxigraph import Literal, NamedNode, Quad

from kg.domain.articles import Article
from kg.domain.spans import Span
from kg.domain.times import TimeBounds
from kg.errors import MappingError
from kg.rdf import literals
from kg.rdf.iris import Names
from kg.rdf.namespaces import KG, OA, RDF, SEM

CONTEXT = 32
"""Code points of the text before and after a quote that go in its selector, as the data model says."""


@contextmanager
def naming(what: str) -> Iterator[None]:
    """Turn what goes wrong inside into a mapping error that names the value."""
    try:
        yield
    except (MappingError, ValueError) as error:
        raise MappingError(f"{what}: {error}") from error


class GraphWriter:
    """Collects quads of one graph, in the order given, each once."""

    def __init__(self, graph: NamedNode) -> None:
        self.graph = graph
        self._quads: dict[Quad, None] = {}

    def add(self, subject: NamedNode, predicate: NamedNode, *objects: NamedNode | Literal) -> None:
        """Say of the subject each of the objects."""
        for term in objects:
            self._quads[Quad(subject, predicate, term, self.graph)] = None

    def add_bounds(self, subject: NamedNode, when: TimeBounds | None) -> None:
        """Say when, only on the sides that are known."""
        if when is None:
            return
        if when.earliest is not None:
            self.add(subject, SEM.hasEarliestBeginTimeStamp, literals.day(when.earliest))
        if when.latest is not None:
            self.add(subject, SEM.hasLatestEndTimeStamp, literals.day(when.latest))
        self.add(subject, KG.edtf, literals.string(when.edtf))
        self.add(subject, KG.dateBasis, literals.string(when.basis.value))

    def add_why(self, subject: NamedNode, why: str) -> None:
        """Say in one line what a statement rests on, where something is to be said."""
        if why:
            self.add(subject, KG.why, literals.string(why))

    def quads(self) -> list[Quad]:
        """What was collected."""
        return list(self._quads)


class ArticleWriter(GraphWriter):
    """Collects the quads of one article's graph; `cite` ties a statement to the characters that say so."""

    def __init__(self, article: Article, names: Names) -> None:
        super().__init__(names.article_graph(article.id))
        self.article = article
        self.names = names
        self.node = names.article(article.id)
        self._bodies: dict[tuple[int, int], dict[NamedNode, None]] = {}

    def cite(self, statement: NamedNode, span: Span, predicate: NamedNode = KG.evidence) -> None:
        """Give the statement this evidence.

        Raises:
            MappingError: the article's text at these offsets is not the quote.
        """
        found = self.article.text[span.start : span.end]
        if found != span.quote:
            raise MappingError(
                f"the evidence of {self.names.path(statement)} quotes "
                f"{span.quote[:80]!r} at {span.start}-{span.end}, but the text there is {found[:80]!r}."
            )
        evidence = self.names.evidence(self.article.id, span.start, span.end)
        self._bodies.setdefault((span.start, span.end), {})[statement] = None
        self.add(statement, predicate, evidence)

    def cite_all(self, statement: NamedNode, spans: Iterable[Span]) -> None:
        """Give the statement each span as evidence."""
        for span in spans:
            self.cite(statement, span)

    def finish(self) -> list[Quad]:
        """Write the evidence nodes and return everything."""
        for (start, end), bodies in self._bodies.items():
            self._evidence(start, end, bodies)
        return self.quads()

    def _evidence(self, start: int, end: int, bodies: Iterable[NamedNode]) -> None:
        text = self.article.text
        node = self.names.evidence(self.article.id, start, end)
        target, position, quote = (NamedNode(f"{node.value}/{part}") for part in ("target", "position", "quote"))
        self.add(node, RDF.type, OA.Annotation)
        self.add(node, OA.hasBody, *bodies)
        self.add(node, OA.hasTarget, target)
        self.add(target, RDF.type, OA.SpecificResource)
        self.add(target, OA.hasSource, self.node)
        self.add(target, OA.hasSelector, position, quote)
        self.add(position, RDF.type, OA.TextPositionSelector)
        self.add(position, OA.start, literals.integer(start))
        self.add(position, OA.end, literals.integer(end))
        self.add(quote, RDF.type, OA.TextQuoteSelector)
        self.add(quote, OA.exact, literals.string(text[start:end]))
        self.add(quote, OA.prefix, literals.string(text[max(0, start - CONTEXT) : start]))
        self.add(quote, OA.suffix, literals.string(text[end : end + CONTEXT]))
