"""Rival wordings in one article: a thing given to two owners, and claims that are said to be disputed.

Both are found in the words of claims alone, whatever events were read from them: "a Russian helicopter" that one source
says was downed is "a Syrian helicopter" for another; "claims that it carried aid were disputed" stands against who says
that it carried aid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from kg.domain.articles import Article
from kg.domain.extraction import Claim, Extraction, Stance, Status
from kg.domain.knowledge import Knowledge
from kg.domain.links import Contradiction, Matter
from kg.linking.accounts import World

# Things of which an article seldom tells two happenings: one owner too many is a dispute.
_THINGS = r"(?P<thing>helicopter|gunship|warplane|fighter jet|jet|plane|aircraft|drone|ship|vessel|warship|submarine)"
_HAPPENED = re.compile(
    r"\b(?:down(?:ed|ing)|shot|shoot(?:ing)?|crash(?:ed|es)?|under fire|came under|sank|sunk|hit|struck|destroy)", re.I
)
_DISPUTED = re.compile(
    r"\b(?:was|were|is|are|been|being)\s+(?:\w+\s+)?(?:disputed|denied|dismissed|rejected|questioned|contested|refuted)\b",
    re.I,
)
_WORD = re.compile(r"[a-z]{5,}")
_COMMON = frozenset(
    {
        "after",
        "about",
        "there",
        "their",
        "which",
        "would",
        "could",
        "claim",
        "claims",
        "saying",
        "said",
        "while",
        "being",
        "under",
    }
)
_REACH = 60  # characters after claimed words in which they may be said to be disputed
_LEAST_SHARED = 2  # words of substance that a disputed claim and an assertion have in common


@dataclass(frozen=True, slots=True)
class _Owned:
    key: str
    speaker: str | None  # None: the outlet itself, in a report
    thing: str
    state: str


def rival_wordings(
    corpus: Sequence[tuple[Article, Extraction]],
    of: Mapping[tuple[str, str], str],
    voice: Mapping[str, str],
    knowledge: Knowledge,
    world: World,
) -> Iterator[Contradiction]:
    """Contradictions within articles that are no copies; in no order."""
    states = {d.lower(): f"actor/{a.id}" for a in knowledge.actors for d in a.demonyms}
    listed = "|".join(re.escape(d) for d in sorted(states, key=lambda d: (-len(d), d)))
    owned = (
        re.compile(rf"\b(?:a|an|the|one)\s+(?P<state>{listed})\s+(?:[\w-]+\s+){{0,2}}?{_THINGS}\b", re.I)
        if listed
        else None
    )
    for article, extraction in corpus:
        if voice[article.id] != article.id:
            continue
        told = [(c, of[article.id, c.claimant]) for c in extraction.claims if (article.id, c.claimant) in of]
        yield from _disputed(article, told, world)
        if owned is not None:
            yield from _owners(article, extraction, told, owned, states, world)


def _owners(
    article: Article,
    extraction: Extraction,
    told: Sequence[tuple[Claim, str]],
    owned: re.Pattern[str],
    states: Mapping[str, str],
    world: World,
) -> Iterator[Contradiction]:
    found = [
        _Owned(claim.key, speaker, m["thing"].lower(), states[m["state"].lower()])
        for claim, speaker in told
        if claim.stance is Stance.ASSERTS and _HAPPENED.search(claim.content.quote)
        for m in owned.finditer(claim.content.quote)
    ]
    found += [
        _Owned(report.key, None, m["thing"].lower(), states[m["state"].lower()])
        for report in extraction.reports
        if report.status is Status.ASSERTED
        for words in report.target_texts
        if not any(words.overlaps(c.content) for c in extraction.claims)
        for m in owned.finditer(words.quote)
    ]
    met: set[tuple[str, ...]] = set()
    for a, b in combinations(found, 2):
        pair = (a.thing, *sorted((a.speaker or "", b.speaker or "")))
        if a.thing != b.thing or a.state == b.state or a.speaker == b.speaker or pair in met:
            continue
        met.add(pair)
        left, right = (
            f"{_name(world, x.speaker) if x.speaker else 'the article'} gives the {x.thing} to {_name(world, x.state)}"
            for x in (a, b)
        )
        yield _pair(article, a.key, b.key, Matter.TARGET, f"{left}, {right}", (a.speaker is None, b.speaker is None))


def _disputed(article: Article, told: Sequence[tuple[Claim, str]], world: World) -> Iterator[Contradiction]:
    for no, speaker in told:
        found = _DISPUTED.search(article.text, no.content.start, no.content.end + _REACH)
        if found is None or "." in article.text[no.content.end : max(found.start(), no.content.end)]:
            continue
        for yes, other in told:
            if yes.stance is Stance.ASSERTS and other != speaker and len(_words(yes) & _words(no)) >= _LEAST_SHARED:
                # "Its claims were disputed" has for its speaker the one whose claims they are.
                own = world.party(speaker) & world.party(other)
                said = f"what {_name(world, other)} says"
                reason = f"{said} is told to be disputed" if own else f"{_name(world, speaker)} disputes {said}"
                yield _pair(article, yes.key, no.key, Matter.STATUS, reason)


def _words(claim: Claim) -> frozenset[str]:
    """Words of substance, without an ending, so that "deliver" and "delivering" meet."""
    return frozenset(w[:7] for w in _WORD.findall(claim.content.quote.lower()) if w not in _COMMON)


def _name(world: World, identifier: str) -> str:
    return world.entities[identifier].label if identifier in world.entities else identifier.rsplit("/", 1)[-1]


def _pair(
    article: Article, a: str, b: str, matter: Matter, reason: str, own: tuple[bool, bool] = (False, False)
) -> Contradiction:
    first, second = sorted(zip(((article.id, a), (article.id, b)), own, strict=True))
    return Contradiction(first=first[0], second=second[0], reason=reason, matter=matter, own=(first[1], second[1]))
