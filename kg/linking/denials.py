"""Denials of a kind of thing in general, set against what others assert: "no troops on the ground", no civilians hurt.

Such a claim is about no single event, so that it cannot be compared within one. What contradicts it is looked for
in the words of the article that tells it and of articles of the same weeks: the same side's soldiers killed or sent,
civilians killed by the same side.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kg.domain.articles import Article
from kg.domain.extraction import CasualtyKind, Claim, Extraction, Stance
from kg.domain.knowledge import Knowledge
from kg.domain.links import Contradiction, Matter
from kg.domain.victims import victims_kind
from kg.linking.accounts import Account, World

WEEKS_DAYS = 45  # a denial is of its time: what is told later than this is another state of things
_TROOPS = r"(?:troops?|soldiers?|servicemen|ground forces|military personnel|military presence|boots on the ground)"
_NO_TROOPS = re.compile(
    rf"\bno (?:[\w’'-]+ ){{0,3}}{_TROOPS}\b"
    rf"|\b(?:not|n['’]t|never)\b (?:[\w’'-]+ ){{0,5}}?(?:sent|send|deploy\w*|have|has|had|put|involve\w*) (?:[\w’'-]+ ){{0,4}}{_TROOPS}\b"
    rf"|\b{_TROOPS} (?:[\w’'-]+ ){{0,3}}(?:are|were|is|was|have|has) (?:not|n['’]t|never)\b",
    re.I,
)
_SENDING = re.compile(
    rf"\b(?:send|sent|deploy|presence|having|involve|participat)\w* (?:[\w’'-]+ ){{0,5}}{_TROOPS}\b", re.I
)
_ARMY = (
    "troop",
    "soldier",
    "servicemen",
    "forces",
    "military p",
    "on the ground",
)  # one of these is in all that means troops
_DEATH = r"(?:kill(?:ed|s|ing)?|died?|dead|deaths?|lost|slain|wounded|captured)"
_SENT = r"(?:deploy(?:ed|s|ment|ing)?|sent|fighting|fought|on the ground|helping|dispatched)"
_SOLDIERS = re.compile(rf"\b(?:{_TROOPS}|special forces)\b", re.I)
_CIVILIANS = re.compile(r"\bcivilians?\b", re.I)
_HARM = re.compile(r"\b(?:kill|casualt|death|dead|died|hit|hurt|harm|target|bomb|struck|strik)\w*", re.I)
_WAVED_OFF = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ial)|reject\w*|refut\w*|dismiss\w*|information attacks?|information war\w*|propaganda"
    r"|fabricat\w*|fake|false|lies|hoax|unfounded|groundless|disinformation|untrue)\b",
    re.I,
)
_COUNTED = re.compile(r"\d")  # who denies "37 killed in April" denies that one happening, and nothing in general
_NO_CIVILIANS = re.compile(r"\b(?:no civilians?|not (?:[\w’'-]+ ){0,4}civilians?)\b", re.I)


class _Kind(StrEnum):
    TROOPS = "troops"
    CIVILIANS = "civilians"


@dataclass(frozen=True, slots=True)
class _Denial:
    kind: _Kind
    key: tuple[str, str]
    speaker: str
    party: frozenset[str]
    told: date | None
    alone: bool


@dataclass(frozen=True, slots=True)
class _Assertion:
    kind: _Kind
    key: tuple[str, str]
    own: bool
    speaker: str | None
    outlet: str | None
    party: frozenset[str]
    told: date | None
    what: str


def general_contradictions(
    corpus: Sequence[tuple[Article, Extraction]],
    accounts: Mapping[tuple[str, str], Account],
    of: Mapping[tuple[str, str], str],
    outlets: Mapping[str, str],
    voice: Mapping[str, str],
    knowledge: Knowledge,
    world: World,
) -> Iterator[Contradiction]:
    """Contradictions between a general denial and an assertion, of articles that are no copies; in no order.

    A speaker's denial in one article meets each source of an assertion once.
    """
    finder = _Finder(knowledge, of, outlets, world)
    originals = [(a, x) for a, x in corpus if voice[a.id] == a.id]
    # A speaker's denial that is about some event comes before one that stands alone, as in a headline.
    denials = sorted(
        (d for article, extraction in originals for d in finder.denials(article, extraction)),
        key=lambda d: (d.alone, d.key),
    )
    if not denials:
        return
    wanted: dict[tuple[_Kind, str], list[_Denial]] = defaultdict(list)
    for denial in denials:
        for side in denial.party:
            wanted[denial.kind, side].append(denial)
    for article, extraction in originals:
        met: set[tuple[str, str, str]] = set()
        for assertion in finder.assertions(article, extraction, accounts):
            near = {d.key: d for side in assertion.party for d in wanted.get((assertion.kind, side), ())}
            for denial in near.values():
                pair = (denial.key[0], denial.speaker, assertion.speaker or assertion.outlet or article.id)
                if pair not in met and _may_meet(denial, assertion, world):
                    met.add(pair)
                    yield _contradiction(denial, assertion, world)


def _may_meet(denial: _Denial, assertion: _Assertion, world: World) -> bool:
    if assertion.speaker and world.party(assertion.speaker) & world.party(denial.speaker):
        return False
    if denial.key[0] == assertion.key[0]:
        return True
    if denial.told is None or assertion.told is None:
        return False
    return abs((denial.told - assertion.told).days) <= WEEKS_DAYS


def _contradiction(denial: _Denial, assertion: _Assertion, world: World) -> Contradiction:
    name = world.entities[denial.speaker].label
    source = assertion.speaker or assertion.outlet
    other = world.entities[source].label if source else "the article"
    general = "soldiers of its side take part" if denial.kind is _Kind.TROOPS else "its side harms civilians"
    first, second = sorted(((denial.key, False), (assertion.key, assertion.own)))
    return Contradiction(
        first=first[0],
        second=second[0],
        reason=f"{name} denies that {general}, {other} tells of {assertion.what}",
        matter=Matter.PARTICIPATION if denial.kind is _Kind.TROOPS else Matter.CASUALTIES,
        own=(first[1], second[1]),
    )


class _Finder:
    """Finds general denials and what can contradict them, by the words of claims and by figures."""

    def __init__(
        self, knowledge: Knowledge, of: Mapping[tuple[str, str], str], outlets: Mapping[str, str], world: World
    ) -> None:
        self._of = of
        self._outlets = outlets
        self._world = world
        self._states = {d.lower(): f"actor/{a.id}" for a in knowledge.actors for d in a.demonyms}
        demonyms = "|".join(re.escape(d) for d in sorted(self._states, key=lambda d: (-len(d), d)))
        adjective = rf"\b(?P<state>{demonyms}) (?:[\w’'-]+ ){{0,2}}?{_TROOPS}\b" if demonyms else r"(?!)"
        special = rf"\b(?P<state>{demonyms}) special forces\b" if demonyms else r"(?!)"
        self._fallen = (
            re.compile(rf"{adjective}[^.]{{0,60}}?\b{_DEATH}\b", re.I),
            re.compile(rf"\b{_DEATH}\b[^.]{{0,40}}?{adjective}", re.I),
        )
        self._sent = (
            re.compile(rf"{special}[^.]{{0,60}}?\b{_SENT}\b", re.I),
            re.compile(rf"{adjective}[^.]{{0,40}}?\b(?:deployed|sent|fighting|on the ground)\b", re.I),
        )
        self._adjective = re.compile(adjective, re.I)

    def denials(self, article: Article, extraction: Extraction) -> Iterator[_Denial]:
        """What the claims of an article deny in general."""
        told = article.published.latest if article.published else None
        for claim in extraction.claims:
            speaker = self._of.get((article.id, claim.claimant))
            if speaker is None:
                continue
            words = claim.content.quote
            if not _has(words, *_ARMY, "civilian"):  # most claims are of neither: the patterns below are dear
                continue
            if _NO_TROOPS.search(words) or (claim.stance is Stance.DENIES and _SENDING.search(words)):
                party = self._states_in(words) or self._world.party(speaker)
                yield _Denial(_Kind.TROOPS, (article.id, claim.key), speaker, party, told, not claim.about)
            elif self._waves_off(article, claim):
                party = self._world.party(speaker)
                yield _Denial(_Kind.CIVILIANS, (article.id, claim.key), speaker, party, told, not claim.about)

    def _waves_off(self, article: Article, claim: Claim) -> bool:
        words = claim.content.quote
        if not _CIVILIANS.search(words):
            return False
        if _NO_CIVILIANS.search(words) and _HARM.search(words):
            return True
        around = article.text[min(claim.span.start, claim.content.start) : claim.content.end + 1]
        if _COUNTED.search(words):
            return False
        return bool(_HARM.search(words) and (claim.stance is Stance.DENIES or _WAVED_OFF.search(around)))

    def _states_in(self, words: str) -> frozenset[str]:
        found = self._adjective.search(words)
        return frozenset({self._states[found["state"].lower()]}) if found else frozenset()

    def assertions(
        self, article: Article, extraction: Extraction, accounts: Mapping[tuple[str, str], Account]
    ) -> Iterator[_Assertion]:
        """What an article tells of a side's soldiers killed or sent, and of civilians that a side killed."""
        told = article.published.latest if article.published else None
        outlet = self._outlets.get(article.id)
        for claim in extraction.claims:
            speaker = self._of.get((article.id, claim.claimant))
            words = claim.content.quote
            if not speaker or claim.stance is not Stance.ASSERTS or not _has(words, *_ARMY):
                continue
            if _SOLDIERS.search(words) and not _NO_TROOPS.search(words):
                for state, what in self._troops(words):
                    yield _Assertion(
                        _Kind.TROOPS, (article.id, claim.key), False, speaker, outlet, frozenset({state}), told, what
                    )
        for report in extraction.reports:
            account = accounts[article.id, report.key]
            for count in report.casualties:
                if count.kind is not CasualtyKind.KILLED or not count.victims:
                    continue
                cited = next((c for c in extraction.claims if c.key == count.claim), None)
                speaker = self._of.get((article.id, cited.claimant)) if cited else None
                key = (article.id, cited.key if cited and speaker else report.key)
                where = key, speaker is None, speaker, outlet
                number = count.minimum if count.minimum is not None else count.maximum
                if number is None or (cited and cited.stance is not Stance.ASSERTS):
                    continue
                what = f"{number} {count.victims} killed"
                soldiers = _SOLDIERS.search(count.victims) and self._adjective.search(count.victims)
                if soldiers:
                    party = frozenset({self._states[soldiers["state"].lower()]})
                    yield _Assertion(_Kind.TROOPS, *where, party, told, what)
                elif victims_kind(count.victims.casefold()) == "civilians" and account.agents:
                    party = frozenset[str]().union(*(self._world.side(a) for a in account.agents))
                    yield _Assertion(_Kind.CIVILIANS, *where, party, told, what)

    def _troops(self, words: str) -> Iterator[tuple[str, str]]:
        for patterns, what in ((self._fallen, "its soldiers killed"), (self._sent, "its soldiers sent")):
            found = next((f for p in patterns if (f := p.search(words))), None)
            if found:
                yield self._states[found["state"].lower()], what


def _has(words: str, *parts: str) -> bool:
    """Whether any of the parts, in lower case, stands in the words."""
    lower = words.lower()
    return any(part in lower for part in parts)
