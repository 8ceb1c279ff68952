"""Find the words that say what became of people, and whether their victims stand before them or after."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.domain.annotations import Token
from kg.domain.extraction import CasualtyKind
from kg.extraction.casualties.words import DOUBTFUL, INTRANSITIVE, NOUNS_OF, STATES, TRANSITIVE, words

_SURE = words(
    "kill slay murder execute massacre assassinate martyr behead wound injure maim kidnap abduct detain arrest imprison jail "
    "apprehend displace"
)
_COST = words("claim cost take lose loss claiming")
# Verbs between the auxiliary and the outcome: "were reported killed".
PASSING = frozenset(
    {"reported", "believed", "feared", "estimated", "said", "thought", "confirmed", "known", "reportedly"}
)
_LOOK_BACK = 5


class Side(StrEnum):
    """Where the victims of an outcome word stand."""

    AFTER = "after"  # "killed 12": an active verb
    BEFORE = "before"  # "12 were killed", "12 dead", "12 died"
    EITHER = "either"  # "killed" alone may be an active past or a short passive
    ALONE = "alone"  # "suffered heavy losses": no group of people is named
    OF = "of"  # "the deaths of 12"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome word by token index. `sure` verbs take people only; the others need a word for people beside them."""

    index: int
    kind: CasualtyKind
    side: Side
    sure: bool = True


def find_outcomes(tokens: tuple[Token, ...], first: int, last: int) -> dict[int, Outcome]:
    """The outcome words among the tokens `first:last` (one sentence), by token index."""
    found: dict[int, Outcome] = {}
    for i in range(first, last):
        outcome = _outcome(tokens, i, first, last)
        if outcome:
            found[i] = outcome
    return found


def _outcome(tokens: tuple[Token, ...], i: int, first: int, last: int) -> Outcome | None:
    token = tokens[i]
    word, lemma = token.text.lower(), token.lemma.lower()
    following = [tokens[k].lemma.lower() for k in range(i + 1, min(i + 5, last))]
    if lemma == "lose" and {"life", "lives"} & set(following[:3]):
        return Outcome(i, CasualtyKind.KILLED, Side.BEFORE)
    if lemma in {"sustain", "suffer", "receive"} and {"injury", "wound", "burn"} & set(following):
        return Outcome(i, CasualtyKind.WOUNDED, Side.BEFORE)
    if lemma == "fall" and "victim" in following[:1]:
        return Outcome(i, CasualtyKind.KILLED, Side.BEFORE)
    if word == "out" and i > first and tokens[i - 1].lemma.lower() == "take":
        return Outcome(i, CasualtyKind.KILLED, Side.AFTER, sure=False)
    if word == "death" and i > first and tokens[i - 1].text.lower() == "to":
        return Outcome(i, CasualtyKind.KILLED, Side.BEFORE)
    if lemma == "take" and following[:1] in (["prisoner"], ["hostage"], ["captive"]):
        return Outcome(i, CasualtyKind.CAPTURED, _side(tokens, i, first), sure=False)
    if word in {"hostage", "prisoner", "captive"} and _has_before(tokens, i, first, {"take", "hold", "keep"}, reach=9):
        return Outcome(i, CasualtyKind.CAPTURED, Side.BEFORE, sure=False)
    if lemma in {"loss", "casualty", "toll"} and _is_heavy(tokens, i, first):
        return Outcome(i, CasualtyKind.KILLED, Side.ALONE)
    if lemma in NOUNS_OF and i + 1 < last and tokens[i + 1].text.lower() == "of":
        if lemma == "life" and not _has_before(tokens, i, first, _COST, reach=3):
            return None
        return Outcome(i, NOUNS_OF[lemma], Side.OF)
    return _verbal(tokens, i, first)


def _is_heavy(tokens: tuple[Token, ...], i: int, first: int) -> bool:
    """Whether losses are told without a number: "inflicting heavy losses"."""
    near = {tokens[k].text.lower() for k in range(max(first, i - 2), i)}
    told = {"suffer", "inflict", "sustain", "cause"}
    return bool(near & {"heavy", "massive", "severe", "great"}) and _has_before(tokens, i, first, told, reach=6)


