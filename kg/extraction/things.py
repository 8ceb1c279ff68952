"""Weapons and things hit: the words for means and for targets that are not actors."""

from __future__ import annotations

from kg.domain.annotations import AnnotatedArticle
from kg.domain.names import fold
from kg.domain.spans import Span, span_at
from kg.extraction.clauses import Clauses
from kg.extraction.lexicon import Lexicon

# Verbs whose object is what was hit, and nouns ("strike on", "shelling of") whose prepositional object is.
_HIT = frozenset(
    [
        "hit",
        "strike",
        "target",
        "bomb",
        "shell",
        "bombard",
        "destroy",
        "attack",
        "raid",
        "pound",
        "down",
        "shoot",
        "kill",
        "wound",
        "injure",
        "loot",
        "demolish",
        "burn",
        "blast",
        "level",
        "flatten",
        "damage",
        "storm",
        "ambush",
        "besiege",
    ]
)
_ON = frozenset({"on", "of", "against", "at"})


def find_equipment(annotated: AnnotatedArticle, lexicon: Lexicon) -> list[Span]:
    """Every weapon, munition or platform phrase of the article, longest match first, in order."""
    tokens = annotated.tokens
    words = [fold(t.text) for t in tokens]
    out: list[Span] = []
    i = 0
    while i < len(tokens):
        step = 1
        for last in range(min(i + lexicon.longest_equipment, len(tokens)) - 1, i - 1, -1):
            if tokens[last].sentence != tokens[i].sentence:
                continue
            if tokens[last].pos not in {"NOUN", "PROPN", "NUM"}:
                continue
            surface = " ".join(w for w in words[i : last + 1] if w)
            lemma = " ".join([*(w for w in words[i:last] if w), fold(tokens[last].lemma)])
            if surface in lexicon.equipment or lemma in lexicon.equipment:
                out.append(span_at(annotated.article.text, tokens[i].start, tokens[last].end))
                step = last - i + 1
                break
        i += step
    return out


def means_of(triggers: list[Span], equipment: list[Span], clauses: Clauses) -> tuple[Span, ...]:
    """The equipment that stands in a trigger's clause or under it in the tree."""
    chosen = []
    for item in equipment:
        head = clauses.head_of(item)
        if head is None:
            continue
        chain = {head, *clauses.ancestors(head)}
        for trigger in triggers:
            at = clauses.head_of(trigger)
            if (
                at is not None
                and (at in chain or head in clauses.ancestors(at))
                and clauses.tokens[at].sentence == clauses.tokens[head].sentence
            ):
                chosen.append(item)
                break
    return tuple(dict.fromkeys(chosen))


def target_texts_of(triggers: list[Span], clauses: Clauses) -> tuple[Span, ...]:
    """The phrases for what was hit: objects and passive subjects of hitting verbs, objects of "on" under nouns."""
    out = []
    for trigger in triggers:
        at = clauses.head_of(trigger)
        if at is None:
            continue
        for child in clauses.children[at]:
            token = clauses.tokens[child]
            if (
                clauses.tokens[at].pos == "VERB"
                and clauses.tokens[at].lemma in _HIT
                and token.dep in {"dobj", "obj", "nsubjpass"}
            ):
                out.append(_phrase(child, clauses))
            if clauses.tokens[at].pos == "NOUN" and token.dep == "prep" and token.lemma in _ON:
                out += [_phrase(c, clauses) for c in clauses.children[child] if clauses.tokens[c].dep == "pobj"]
    return tuple(dict.fromkeys(s for s in out if s is not None and len(s.quote) <= 160))


def _phrase(head: int, clauses: Clauses) -> Span | None:
    """The noun phrase of a head: its subtree up to a relative clause."""
    token = clauses.tokens[head]
    if token.pos not in {"NOUN", "PROPN"}:
        return None
    members = [head]
    stack = [head]
    while stack:
        for child in clauses.children[stack.pop()]:
            if clauses.tokens[child].dep not in {"relcl", "advcl", "punct", "acl", "conj", "cc", "appos", "npadvmod"}:
                members.append(child)
                stack.append(child)
    text = clauses.annotated.article.text
    start, end = clauses.tokens[min(members)].start, clauses.tokens[max(members)].end
    return span_at(text, start, end) if "\n" not in text[start:end] else None
