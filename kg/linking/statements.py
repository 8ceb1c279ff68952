"""Who says what of an event: each article's claims and its own words, told apart.

A claim says what its content holds: the roles, days, places and figures whose words lie in it. What no claim's content
holds, the outlet says itself. Only what stands in a voice's own words is taken for its statement.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.domain.articles import Article
from kg.domain.extraction import Claim, Extraction, MentionForm, Participant, Report, Stance, Status
from kg.domain.spans import Span
from kg.domain.times import TimeBounds
from kg.domain.victims import victims_kind
from kg.linking.accounts import Account, Figure
from kg.linking.names import fold

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A statement before anything is known of other articles: local keys where a `Statement` has ids.

    `claimant` is None where the outlet speaks; `figures` are places in the report's casualties, each with its victims.
    """

    key: str
    report: str
    claimant: str | None
    words: str
    blames: bool
    denies: bool
    agency: bool
    agents: tuple[str, ...]
    named: tuple[str, ...]
    targets: tuple[str, ...]
    places: tuple[str, ...]
    dated: bool
    figures: tuple[tuple[int, str], ...]


def statements_of(
    article: Article,
    drafts: Iterable[Draft],
    accounts: Mapping[tuple[str, str], Account],
    event_of: Mapping[tuple[str, str], str],
    of: Mapping[tuple[str, str], str],
    outlet: str | None,
) -> Iterator[Statement]:
    """The statements of one article on events, from its drafts."""
    told = article.published.edtf if article.published else ""

    def ids(keys: Iterable[str]) -> frozenset[str]:
        return frozenset(of[article.id, k] for k in keys if (article.id, k) in of)

    for d in drafts:
        speaker = None if d.claimant is None else of.get((article.id, d.claimant))
        if d.claimant is not None and speaker is None:
            continue
        account = accounts[article.id, d.report]
        yield Statement(
            key=(article.id, d.key),
            account=account,
            speaker=speaker,
            outlet=outlet,
            voice=account.voice,
            event=event_of[account.key],
            told=told,
            words=d.words,
            blames=d.blames,
            denies=d.denies,
            agency=d.agency,
            agents=ids(d.agents),
            named=ids(d.named),
            targets=ids(d.targets),
            places=frozenset(i for i in ids(d.places) if i.startswith("place/")),
            when=account.report.when if d.dated else None,
            figures=tuple(replace(account.figures[n], victims=victims) for n, victims in d.figures),
        )


def drafts_of(article: Article, extraction: Extraction) -> Iterator[Draft]:
    """The statements of one article on its reports: first of its claims, then its own."""
    contents = [c.content for c in extraction.claims]
    reports = {r.key: r for r in extraction.reports}
    mentions = {e.key: [m.span for m in e.mentions] for e in extraction.entities}
    names = {e.key: [m.span for m in e.mentions if m.form in _NAMING] for e in extraction.entities}
    for claim in extraction.claims:
        if claim.stance in (Stance.INTENDS, Stance.UNCONFIRMED):
            continue
        denies = claim.stance is Stance.DENIES
        for report in (reports[key] for key in claim.about if key in reports):
            if not _speaks_of(claim, report) or (denies and not _sound(article.text, claim)):
                continue
            sentence = _sentence(article.text, claim)
            if _of_another_year(sentence.quote, report) or (not denies and _is_hedged(article.text, claim)):
                continue
            blames = bool(_BLAME.search(f"{claim.span.quote} {sentence.quote}"))
            yield _draft(
                report,
                claim.key,
                claim=claim, words=claim.content.quote, blames=blames, denies=denies,
                agency=denies and _is_of_agency(claim, report), inside=_within(claim.content),
                doers=_named_in(sentence, mentions if blames else {}), named=_mentioned_in(sentence, names),
            )  # fmt: skip
    outside = _outside(contents)
    for report in extraction.reports:
        own = [t for t in report.triggers if outside(t)]
        if report.status is Status.ASSERTED and own:
            yield _draft(
                report, report.key, claim=None, words=own[0].quote, blames=False, denies=False, agency=False,
                inside=outside, doers=lambda p: outside(p.evidence), named=lambda _: False,
            )  # fmt: skip


def _draft(
    report: Report,
    key: str,
    *,
    claim: Claim | None,
    words: str,
    blames: bool,
    denies: bool,
    agency: bool,
    inside: Callable[[Span], bool],
    doers: Callable[[Participant], bool],
    named: Callable[[Participant], bool],
) -> Draft:
    cited = claim.key if claim else None
    return Draft(
        key=key,
        report=report.key,
        claimant=claim.claimant if claim else None,
        words=words,
        blames=blames,
        denies=denies,
        agency=agency,
        agents=tuple(p.entity for p in report.agents if doers(p)),
        named=tuple(p.entity for p in report.agents if named(p)),
        targets=tuple(p.entity for p in report.targets if inside(p.evidence)),
        places=tuple(p.entity for p in report.places if inside(p.evidence)),
        dated=report.when_span is not None and inside(report.when_span),
        figures=tuple(
            (n, victims_kind(fold(count.victims or "")))
            for n, count in enumerate(report.casualties)
            if (count.claim == cited if count.claim else inside(count.span))
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


def _of_another_year(words: str, report: Report) -> bool:
    """Whether the words give years, none of which is the event's: they tell of other happenings beside it."""
    years = {int(y) for y in _YEAR.findall(words)}
    first, last = (report.when.earliest, report.when.latest) if report.when else (None, None)
    return bool(years and first and last) and not any(first.year <= y <= last.year for y in years if first and last)


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


def _speaks_of(claim: Claim, report: Report) -> bool:
    """Whether the claimed words themselves name the happening; a denial may point to it ("those allegations")."""
    pointed = claim.stance is Stance.DENIES and len(claim.about) == 1
    return pointed or any(claim.content.overlaps(t) for t in report.triggers)


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


def _is_of_agency(claim: Claim, report: Report) -> bool:
    """Whether it is denied that a side did it, and not that it happened."""
    return bool(_AGENCY.search(claim.content.quote)) or not any(claim.content.overlaps(t) for t in report.triggers)


def independent(statements: Iterable[Statement]) -> list[Statement]:
    """The statements of articles that are no copies: each text has one voice."""
    return [s for s in statements if s.voice == s.key[0]]
