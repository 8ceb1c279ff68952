"""The sentences behind a statement, with the words marked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode

from kg.querying.walking import Walker
from kg.rdf.namespaces import SCHEMA

_LINE_OR_STOP = re.compile(r"\n+|[.!?…][\"”’'»)\]]*\s+")
# A full stop after one of these ends no sentence; nor after a single capital letter ("U.S. forces", "J. Smith").
_ABBREVIATIONS = {
    "mr",
    "mrs",
    "ms",
    "dr",
    "gen",
    "col",
    "lt",
    "maj",
    "capt",
    "sgt",
    "st",
    "no",
    "vs",
    "gov",
    "sen",
    "rep",
}
_INITIAL = re.compile(r"(?:^|[^\w])\w$")
_WORD_BEFORE = re.compile(r"(\w+)\.$")
_REACH = 400  # characters on either side of the words: beyond it a "sentence" is a list or a table


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Words that show something. Half-open offsets in the article's text; they are evidence for `statement`, an IRI."""

    start: int
    end: int
    quote: str
    shows: str
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence of an article (offsets in its text), with the marked words in it."""

    article: str
    headline: str
    outlet: str
    published: str
    start: int
    end: int
    text: str
    marks: tuple[Mark, ...]

    def marked(self, left: str = "«", right: str = "»") -> str:
        """The sentence with signs around each marked stretch, on one line."""
        opening: dict[int, int] = {}
        closing: dict[int, int] = {}
        for first, last in {(m.start - self.start, m.end - self.start) for m in self.marks}:
            opening[first] = opening.get(first, 0) + 1
            closing[last] = closing.get(last, 0) + 1
        signed = [
            right * closing.get(at, 0) + left * opening.get(at, 0) + self.text[at : at + 1]
            for at in range(len(self.text) + 1)
        ]
        return " ".join("".join(signed).split())


@dataclass(frozen=True, slots=True)
class Cited:
    """An evidence node with what its words show, and the statement they are evidence for."""

    evidence: NamedNode
    shows: str
    statement: NamedNode


def passages_of(walker: Walker, cited: Iterable[Cited]) -> tuple[Passage, ...]:
    """The sentences around the cited words, each once, in the order of publication and of the text."""
    marks: dict[NamedNode, set[Mark]] = {}
    for one in cited:
        span = walker.span(one.evidence)
        if span is None:
            continue
        article, start, end = span
        quote = walker.body(article)[start:end]
        marks.setdefault(article, set()).add(Mark(start, end, quote, one.shows, walker.short(one.statement)))
    passages = [p for article, found in marks.items() for p in _in_article(walker, article, sorted(found))]
    return tuple(sorted(passages, key=lambda p: (p.published or "9999", p.article, p.start)))


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence (or sentences) that hold these characters, without white space at its edges.

    >>> text = "One shot. Mr. Smith of the U.S. Army fell. Rain."
    >>> first, last = sentence_around(text, 15, 20)
    >>> text[first:last]
    'Mr. Smith of the U.S. Army fell.'
    """
    low, high = max(0, start - _REACH), min(len(text), end + _REACH)
    first, last = low, high
    for found in _LINE_OR_STOP.finditer(text, low, high):
        if not _ends_sentence(text, found):
            continue
        if found.end() <= start:
            first = found.end()
        elif found.start() >= end - 1:
            last = found.end()
            break
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last


def _ends_sentence(text: str, found: re.Match[str]) -> bool:
    if found[0].startswith("\n"):
        return True
    following = text[found.end() : found.end() + 2].lstrip("\"“‘'«([")
    if following and following[0].islower():
        return False
    if not found[0].startswith("."):
        return True
    before = text[max(0, found.start() - 12) : found.start()]
    word = _WORD_BEFORE.search(before + ".")
    return not (_INITIAL.search(before) or (word and word[1].lower() in _ABBREVIATIONS))


def _in_article(walker: Walker, article: NamedNode, marks: list[Mark]) -> list[Passage]:
    body = walker.body(article)
    passages: list[Passage] = []
    for mark in marks:
        first, last = sentence_around(body, mark.start, mark.end)
        if passages and first < passages[-1].end:  # the same sentence, or words that reach into the next one
            whole = passages[-1]
            last = max(last, whole.end)
            passages[-1] = replace(whole, end=last, text=body[whole.start : last], marks=(*whole.marks, mark))
            continue
        passages.append(
            Passage(
                article=walker.short(article),
                headline=walker.text(article, SCHEMA.headline),
                outlet=walker.outlet(article),
                published=walker.text(article, SCHEMA.datePublished),
                start=first,
                end=last,
                text=body[first:last],
                marks=(mark,),
            )
        )
    return passages
