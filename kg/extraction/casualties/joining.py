"""Join one group of people to the words that say what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.domain.annotations import Sentence, Token
from kg.domain.extraction import CasualtyKind
from kg.domain.spans import Span
from kg.extraction.casualties.groups import QUOTES, Group, find_groups
from kg.extraction.casualties.outcomes import PASSING, Outcome, Side, find_outcomes
from kg.extraction.casualties.words import COUNTED, INCLUDING, PARTITIVES, STATES, TOLL
from kg.extraction.clauses import Clauses

_BUDGET = 18  # tokens between a group and a passive verb after it
_BARE_BUDGET = 8
_BETWEEN = frozenset(["or", "and", "of", "the", "a", "an", "about", "/", "&", "-", '"'])
_ENDS = frozenset([".", ";", "while", "when", "after", "as", "before", "but", '"'])
_GAP = 4  # tokens between an active verb and its group
_TOLL_BEFORE = frozenset({"to", "at", "of", "reached", "reaching", "hit", "passed", "exceeded", "is", "was"})


@dataclass(slots=True)
class Link:
    """What became of a group: kinds with the token that says so."""

    kinds: list[tuple[CasualtyKind, int]] = field(default_factory=list)
    subset: bool = False


class Joiner:
    """Reads the groups of one sentence each by itself; what one group takes from another is left to its heir."""

    def __init__(
        self, clauses: Clauses, sentence: Sentence, previous: Sentence | None, taken: set[int], people: dict[int, Span]
    ) -> None:
        self.clauses, self.tokens, self.sentence, self.previous = clauses, clauses.tokens, sentence, previous
        self.people = people  # tokens of persons' names → the name
        self.outcomes = find_outcomes(self.tokens, sentence.first, sentence.last)
        self.groups = find_groups(clauses, sentence.first, sentence.last, self.outcomes, taken) if self.worth() else []
        self.links: list[Link] = [Link() for _ in self.groups]
        self.at = {i: n for n, g in enumerate(self.groups) for i in range(g.first, g.last + 1)}

    def worth(self) -> bool:
        """Whether the sentence can hold a figure at all."""
        words = {self.tokens[i].lemma.lower() for i in range(self.sentence.first, self.sentence.last)}
        return bool(
            self.outcomes or words & (PARTITIVES.keys() | COUNTED.keys() | {TOLL, "update", "rise", "casualty"})
        )

    def join(self, n: int) -> None:
        """Find what became of one group."""
        group = self.groups[n]
        link = self.links[n]
        partitive = self.partitive(group)
        if partitive:
            link.kinds, link.subset = [partitive], True
            return
        told = [] if group.bare or group.people is False else self.of_those(n)
        if told:
            link.kinds, link.subset = told, True
            return
        if self.toll(group):
            link.kinds = [(CasualtyKind.KILLED, group.first)]
            return
        state = self.state(group)
        if state:
            link.kinds = [state]
            return
        ahead = self.ahead(group)
        if ahead and not group.bare and ahead[0][1] == group.last + 1:
            link.kinds = ahead
            return
        link.kinds = self.behind(group) or self.counted(group) or ahead

    def joined_to_last(self, n: int) -> None:
        """Read "killed 15 civilians as well as 27 fighters": the second group shares what became of the first."""
        group = self.groups[n]
        if n == 0 or self.links[n].kinds or group.bare or group.people is False:
            return
        between = [self.tokens[i].text.lower() for i in range(self.groups[n - 1].last + 1, group.first)]
        if between and len(between) <= 4 and all(w in {"and", ",", "as", "well"} for w in between):
            self.links[n].kinds = list(self.links[n - 1].kinds)
            self.links[n].subset = self.links[n - 1].subset

    def state(self, group: Group) -> tuple[CasualtyKind, int] | None:
        """Read "hundreds of badly injured civilians", "among at least 25 injured": the state stands after the number."""
        if group.noun is not None or group.bare:
            return None
        among = group.first > self.sentence.first and self.tokens[group.first - 1].text.lower() in {"among", "amongst"}
        i = group.last + 1
        while i < self.sentence.last and (self.tokens[i].pos == "ADV" or self.tokens[i].text.lower() == "of"):
            i += 1
        outcome = self.outcomes.get(i)
        if outcome is None or outcome.side in {Side.AFTER, Side.OF} or self.tokens[i].text.lower() not in STATES:
            return None
        described = i + 1 in self.at and self.groups[self.at[i + 1]].bare
        return (outcome.kind, i) if among or (described and i > group.last + 1) else None

    def behind(self, group: Group) -> list[tuple[CasualtyKind, int]]:
        """Outcome words before a group: "killing or injuring scores", "the deaths of 12"."""
        kinds: list[tuple[CasualtyKind, int]] = []
        i, steps = group.first - 1, 0
        while i >= self.sentence.first and steps <= _GAP:
            token = self.tokens[i]
            outcome = self.outcomes.get(i)
            if outcome and group.bare and self.is_described(i):
                break
            if outcome and self.takes_after(outcome, group, steps, bool(kinds)):
                kinds.append((outcome.kind, i))
                steps = 0
            elif token.text.lower() in _BETWEEN or token.pos in {"ADV", "DET"} or (token.pos == "ADJ" and not kinds):
                steps += 1
            else:
                break
            i -= 1
        return kinds[::-1]

    def is_described(self, i: int) -> bool:
        """Whether an outcome word only says what the people are: "the injured persons", "among killed militants"."""
        before = self.tokens[i - 1] if i > self.sentence.first else None
        return (
            before is not None
            and self.tokens[i].text.lower() in STATES
            and (before.pos in {"DET", "ADJ", "ADP"} or (before.pos == "ADV" and before.text.lower().endswith("ly")))
        )

    def takes_after(self, outcome: Outcome, group: Group, steps: int, joined: bool) -> bool:
        """Whether an outcome word before a group has it for its victims."""
        if outcome.side is Side.BEFORE:
            return False
        if outcome.side is Side.OF:
            return steps >= 1 and not group.bare
        if group.bare and (steps > 2 or not outcome.sure or self.tokens[outcome.index].tag in {"VB", "VBP", "VBZ"}):
            return False
        if group.people or joined:
            return True
        if group.people is None:
            return outcome.sure
        return outcome.sure and steps == 0

    def ahead(self, group: Group) -> list[tuple[CasualtyKind, int]]:
        """Outcome words after a group: "12 people in the market were killed", "48 dead"."""
        if group.people is False or self.is_age(group):
            return []
        if group.people is None and group.last + 1 in self.at and group.last + 1 not in self.outcomes:
            return []  # figures in a row are counters of a page, not of people
        budget = _BARE_BUDGET if group.bare or group.article else _BUDGET
        helped = False
        i = group.last + 1
        if i < self.sentence.last and self.tokens[i].text in QUOTES and self.tokens[group.last - 1].text in QUOTES:
            i += 1  # a source's own word: 42 "terrorists" were killed
        while i < self.sentence.last and budget > 0:
            budget -= 1
            token = self.tokens[i]
            outcome = self.outcomes.get(i)
            if i in self.at and not outcome:
                i = self.groups[self.at[i]].last + 1
                continue
            if outcome:
                if outcome.side is Side.BEFORE or (
                    outcome.side is Side.EITHER and (helped or not self.is_active(outcome))
                ):
                    if not outcome.sure and (group.people is not True or group.bare):
                        return []
                    if group.bare and not self.bare_fits(group, outcome, helped):
                        return []
                    return self.joined_outcomes(i)
                if outcome.side is not Side.OF:
                    return []
            if token.pos == "AUX" or token.lemma.lower() in {"be", "have"}:
                helped = True
                if self.is_among(i):
                    return []
            elif self.ends_clause(token):
                return []
            i += 1
        return []

    def ends_clause(self, token: Token) -> bool:
        """Whether a word ends the stretch in which a group's verb can follow."""
        low = token.text.lower()
        if token.pos == "VERB":
            return low not in PASSING and low not in INCLUDING
        return token.pos == "SCONJ" or low in _ENDS

    def bare_fits(self, group: Group, outcome: Outcome, helped: bool) -> bool:
        """Whether people without a number are told as victims: "civilians were killed", "others injured"."""
        others = self.tokens[group.last].text.lower() == "others"
        return outcome.kind in {CasualtyKind.KILLED, CasualtyKind.WOUNDED} and (helped or others)

    def joined_outcomes(self, i: int) -> list[tuple[CasualtyKind, int]]:
        """The outcome word at `i` with those that follow it at once: "killed and injured", "dead or wounded"."""
        kinds = [(self.outcomes[i].kind, i)]
        while i + 1 < self.sentence.last:
            step = 2 if self.tokens[i + 1].text.lower() in {"and", "or", "/", "&", ","} else 1
            following = self.outcomes.get(i + step)
            if not following or following.kind in {k for k, _ in kinds} or following.side in {Side.AFTER, Side.OF}:
                break
            i += step
            if step == 2 and self.object_of(following):
                break
            kinds.append((following.kind, i))
        return kinds

    def is_active(self, outcome: Outcome) -> bool:
        """Whether a form that may be active or passive has an object of its own: "killed 12", "captured a town"."""
        following = self.tokens[outcome.index + 1] if outcome.index + 1 < self.sentence.last else None
        return self.object_of(outcome) or (
            following is not None and following.text.lower() in {"a", "an", "the", "his"}
        )

    def object_of(self, outcome: Outcome) -> bool:
        """Whether a group stands right after a verb as its object ("killed 12")."""
        for i in range(outcome.index + 1, min(outcome.index + 3, self.sentence.last)):
            if i in self.at:
                group = self.groups[self.at[i]]
                following = self.outcomes.get(group.last + 1)
                open_ended = group.people is None or self.tokens[group.last].text.lower() == "others"
                empty_state = open_ended and following is not None and following.side is not Side.AFTER
                return not empty_state and group.people is not False and not self.lead(group)
            if self.tokens[i].pos not in {"ADV", "DET", "ADJ"}:
                return False
        return False

    def counted(self, group: Group) -> list[tuple[CasualtyKind, int]]:
        """Nouns that are counted themselves: "12 deaths", "another 10 bodies"."""
        if group.bare or group.article or group.noun is None:
            return []
        if group.minimum is None and group.maximum is None:
            return []
        kind = COUNTED.get(self.tokens[group.noun].lemma.lower())
        return [(kind, group.noun)] if kind else []

    def toll(self, group: Group) -> bool:
        """Whether a number is a death toll: "put the death toll at 16", "a toll of 23", "later updated to 82"."""
        if group.bare or group.people is False or group.article:
            return False
        before = group.first - 1
        if before < self.sentence.first or self.tokens[before].text.lower() not in _TOLL_BEFORE:
            return False
        words = [self.tokens[i].lemma.lower() for i in range(self.sentence.first, group.first)]
        if TOLL in words:
            gap = len(words) - 1 - max(k for k, w in enumerate(words) if w == TOLL)
            between = range(group.first - gap, group.first)
            return not any(
                i in self.at and not self.groups[self.at[i]].bare and self.links[self.at[i]].kinds for i in between
            )
        if self.previous is None or not {"update", "rise", "increase", "revise", "climb"} & set(words):
            return False
        earlier = range(self.previous.first, self.previous.last)
        return group.people is None and any(self.tokens[i].lemma.lower() == TOLL for i in earlier)

    def is_age(self, group: Group) -> bool:
        """Whether a bare figure after a name is an age: "Ziad 13 was hurt"."""
        if group.people is not None or group.first == self.sentence.first or group.last != group.first:
            return False
        following = self.tokens[group.last + 1] if group.last + 1 < self.sentence.last else None
        named = self.tokens[group.first - 1].pos == "PROPN" and self.tokens[group.first].text.isdigit()
        return named and following is not None and following.pos in {"VERB", "AUX", "PRON"}

    def lead(self, group: Group) -> bool:
        """Whether a group opens with "including" or "among them"."""
        i = group.first - 1
        if i < self.sentence.first:
            return False
        words = [self.tokens[k].text.lower() for k in range(max(self.sentence.first, i - 1), i + 1)]
        return words[-1] in {"including", "included", "include", "includes"} or words in (
            ["among", "them"], ["amongst", "them"], ["of", "whom"], ["of", "them"], ["among", "whom"],
        )  # fmt: skip

    def partitive(self, group: Group) -> tuple[CasualtyKind, int] | None:
        """Read "14 of the dead", "nine of those killed"."""
        span = range(group.first, min(group.last + 5, self.sentence.last))
        words = [self.tokens[i].text.lower() for i in span]
        if "of" not in words or group.bare:
            return None
        of = words.index("of")
        if of + 1 < len(words) and words[of + 1] in {"the", "those"}:
            for i in range(group.first + of + 2, min(group.first + of + 5, self.sentence.last)):
                kind = PARTITIVES.get(self.tokens[i].lemma.lower()) or PARTITIVES.get(self.tokens[i].text.lower())
                if kind:
                    return kind, i
        return None

    def is_among(self, i: int) -> bool:
        """Whether "were among" or "were also among" stands at a token."""
        words = [self.tokens[k].text.lower() for k in range(i + 1, min(i + 3, self.sentence.last))]
        return words[:1] in (["among"], ["amongst"]) or words == ["also", "among"]

    def of_those(self, n: int) -> list[tuple[CasualtyKind, int]]:
        """Read "of those killed six were children", "the dead included six women"."""
        group = self.groups[n]
        for i in range(group.first - 1, max(self.sentence.first - 1, group.first - 9), -1):
            low = self.tokens[i].text.lower()
            if i in self.at and self.links[self.at[i]].subset:
                return list(self.links[self.at[i]].kinds)
            kind = PARTITIVES.get(self.tokens[i].lemma.lower()) or PARTITIVES.get(low)
            if kind:
                opened = [self.tokens[k].text.lower() for k in range(max(self.sentence.first, i - 4), i)]
                told = {self.tokens[k].lemma.lower() for k in range(i + 1, group.first)}
                if {"of", "among", "amongst"} & set(opened) or ({"those", "the"} & set(opened) and "include" in told):
                    return [(kind, i)]
                return []
            if self.tokens[i].pos == "VERB" and self.tokens[i].lemma.lower() not in INCLUDING | {"include", "be"}:
                return []
        return []
