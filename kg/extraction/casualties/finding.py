"""Find casualty figures: join each group of people to the word that says what became of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from kg.domain.annotations import AnnotatedArticle, Sentence, Token
from kg.domain.extraction import CasualtyKind
from kg.domain.spans import span_at
from kg.extraction.casualties.groups import Group, find_groups
from kg.extraction.casualties.outcomes import PASSING, Outcome, Side, find_outcomes
from kg.extraction.casualties.values import CasualtyMention
from kg.extraction.casualties.words import COUNTED, INCLUDING, PARTITIVES, TOLL
from kg.extraction.clauses import Clauses, clauses_of
from kg.extraction.times import find_times

_BUDGET = 18  # tokens between a group and a passive verb after it
_BARE_BUDGET = 8
_EVIDENCE = 90  # characters that a figure and its verb may span to be shown together
_OPENING = re.compile(r"^(?:of )?(?:the |his |her |its |their |those )?", re.I)
_BETWEEN = frozenset(["or", "and", "of", "the", "a", "an", "about", "/", "&", "-", '"'])
_ENDS = frozenset([".", ";", "while", "when", "after", "as", "before", "but", '"'])
_GAP = 4  # tokens between an active verb and its group
_TOLL_BEFORE = frozenset({"to", "at", "of", "reached", "reaching", "hit", "passed", "exceeded", "is", "was"})


@dataclass(slots=True)
class _Link:
    """What became of a group: kinds with the token that says so."""

    kinds: list[tuple[CasualtyKind, int]] = field(default_factory=list)
    subset: bool = False


def find_casualties(annotated: AnnotatedArticle) -> tuple[CasualtyMention, ...]:
    """Every casualty figure of the article's running text, in order of place."""
    clauses = clauses_of(annotated)
    skip = annotated.article.furniture()
    taken = {i for t in find_times(annotated) for i in clauses.within(t.span.start, t.span.end)}
    found: list[CasualtyMention] = []
    for number, sentence in enumerate(annotated.sentences):
        if any(s.start < sentence.end and sentence.start < s.end for s in skip):
            continue
        previous = annotated.sentences[number - 1] if number else None
        found.extend(_Reader(clauses, sentence, previous, taken).read())
    return tuple(found)


