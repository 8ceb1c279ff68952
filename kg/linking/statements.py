"""Who says what of an event: each article's claims and its own words, told apart.

A claim says what its content holds: the roles, days, places and figures whose words lie in it. What no claim's content
holds, the outlet says itself. Only what stands in a voice's own words is taken for its statement.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.domain.articles import Article
from kg.domain.extraction import Claim, Extraction, MentionForm, Participant, Stance, Status
from kg.domain.spans import Span
from kg.domain.times import TimeBounds
from kg.domain.victims import victims_kind
from kg.linking.accounts import Account, Figure

_DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ial)|refut|rebut|disput|disclaim|disavow"
    r"|(?:reject|dismiss)\w*[^.]{0,60}\b(?:claim|allegation|accusation|report|charge|suggestion))",
    re.I,
)
_NEGATION = re.compile(r"\b(?:not|n't|never|no|neither|nor|none)\b", re.I)
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s+[A-Z“\"']|\n\s*\n")
_REACH = 200  # characters of a sentence after the claimed words
_NEAR = 90  # characters from the start of claimed words within which a negation is of all of it

_NAMING = (MentionForm.NAME, MentionForm.DEMONYM, MentionForm.METONYM)
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_HEDGE = re.compile(
    r"\b(?:if|whether|prove[sn]? true|investigat\w+|allegations? that|(?:may|might|could) have)\b", re.I
)
_BLAME = re.compile(r"\b(?:blam|accus|responsib|behind\b|carried out by|perpetrat|culprit|claimed|staged)", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one voice says of one event.

    `key` is (article id, claim key), or the report's key where the outlet itself speaks (`speaker` None). `words` is
    what it says it in, `blames` that it is about who did it, `agency` that a denial is about that and not about
    whether it happened. `named` are those of its agents whom its words name, not merely "the government".
    """

    key: tuple[str, str]
    account: Account
    speaker: str | None
    outlet: str | None
    voice: str
    event: str
    told: str
    words: str
    blames: bool
    denies: bool
    agency: bool
    agents: frozenset[str]
    named: frozenset[str]
    targets: frozenset[str]
    places: frozenset[str]
    when: TimeBounds | None
    figures: tuple[Figure, ...]

    @property
    def own(self) -> bool:
        """Whether the outlet says it itself."""
        return self.speaker is None

    @property
    def source(self) -> str:
        """Who is behind the words: the speaker, else the text whose voice it is."""
        return self.speaker or f"voice {self.voice}"


def statements_of(
    article: Article,
    extraction: Extraction,
    accounts: Mapping[tuple[str, str], Account],
    event_of: Mapping[tuple[str, str], str],
    of: Mapping[tuple[str, str], str],
    outlet: str | None,
) -> Iterator[Statement]:
    """The statements of one article on events: first of its claims, then its own."""
    told = article.published.edtf if article.published else ""
    contents = [c.content for c in extraction.claims]
    mentions = {e.key: [m.span for m in e.mentions] for e in extraction.entities}
    names = {e.key: [m.span for m in e.mentions if m.form in _NAMING] for e in extraction.entities}
    for claim in extraction.claims:
        speaker = of.get((article.id, claim.claimant))
        if speaker is None or claim.stance in (Stance.INTENDS, Stance.UNCONFIRMED):
            continue
        denies = claim.stance is Stance.DENIES
        for key in claim.about:
            account = accounts.get((article.id, key))
            if account is None or not _speaks_of(claim, account) or (denies and not _sound(article.text, claim)):
                continue
            sentence = _sentence(article.text, claim)
            if _of_another_year(sentence.quote, account) or (not denies and _is_hedged(article.text, claim)):
                continue
            blames = bool(_BLAME.search(f"{claim.span.quote} {sentence.quote}"))
            yield _statement(
                account,
                (article.id, claim.key),
                speaker=speaker, outlet=outlet, event=event_of[article.id, key], told=told, words=claim.content.quote,
                blames=blames, denies=denies, agency=denies and _is_of_agency(claim, account),
                inside=_within(claim.content), of=of, claim=claim.key,
                doers=_named_in(sentence, mentions if blames else {}), named=_mentioned_in(sentence, names),
            )  # fmt: skip
    for report in extraction.reports:
        account = accounts[article.id, report.key]
        own = [t for t in report.triggers if not any(t.overlaps(c) for c in contents)]
        if report.status is not Status.ASSERTED or not own:
            continue
        yield _statement(
            account,
            (article.id, report.key),
            speaker=None, outlet=outlet, event=event_of[article.id, report.key], told=told, words=own[0].quote,
            blames=False,
            denies=False, agency=False,
            inside=_outside(contents), of=of, claim=None, doers=lambda p: _outside(contents)(p.evidence), named=lambda _: False,
        )  # fmt: skip


