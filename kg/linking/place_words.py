"""What the words of and around a place's name tell of its kind and of what contains it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from kg.domain.articles import Article
from kg.domain.extraction import LocalEntity, MentionForm
from kg.linking.names import fold


class Kind(StrEnum):
    """The kind of place that a word beside the name gives."""

    COUNTRY = "country"
    PROVINCE = "province"
    TOWN = "town"
    QUARTER = "quarter"
    SITE = "site"


_KINDS = {
    Kind.COUNTRY: "country",
    Kind.PROVINCE: "province provinces governorate governorates region oblast countryside rural rif",
    Kind.TOWN: "city cities town towns village villages townlet suburb suburbs capital",
    Kind.QUARTER: "neighborhood neighborhoods neighbourhood neighbourhoods quarter quarters district districts street "
    "streets square area roundabout",
    Kind.SITE: "airport airbase base camp hospital prison dam university school mosque crossing checkpoint road "
    "highway farms park field",
}
_KIND_OF = {word: kind for kind, text in _KINDS.items() for word in text.split()}
_POINTS = ("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest")
_COMPASS = frozenset(
    {*_POINTS, *(f"{p}ern" for p in _POINTS), "central", "neighbouring", "neighboring", "upper", "lower"}
)
_FILLER = frozenset({"the", "of", "a", "its"})
_PEOPLE = re.compile(r"(?:ian|ish|ese)$|^(?:iraqi|israeli|yemeni|saudi|kuwaiti|qatari|omani|emirati|pakistani)$")
_AROUND = 60
_ADJECTIVE = (
    r"(?:the|a|rural|coastal|border|nearby|besieged|\w+ern|north|south|east|west|\w+-(?:held|controlled|majority)"
    r"|[A-Z]\w+(?:ian|ish|ese|i))"
)
_KIND_WORD = (
    r"(?:(?:city|town|village|suburbs?|province|governorate|region|countryside|neighbou?rhoods?|districts?|quarter|areas?"
    r"|parts?|outskirts|capital)\b)"
)
_PREPOSITION = r"(?:in|of|inside|within|outside|near|on the outskirts of|(?:north|south|east|west) of)"
# Between a place and the one that contains it: "in the northern province of", "neighborhood in", ", a town in".
_INSIDE = re.compile(
    rf"^['’]?s?,?\s*(?:\(\s*)?(?:(?:{_ADJECTIVE}\s+)*{_KIND_WORD}\s*)*,?\s*(?:located\s+)?{_PREPOSITION}\s+"
    rf"(?:{_ADJECTIVE}\s+)*(?:(?:{_KIND_WORD})\s+(?:of\s+)?)*$"
)
# "the Damascus suburb of Jaramana", "the Idlib province town of Saraqeb": here the first contains the second.
_AROUND_OF = re.compile(r"^['’]?s?\s+(?:\w+ern\s+)?(?:province\s+)?(?:suburb|town|village)\s+of\s+$")
_COMMA = re.compile(r"^,\s*$")
# "the Damascus suburb of Jaramana", "Aleppo's al-Shaar neighbourhood", "Homs province town of"
_OWNER = re.compile(rf"^['’]?s?\s+(?:{_ADJECTIVE}\s+)*(?:{_KIND_WORD}\s+)*(?:{_KIND_WORD}\s+of\s+)?(?:the\s+)?$")


@dataclass(frozen=True, slots=True)
class Hints:
    """For one local place: kinds that words give it, and keys of local places told to contain it or to be near."""

    kinds: frozenset[Kind]
    parents: tuple[str, ...]


def bare(name: str) -> tuple[str, frozenset[Kind]]:
    """A name without words of kind and direction, and the kinds that they gave; empty when nothing else is left."""
    kinds: set[Kind] = set()
    kept: list[str] = []
    spelt = name.split()
    if len(spelt) > 1 and _PEOPLE.search(fold(spelt[0])):  # "Syrian Idlib province"
        spelt = spelt[1:]
    for word in spelt:
        folded = fold(word)
        if folded in _KIND_OF:
            kinds.add(_KIND_OF[folded])
        elif folded not in _COMPASS and folded not in _FILLER:
            kept.append(word)
    return " ".join(kept), frozenset(kinds)


def has_direction(name: str) -> bool:
    """Whether the name starts with a part of a place ("eastern Aleppo", "Eastern Ghouta")."""
    first = fold(name).removeprefix("the ").split(" ")[0]
    return first in _COMPASS or first in ("new", "old")


def is_name(name: str) -> bool:
    """Whether these words name a place by themselves: not "the Syrian capital", not "the city"."""
    words = name.split()
    if not any(c.isupper() for c in name):
        return False
    return not (words[0] == "the" and len(words) <= 3 and _KIND_OF.get(fold(words[-1])) is Kind.TOWN)


def without_kind(name: str) -> str:
    """A name without the common nouns beside it: "Maisaloun neighborhood", but not "Mallah Farms"."""
    kept = [w for w in name.split() if not (w.islower() and (w in _KIND_OF or w in _FILLER))]
    return " ".join(kept) or name


def hints(article: Article, places: tuple[LocalEntity, ...]) -> dict[str, Hints]:
    """Hints for each local place, from its names and from the words around its mentions."""
    marks = sorted((m.span.start, m.span.end, e.key) for e in places for m in e.mentions if m.form is MentionForm.NAME)
    parents: dict[str, dict[str, int]] = {e.key: {} for e in places}
    kinds: dict[str, set[Kind]] = {e.key: set() for e in places}
    for e in places:
        for name in e.names[:2]:
            kinds[e.key] |= bare(name)[1]
    for i, (start, end, key) in enumerate(marks):
        kinds[key] |= _kinds_beside(article.text, start, end)
        for start2, end2, other in marks[i + 1 : i + 3]:
            between = article.text[end:start2]
            if other == key or start2 < end or len(between) > _AROUND:
                continue
            if _AROUND_OF.match(between):
                parents[other][key] = parents[other].get(key, 0) + 1
            elif _INSIDE.match(between) or (_COMMA.match(between) and not _in_list(article.text, end2)):
                parents[key][other] = parents[key].get(other, 0) + 1
            elif between.strip() and _OWNER.match(between):
                parents[other][key] = parents[other].get(key, 0) + 1
    return {
        e.key: Hints(frozenset(kinds[e.key]), tuple(sorted(parents[e.key], key=lambda k: (-parents[e.key][k], k))))
        for e in places
    }


def is_province(article: Article, place: LocalEntity) -> bool:
    """Whether the words beside every naming of a place say that it is a province, not the town of its name."""
    named = [m.span for m in place.mentions if m.form is MentionForm.NAME]
    return bool(named) and all(
        Kind.PROVINCE in _kinds_beside(article.text, s.start, s.end) | bare(s.quote)[1] for s in named
    )


def _in_list(text: str, end: int) -> bool:
    """Whether an enumeration goes on behind the second name: then a comma says nothing of containment."""
    return bool(re.match(r"\s*(?:,\s*(?:and\s+)?[A-Z]|and\s)", text[end : end + 12]))


def _kinds_beside(text: str, start: int, end: int) -> set[Kind]:
    found: set[Kind] = set()
    if after := re.match(r"\s+(\w+)", text[end : end + 20]):
        found |= {k for k in (_KIND_OF.get(after.group(1).casefold()),) if k}
    if before := re.search(r"(\w+)\s+of\s+(?:the\s+)?$", text[max(0, start - 30) : start]):
        found |= {k for k in (_KIND_OF.get(before.group(1).casefold()),) if k}
    return found
