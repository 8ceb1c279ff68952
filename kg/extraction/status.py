"""How an article puts a happening: asserted, alleged, denied or announced; and what did not happen at all."""

from __future__ import annotations

from kg.domain.extraction import Claim, Stance, Status
from kg.domain.spans import Span
from kg.extraction.clauses import Clauses

_DOUBT = frozenset(
    [
        "allegedly", "reportedly", "apparently", "purportedly", "supposedly", "suspected", "alleged", "reported", "apparent",
        "purported", "possibly", "probably", "rumoured", "rumored", "unconfirmed",
    ]
)  # fmt: skip
_DOUBT_VERBS = frozenset(["allege", "accuse", "suspect", "suggest", "blame", "believe", "think", "rumour", "rumor"])
_DOUBT_NOUNS = frozenset(["allegation", "accusation", "rumour", "rumor", "suspicion"])
_DENIALS = frozenset(["deny", "refute", "dismiss", "reject", "repudiate", "disprove"])
# What is denied may be told as somebody's claim: "refuted claims about winning back a district".
_CLAIMED = frozenset(["claim", "report", "allegation", "accusation", "suggestion", "charge", "rumour", "rumor"])
_PLANS = frozenset(
    [
        "plan", "intend", "vow", "threaten", "prepare", "promise", "want", "aim", "seek", "propose", "consider", "offer",
        "expect", "schedule", "pledge", "hope", "decide", "agree", "mull",
    ]
)  # fmt: skip
_PLAN_WORDS = frozenset(
    ["ready", "due", "set", "poised", "about", "likely", "plan", "threat", "pledge", "intention", "vow"]
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
    if _is_denied(head, clauses):
        return Status.DENIED
    near = [clauses.tokens[i] for i in (head, *clauses.children[head])]
    lemmas = {t.lemma for t in near}
    helpers = {t.lemma for t in near if t.dep == "aux"}  # "May talks" are no talks that may be
    above = clauses.ancestors(head)[:3]
    governors = {clauses.tokens[a].lemma for a in above}
    if lemmas & _DOUBT or helpers & _HEDGES or governors & (_DOUBT_VERBS | _DOUBT_NOUNS):
        return Status.ALLEGED
    if any(c.stance is Stance.UNCONFIRMED and c.content.start <= trigger.start < c.content.end for c in claims):
        return Status.ALLEGED
    if helpers & _FUTURE or _is_planned(head, above, clauses):
        return Status.ANNOUNCED
    if any(c.stance is Stance.INTENDS and c.content.start <= trigger.start < c.content.end for c in claims):
        return Status.ANNOUNCED
    return Status.ASSERTED


def _is_denied(head: int, clauses: Clauses) -> bool:
    """Whether a verb of denial has the happening, or a claim of it, for its object ("denied carrying out strikes")."""
    below = head
    for above in clauses.ancestors(head)[:5]:
        token = clauses.tokens[above]
        if token.lemma in _DENIALS and token.pos == "VERB":
            refused = token.lemma in {"reject", "dismiss"} and clauses.tokens[below].lemma not in _CLAIMED
            return not refused and clauses.tokens[below].dep not in {"advcl", "nsubj", "nsubjpass", "prep", "npadvmod"}
        if token.pos in {"VERB", "AUX"} and clauses.tokens[below].dep not in {
            "dobj",
            "ccomp",
            "xcomp",
            "pobj",
            "pcomp",
        }:
            return False
        below = above
    return False


def _is_planned(head: int, above: list[int], clauses: Clauses) -> bool:
    """Whether it is what somebody plans: "plan to attack", "is set to visit", "a threat to strike"."""
    infinitive = any(clauses.tokens[c].tag == "TO" for c in clauses.children[head])
    if not above:
        return False
    governing = clauses.tokens[above[0]]
    if clauses.tokens[head].dep == "xcomp" and governing.lemma in _PLANS:
        return True
    return infinitive and governing.lemma in _PLAN_WORDS


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
    if clauses.tokens[head].pos != "NOUN":
        return False
    return any(t.lemma == "no" and t.dep == "det" for t in children) or _is_object_of_negated(head, clauses)


def _is_object_of_negated(head: int, clauses: Clauses) -> bool:
    """Whether the noun is what was not done: "did not carry out any strikes"."""
    verb = clauses.tokens[head].head
    if clauses.tokens[head].dep not in {"dobj", "nsubjpass"} or clauses.tokens[verb].pos != "VERB":
        return False
    return any(clauses.tokens[c].dep == "neg" for c in clauses.children[verb])
