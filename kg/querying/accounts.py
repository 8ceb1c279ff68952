"""What each article says of one event, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.querying.passages import Cited
from kg.querying.walking import Walker
from kg.rdf.namespaces import KG, SCHEMA, SEM, local_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A casualty figure; a side left open is None. `by` is who gives it, empty when the article itself does."""

    kind: str
    minimum: int | None
    maximum: int | None
    victims: str
    by: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.kind, self.number, self.victims, self._source()) if part)

    @property
    def number(self) -> str:
        """The range in words."""
        if self.minimum == self.maximum:
            return "" if self.minimum is None else str(self.minimum)
        if self.maximum is None:
            return f"at least {self.minimum}"
        return f"at most {self.maximum}" if self.minimum is None else f"{self.minimum} to {self.maximum}"

    def _source(self) -> str:
        return f"(according to {self.by})" if self.by else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a source says of the event in this article."""

    claim: str
    claimant: str
    stance: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One report: what one article says of the event. Things are given by label; `report` and `article` by IRI."""

    report: str
    article: str
    headline: str
    outlet: str
    published: str
    kind: str
    status: str
    when: str
    agents: tuple[str, ...]
    targets: tuple[str, ...]
    target_texts: tuple[str, ...]
    places: tuple[str, ...]
    means: tuple[str, ...]
    figures: tuple[Figure, ...]
    said: tuple[Said, ...]
    quotes: tuple[str, ...]
    copy_of: str
    joined_because: str = ""  # why it was taken for an account of this event; empty for the one that the others joined
    joined_to: str = ""  # the report that it goes with, by IRI


def accounts_of(walker: Walker, event: NamedNode) -> tuple[Account, ...]:
    """The accounts of an event in the order of publication; undated articles last."""
    found = [_account(walker, report) for report in walker.subjects(KG.reportOf, event)]
    return tuple(sorted(found, key=lambda a: (a.published or "9999", a.article, a.report)))


def cited_by_report(walker: Walker, report: NamedNode) -> Iterator[Cited]:
    """The evidence of a report and of all that belongs to it: roles, figures, claims about it."""
    kind = walker.node(report, KG.eventType)
    for evidence in walker.nodes(report, KG.evidence):
        yield Cited(evidence, local_name(kind) if kind else "report", report)
    for part in walker.subjects(KG.inReport, report):
        role = walker.node(part, KG.role)
        who = ", ".join(walker.texts(part, KG.participant))
        name = _ROLE_NAMES.get(local_name(role), local_name(role)) if role else "role"
        for evidence in walker.nodes(part, KG.evidence):
            yield Cited(evidence, f"{name}: {who}" if who else name, part)
    for count in walker.subjects(KG.countIn, report):
        for evidence in walker.nodes(count, KG.evidence):
            yield Cited(evidence, str(figure_of(walker, count)), count)
    for claim in walker.subjects(KG.about, report):
        yield from cited_by_claim(walker, claim)


def cited_by_claim(walker: Walker, claim: NamedNode) -> Iterator[Cited]:
    """The evidence of a claim: the attribution and the words claimed."""
    claimant = ", ".join(walker.texts(claim, KG.claimant))
    stance = walker.text(claim, KG.stance)
    for evidence in walker.nodes(claim, KG.evidence):
        yield Cited(evidence, f"claimant: {claimant}", claim)
    for evidence in walker.nodes(claim, KG.contentEvidence):
        yield Cited(evidence, f"claim of {claimant} ({stance})", claim)


def figure_of(walker: Walker, count: NamedNode) -> Figure:
    """A casualty figure as a value."""
    by = [walker.label(actor) for actor in walker.nodes(count, KG.accordingTo, KG.claimant)]
    return Figure(
        kind=walker.text(count, KG.kind),
        minimum=walker.number(count, KG.minimum),
        maximum=walker.number(count, KG.maximum),
        victims=walker.text(count, KG.victims),
        by=", ".join(by),
    )


_ROLE_NAMES = {"hasPlace": "place", "targetText": "target"}


def _account(walker: Walker, report: NamedNode) -> Account:
    article = walker.node(report, KG.inArticle) or report
    spans = [span for evidence in walker.nodes(report, KG.evidence) if (span := walker.span(evidence))]
    original = walker.node(article, KG.copyOf)
    return Account(
        report=walker.short(report),
        article=walker.short(article),
        headline=walker.text(article, SCHEMA.headline),
        outlet=walker.outlet(article),
        published=walker.text(article, SCHEMA.datePublished),
        kind=", ".join(local_name(kind) for kind in walker.nodes(report, KG.eventType)),
        status=walker.text(report, KG.status),
        when=walker.when(report),
        agents=walker.texts(report, KG.agent),
        targets=walker.texts(report, KG.target),
        target_texts=walker.texts(report, KG.targetText),
        places=walker.texts(report, SEM.hasPlace),
        means=walker.texts(report, KG.means),
        figures=tuple(figure_of(walker, count) for count in walker.subjects(KG.countIn, report)),
        said=tuple(_said(walker, claim) for claim in walker.subjects(KG.about, report)),
        quotes=tuple(walker.body(source)[start:end] for source, start, end in sorted(spans, key=lambda s: s[1:])),
        copy_of=walker.short(original) if original else "",
        joined_because=walker.text(report, KG.joinedBecause),
        joined_to=walker.short(joined) if (joined := walker.node(report, KG.joinedTo)) else "",
    )


def _said(walker: Walker, claim: NamedNode) -> Said:
    return Said(
        claim=walker.short(claim),
        claimant=", ".join(walker.texts(claim, KG.claimant)),
        stance=walker.text(claim, KG.stance),
        content=walker.text(claim, KG.content),
    )
