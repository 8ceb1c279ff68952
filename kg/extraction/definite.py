"""Places referred to by a common noun: "the city", "the province", "the base" for the place of that kind named last."""

from __future__ import annotations

from collections.abc import Sequence

from kg.domain.annotations import AnnotatedArticle
from kg.domain.extraction import EntityType, MentionForm
from kg.domain.names import fold
from kg.domain.spans import span_at
from kg.extraction.clauses import clauses_of
from kg.extraction.mentions import Found

_SETTLEMENT, _PROVINCE, _FACILITY = EntityType.SETTLEMENT, EntityType.PROVINCE, EntityType.FACILITY
_KINDS = {
    "city": _SETTLEMENT,
    "town": _SETTLEMENT,
    "village": _SETTLEMENT,
    "suburb": _SETTLEMENT,
    "district": _SETTLEMENT,
    "neighborhood": _SETTLEMENT,
    "neighbourhood": _SETTLEMENT,
    "province": _PROVINCE,
    "governorate": _PROVINCE,
    "region": _PROVINCE,
    "base": _FACILITY,
    "airbase": _FACILITY,
    "airport": _FACILITY,
    "airfield": _FACILITY,
    "hospital": _FACILITY,
    "prison": _FACILITY,
    "school": _FACILITY,
    "mosque": _FACILITY,
    "camp": _FACILITY,
}
# How many sentences back the name may stand.
REACH = 3
SCORE = 0.5


def find_definites(annotated: AnnotatedArticle, found: Sequence[Found]) -> list[tuple[Found, int]]:
    """Mentions by a common noun, each with the index in `found` of the name that it takes up; `found` is in order of text.

    A noun with words of its own ("the city of Homs", "the northern city", "the city that …") says which place it means: it is left alone.
    """
    out = []
    tokens = annotated.tokens
    clauses = clauses_of(annotated)
    named = [
        (i, tokens[at[0]].sentence)
        for i, f in enumerate(found)
        if f.form is MentionForm.NAME and f.type.is_place and (at := clauses.within(f.span.start, f.span.end))
    ]
    for n in range(1, len(tokens)):
        kind = _KINDS.get(tokens[n].lemma)
        before = tokens[n - 1]
        if kind is None or before.lemma != "the" or before.sentence != tokens[n].sentence or _goes_on(annotated, n):
            continue
        span = span_at(annotated.article.text, before.start, tokens[n].end)
        if any(f.span.overlaps(span) for f in found):
            continue
        back = [
            i
            for i, sentence in named
            if found[i].span.end <= span.start
            and 0 <= tokens[n].sentence - sentence <= REACH
            and _fits(found[i], kind, tokens[n].lemma)
        ]
        if back:
            name = found[back[-1]]
            out.append((Found(span, name.type, SCORE, MentionForm.NOMINAL, name.known), back[-1]))
    return out


def is_bare(found: Found) -> bool:
    """Whether the tagger's mention of a place is such a common noun, which names nothing by itself."""
    words = fold(found.span.quote).split()
    return found.type.is_place and found.known is None and len(words) == 2 and words[0] == "the" and words[1] in _KINDS


def _goes_on(annotated: AnnotatedArticle, n: int) -> bool:
    """Whether the noun is not the end of its phrase: "the city council", "the town of", "the base where"."""
    tokens = annotated.tokens
    after = tokens[n + 1] if n + 1 < len(tokens) else None
    if after is None or after.sentence != tokens[n].sentence:
        return False
    return after.lemma in {"of", "where", "that", "which", "-"} or after.pos in {"NOUN", "PROPN", "ADJ", "NUM"}


def _fits(name: Found, kind: EntityType, noun: str) -> bool:
    if name.type is not kind:
        return False
    return kind is not _FACILITY or noun in fold(name.span.quote).replace(" ", "")
