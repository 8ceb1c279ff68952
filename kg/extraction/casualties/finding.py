"""Find casualty figures: join each group of people to the word that says what became of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from kg.domain.annotations import AnnotatedArticle, Sentence, Token
from kg.domain.extraction import CasualtyKind
from kg.domain.spans import Span, span_at
from kg.extraction.casualties.groups import Group
from kg.extraction.casualties.joining import Joiner
from kg.extraction.casualties.outcomes import Outcome, Side
from kg.extraction.casualties.values import CasualtyMention
from kg.extraction.casualties.words import INCLUDING, PARTITIVES
from kg.extraction.clauses import Clauses, clauses_of
from kg.extraction.times import find_times

_EVIDENCE = 90  # characters that a figure and its verb may span to be shown together
# Of these news tells that there were some: "others were wounded". That some were arrested is the event itself.
_TOLD_WITHOUT_NUMBER = frozenset({CasualtyKind.KILLED, CasualtyKind.WOUNDED, CasualtyKind.MISSING})
_OPENING = re.compile(r"^(?:of )?(?:the |his |her |its |their |those )?", re.I)


def find_casualties(annotated: AnnotatedArticle) -> tuple[CasualtyMention, ...]:
    """Every casualty figure of the article's running text, in order of place."""
    clauses = clauses_of(annotated)
    taken = {i for t in find_times(annotated) for i in clauses.within(t.span.start, t.span.end)}
    found: list[CasualtyMention] = []
    previous: Sentence | None = None
    for stretch in _stretches(clauses):
        found.extend(_Reader(clauses, stretch, previous, taken).read())
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

    def drop_vague(self) -> None:
        """Take away what counts nobody: "most members of the group" beside a number of its own, "many were kidnapped"."""
        counted = {i for g, link in zip(self.groups, self.links, strict=True) if not g.bare for _, i in link.kinds}
        for group, link in zip(self.groups, self.links, strict=True):
            if group.minimum is not None or group.maximum is not None:
                continue
            link.kinds = [
                (kind, i)
                for kind, i in link.kinds
                if kind in _TOLD_WITHOUT_NUMBER and not link.subset and not (group.bare and i in counted)
            ]

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
