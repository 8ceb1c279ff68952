"""What the syntax of a sentence says of a mention's part in an event: subject, object, "by", "on"."""

from __future__ import annotations

from kg.domain.annotations import RoleScores
from kg.extraction.clauses import Clauses

NOTHING = RoleScores(0.0, 0.0, 0.0)
_AGENT = RoleScores(1.0, 0.0, 0.0)
_TARGET = RoleScores(0.0, 1.0, 0.0)
_NOT_AGENT = RoleScores(-5.0, 0.0, 0.0)
_SUBJECT = frozenset({"nsubj", "agent"})
_OBJECT = frozenset({"dobj", "obj", "nsubjpass"})
_AGAINST = frozenset({"against", "on", "with"})
# Steps that stay within one phrase: a mention that is part of a longer noun phrase plays that phrase's part.
_PHRASE = frozenset({"compound", "amod", "nmod", "appos", "conj", "poss", "det", "flat", "nummod"})


def syntactic_role(at: int | None, head: int | None, clauses: Clauses) -> RoleScores:
    """One for the role that the path between the heads of a trigger and a mention shows, zeros where it shows none.

    Below zero for who undoes the event: "the army repelled an attack" tells of somebody else's attack.
    """
    if at is None or head is None or at == head or clauses.tokens[at].sentence != clauses.tokens[head].sentence:
        return NOTHING
    tokens = clauses.tokens
    here = head
    modifies = False
    while here != at and tokens[here].dep in _PHRASE and tokens[here].head != here:
        modifies = modifies or tokens[here].dep in {"compound", "amod", "nmod", "poss"}
        here = tokens[here].head
    if here == at:  # "Russian air strikes", "the army's shelling", "the Palmyra offensive"
        return _AGENT if tokens[at].pos == "NOUN" and modifies else NOTHING
    dep, parent = tokens[here].dep, tokens[here].head
    if dep == "pobj":
        preposition, above = tokens[parent].lemma, tokens[parent].head
        return _prepositional(at, preposition, above, clauses)
    governs = parent == at or parent in _governors(at, clauses)
    if governs and dep in _SUBJECT and not modifies:
        return _AGENT
    if dep in _SUBJECT and parent in undoers(at, clauses):
        return _NOT_AGENT
    if parent == at and dep in _OBJECT and tokens[at].pos == "VERB" and not modifies:
        return _TARGET
    return NOTHING


def _prepositional(at: int, preposition: str, above: int, clauses: Clauses) -> RoleScores:
    near = above == at or above in _governors(at, clauses)
    if not near and at not in clauses.ancestors(above)[:2]:
        return NOTHING
    if preposition == "by" and near:
        return _AGENT
    if preposition in _AGAINST and clauses.tokens[above].pos == "NOUN":
        return _TARGET
    return NOTHING


# Who does one of these to an event is not its doer: "the army repelled an attack", "troops ended the siege".
_UNDOING = frozenset(
    [
        "end",
        "stop",
        "halt",
        "repel",
        "foil",
        "thwart",
        "prevent",
        "avert",
        "repulse",
        "resist",
        "face",
        "suffer",
        "survive",
        "escape",
        "condemn",
        "denounce",
        "deny",
        "criticize",
        "criticise",
        "decry",
        "blame",
        "report",
        "describe",
        "confirm",
        "investigate",
        "witness",
        "see",
        "hear",
        "fear",
        "expect",
        "mark",
        "follow",
        "call",
        "say",
        "discuss",
    ]
)


def undoers(at: int, clauses: Clauses) -> set[int]:
    """The verb that undoes the trigger, and the one whose subject it shares ("entered the town, ending the siege")."""
    tokens = clauses.tokens
    verb = tokens[at].head
    if tokens[at].dep not in {"dobj", "obj"} or tokens[verb].lemma not in _UNDOING:
        return set()
    return {verb, tokens[verb].head} if tokens[verb].dep in {"advcl", "xcomp", "conj"} else {verb}


def _governors(at: int, clauses: Clauses) -> set[int]:
    """The verbs that share the trigger's subject: the one it is the object of ("carried out strikes"), or a conjunct or complement of."""
    tokens = clauses.tokens
    out: set[int] = set()
    here = at
    for _ in range(3):
        if (
            tokens[here].dep not in {"dobj", "obj", "conj", "xcomp", "pcomp", "prep", "pobj", "advcl", "nsubjpass"}
            or tokens[here].head == here
        ):
            break
        undone = tokens[here].dep in {"dobj", "obj"} and tokens[tokens[here].head].lemma in _UNDOING
        here = tokens[here].head
        if undone:
            break
        if tokens[here].pos in {"VERB", "AUX"}:
            out.add(here)
    return out