class _Reader:
    """Reads one sentence."""

    def __init__(self, clauses: Clauses, sentence: Sentence, previous: Sentence | None, taken: set[int]) -> None:
        self.clauses, self.tokens, self.sentence, self.previous = clauses, clauses.tokens, sentence, previous
        self.outcomes = find_outcomes(self.tokens, sentence.first, sentence.last)
        self.groups = find_groups(clauses, sentence.first, sentence.last, self.outcomes, taken) if self.worth() else []
        self.links: list[_Link] = [_Link() for _ in self.groups]
        self.at = {i: n for n, g in enumerate(self.groups) for i in range(g.first, g.last + 1)}

    def worth(self) -> bool:
        """Whether the sentence can hold a figure at all."""
        words = {self.tokens[i].lemma.lower() for i in range(self.sentence.first, self.sentence.last)}
        return bool(
            self.outcomes or words & (PARTITIVES.keys() | COUNTED.keys() | {TOLL, "update", "rise", "casualty"})
        )

    def read(self) -> list[CasualtyMention]:
        """The sentence's figures."""
        for n in range(len(self.groups)):
            if not self.is_part(n):
                self.join(n)
                self.joined_to_last(n)
        self.parts()
        mentions = [self.alone(o) for o in self.outcomes.values() if o.side is Side.ALONE]
        for n, link in enumerate(self.links):
            group = replace(self.groups[n], maximum=None) if self.spread(n) else self.groups[n]
            mentions.extend(self.mention(group, kind, index, link.subset) for kind, index in link.kinds)
        return sorted(mentions, key=lambda m: m.span)

    def alone(self, outcome: Outcome) -> CasualtyMention:
        """Losses without any number or people: "suffered heavy losses"."""
        token = self.tokens[outcome.index]
        word = span_at(self.clauses.annotated.article.text, token.start, token.end)
        return CasualtyMention(kind=outcome.kind, minimum=None, maximum=None, victims=None, span=word, governor=word)

    # -- one group -----------------------------------------------------------------------------------------------------

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

    def behind(self, group: Group) -> list[tuple[CasualtyKind, int]]:
        """Outcome words before a group: "killing or injuring scores", "the deaths of 12"."""
        kinds: list[tuple[CasualtyKind, int]] = []
        i, steps = group.first - 1, 0
        while i >= self.sentence.first and steps <= _GAP:
            token = self.tokens[i]
            outcome = self.outcomes.get(i)
            if outcome and self.takes_after(outcome, group, steps, bool(kinds)):
                kinds.append((outcome.kind, i))
                steps = 0
            elif token.text.lower() in _BETWEEN or token.pos in {"ADV", "DET"} or (token.pos == "ADJ" and not kinds):
                steps += 1
            else:
                break
            i -= 1
        return kinds[::-1]

    def takes_after(self, outcome: Outcome, group: Group, steps: int, joined: bool) -> bool:
        """Whether an outcome word before a group has it for its victims."""
        if outcome.side is Side.BEFORE:
            return False
        if outcome.side is Side.OF:
            return steps >= 1 and not group.bare
        if group.bare and steps > 2:
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
        while i < self.sentence.last and budget > 0:
            budget -= 1
            token = self.tokens[i]
            outcome = self.outcomes.get(i)
            if i in self.at and not outcome:
                i = self.groups[self.at[i]].last + 1
                continue
            if outcome:
                if outcome.side is Side.BEFORE or (
                    outcome.side is Side.EITHER and (helped or not self.object_of(outcome))
                ):
                    if not outcome.sure and group.people is not True:
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

    # -- parts of other groups -----------------------------------------------------------------------------------------

    def lead(self, group: Group) -> bool:
        """Whether a group opens with "including" or "among them"."""
        i = group.first - 1
        if i < self.sentence.first:
            return False
        words = [self.tokens[k].text.lower() for k in range(max(self.sentence.first, i - 1), i + 1)]
        return words[-1] in {"including", "included", "include", "includes"} or words in (
            ["among", "them"], ["amongst", "them"], ["of", "whom"], ["of", "them"], ["among", "whom"],
        )  # fmt: skip

    def is_part(self, n: int) -> bool:
        """Whether a group is told as part of one before it, directly or further on in such a list."""
        group = self.groups[n]
        if self.lead(group):
            return True
        if n == 0 or any(
            self.tokens[i].text.lower() in {"other", "others"} for i in range(group.first, group.last + 1)
        ):
            return False
        between = range(self.groups[n - 1].last + 1, group.first)
        listed = all(self.tokens[i].text.lower() in {"and", ",", "as", "well"} for i in between)
        if not (listed and len(between) <= 3 and self.is_part(n - 1)):
            return False
        host = self.host(n)
        told = host is not None and any(i < group.first for _, i in self.links[host].kinds)
        return not (
            told and self.ahead(group)
        )  # "4 were killed including 3 children and 43 were hurt": a clause of its own

    def host(self, n: int) -> int | None:
        """The group that a part belongs to."""
        return next((k for k in range(n - 1, -1, -1) if not self.is_part(k)), None)

    def parts(self) -> None:
        """Give the parts the fate of the group that they belong to, or of "those killed", "the dead"."""
        for n, group in enumerate(self.groups):
            part = self.is_part(n)
            host = self.host(n) if part else None
            if group.people is False:
                continue
            if host is not None and self.links[host].kinds and not group.bare:
                self.links[n].kinds, self.links[n].subset = list(self.links[host].kinds), True
            elif not self.links[n].kinds and not group.bare:
                kinds = self.among(group) or self.of_those(n)
                if kinds:
                    self.links[n].kinds, self.links[n].subset = kinds, True

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

    def among(self, group: Group) -> list[tuple[CasualtyKind, int]]:
        """Read "four children were among the dead"."""
        for i in range(group.last + 1, min(group.last + 14, self.sentence.last)):
            if self.tokens[i].text.lower() in {"among", "amongst"} and self.tokens[i - 1].lemma.lower() in {
                "be",
                "also",
            }:
                for k in range(i + 1, min(i + 9, self.sentence.last)):
                    kind = PARTITIVES.get(self.tokens[k].lemma.lower()) or PARTITIVES.get(self.tokens[k].text.lower())
                    if kind:
                        return [(kind, k)]
            if self.tokens[i].pos == "VERB":
                return []
        return []

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

    def spread(self, n: int) -> bool:
        """Whether the "at least" of the last group holds here too: "at least seven were killed and 20 wounded"."""
        group, before = self.groups[n], self.groups[n - 1] if n else None
        if before is None or group.people is not None or group.modified or group.bare or before.bare:
            return False
        between = range(before.last + 1, group.first)
        if len(between) > 5 or not between or self.tokens[between[-1]].text.lower() != "and":
            return False
        return before.modified and before.minimum is not None and before.maximum is None

    def victims(self, group: Group) -> str | None:
        """Who a group is, without its number: "rebel fighters" of "39 rebel fighters"."""
        if group.noun is None or group.body > group.noun:
            return None
        words = self.clauses.annotated.article.text[self.tokens[group.body].start : self.tokens[group.noun].end]
        return _OPENING.sub("", words) or None

    def mention(self, group: Group, kind: CasualtyKind, index: int, subset: bool) -> CasualtyMention:
        """The value of one figure."""
        text = self.clauses.annotated.article.text
        first, last = self.tokens[group.first], self.tokens[group.last]
        word = self.tokens[index]
        start, end = min(first.start, word.start), max(last.end, word.end)
        if end - start > _EVIDENCE:
            start, end = first.start, last.end
        return CasualtyMention(
            kind=kind, minimum=group.minimum, maximum=group.maximum, victims=self.victims(group), subset=subset,
            span=span_at(text, start, end), governor=span_at(text, word.start, word.end),
        )  # fmt: skip