def _statement(
    account: Account,
    key: tuple[str, str],
    *,
    speaker: str | None,
    outlet: str | None,
    event: str,
    told: str,
    words: str,
    blames: bool,
    denies: bool,
    agency: bool,
    inside: Callable[[Span], bool],
    doers: Callable[[Participant], bool],
    named: Callable[[Participant], bool],
    of: Mapping[tuple[str, str], str],
    claim: str | None,
) -> Statement:
    report = account.report

    def ids(participants: Iterable[Participant]) -> frozenset[str]:
        found = ((account.article, p.entity) for p in participants)
        return frozenset(of[k] for k in found if k in of)

    return Statement(
        key=key,
        account=account,
        speaker=speaker,
        outlet=outlet,
        voice=account.voice,
        event=event,
        told=told,
        words=words,
        blames=blames,
        denies=denies,
        agency=agency,
        agents=ids(p for p in report.agents if doers(p)),
        named=ids(p for p in report.agents if named(p)),
        targets=ids(p for p in report.targets if inside(p.evidence)),
        places=frozenset(i for i in ids(p for p in report.places if inside(p.evidence)) if i.startswith("place/")),
        when=report.when if report.when_span is not None and inside(report.when_span) else None,
        figures=tuple(
            replace(figure, victims=victims_kind(figure.victims))
            for count, figure in zip(report.casualties, account.figures, strict=True)
            if (count.claim == claim if count.claim else inside(count.span))
        ),
    )


def _within(span: Span) -> Callable[[Span], bool]:
    return span.overlaps


def _named_in(words: Span, mentions: Mapping[str, Sequence[Span]]) -> Callable[[Participant], bool]:
    """Whether the words name a participant: with the mention that is its evidence, or with another."""
    return lambda p: any(m.overlaps(words) for m in (p.evidence, *mentions.get(p.entity, ())))


def _mentioned_in(words: Span, names: Mapping[str, Sequence[Span]]) -> Callable[[Participant], bool]:
    """Whether the words name a participant by a name of its own."""
    return lambda p: any(n.overlaps(words) for n in names.get(p.entity, ()))


def _of_another_year(words: str, account: Account) -> bool:
    """Whether the words give years, none of which is the event's: they tell of other happenings beside it."""
    years = {int(y) for y in _YEAR.findall(words)}
    return bool(years and account.start and account.end) and not any(
        account.start.year <= y <= account.end.year for y in years if account.start and account.end
    )


def _is_hedged(text: str, claim: Claim) -> bool:
    """Whether the claimed words are weighed and not asserted: "if allegations that … prove true"."""
    before = text[max(0, claim.content.start - _NEAR) : claim.content.start].rsplit(". ", 1)[-1]
    words = claim.content.quote
    return bool(_HEDGE.search(before) or _HEDGE.search(words[:_NEAR]) or "alleged" in words)


def _outside(spans: Sequence[Span]) -> Callable[[Span], bool]:
    return lambda words: not any(words.overlaps(s) for s in spans)


def _sentence(text: str, claim: Claim) -> Span:
    """The claimed words to the end of their sentence: a claim often names the doer at its end ("blaming the army")."""
    end = _SENTENCE_END.search(text, claim.content.end)
    last = min(end.start() if end else len(text), claim.content.end + _REACH)
    return Span(
        claim.content.start, max(last, claim.content.end), text[claim.content.start : max(last, claim.content.end)]
    )


def _speaks_of(claim: Claim, account: Account) -> bool:
    """Whether the claimed words themselves name the happening; a denial may point to it ("those allegations")."""
    pointed = claim.stance is Stance.DENIES and len(claim.about) == 1
    return pointed or any(claim.content.overlaps(t) for t in account.report.triggers)


def _sound(text: str, claim: Claim) -> bool:
    """Whether a denial is one on its face: a word of denial, or a negation; denier and denied in one sentence."""
    first = min(claim.claimant_span.start, claim.span.start, claim.content.start)
    last = max(claim.claimant_span.end, claim.span.end, claim.content.start + 1)
    if _SENTENCE_END.search(text, first, last):
        return False
    said = text[claim.span.start : max(claim.span.end, min(claim.content.end, claim.span.end + _REACH))]
    return bool(_DENIAL.search(said) or (_NEGATION.search(claim.content.quote[:_NEAR]) and not claim.cue))


_AGENCY = re.compile(
    r"\b(?:responsib|involve|role|behind|us(?:e|ed|ing)\b|carr|blam|target|bomb|accus|allegation|hit)", re.I
)


def _is_of_agency(claim: Claim, account: Account) -> bool:
    """Whether it is denied that a side did it, and not that it happened."""
    return bool(_AGENCY.search(claim.content.quote)) or not any(
        claim.content.overlaps(t) for t in account.report.triggers
    )


def independent(statements: Iterable[Statement]) -> list[Statement]:
    """The statements of articles that are no copies: each text has one voice."""
    return [s for s in statements if s.voice == s.key[0]]
