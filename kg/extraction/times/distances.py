"""How far a time expression stands from the words that tell a happening, in steps of the tree."""

from __future__ import annotations

import re
from itertools import pairwise

from kg.domain.spans import Span
from kg.extraction.clauses import CLAUSAL, Clauses
from kg.extraction.times.values import TimeExpression

# A step out of a subordinate clause counts for more than one into it, for "fled after they besieged the town on Friday"
# dates the siege alone while "shells fell on Friday as they besieged it" dates both; a modifier before a noun ("Thursday's
# attack") dates that noun. Chosen on the training part.
STEP, UP, DOWN, MODIFIER, SPEECH, LIMIT = 0.5, 3.0, 1.5, 8.0, 10.0, 9.0
BESIDE = 1.0  # "an attack on March 19", whatever the parser made of a sentence that lost its commas
BEFORE_SPEECH = 3.0  # "Last week the ministry said that the raids …" dates the raids where nothing else does
_PREPOSITIONS = frozenset(["on", "in", "at", "during", "since", "until", "till", "by", "from", "over", "within"])
# "On Tuesday a monitor raised the death toll from a strike the previous day": counted from the saying, never its own day.
_DAY_BEFORE = re.compile(r"\b(?:previous|preceding) day|\bday (?:before|earlier)", re.IGNORECASE)
_COUNTS_ON = frozenset(["raise", "put", "update", "revise", "rise", "climb", "increase", "lower"])
_REFUTES = frozenset(["refute", "dismiss", "repudiate", "condemn", "denounce", "welcome", "mourn"])
_LINK = re.compile(r"\s+(?:(?:late|early|back)\s)?(?:on|in|of|from)?\s*(?:the\s)?", re.IGNORECASE)
# What led to the happening that is told lies before it: "after days of fighting", "in retaliation for mortar fire".
_CAUSE = re.compile(
    r"\b(?:(?:after|following)\s(?:\w+\s){0,2}(?:hours|days|weeks|months|years) of|"
    r"(?:retaliation|response|revenge|reprisal|answer) (?:for|to))\s(?:[\w'’-]+\s){0,3}$",
    re.IGNORECASE,
)


def is_cause(trigger: Span, text: str) -> bool:
    """Whether a happening is told only as what went before another: the day of the sentence is the other's."""
    return _CAUSE.search(text, max(0, trigger.start - 90), trigger.start) is not None


def happening_of(head: int, clauses: Clauses) -> int:
    """The noun that a trigger helps to make: "attack" for "bomb" in "a bomb attack"."""
    tokens = clauses.tokens
    while tokens[head].dep in {"compound", "nmod", "amod"} and tokens[tokens[head].head].pos in {"NOUN", "PROPN"}:
        head = tokens[head].head
    return head


def distance(trigger: Span, head: int, time: TimeExpression, clauses: Clauses) -> float:
    """How far an expression stands from a trigger whose governing token is `head`; above `LIMIT` it does not date it."""
    if trigger.contains(time.span):
        return 0.0
    top = happening_of(head, clauses)
    if _stands_beside(top, time, clauses):
        return BESIDE
    index = clauses.head_of(time.span)
    if index is None:
        return LIMIT + 1
    before = _preposition(time, clauses)
    start = index if before is None else before
    path = clauses.path(start, top)
    if path is None:
        return LIMIT + 1
    cost = 0.0
    for here, there in pairwise(path):
        up = clauses.tokens[here].head == there
        token = clauses.tokens[here if up else there]
        if token.dep in CLAUSAL or (token.dep == "conj" and token.pos in {"VERB", "AUX"}):
            cost += UP if up and token.dep != "conj" else DOWN
        else:
            cost += STEP
    if before is None and _modifies_noun(index, clauses) and top not in path[:2]:
        cost += MODIFIER
    verb = clauses.verb_of(start)
    if _DAY_BEFORE.search(time.span.quote):
        return cost
    if verb in path and dates_speech(start, clauses, top):
        cost += SPEECH
    elif verb in path and verb != top and _tells(verb, clauses):
        cost += BEFORE_SPEECH
    return cost


def _stands_beside(top: int, time: TimeExpression, clauses: Clauses) -> bool:
    """Whether a noun is followed at once by the expression: "an attack on March 19", "a call late on Saturday"."""
    token = clauses.tokens[top]
    if token.pos not in {"NOUN", "PROPN"} or time.span.start < token.end:
        return False
    return _LINK.fullmatch(clauses.annotated.article.text, token.end, time.span.start) is not None


def _preposition(time: TimeExpression, clauses: Clauses) -> int | None:
    """The preposition right before an expression: it ties the day to what it hangs on, whatever noun follows the day.

    In "on Friday rebels seized the town" that lost its comma the parser reads "Friday rebels".
    """
    inside = clauses.within(time.span.start, time.span.end)
    if not inside or inside[0] == 0:
        return None
    token = clauses.tokens[inside[0] - 1]
    if token.sentence != clauses.tokens[inside[0]].sentence:
        return None
    return inside[0] - 1 if token.text.lower() in _PREPOSITIONS and token.pos in {"ADP", "SCONJ"} else None


def _modifies_noun(index: int, clauses: Clauses) -> bool:
    """Whether an expression stands before a noun that it belongs to."""
    token = clauses.tokens[index]
    return token.head > index and clauses.tokens[token.head].pos in {"NOUN", "PROPN"} and token.dep != "pobj"


def dates_speech(index: int, clauses: Clauses, head: int) -> bool:
    """Whether an expression says when something was said rather than when it happened."""
    verb = clauses.verb_of(index)
    if verb is None or verb == head or not _tells(verb, clauses):
        return False
    if not clauses.is_speech(verb):
        return True
    # "On Tuesday the observatory said a strike killed 18": a day put first belongs to what is told as well.
    return not index < verb < head


def _tells(verb: int | None, clauses: Clauses) -> bool:
    """Whether a verb speaks of a happening and is none: "said", "condemned", or "raised the death toll"."""
    if verb is None:
        return False
    if clauses.is_speech(verb):
        return True
    lemma = clauses.tokens[verb].lemma.lower()
    return lemma in _REFUTES or (
        lemma in _COUNTS_ON
        and any(clauses.tokens[c].lemma.lower() in {"toll", "number", "count"} for c in clauses.children[verb])
    )
