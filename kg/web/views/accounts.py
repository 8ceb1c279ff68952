"""What each source says of one event, field by field, every value with the words that it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.querying.accounts import figure_of
from kg.querying.walking import Walker
from kg.rdf.namespaces import KG, SCHEMA, SEM, local_name
from kg.web.views.quoting import Words, all_words
from kg.web.words import bounds_words, range_words, spaced


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value in a cell: a thing (`iri`) or words, who says so where it is not the article itself, and its evidence."""

    text: str
    iri: str = ""
    by: str = ""
    by_iri: str = ""
    note: str = ""
    words: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of accounts. `feature` is its name in `kg:disputedIn`; `differs` whether the accounts disagree in it."""

    key: str
    title: str
    feature: str
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A report as a row: its source, and the values of each field by the field's key. `voice` is who wrote the text."""

    report: str
    article: str
    headline: str
    outlet: str
    outlet_iri: str
    published: str
    copy_of: str
    cells: dict[str, tuple[Value, ...]]
    claims: tuple[str, ...]


_FIELDS = (
    ("status", "Whether it happened", "status"),
    ("agent", "Done by", "agent"),
    ("target", "Struck", "target"),
    ("place", "Where", "place"),
    ("date", "When", "date"),
    ("means", "With", ""),
    ("toll", "Toll", "casualties"),
)


def fields_of(disputed: tuple[str, ...]) -> tuple[Field, ...]:
    """The fields in their order; those in dispute say so."""
    return tuple(Field(key=k, title=t, feature=f, differs=bool(f) and f in disputed) for k, t, f in _FIELDS)


def accounts_of(walker: Walker, event: NamedNode) -> tuple[Account, ...]:
    """The accounts of an event in order of publication, undated ones last; a copy follows what it copies."""
    found = [account_of(walker, report) for report in walker.subjects(KG.reportOf, event)]
    return tuple(sorted(found, key=lambda a: (a.published or "9999", bool(a.copy_of), a.outlet, a.article, a.report)))


def account_of(walker: Walker, report: NamedNode) -> Account:
    """One report."""
    article = walker.node(report, KG.inArticle) or report
    outlet = walker.node(article, SCHEMA.publisher)
    original = walker.node(article, KG.copyOf)
    roles = _roles(walker, report)
    cells = {
        "status": tuple(_status(walker, report)),
        "agent": tuple(_things(walker, report, KG.agent, roles)),
        "target": (*_things(walker, report, KG.target, roles), *_texts(walker, report, KG.targetText, roles)),
        "place": tuple(_things(walker, report, SEM.hasPlace, roles)),
        "date": tuple(_dates(walker, report, roles)),
        "means": tuple(_texts(walker, report, KG.means, roles)),
        "toll": tuple(_toll(walker, report)),
    }
    return Account(
        report=report.value,
        article=article.value,
        headline=walker.label(article),
        outlet=walker.label(outlet) if outlet else "Unknown outlet",
        outlet_iri=outlet.value if outlet else "",
        published=walker.text(article, SCHEMA.datePublished),
        copy_of=original.value if original else "",
        cells=cells,
        claims=tuple(claim.value for claim in walker.subjects(KG.about, report)),
    )


@dataclass(frozen=True, slots=True)
class _Role:
    role: NamedNode | None
    participant: NamedNode | None
    words: tuple[Words, ...]


def _roles(walker: Walker, report: NamedNode) -> list[_Role]:
    parts = walker.subjects(KG.inReport, report)
    return [
        _Role(walker.node(part, KG.role), walker.node(part, KG.participant), all_words(walker, part)) for part in parts
    ]


def _things(walker: Walker, report: NamedNode, role: NamedNode, roles: list[_Role]) -> Iterator[Value]:
    for thing in walker.nodes(report, role):
        words = tuple(w for r in roles if r.role == role and r.participant == thing for w in r.words)
        yield Value(text=walker.label(thing), iri=thing.value, words=words)


def _texts(walker: Walker, report: NamedNode, role: NamedNode, roles: list[_Role]) -> Iterator[Value]:
    """Words as the article has them; each belongs to the evidence that reads the same."""
    words = [w for r in roles if r.role == role for w in r.words]
    for text in walker.texts(report, role):
        fitting = tuple(w for w in words if w.quote.casefold() == " ".join(text.split()).casefold())
        yield Value(text=f"“{text}”", words=fitting)


def _dates(walker: Walker, report: NamedNode, roles: list[_Role]) -> Iterator[Value]:
    first, last = (walker.text(report, p) for p in (SEM.hasEarliestBeginTimeStamp, SEM.hasLatestEndTimeStamp))
    when = bounds_words(first, last)
    if when:
        words = tuple(w for r in roles if r.role == KG.when for w in r.words)
        basis = walker.text(report, KG.dateBasis)
        yield Value(text=when, note=_BASIS.get(basis, basis), words=words)


_BASIS = {"stated": "", "relative": "reckoned from the article's day", "inferred": "inferred"}


def _status(walker: Walker, report: NamedNode) -> Iterator[Value]:
    kind = walker.node(report, KG.eventType)
    yield Value(
        text=walker.text(report, KG.status) or "told",
        note=spaced(local_name(kind)).lower() if kind else "",
        words=all_words(walker, report),
    )
    for claim in walker.subjects(KG.about, report):
        stance = walker.text(claim, KG.stance)
        if stance in {"denies", "unconfirmed"}:
            claimant = walker.node(claim, KG.claimant)
            yield Value(
                text="denied" if stance == "denies" else "not confirmed",
                by=walker.label(claimant) if claimant else "",
                by_iri=claimant.value if claimant else "",
                words=all_words(walker, claim, KG.contentEvidence) or all_words(walker, claim),
            )


def _toll(walker: Walker, report: NamedNode) -> Iterator[Value]:
    counts = walker.subjects(KG.countIn, report)
    key: Callable[[NamedNode], tuple[bool, int, str]] = lambda c: (  # noqa: E731 - a local name for one sort
        walker.text(c, KG.subset) == "true",
        _KINDS.index(kind) if (kind := walker.text(c, KG.kind)) in _KINDS else len(_KINDS),
        c.value,
    )
    for count in sorted(counts, key=key):
        figure = figure_of(walker, count)
        claimants = walker.nodes(count, KG.accordingTo, KG.claimant)
        text = " ".join(part for part in (range_words(figure.minimum, figure.maximum), figure.kind) if part)
        yield Value(
            text=f"{text}: {figure.victims}" if figure.victims else text,
            by=figure.by,
            by_iri=claimants[0].value if len(claimants) == 1 else "",
            note="part of another figure" if walker.text(count, KG.subset) == "true" else "",
            words=all_words(walker, count),
        )


_KINDS = ("killed", "wounded", "captured", "missing", "displaced")
