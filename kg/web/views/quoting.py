"""From evidence to the words: their place in the article, and the address at which the reader shows them marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.querying.passages import Passage
from kg.querying.walking import Walker
from kg.rdf.namespaces import KG, OA


@dataclass(frozen=True, slots=True, order=True)
class Words:
    """Words of an article: half-open code points of its text, and the address at which they stand marked."""

    article: str
    start: int
    end: int
    quote: str

    @property
    def href(self) -> str:
        """The reader, with these words marked and in view. `article` is the article's path below the base."""
        return f"/{self.article}?at={self.start}-{self.end}#here"


def words_of(walker: Walker, evidence: NamedNode) -> Words | None:
    """The words of an evidence node, whose IRI holds article and characters; None where it has another form."""
    _, _, tail = evidence.value.partition("/evidence/")
    article, _, span = tail.rpartition("/")
    start, _, end = span.partition("-")
    if not article or not start.isdigit() or not end.isdigit():
        return None
    quote = walker.text(NamedNode(evidence.value + "/quote"), OA.exact)
    return Words(f"article/{article}", int(start), int(end), " ".join(quote.split()))


def all_words(walker: Walker, node: NamedNode, predicate: NamedNode = KG.evidence) -> tuple[Words, ...]:
    """Every stretch of words that evidences a node, in the order of the text."""
    found = (words_of(walker, evidence) for evidence in walker.nodes(node, predicate))
    return tuple(sorted(words for words in found if words))


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sentence; marked or not."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A sentence with its evidence marked, where it is from, and what the words show."""

    pieces: tuple[Piece, ...]
    href: str
    headline: str
    outlet: str
    published: str
    shows: str


def quoted(passages: Iterable[Passage]) -> list[Quoted]:
    """Passages as templates print them."""
    return [_quoted(passage) for passage in passages]


def _quoted(passage: Passage) -> Quoted:
    first = min(passage.marks)
    article = passage.article.partition(":")[2] or passage.article
    return Quoted(
        pieces=tuple(pieces(passage.text, [(m.start - passage.start, m.end - passage.start) for m in passage.marks])),
        href=Words(article, first.start, first.end, first.quote).href,
        headline=passage.headline,
        outlet=passage.outlet,
        published=passage.published,
        shows="; ".join(dict.fromkeys(mark.shows for mark in passage.marks)),
    )


def pieces(text: str, spans: Iterable[tuple[int, int]]) -> list[Piece]:
    """A text cut where marking begins and ends; overlapping spans are one marking.

    >>> [(p.text, p.marked) for p in pieces("abcdef", [(1, 3), (2, 4)])]
    [('a', False), ('bcd', True), ('ef', False)]
    """
    found: list[Piece] = []
    done = 0
    for start, end in sorted(spans):
        if end <= done:
            continue
        if start > done or not found or not found[-1].marked:
            found += [Piece(text[done:start], False)] if start > done else []
            found.append(Piece(text[start:end], True))
        else:
            found[-1] = Piece(found[-1].text + text[done:end], True)
        done = end
    return found + ([Piece(text[done:], False)] if done < len(text) else [])