def _verbal(tokens: tuple[Token, ...], i: int, first: int) -> Outcome | None:
    """Outcome words that are verbs, or adjectives of the state left in."""
    token = tokens[i]
    word, lemma = token.text.lower(), token.lemma.lower()
    base = _stem(word, lemma)
    if base in INTRANSITIVE and token.pos == "VERB":
        return Outcome(i, INTRANSITIVE[base], Side.BEFORE)
    kind = TRANSITIVE.get(base) or (DOUBTFUL.get(base) if word != "claimed" or token.tag == "VBG" else None)
    if base == "claim" and word != "claiming":
        kind = None
    verbal = token.tag.startswith("VB") or word.endswith(("ed", "ing", "slain", "hurt"))
    if kind and verbal:
        if (token.tag == "VB" and _wished(tokens, i, first)) or _aimed_at(tokens, i, first):
            return None
        return Outcome(i, kind, _side(tokens, i, first), sure=base in _SURE)
    if word in STATES:
        shot = word == "dead" and i > first and tokens[i - 1].lemma.lower() in {"shoot", "gun", "burn", "beat", "stab"}
        return Outcome(i, STATES[word], Side.EITHER if shot else Side.BEFORE)
    return None


def _stem(word: str, lemma: str) -> str:
    """The verb of a form that the tagger took for an adjective or noun ("killed", "injured")."""
    if lemma in TRANSITIVE or lemma in INTRANSITIVE or lemma in DOUBTFUL:
        return lemma
    for ending, tail in (("ed", ""), ("ed", "e"), ("d", ""), ("ped", ""), ("ing", ""), ("ing", "e"), ("s", "")):
        stem = word.removesuffix(ending) + tail
        if word.endswith(ending) and stem in TRANSITIVE:
            return stem
    return lemma


def _wished(tokens: tuple[Token, ...], i: int, first: int) -> bool:
    """Whether an infinitive tells of what may come ("to kill", "could kill") and not of what has been."""
    before = tokens[i - 1] if i > first else None
    if before is not None and before.text.lower() in {"and", "or"} and i - 2 > first and tokens[i - 2].tag == "VB":
        before = tokens[i - 3]  # "to kill and injure"
    return before is not None and (before.tag in {"TO", "MD"})


def _aimed_at(tokens: tuple[Token, ...], i: int, first: int) -> bool:
    """Whether it is only an aim: "aimed at killing as many people as possible"."""
    return i - 2 >= first and tokens[i - 1].text.lower() == "at" and tokens[i - 2].lemma.lower() == "aim"


def _side(tokens: tuple[Token, ...], i: int, first: int) -> Side:
    """Active, passive, or not to be told from the form."""
    token = tokens[i]
    words: list[str] = []
    for k in range(i - 1, max(first - 1, i - 1 - _LOOK_BACK), -1):
        before = tokens[k]
        if (
            before.pos in {"ADV", "PART", "CCONJ"}
            or before.text.lower() in PASSING
            or (before.tag in {"VBN", "JJ"} and before.lemma.lower() in TRANSITIVE)
        ):
            continue
        if before.lemma.lower() in {"be", "have", "get", "'s"} or before.text.lower() in {"has", "ve"}:
            words.append(before.text.lower())
            if before.lemma.lower() == "have":
                break
            continue
        break
    if any(w in {"is", "are", "was", "were", "been", "being", "be", "get", "got", "gets"} for w in words):
        return Side.AFTER if token.tag == "VBG" and "being" not in words else Side.BEFORE
    if token.tag in {"VBG", "VBZ", "VBP", "VB"} or token.text.lower().endswith("ing") or words:
        return Side.AFTER
    return Side.EITHER


def _has_before(tokens: tuple[Token, ...], i: int, first: int, lemmas: frozenset[str] | set[str], reach: int) -> bool:
    return any(tokens[k].lemma.lower() in lemmas for k in range(max(first, i - reach), i))
