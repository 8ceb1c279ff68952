"""Find the groups of people in a sentence: a number with what it counts, or people named without a number."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, replace
from itertools import zip_longest

from kg.domain.annotations import Token
from kg.extraction.casualties.words import COUNTED, MEASURES, PEOPLE
from kg.extraction.clauses import Clauses
from kg.extraction.quantities import Quantity, find_quantities

_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ"})
_PEOPLES = re.compile(r"[A-Z][a-z]+(?:ans?|ites|is|ese|urds|urks|abs|ews|unnis|ettes|ards|shis|[a-z]{2}qis?)$")
QUOTES = frozenset('"“”')
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class Group:
    """Tokens `first` to `last`, both included. `people`: True, False, or None where nothing is named ("killed 12").

    `noun` is what is counted and `body` where its words begin, after the number; `minimum` and `maximum` are the
    number's. `bare` marks people without any number, `article` one person by "a", `modified` a number with "at least".
    """

    first: int
    last: int
    noun: int | None
    people: bool | None
    minimum: int | None
    maximum: int | None
    bare: bool = False
    article: bool = False
    modified: bool = False
    body: int = 0


def find_groups(
    clauses: Clauses, first: int, last: int, outcomes: Container[int], taken: Container[int]
) -> list[Group]:
    """Find the groups among the tokens `first:last`, in order. `taken` are the tokens of times, which count nobody."""
    tokens = clauses.tokens
    text = clauses.annotated.article.text
    groups: list[Group] = []
    quantities = list(find_quantities(text, tokens[first].start, tokens[last - 1].end))
    opened = {clauses.within(q.start, q.end)[0] for q in quantities if not q.article}
    for quantity in quantities:
        group = _counted(quantity, clauses, last, outcomes, taken, opened)
        if group and not (groups and group.first <= groups[-1].last):
            groups.append(group)
    groups = [_sharing_noun(g, following, tokens) for g, following in zip_longest(groups, groups[1:])]
    covered = {i for g in groups for i in range(g.first, g.last + 1)}
    for i in range(first, last):
        if i not in covered and i not in outcomes and _is_bare(tokens, i):
            start = i
            while start - 1 >= first and start - 1 not in covered and tokens[start - 1].pos in {"ADJ", "PROPN", "NOUN"}:
                if start - 1 in outcomes or start - 1 in taken:
                    break
                start -= 1
            groups.append(Group(start, i, i, True, None, None, bare=True, body=start))
    return sorted(groups, key=lambda g: g.first)


def _sharing_noun(group: Group, following: Group | None, tokens: tuple[Token, ...]) -> Group:
    """Read "30 regime and 39 rebel fighters": the first number counts the fighters too."""
    if group.people is not False or following is None or following.people is not True or following.article:
        return group
    plain = group.noun is not None and tokens[group.noun].tag in {"NN", "JJ", "NNP"} and group.minimum != 1
    joined = following.first == group.last + 2 and tokens[group.last + 1].text.lower() == "and"
    return replace(group, people=True) if plain and joined else group


def _counted(
    quantity: Quantity,
    clauses: Clauses,
    last: int,
    outcomes: Container[int],
    taken: Container[int],
    opened: Container[int],
) -> Group | None:
    """The group that a number opens, None where it counts no people. `opened` are the tokens that begin a number."""
    tokens = clauses.tokens
    inside = clauses.within(quantity.start, quantity.end)
    before = tokens[inside[0] - 1].text.lower() if inside and inside[0] else ""
    if not inside or any(i in taken for i in inside) or before == "no":
        return None
    stop = min(inside[-1] + 1 + _LONGEST, last)
    i, part = _after_of(tokens, inside[-1] + 1, stop)
    noun: int | None = None
    people: bool | None = None
    end = inside[-1]
    while i < stop and i not in outcomes and i not in taken and i not in opened:
        token, low = tokens[i], tokens[i].text.lower()
        if part and low in {"them", "whom", "us"}:
            people, end = True, i
            break
        described = token.pos == "VERB" and token.dep == "amod"  # "17 returning villagers"
        if not (token.pos in _NOMINAL or described or low in {"-", "others", "other", "more", *QUOTES}):
            break
        if token.pos in {"NOUN", "PROPN"} or low in {"others", "more"}:
            if noun is None and token.lemma.lower() in MEASURES:
                return None
            noun, end = i, i
            people = is_person(token)
            if people and token.tag in {"NNS", "NNPS"} and not (i + 1 < last and tokens[i + 1].text == "-"):
                break
        i += 1
    if end + 1 < last and noun is not None and tokens[end + 1].text == "-" and tokens[end + 1].start == tokens[end].end:
        people = False  # "a rebel-held town"
    elif people is False and not quantity.article and i < last and tokens[i].text.lower() == "and":
        further = _shared(tokens, i + 1, last, outcomes, opened)
        if further is not None:
            people, noun, end = True, further, further
    if quantity.article and not people:
        if noun is None or (people is False and inside[0] - 1 not in outcomes):
            return None
        people = None  # "arrested a courier": whom the verb takes
    return Group(
        inside[0], end, noun, people, quantity.minimum, quantity.maximum,
        article=quantity.article, modified=quantity.core > quantity.start, body=inside[-1] + 1,
    )  # fmt: skip


def _after_of(tokens: tuple[Token, ...], i: int, stop: int) -> tuple[int, bool]:
    """Where the counted words begin at or after `i`, and whether an "of" leads to them.

    Read "dozens of people", "five of his men", "3 of them", and a source's own word: "dozens" of rebels.
    """
    at = i + 1 if i + 1 < stop and tokens[i].text in QUOTES else i
    if at >= stop or tokens[at].text.lower() != "of":
        return i, False
    at += 1
    while at < stop and tokens[at].pos in {"DET", "PRON"} and tokens[at].text.lower() not in {"them", "whom", "us"}:
        at += 1
    return at, True


def _shared(
    tokens: tuple[Token, ...], start: int, last: int, outcomes: Container[int], opened: Container[int]
) -> int | None:
    """The noun for people that closes "70 regime and rebel fighters", None where none does."""
    for i in range(start, min(start + 4, last)):
        if i in outcomes or i in opened or tokens[i].pos not in _NOMINAL:
            return None
        if tokens[i].tag == "NNS" and is_person(tokens[i]):
            return i
    return None


def is_person(token: Token) -> bool:
    """Whether a noun stands for people: by its lemma, or a people's name in the plural."""
    low = token.text.lower()
    lemma = token.lemma.lower()
    if (
        lemma in PEOPLE
        or low in PEOPLE
        or low.removesuffix("s") in PEOPLE
        or lemma in COUNTED
        or low in {"others", "more"}
    ):
        return True
    return bool(_PEOPLES.match(token.text)) and token.pos in {"PROPN", "NOUN"}


def _is_bare(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a token is a plural noun for people that no number counts, or "others"."""
    token = tokens[i]
    if token.text.lower() == "others":
        return True
    return token.tag == "NNS" and token.text.islower() and is_person(token) and token.lemma.lower() not in COUNTED
