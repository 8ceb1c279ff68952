"""Find casualty figures: join each group of people to the word that says what became of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from kg.domain.annotations import AnnotatedArticle, Sentence, Token
from kg.domain.extraction import CasualtyKind, EntityType
from kg.domain.spans import Span, span_at
from kg.extraction.casualties.groups import Group, is_person
from kg.extraction.casualties.joining import Joiner
from kg.extraction.casualties.outcomes import Outcome, Side
from kg.extraction.casualties.values import CasualtyMention
from kg.extraction.casualties.words import INCLUDING, PARTITIVES
from kg.extraction.clauses import Clauses, clauses_of
from kg.extraction.times import find_times

_EVIDENCE = 90  # characters that a figure and its verb may span to be shown together
# Of these news tells that there were some: "others were wounded". That some were arrested is the event itself.
_TOLD_WITHOUT_NUMBER = frozenset({CasualtyKind.KILLED, CasualtyKind.WOUNDED, CasualtyKind.MISSING})
_OF_ONE = frozenset({CasualtyKind.KILLED, CasualtyKind.WOUNDED, CasualtyKind.CAPTURED})  # told of a person by name
_NONE_OF = {
    "casualty": (CasualtyKind.KILLED, CasualtyKind.WOUNDED),
    "death": (CasualtyKind.KILLED,),
    "fatality": (CasualtyKind.KILLED,),
    "injury": (CasualtyKind.WOUNDED,),
}
_OPENING = re.compile(r"^(?:of )?(?:the |his |her |its |their |those )?", re.I)


def find_casualties(annotated: AnnotatedArticle) -> tuple[CasualtyMention, ...]:
    """Every casualty figure of the article's running text, in order of place."""
    clauses = clauses_of(annotated)
    taken = {i for t in find_times(annotated) for i in clauses.within(t.span.start, t.span.end)}
    people = {
        i: span_at(annotated.article.text, m.start, m.end)
        for m in annotated.labelled.get("mention", ())
        if m.label == EntityType.PERSON
        for i in clauses.within(m.start, m.end)
    }
    found: list[CasualtyMention] = []
    previous: Sentence | None = None
    for stretch in _stretches(clauses):
        found.extend(_Reader(clauses, stretch, previous, taken, people).read())
        previous = stretch
    return tuple(found)


def _stretches(clauses: Clauses) -> Iterator[Sentence]:
    """The sentences without the page's furniture in them, cut where a headline, dateline or byline begins or ends.

    Where a page lost its line breaks its parts run together with the first sentence.
    """
    article = clauses.annotated.article
    hidden = set(article.furniture())
    regions = [r.span for r in article.regions]

    def region_of(token: Token) -> Span | None:
        return next((s for s in regions if s.start < token.end and token.start < s.end), None)

    for sentence in clauses.annotated.sentences:
        for region, run in groupby(range(sentence.first, sentence.last), lambda i: region_of(clauses.tokens[i])):
            tokens = list(run)
            if region not in hidden:
                first, last = tokens[0], tokens[-1]
                yield Sentence(clauses.tokens[first].start, clauses.tokens[last].end, first, last + 1)


