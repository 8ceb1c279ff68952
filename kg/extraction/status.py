"""How an article puts a happening: asserted, alleged, denied or announced; and what did not happen at all."""

from __future__ import annotations

from kg.domain.extraction import Claim, Stance, Status
from kg.domain.spans import Span
from kg.extraction.clauses import Clauses

_DOUBT = frozenset(
    [
        "allegedly",
        "reportedly",
        "apparently",
        "purportedly",
        "supposedly",
        "suspected",
        "alleged",
        "reported",
        "apparent",
        "purported",
        "possibly",
        "probably",
    ]
)
_DOUBT_VERBS = frozenset(["allege", "accuse", "suspect", "suggest", "blame", "believe", "think"])
_PLANS = frozenset(
    [
        "plan",
        "intend",
        "vow",
        "threaten",
        "prepare",
        "promise",
        "want",
        "aim",
        "seek",
        "propose",
        "consider",
        "offer",
        "expect",
        "schedule",
    ]
)
_HEDGES = frozenset({"may", "might", "could"})
_FUTURE = frozenset({"will", "wo", "shall", "'ll"})


def status_of(trigger: Span, clauses: Clauses, claims: list[Claim]) -> Status:
    """The status that syntax and the claims about the event give its first trigger."""
    if any(c.stance is Stance.DENIES and c.content.start <= trigger.start < c.content.end for c in claims):
        return Status.DENIED
    head = clauses.head_of(trigger)
    if head is None:
        return Status.ASSERTED
    near = {head, *clauses.children[head]}
    lemmas = {clauses.tokens[i].lemma for i in near}
    above = clauses.ancestors(head)[:3]
    if lemmas & _DOUBT or lemmas & _HEDGES or any(clauses.tokens[a].lemma in _DOUBT_VERBS for a in above):
        return Status.ALLEGED
    if any(c.stance is Stance.UNCONFIRMED and c.content.start <= trigger.start < c.content.end for c in claims):
        return Status.ALLEGED
    governing = above[0] if above and clauses.tokens[head].dep == "xcomp" else None
    if lemmas & _FUTURE or (governing is not None and clauses.tokens[governing].lemma in _PLANS):
        return Status.ANNOUNCED
    if any(c.stance is Stance.INTENDS and c.content.start <= trigger.start < c.content.end for c in claims):
        return Status.ANNOUNCED
    return Status.ASSERTED


def is_negated(trigger: Span, clauses: Clauses) -> bool:
    """Whether the text says that it did not happen, or only imagines it ("if they attack")."""
    head = clauses.head_of(trigger)
    if head is None:
        return False
    children = [clauses.tokens[i] for i in clauses.children[head]]
    if any(t.dep == "neg" for t in children) and clauses.tokens[head].pos == "VERB":
        return True
    if any(t.dep == "mark" and t.lemma in {"if", "unless"} for t in children):
        return True
    return clauses.tokens[head].pos == "NOUN" and any(t.lemma == "no" and t.dep == "det" for t in children)