class _Reader(Joiner):
    """Reads one sentence."""

    def read(self) -> list[CasualtyMention]:
        """The sentence's figures."""
        for n in range(len(self.groups)):
            if not self.is_part(n):
                self.join(n)
                self.joined_to_last(n)
        self.parts()
        self.drop_vague()
        mentions = [self.alone(o) for o in self.outcomes.values() if o.side is Side.ALONE] + list(self.nobody())
        mentions += self.named()
        for n, link in enumerate(self.links):
            group = replace(self.groups[n], maximum=None) if self.spread(n) else self.groups[n]
            mentions.extend(self.mention(group, kind, index, link.subset) for kind, index in link.kinds)
        return sorted(mentions, key=lambda m: m.span)

    def alone(self, outcome: Outcome) -> CasualtyMention:
        """Losses without any number or people: "suffered heavy losses"."""
        token = self.tokens[outcome.index]
        word = span_at(self.clauses.annotated.article.text, token.start, token.end)
        return CasualtyMention(kind=outcome.kind, minimum=None, maximum=None, victims=None, span=word, governor=word)

    def nobody(self) -> Iterator[CasualtyMention]:
        """A stated zero: "no one was hurt", "there were no casualties"."""
        text = self.clauses.annotated.article.text
        for i in range(self.sentence.first, self.sentence.last - 1):
            low, after = self.tokens[i].text.lower(), self.tokens[i + 1]
            kinds: list[tuple[CasualtyKind, int]] = []
            if low == "nobody" or (low == "no" and after.text.lower() == "one"):
                reach = range(i + 1, min(i + 6, self.sentence.last))
                kinds = [(o.kind, k) for k in reach if (o := self.outcomes.get(k)) and o.side is not Side.AFTER][:1]
            elif low == "no" and after.lemma.lower() in _NONE_OF:
                kinds = [(kind, i + 1) for kind in _NONE_OF[after.lemma.lower()]]
            for kind, k in kinds:
                word = span_at(text, self.tokens[k].start, self.tokens[k].end)
                yield CasualtyMention(
                    kind=kind, minimum=0, maximum=0, victims=None,
                    span=span_at(text, self.tokens[i].start, self.tokens[k].end), governor=word,
                )  # fmt: skip

    def named(self) -> Iterator[CasualtyMention]:
        """A victim by name: "Omar was killed", "the raid killed Abu Jandal"."""
        text = self.clauses.annotated.article.text
        counted = {i for link in self.links for _, i in link.kinds}
        for outcome in self.outcomes.values():
            if outcome.index in counted or outcome.kind not in _OF_ONE:
                continue
            verb = self.tokens[outcome.index]
            joined = self.clauses.children[verb.head] if verb.dep == "conj" else []  # "was targeted and killed"
            for child in (*self.clauses.children[outcome.index], *joined):
                token = self.tokens[child]
                victim = token.dep == "nsubjpass" or (token.dep == "dobj" and outcome.side is not Side.BEFORE)
                victim = victim or (token.dep == "nsubj" and outcome.side is Side.BEFORE)
                name = self.people.get(child) if victim and token.tag == "NNP" and child not in self.at else None
                if victim and name is None and child not in self.at:
                    name = self.one_of_theirs(child)
                if name:
                    yield CasualtyMention(
                        kind=outcome.kind, minimum=1, maximum=1, victims=name.quote, span=name,
                        governor=span_at(text, verb.start, verb.end),
                    )  # fmt: skip

    def one_of_theirs(self, noun: int) -> Span | None:
        """One person by whose it is: "its driver", "the administrator's deputy"."""
        token, text = self.tokens[noun], self.clauses.annotated.article.text
        whose = [
            c for c in self.clauses.children[noun] if self.tokens[c].dep == "poss" and self.tokens[c].tag == "PRP$"
        ]
        if token.tag != "NN" or not whose or not is_person(token):
            return None
        return span_at(text, self.tokens[whose[0]].start, token.end)

    def drop_vague(self) -> None:
        """Take away what counts nobody: "most members of the group" beside a number of its own, "many were kidnapped"."""
        counted = {i for g, link in zip(self.groups, self.links, strict=True) if not g.bare for _, i in link.kinds}
        for group, link in zip(self.groups, self.links, strict=True):
            if group.minimum is not None or group.maximum is not None:
                continue
            link.kinds = [
                (kind, i)
                for kind, i in link.kinds
                if kind in _TOLD_WITHOUT_NUMBER
                and not link.subset
                and not (self.only_describes(group) and i in counted)
            ]

    def only_describes(self, group: Group) -> bool:
        """Whether people without a number tell who others are: "most members", "many of them civilians"."""
        return group.bare or self.tokens[group.last].text.lower() in {"them", "whom"}

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
        # "4 were killed including 3 children and 43 were hurt": a clause of its own, if no other group takes its verb.
        return not (told and any(not self.groups_between(group, i) for _, i in self.ahead(group)))

    def groups_between(self, group: Group, index: int) -> bool:
        """Whether another group stands between a group and a token after it."""
        return any(group.last < g.first < index for g in self.groups)

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
            if self.tokens[i].pos == "VERB" and self.tokens[i].text.lower() not in INCLUDING:
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
